import assert from 'node:assert/strict';
import { ChannelOpener, type ChannelRequest } from '../../../src/core/comms/channelOpener.ts';
import { channelKind, nextName, topicOf, type IncidentChannel } from '../../../src/core/comms/channels.ts';
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
  #pid = 0;

  constructor(
    private readonly server: SlackServer,
    private readonly clock: FakeClock,
    private readonly random: () => number,
  ) {
    this.start();
  }

  /** Another window of the machine. */
  start(): void {
    const { clock, random } = this;
    const pid = ++this.#pid;
    const view = this.folder.view();
    const options = {
      token: this.server.drill.token,
      origin: this.server.origin,
      clock,
      logger: silentLogger,
    };
    const slack = new SlackWorkspace(options);
    this.view = view;
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
  }
}

const request: ChannelRequest = {
  account: 'drill',
  incidentKey: 'a:Q1',
  start: '2026-11-28T21:57:00.000Z',
  topic: 'P1 <Checkout> & slow',
  invite: ['robin.castillo@example.com', 'nobody@drill.invalid', 'U0ALEX00001', 'U0NOBODY001'],
};

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
    assert.match(made.topic.value, /^P1 ‹Checkout› &amp; slow · ref [0-9A-Z]{8}$/);
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

  it('takes the next name where one is taken', async () => {
    const { drill } = server;
    drill.createChannel('incident-2026-11-28', 'U0ROBIN0001');
    drill.createChannel('incident-2026-11-28-2', drill.bot.id).archived = true;
    assert.equal((await ended(machine.opener.openChannel(request))).name, 'incident-2026-11-28-3');
    const other = await ended(machine.opener.openChannel({ ...request, incidentKey: 'a:Q2' }));
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
      const below = (n: number) => Math.floor(random() * n);
      clock = new FakeClock();
      const own = await SlackServer.start({ drill: new SlackDrill(clock), clock });
      // Two machines share the bot, and each has an incident on the same day.
      const machines = [new Machine(own, clock, random), new Machine(own, clock, random)];
      for (let n = 0; n < 2 + below(6); n++) own.faults.add({ ...fault(random), path: /conversations|auth/ });
      try {
        const opened = new Map<number, IncidentChannel>();
        for (let tries = 0; opened.size < 2; tries++) {
          assert.ok(tries < 60, 'it never opened');
          const which = below(2);
          if (opened.has(which)) continue;
          const call = machines[which]!.opener.openChannel({
            ...request,
            incidentKey: `a:Q${which}`,
            invite: ['robin.castillo@example.com'],
          });
          if (random() < 0.2) {
            void call.catch(() => undefined);
            const before = own.requests.length;
            for (let turns = below(60); turns > 0 && own.requests.length < before + 3; turns--)
              await settle();
            machines[which]!.kill();
            for (let turns = 0; turns < 40; turns++) await settle();
            machines[which]!.start();
            continue;
          }
          const channel = await ended(
            call.catch((error: unknown) => {
              assert.ok(error instanceof OnCallError, String(error));
              return null;
            }),
          );
          if (channel) opened.set(which, channel);
          else await clock.advance(20_000);
        }
        const made = own.drill.channels.slice(2);
        assert.equal(made.length, 2, made.map(({ name }) => name).join(', '));
        assert.equal(new Set([...opened.values()].map(({ channel }) => channel)).size, 2);
        for (const channel of opened.values()) {
          const there = own.drill.channel(channel.channel)!;
          assert.equal(there.topic.value.includes(topicOf(channel).slice(-12)), true);
          assert.ok(there.members.has('U0ROBIN0001'));
        }
      } catch (error) {
        throw new Error(`seed ${seed} (ONCALL_SEED=${seed}): ${String(error)}`, { cause: error });
      } finally {
        for (const { opener } of machines) opener.dispose();
        await own.stop();
      }
    }
  });
});

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
