import assert from 'node:assert/strict';
import { ChannelOpener, type ChannelRequest } from '../../../src/core/comms/channelOpener.ts';
import {
  channelKind,
  incidentRef,
  nextName,
  refIn,
  refOf,
  type IncidentChannel,
} from '../../../src/core/comms/channels.ts';
import { SlackWorkspace } from '../../../src/core/comms/slack/slackWorkspace.ts';
import { NotPossibleError, OfflineError, OnCallError, RateLimitError } from '../../../src/core/errors.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import type { Fault } from '../../../src/drill/faults.ts';
import { SlackDrill } from '../../../src/drill/slack/slackDrill.ts';
import { SlackServer, slackLimited, slackRefusal } from '../../../src/drill/slack/slackServer.ts';
import { FakeClock, settle } from '../fakeClock.ts';
import { MemoryFolder, type FolderView } from '../incidents/outbox/memoryFolder.ts';
import { draws, seeded, seeds } from '../seeded.ts';

/** A machine that opens channels in a fake Slack. */
class Machine {
  readonly folder = new MemoryFolder();
  readonly #dead = new Set<number>();
  view!: FolderView;
  opener!: ChannelOpener;
  /** Once the window is killed. */
  died!: Promise<void>;
  #die: () => void = () => {};
  #pid = 0;

  constructor(
    private readonly server: SlackServer,
    private readonly clock: FakeClock,
    private readonly random: () => number,
    private readonly token = server.drill.token,
  ) {
    this.start();
  }

  /** Another window of the machine. */
  start(): void {
    const { clock, random } = this;
    const pid = ++this.#pid;
    const view = this.folder.view();
    const options = {
      token: this.token,
      origin: this.server.origin,
      clock,
      logger: silentLogger,
    };
    const slack = new SlackWorkspace(options);
    this.view = view;
    this.died = new Promise(resolve => (this.#die = resolve));
    this.opener = new ChannelOpener({
      folder: '/channels',
      files: view.files,
      leaseFiles: view.leaseFiles,
      process: { pid, host: 'here', alive: asked => !this.#dead.has(asked) },
      ...{ clock, random, logger: silentLogger },
      slackOf: account => (account === 'drill' ? slack : undefined),
    });
  }

  kill(): void {
    this.view.kill();
    this.#dead.add(this.#pid);
    this.opener.dispose();
    this.#die();
  }
}

const request: ChannelRequest = {
  account: 'drill',
  incidentKey: 'a:Q1',
  ref: incidentRef({ id: 'Q1', url: 'https://shop.pagerduty.com/incidents/Q1' }),
  start: '2026-11-28T21:57:00.000Z',
  topic: 'P1 <Checkout> & slow',
  invite: ['robin.castillo@example.com', 'nobody@drill.invalid', 'U0ALEX00001', 'U0NOBODY001'],
};

/** What a colleague’s machine asks for: the account is theirs, the incident the same. */
function requestOf(account: string, incident: number): ChannelRequest {
  const id = `Q${incident}`;
  const url = `https://shop.pagerduty.com/incidents/${id}`;
  return { ...request, incidentKey: `${account}:${id}`, ref: incidentRef({ id, url }), invite: [] };
}

describe('ChannelOpener', () => {
  let clock: FakeClock;
  let server: SlackServer;
  let machine: Machine;
  const named = () => server.drill.channels.map(({ name }) => name).slice(2);
  const calls = (method: string) => server.requests.filter(({ path }) => path === `/api/${method}`).length;

  /** Ends as the promise does; time moves on while nothing else happens. */
  const ended = async <T>(promise: Promise<T>): Promise<T> => {
    let done = false;
    void promise.catch(() => undefined).then(() => (done = true));
    for (let turns = 1; !done; turns++) {
      assert.ok(turns < 20_000, 'it never ended');
      if (turns % 40 === 0) await clock.advance(500);
      else await settle();
    }
    return promise;
  };

  beforeEach(async () => {
    clock = new FakeClock();
    server = await SlackServer.start({ drill: new SlackDrill(clock), clock });
    machine = new Machine(server, clock, seeded(1));
  });
  afterEach(async () => {
    machine.opener.dispose();
    await server.stop();
  });

  it('makes the channel, sets its topic and invites whom it can', async () => {
    const channel = await ended(machine.opener.openChannel(request));
    assert.equal(channel.state, 'open');
    assert.equal(channel.name, 'incident-2026-11-28');
    const made = server.drill.channel(channel.channel)!;
    assert.match(made.topic.value, /^P1 ‹Checkout› &amp; slow · ref [0-9A-HJKMNP-TV-Z]{10}$/);
    assert.deepEqual([...made.members], ['U0DRILLBOT1', 'U0ROBIN0001', 'U0ALEX00001']);
    assert.deepEqual(channel.notInvited, [
      { who: 'nobody@drill.invalid', reason: 'Nobody with this address is in the workspace.' },
      { who: 'U0NOBODY001', reason: 'Slack refused conversations.invite (user_not_found).' },
    ]);
    assert.deepEqual(machine.opener.channelOf('drill', 'a:Q1'), channel);
  });

  it('is asked once however often it is called, from whichever window', async () => {
    const first = machine.opener;
    const calledTwice = [first.openChannel(request), first.openChannel(request)];
    machine.start();
    const other = machine.opener.openChannel(request);
    const all = await ended(Promise.all([...calledTwice, other]));
    assert.equal(new Set(all.map(({ channel }) => channel)).size, 1);
    assert.deepEqual(named(), ['incident-2026-11-28']);
    assert.equal(calls('conversations.create'), 1);
    first.dispose();
  });

  it('is forgotten after 30 days where nobody needs it, and found again', async () => {
    const made = await ended(machine.opener.openChannel(request));
    const used = await ended(machine.opener.openChannel(requestOf('a', 2)));
    const isUsed = ({ incidentKey }: IncidentChannel) => incidentKey === 'a:Q2';
    clock.jump(29 * 86_400_000);
    await ended(machine.opener.forgetOld(isUsed));
    assert.deepEqual(machine.opener.channelOf('drill', 'a:Q1'), made);
    clock.jump(2 * 86_400_000);
    await ended(machine.opener.forgetOld(isUsed));
    assert.equal(machine.opener.channelOf('drill', 'a:Q1'), undefined);
    assert.deepEqual(machine.opener.channelOf('drill', 'a:Q2'), used);
    assert.equal(machine.folder.texts('.json').filter(text => text.includes('incidentKey')).length, 1);
    assert.equal((await ended(machine.opener.openChannel(request))).channel, made.channel);
    assert.deepEqual(named(), ['incident-2026-11-28', 'incident-2026-11-28-2'], 'none was made anew');
  });

  it('takes the next name where one is taken', async () => {
    const { drill } = server;
    drill.createChannel('incident-2026-11-28', 'U0ROBIN0001');
    drill.createChannel('incident-2026-11-28-2', drill.bot.id).archived = true;
    assert.equal((await ended(machine.opener.openChannel(request))).name, 'incident-2026-11-28-3');
    const other = await ended(machine.opener.openChannel(requestOf('a', 2)));
    assert.equal(other.name, 'incident-2026-11-28-4');
  });

  it('gives up after fifty names', async () => {
    let name = 'incident-2026-11-28';
    for (let n = 0; n < 60; n++, name = nextName(name)) server.drill.createChannel(name, 'U0ROBIN0001');
    await assert.rejects(ended(machine.opener.openChannel(request)), NotPossibleError);
  });

  for (const afterCommit of [true, false])
    it(`knows its channel again where the answer was lost ${afterCommit ? 'after' : 'before'} it was made`, async () => {
      server.faults.add({ path: '/api/conversations.create', afterCommit, effect: { type: 'reset' } });
      await assert.rejects(ended(machine.opener.openChannel(request)), OfflineError);
      assert.equal(machine.opener.channelOf('drill', 'a:Q1')!.state, 'opening');
      const channel = await ended(machine.opener.openChannel(request));
      assert.equal(channel.name, 'incident-2026-11-28');
      assert.deepEqual(named(), ['incident-2026-11-28']);
    });

  it('does not take for its own what somebody else made meanwhile', async () => {
    const { drill } = server;
    server.faults.add({ path: '/api/conversations.create', effect: { type: 'reset' } });
    await assert.rejects(ended(machine.opener.openChannel(request)), OfflineError);
    drill.createChannel('incident-2026-11-28', 'U0ROBIN0001');
    // The bot’s own, for the same day’s other incident on another machine.
    drill.setTopic(
      drill.createChannel('incident-2026-11-28-2', drill.bot.id),
      'x · ref 00000000',
      drill.bot.id,
    );
    assert.equal((await ended(machine.opener.openChannel(request))).name, 'incident-2026-11-28-3');
  });

  it('waits for the topic of another machine’s channel that was just made', async () => {
    const { drill } = server;
    server.faults.add({ path: '/api/conversations.create', effect: { type: 'reset' } });
    await assert.rejects(ended(machine.opener.openChannel(request)), OfflineError);
    const other = drill.createChannel('incident-2026-11-28', drill.bot.id);
    clock.after(2_000, () => drill.setTopic(other, 'x · ref 00000000', drill.bot.id));
    assert.equal((await ended(machine.opener.openChannel(request))).name, 'incident-2026-11-28-2');
  });

  it('goes on from where it was when the window died', async () => {
    server.faults.add({ path: '/api/conversations.create', afterCommit: true, effect: { type: 'hang' } });
    void machine.opener.openChannel(request).catch(() => undefined);
    while (calls('conversations.create') === 0) await settle();
    machine.kill();
    machine.start();
    const channel = await ended(machine.opener.openChannel(request));
    assert.deepEqual(named(), ['incident-2026-11-28']);
    assert.equal(channel.state, 'open');
  });

  it('waits out a limit where it was, and repeats nothing', async () => {
    server.faults.add({ path: '/api/conversations.invite', effect: slackLimited(30) });
    await assert.rejects(ended(machine.opener.openChannel(request)), RateLimitError);
    await clock.advance(30_000);
    await ended(machine.opener.openChannel(request));
    assert.equal(calls('conversations.create'), 1);
    assert.equal(calls('conversations.setTopic'), 1);
  });

  it('opens the channel also where nobody can be looked up', async () => {
    server.drill.scopes.delete('users:read.email');
    const channel = await ended(machine.opener.openChannel(request));
    assert.equal(channel.state, 'open');
    assert.match(channel.notInvited[0]!.reason, /users:read\.email/);
  });

  describe('on a channel that is open', () => {
    const invited = () =>
      server.requests
        .filter(({ path }) => path === '/api/conversations.invite')
        .map(({ body }) => /U0[A-Z]+\d+/.exec(String(body))?.[0]);
    const inviting = (...invite: string[]) => ended(machine.opener.openChannel({ ...request, invite }));

    it('invites those who are asked for since, and nobody twice', async () => {
      await inviting('U0ALEX00001');
      const channel = await inviting('u0alex00001', ' Robin.Castillo@example.com ', 'U0ALEX00001');
      assert.deepEqual(invited(), ['U0ALEX00001', 'U0ROBIN0001']);
      assert.ok(server.drill.channel(channel.channel)!.members.has('U0ROBIN0001'));
      machine.start();
      await inviting('robin.castillo@example.com', 'U0ALEX00001');
      assert.equal(invited().length, 2);
      assert.equal(calls('conversations.create'), 1);
      assert.equal(calls('conversations.setTopic'), 1);
    });

    it('tries those again who could not be invited, and forgets why once they are', async () => {
      server.drill.scopes.delete('users:read.email');
      const first = await inviting('robin.castillo@example.com', 'U0NOBODY001');
      assert.equal(first.notInvited.length, 2);
      server.drill.scopes.add('users:read.email');
      const second = await inviting('robin.castillo@example.com');
      assert.deepEqual(
        second.notInvited.map(({ who }) => who),
        ['U0NOBODY001'],
      );
      assert.ok(server.drill.channel(second.channel)!.members.has('U0ROBIN0001'));
    });

    it('goes on with those who are left after a limit', async () => {
      await inviting('U0ALEX00001');
      server.faults.add({ path: '/api/conversations.invite', effect: slackLimited(30) });
      await assert.rejects(inviting('U0ROBIN0001'), RateLimitError);
      await clock.advance(30_000);
      const channel = await inviting();
      assert.deepEqual(channel.toInvite, []);
      assert.ok(server.drill.channel(channel.channel)!.members.has('U0ROBIN0001'));
    });

    it('knows one that was kept before it was kept who was invited', () => {
      const text = (fields: object) => JSON.stringify({ ...kept, ...fields });
      const kept = {
        ...{ id: '01JDS0000000000000000000AB', account: 'drill', incidentKey: 'a:Q1', topic: '' },
        ...{ createdAt: request.start, state: 'open', name: 'x', maybeMade: false, channel: 'C1' },
        ...{ topicSet: true, toInvite: [], notInvited: [], revision: 3 },
      };
      assert.deepEqual(channelKind.from(text({}))?.invited, undefined);
      assert.deepEqual(channelKind.from(text({ invited: ['U1'] }))?.invited, ['U1']);
      assert.equal(channelKind.from(text({ invited: [1] })), null);
    });
  });

  describe('on several machines', () => {
    let other: Machine;
    const live = () => server.drill.channels.slice(2).filter(({ archived }) => !archived);
    const open = (from: Machine, asked: ChannelRequest) => ended(from.opener.openChannel(asked));
    const lose = async (from: Machine, method: string, asked: ChannelRequest) => {
      const lost = { afterCommit: true, effect: { type: 'reset' } } as const;
      server.faults.add({ path: `/api/conversations.${method}`, ...lost });
      await assert.rejects(open(from, asked), OfflineError);
    };

    beforeEach(() => (other = new Machine(server, clock, seeded(2))));
    afterEach(() => other.opener.dispose());

    it('goes into the channel that a colleague opened, whose topic stays, and invites who is missing', async () => {
      const first = await open(machine, { ...requestOf('a', 1), invite: ['U0ALEX00001'] });
      const made = server.drill.channel(first.channel)!;
      const topic = made.topic.value;
      const second = await open(other, {
        ...requestOf('b', 1),
        topic: 'Said otherwise',
        invite: ['U0ALEX00001', 'U0ROBIN0001'],
      });
      assert.equal(second.channel, first.channel);
      assert.equal(second.name, first.name);
      assert.equal(second.state, 'open');
      assert.equal(made.topic.value, topic);
      assert.equal(calls('conversations.setTopic'), 1);
      assert.ok(made.members.has('U0ROBIN0001'));
      assert.deepEqual(second.notInvited, []);
    });

    it('makes one channel where both ask at the same time, for one incident or for two', async () => {
      const both = [
        machine.opener.openChannel(requestOf('a', 1)),
        other.opener.openChannel(requestOf('b', 1)),
      ];
      const [one, two] = await ended(Promise.all(both));
      assert.equal(one!.channel, two!.channel);
      assert.equal(live().length, 1);
      const more = [
        machine.opener.openChannel(requestOf('a', 2)),
        other.opener.openChannel(requestOf('b', 3)),
      ];
      const [three, four] = await ended(Promise.all(more));
      assert.notEqual(three!.channel, four!.channel);
      assert.equal(live().length, 3);
    });

    for (const method of ['create', 'setTopic'])
      it(`makes one channel where one lost the answer of conversations.${method}`, async () => {
        await lose(machine, method, requestOf('a', 1));
        const second = await open(other, requestOf('b', 1));
        const first = await open(machine, requestOf('a', 1));
        assert.equal(first.channel, second.channel);
        assert.deepEqual(named(), ['incident-2026-11-28']);
      });

    it('leaves a channel that another incident took before it had a topic', async () => {
      await lose(machine, 'create', requestOf('a', 1));
      const second = await open(other, requestOf('b', 2));
      assert.equal(second.name, 'incident-2026-11-28');
      const first = await open(machine, requestOf('a', 1));
      assert.equal(first.name, 'incident-2026-11-28-2');
      assert.equal(refIn(server.drill.channel(second.channel)!.topic.value), refOf(second));
    });

    it('gives a channel to one of two incidents that claim it at once, and puts its topic right', async () => {
      await lose(machine, 'create', requestOf('a', 1));
      const asked = [
        machine.opener.openChannel(requestOf('a', 1)),
        other.opener.openChannel(requestOf('b', 2)),
      ];
      const opened = await ended(Promise.all(asked));
      assert.equal(calls('conversations.setTopic'), 4, 'two claims, one given back, one of the next name');
      assert.deepEqual(named().sort(), ['incident-2026-11-28', 'incident-2026-11-28-2']);
      for (const channel of opened) {
        const { value } = server.drill.channel(channel.channel)!.topic;
        assert.equal(value, `P1 ‹Checkout› &amp; slow · ref ${refOf(channel)}`);
      }
    });

    it('knows the channel again after people gave it another topic', async () => {
      const first = await open(machine, requestOf('a', 1));
      const made = server.drill.channel(first.channel)!;
      for (const topic of ['We meet at ten', '']) {
        server.drill.setTopic(made, topic, 'U0ROBIN0001');
        const colleague = new Machine(server, clock, seeded(3));
        const found = await open(colleague, requestOf(`c${topic}`, 1));
        colleague.opener.dispose();
        assert.equal(found.channel, first.channel);
        assert.equal(made.topic.value, topic);
      }
      assert.equal((await open(other, requestOf('b', 2))).name, 'incident-2026-11-28-2');
    });

    it('makes another one where the first is archived', async () => {
      const first = await open(machine, requestOf('a', 1));
      server.drill.channel(first.channel)!.archived = true;
      assert.equal((await open(other, requestOf('b', 1))).name, 'incident-2026-11-28-2');
    });

    it('passes over a private channel, which has the name and is not shown', async () => {
      server.faults.add({ path: '/api/conversations.create', effect: slackRefusal('name_taken') });
      assert.equal((await open(machine, requestOf('a', 1))).name, 'incident-2026-11-28-2');
    });

    it('does so without the scope to read what was written', async () => {
      server.drill.scopes.delete('channels:history');
      const first = await open(machine, requestOf('a', 1));
      assert.equal((await open(other, requestOf('b', 1))).channel, first.channel);
      assert.equal((await open(other, requestOf('b', 2))).name, 'incident-2026-11-28-2');
    });

    describe('with a bot of their own each', () => {
      beforeEach(() => {
        other.opener.dispose();
        const bot = { id: 'U0OTHERBOT1', name: 'on-call-too', email: 'bot2@drill.invalid' };
        other = new Machine(server, clock, seeded(2), server.drill.addBot(bot));
      });

      it('joins the channel that a colleague’s bot made', async () => {
        const first = await open(machine, requestOf('a', 1));
        const second = await open(other, { ...requestOf('b', 1), invite: ['U0ROBIN0001'] });
        assert.equal(second.channel, first.channel);
        const { members } = server.drill.channel(first.channel)!;
        assert.ok(members.has('U0OTHERBOT1') && members.has('U0ROBIN0001'));
        assert.equal((await open(other, requestOf('b', 2))).name, 'incident-2026-11-28-2');
        assert.equal(calls('conversations.join'), 1);
      });

      it('waits for the topic that a colleague’s bot is about to set', async () => {
        const both = [
          machine.opener.openChannel(requestOf('a', 1)),
          other.opener.openChannel(requestOf('b', 1)),
        ];
        const [first, second] = await ended(Promise.all(both));
        assert.equal(first!.channel, second!.channel);
      });

      for (const method of ['create', 'setTopic'])
        it(`goes where the colleague went meanwhile, after the answer of conversations.${method} was lost`, async () => {
          await lose(machine, method, requestOf('a', 1));
          const second = await open(other, requestOf('b', 1));
          const first = await open(machine, requestOf('a', 1));
          assert.equal(first.channel, second.channel);
          assert.equal(first.name, second.name);
        });

      it('says so where it may not join, and makes another one', async () => {
        server.drill.scopes.delete('channels:join');
        await open(machine, requestOf('a', 1));
        const second = await open(other, requestOf('b', 1));
        assert.equal(second.name, 'incident-2026-11-28-2');
        assert.deepEqual(
          second.notJoined?.map(({ name }) => name),
          ['incident-2026-11-28'],
        );
        assert.match(second.notJoined[0]!.reason, /channels:join/);
        assert.deepEqual(channelKind.from(channelKind.textOf(second)), second);
      });
    });

    describe('kept by an earlier version', () => {
      const id = '01JDS0000000000000000000AB';
      const kept = (fields: object) => {
        const begun = {
          ...{ id, account: 'drill', incidentKey: 'a:Q1', topic: 'Slow', createdAt: request.start },
          ...{ state: 'opening', name: 'incident-2026-11-28', maybeMade: true, channel: null },
          ...{ topicSet: false, toInvite: [], notInvited: [], revision: 1, ...fields },
        };
        machine.folder.put(`/channels/${id}.json`, JSON.stringify(begun), true);
      };

      it('knows its open channel by what it keeps', async () => {
        const made = server.drill.createChannel('incident-2026-11-28', server.drill.bot.id);
        server.drill.setTopic(made, 'Slow · ref 000000AB', server.drill.bot.id);
        kept({ state: 'open', maybeMade: false, channel: made.id, topicSet: true });
        const channel = await open(machine, requestOf('a', 1));
        assert.equal(channel.channel, made.id);
        assert.equal(refOf(channel), '000000AB');
        assert.equal(calls('conversations.create'), 0);
      });

      it('knows a channel again by the reference that it had', async () => {
        const made = server.drill.createChannel('incident-2026-11-28', server.drill.bot.id);
        server.drill.setTopic(made, 'Slow · ref 000000AB', server.drill.bot.id);
        kept({ maybeMade: false, channel: made.id });
        assert.equal((await open(machine, requestOf('a', 1))).channel, made.id);
        assert.deepEqual(named(), ['incident-2026-11-28']);
      });

      it('takes the new reference where nothing was made yet', async () => {
        kept({});
        const channel = await open(machine, requestOf('a', 1));
        assert.equal((await open(other, requestOf('b', 1))).channel, channel.channel);
      });
    });
  });

  it('names an incident alike on every machine, and no two alike', () => {
    const ref = (id: string, url: string | null) => incidentRef({ id, url });
    assert.match(ref('Q1', null), /^[0-9A-HJKMNP-TV-Z]{10}$/);
    assert.equal(ref('Q1', null), ref('Q1', null));
    assert.equal(new Set([ref('Q1', null), ref('Q2', null), ref('Q1', 'https://a.invalid/Q1')]).size, 3);
    assert.equal(refIn('P1 ref AAAAAAAA is down'), null);
    assert.equal(refIn('x · ref AAAAAAAA · ref 0123456789'), '0123456789');
    assert.equal(refIn('ref 0123456789, and more'), '0123456789');
  });

  it('says so where no workspace is connected, and where the folder cannot be written', async () => {
    const nowhere = machine.opener.openChannel({ ...request, account: 'other' });
    await assert.rejects(ended(nowhere), NotPossibleError);
    machine.view.failNext('addAll', 'ENOSPC');
    await assert.rejects(ended(machine.opener.openChannel(request)), NotPossibleError);
    assert.equal(calls('conversations.create'), 0);
  });

  it('makes one channel an incident through seeded faults', async function () {
    this.timeout(0);
    for (const seed of seeds(draws(150, 3_000))) {
      const random = seeded(seed);
      clock = new FakeClock();
      const own = await SlackServer.start({ drill: new SlackDrill(clock), clock });
      const story = new Story(own, clock, random, ended);
      try {
        await story.run();
        story.check();
      } catch (error) {
        throw new Error(`seed ${seed} (ONCALL_SEED=${seed}): ${String(error)}`, { cause: error });
      } finally {
        story.stop();
        await own.stop();
      }
    }
  });
});

/**
 * Two or three machines want channels for two incidents of one day, one after the other or at the same time, from one
 * bot or (one after the other) from a bot each, while answers are lost, windows die, and people have channels with such
 * names.
 */
class Story {
  readonly #machines: Machine[] = [];
  /** By machine and incident: `1 0`. */
  readonly #opened = new Map<string, IncidentChannel>();
  readonly #peoples: ReadonlyMap<string, string>;
  readonly #oneBot: boolean;

  constructor(
    private readonly server: SlackServer,
    private readonly clock: FakeClock,
    private readonly random: () => number,
    private readonly ended: <T>(promise: Promise<T>) => Promise<T>,
  ) {
    const { drill } = server;
    this.#oneBot = random() < 0.7;
    for (let n = 0; n < 2 + this.#below(2); n++) {
      const bot = { id: `U0OTHERBOT${n}`, name: `bot-${n}`, email: `bot${n}@drill.invalid` };
      const token = this.#oneBot || n === 0 ? drill.token : drill.addBot(bot);
      this.#machines.push(new Machine(server, clock, random, token));
    }
    const theirs = ['incident-2026-11-28', 'incident-2026-11-28-2'].filter(() => random() < 0.2);
    for (const name of theirs) {
      const channel = drill.createChannel(name, 'U0ROBIN0001');
      if (random() < 0.5) drill.setTopic(channel, 'Ours', 'U0ROBIN0001');
    }
    this.#peoples = new Map(
      drill.channels.filter(({ name }) => theirs.includes(name)).map(({ id, topic }) => [id, topic.value]),
    );
    for (let n = 0; n < 2 + this.#below(6); n++)
      server.faults.add({ ...fault(random), path: /conversations|auth/ });
  }

  async run(): Promise<void> {
    const all = this.#machines.length * 2;
    for (let tries = 0; this.#opened.size < all; tries++) {
      assert.ok(tries < 120, 'it never opened');
      const calls = [this.#ask()];
      if (this.#oneBot && this.random() < 0.5) calls.push(this.#ask());
      if (this.random() < 0.2) await this.#die();
      if (!(await this.ended(Promise.all(calls))).every(Boolean)) await this.clock.advance(20_000);
    }
  }

  /** One channel an incident, the same on every machine, with its topic and people; nobody else’s was touched. */
  check(): void {
    const { drill } = this.server;
    const ids = [0, 1].map(incident => {
      const its = this.#machines.map((_, machine) => this.#opened.get(`${machine} ${incident}`)!);
      assert.equal(new Set(its.map(({ channel }) => channel)).size, 1, 'all machines have the same');
      const { topic, members, name } = drill.channel(its[0]!.channel)!;
      assert.ok(its.every(channel => channel.name === name));
      assert.equal(refIn(topic.value), refOf(its[0]!));
      assert.ok(members.has('U0ROBIN0001'));
      return its[0]!.channel!;
    });
    assert.equal(new Set(ids).size, 2);
    const made = drill.channels.slice(2).filter(({ id }) => !this.#peoples.has(id));
    // A bot that died before it set a topic leaves its channel; only the same bot may take that.
    const counted = made.filter(({ topic }) => this.#oneBot || topic.value !== '');
    assert.equal(counted.length, 2, made.map(({ name, topic }) => `${name} (${topic.value})`).join(', '));
    for (const [id, topic] of this.#peoples) assert.equal(drill.channel(id)!.topic.value, topic);
  }

  stop(): void {
    for (const { opener } of this.#machines) opener.dispose();
  }

  /** Whether it came to what was asked for. */
  async #ask(): Promise<boolean> {
    const machine = this.#below(this.#machines.length);
    const incident = this.#below(2);
    const asked = { ...requestOf(`m${machine}`, incident), invite: ['robin.castillo@example.com'] };
    const { opener, died } = this.#machines[machine]!;
    const call = opener.openChannel(asked).then(
      channel => void this.#opened.set(`${machine} ${incident}`, channel),
      (error: unknown) => {
        assert.ok(error instanceof OnCallError, String(error));
        return false as const;
      },
    );
    // A window that died is not waited for.
    return Promise.race([call.then(said => said !== false), died.then(() => false)]);
  }

  async #die(): Promise<void> {
    const machine = this.#machines[this.#below(this.#machines.length)]!;
    const before = this.server.requests.length;
    for (let turns = this.#below(60); turns > 0 && this.server.requests.length < before + 3; turns--)
      await settle();
    machine.kill();
    for (let turns = 0; turns < 40; turns++) await settle();
    machine.start();
  }

  #below(n: number): number {
    return Math.floor(this.random() * n);
  }
}
function fault(random: () => number): Fault {
  const below = (n: number) => Math.floor(random() * n);
  const afterCommit = random() < 0.6;
  const choices: readonly Fault[] = [
    { afterCommit, effect: { type: 'reset' } },
    { afterCommit, effect: { type: 'reset' } },
    { afterCommit, effect: { type: 'answer', status: 500 + below(5) } },
    { afterCommit, effect: { type: 'answer', status: 200, body: '<html>' } },
    { effect: slackLimited(1 + below(20)) },
    { effect: slackRefusal('internal_error') },
    { effect: { type: 'cut', bytes: below(40), then: 'end' } },
  ];
  return choices[below(choices.length)]!;
}
