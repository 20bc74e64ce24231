import assert from 'node:assert/strict';
import {
  NotAllowedError,
  NotFoundError,
  OfflineError,
  PlanLacksAbilityError,
  ProviderDownError,
  RateLimitError,
  RefusedError,
  RequesterNeededError,
  UnexpectedAnswerError,
  WrongKeyError,
} from '../../../../src/core/errors.ts';
import { settle } from '../../fakeClock.ts';
import { incident } from '../incidentFixtures.ts';
import { acknowledge, FakeProvider, note, OutboxHarness, resolve } from './outboxHarness.ts';

const minute = 60_000;
const offline = () => new OfflineError('No network.', false);
const lost = () => new OfflineError('The connection was reset.');

describe('Outbox when something fails', () => {
  const h = new OutboxHarness();

  /** The next requests that change something fail so, before they are carried out. */
  const failNext = (...errors: Error[]) => {
    h.provider.before = () => {
      const error = errors.shift();
      if (error) throw error;
    };
  };
  /** The next requests are carried out and their answers get lost. */
  const loseNext = (...errors: Error[]) => {
    h.provider.after = () => {
      const error = errors.shift();
      if (error) throw error;
    };
  };

  describe('the whole account waits', () => {
    it('offline: with the reason, from 2 s doubling to 60 s, then sends in order', async () => {
      const w = await h.open();
      failNext(...Array.from({ length: 8 }, offline));
      const item = await h.act(w, 'P1', acknowledge);
      await h.act(w, 'P2', note('hello'));
      const [waiting] = await w.outbox.settled([item.id]);
      assert.equal(waiting?.state, 'waiting');
      assert.equal(waiting?.reason, 'No network.');
      assert.equal(w.outbox.items()[1]?.reason, 'No network.');
      assert.equal(h.status(w, 'P1'), 'acknowledged', 'stays shown');
      const waits: number[] = [];
      while (w.outbox.items().length > 0) {
        waits.push(h.clock.nextIn!);
        await h.clock.advance(h.clock.nextIn!);
      }
      waits.forEach((wait, n) => {
        const longest = Math.min(minute, 2_000 * 2 ** n);
        assert.ok(wait >= longest / 2 && wait <= longest, `${n}: ${wait} ms`);
      });
      assert.equal(waits.length, 8);
      assert.equal(h.provider.notes.length, 1);
      assert.equal(h.writes().length, 10);
    });

    it('a rate limit: not one request before it lifts, whoever asks, also after a restart', async () => {
      const w = await h.open();
      failNext(new RateLimitError('Too many.', h.clock.now() + 30_000));
      const item = await h.act(w, 'P1', acknowledge);
      assert.equal((await w.outbox.settled([item.id]))[0]?.reason, 'Too many.');
      await h.act(w, 'P2', note('hello'));
      w.outbox.sendNow();
      await h.clock.advance(10_000);
      w.kill();
      const again = await h.open();
      again.outbox.sendNow();
      await h.clock.advance(19_999);
      assert.deepEqual(h.provider.calls, ['? P1', 'acknowledge P1']);
      await h.clock.advance(1);
      assert.deepEqual(again.finished, ['done acknowledge', 'done note']);
    });

    it('a wrong key: until somebody signs in again', async () => {
      const w = await h.open();
      failNext(new WrongKeyError('The key is not accepted.'));
      const item = await h.act(w, 'P1', acknowledge);
      assert.equal((await w.outbox.settled([item.id]))[0]?.reason, 'The key is not accepted.');
      await h.act(w, 'P2', acknowledge);
      await h.clock.advance(60 * minute);
      assert.deepEqual(h.provider.calls, ['? P1', 'acknowledge P1']);
      const { incidents } = h.provider;
      h.provider = new FakeProvider(h.clock);
      for (const [id, known] of incidents) h.provider.incidents.set(id, known);
      w.outbox.sendNow('acme');
      await settle();
      assert.deepEqual(w.finished, ['done acknowledge', 'done acknowledge']);
    });

    it('sendNow does not wait for the back-off, and settled waits for what comes of it', async () => {
      const w = await h.open();
      failNext(offline(), offline(), offline());
      const item = await h.act(w, 'P1', acknowledge);
      await h.clock.advance(6_000);
      failNext();
      w.outbox.sendNow();
      const [ended] = await w.outbox.settled([item.id]);
      assert.equal(ended?.state, 'done');
    });

    it('a proxy that swallows everything: after three silent requests nobody else is tried', async () => {
      const w = await h.open();
      failNext(...Array.from({ length: 20 }, lost));
      for (const id of ['P1', 'P2', 'P3']) await h.act(w, id, note('hello'));
      await h.act(w, 'P1', acknowledge);
      assert.equal(h.provider.calls.length, 3);
      assert.equal(w.outbox.items()[3]?.reason, 'The connection was reset.');
    });
  });

  describe('what may have arrived', () => {
    for (const error of [lost(), new ProviderDownError('Down.', 500), new UnexpectedAnswerError('HTML.')]) {
      it(`${error.name}: a note that did arrive is not sent again`, async () => {
        const w = await h.open();
        loseNext(error);
        await h.act(w, 'P1', note('hello'));
        assert.deepEqual(h.states(w), ['waiting note']);
        await h.clock.advance(2_000);
        assert.deepEqual(h.provider.calls, ['note P1 hello', '?? P1']);
        assert.deepEqual(w.finished, ['done note']);
      });

      it(`${error.name}: a note that did not arrive is sent again, the same`, async () => {
        const w = await h.open();
        failNext(error);
        await h.act(w, 'P1', note('hello'));
        // So late that its time would be written before it, had it not gone out already.
        h.clock.jump(5 * minute);
        await h.clock.advance(2_000);
        assert.deepEqual(h.provider.calls, ['note P1 hello', '?? P1', 'note P1 hello']);
        assert.deepEqual(h.provider.notes, ['P1 hello']);
      });
    }

    it('is asked where nobody can tell, and holds back nobody', async () => {
      const w = await h.open();
      h.provider.arrived = () => null;
      failNext(lost());
      const update = await h.act(w, 'P1', { type: 'statusUpdate', message: 'We are on it' });
      await h.act(w, 'P1', note('hello'));
      await h.clock.advance(2_000);
      assert.deepEqual(h.states(w), ['unknown statusUpdate']);
      assert.deepEqual(w.finished, ['unknown statusUpdate', 'done note']);
      await w.outbox.retry(update.id);
      await settle();
      assert.deepEqual(w.outbox.items(), []);
      assert.equal(h.writes().filter(call => call.startsWith('statusUpdate')).length, 2);
    });

    it('is done when the person says that it has arrived', async () => {
      const w = await h.open();
      h.provider.arrived = () => null;
      loseNext(lost());
      const { id } = await h.act(w, 'P1', { type: 'statusUpdate', message: 'We are on it' });
      await h.clock.advance(2_000);
      await w.outbox.confirmArrived(id);
      assert.deepEqual(w.outbox.items(), []);
      assert.deepEqual(w.finished, ['unknown statusUpdate', 'done statusUpdate']);
      assert.equal(h.writes().length, 1);
    });

    it('is asked where the incident can no longer be looked at', async () => {
      const w = await h.open();
      failNext(lost());
      h.provider.beforeLook = () => {
        throw new NotAllowedError('Not after it was resolved.');
      };
      await h.act(w, 'P1', note('hello'));
      await h.clock.advance(2_000);
      assert.deepEqual(h.states(w), ['unknown note']);
    });

    it('waits with the account when the look finds no network', async () => {
      const w = await h.open();
      loseNext(lost());
      let down = true;
      h.provider.beforeLook = () => {
        if (down) throw lost();
      };
      await h.act(w, 'P1', note('hello'));
      await h.clock.advance(30_000);
      assert.equal(w.outbox.items()[0]?.attempts, 1, 'a look is no attempt');
      down = false;
      await h.clock.advance(minute);
      assert.deepEqual(w.finished, ['done note']);
      assert.equal(h.writes().length, 1);
    });

    it('a refusal in unknown words after an attempt that did arrive is success', async () => {
      const w = await h.open();
      loseNext(lost());
      await h.act(w, 'P1', resolve);
      failNext(new RefusedError('HTTP 400 without a reason.'));
      await h.clock.advance(2_000);
      assert.deepEqual(w.finished, ['done resolve']);
    });
  });

  describe('what is refused', () => {
    const errors = [
      new RefusedError('No.'),
      new NotFoundError('Gone.'),
      new NotAllowedError('Not you.'),
      new PlanLacksAbilityError('Not in this plan.'),
      new RequesterNeededError('Who?'),
    ];
    for (const error of errors) {
      it(`${error.name}: is rolled back with the reason, and its text is kept`, async () => {
        const w = await h.open();
        failNext(error);
        await h.act(w, 'P1', acknowledge);
        failNext(error);
        await h.act(w, 'P1', note('hello'));
        assert.equal(h.status(w, 'P1'), 'triggered');
        assert.deepEqual(
          w.outbox.items().map(({ state, reason, nextStep }) => [state, reason, nextStep]),
          Array.from({ length: 2 }, () => ['refused', error.message, error.nextStep]),
        );
        assert.deepEqual(w.finished, ['refused acknowledge', 'refused note']);
        w.kill();
        const again = await h.open();
        assert.deepEqual(again.outbox.items()[1]?.action, note('hello'), 'also after a restart');
        assert.equal(h.writes().length, 2, 'not sent again by itself');
      });
    }

    it('can be sent again or dropped', async () => {
      const w = await h.open();
      failNext(new RefusedError('No.'), new RefusedError('No.'));
      const first = await h.act(w, 'P1', note('one'));
      const second = await h.act(w, 'P1', note('two'));
      await w.outbox.retry(first.id);
      await w.outbox.drop(second.id);
      await settle();
      assert.deepEqual(w.outbox.items(), []);
      assert.deepEqual(h.provider.notes, ['P1 one']);
    });

    it('of many, only the refused one: found by halving, the rest is done', async () => {
      for (let n = 0; n < 100; n++) h.provider.incidents.set(`B${n}`, incident(`B${n}`));
      const w = await h.open();
      h.provider.incidents.delete('B37');
      h.provider.incidents.delete('B90');
      const targets = w.store.all().filter(({ id }) => id.startsWith('B'));
      const items = await w.outbox.add('acme', targets, acknowledge);
      const ended = await w.outbox.settled(items.map(({ id }) => id));
      await settle();
      assert.deepEqual(
        w.outbox.items().map(({ incidentId, reason }) => `${incidentId}: ${reason}`),
        ['B37: B37 is not there.', 'B90: B90 is not there.'],
      );
      assert.equal(ended.length, 100);
      assert.equal(w.store.all().filter(({ status }) => status === 'acknowledged').length, 98);
      assert.ok(h.provider.calls.length < 30, `${h.provider.calls.length} requests`);
    });

    it('of many, all at once where it would meet each', async () => {
      const w = await h.open();
      failNext(new RequesterNeededError('Who?'));
      const items = await w.outbox.add('acme', w.store.all(), acknowledge);
      await w.outbox.settled(items.map(({ id }) => id));
      assert.equal(h.writes().length, 1);
      assert.equal(w.outbox.items().filter(({ state }) => state === 'refused').length, 3);
    });
  });

  it('logs what nobody expected and tries again', async () => {
    const w = await h.open();
    failNext(new TypeError('a bug'));
    await h.act(w, 'P1', acknowledge);
    assert.match(w.logger.lines.join('\n'), /a bug/);
    await h.clock.advance(2_000);
    assert.deepEqual(w.finished, ['done acknowledge']);
  });
});
