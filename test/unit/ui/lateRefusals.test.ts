import assert from 'node:assert/strict';
import type { Claims } from '../../../src/core/incidents/notifications/claims.ts';
import type * as ActionsFile from '../../../src/ui/actions.ts';
import type * as LateFile from '../../../src/ui/lateRefusals.ts';
import { settle } from '../fakeClock.ts';
import { incident } from '../incidents/incidentFixtures.ts';
import { acknowledge, OutboxHarness, type Window } from '../incidents/outbox/outboxHarness.ts';
import { type StandIn, withStandIn } from './standIn.ts';

describe('What was refused when nobody waited for it any more', () => {
  const h = new OutboxHarness();
  let parts: typeof ActionsFile & typeof LateFile & StandIn & { readonly commands: object };
  let names: Set<string>;
  let claims: Claims;
  let keepers: LateFile.LateRefusals[];
  let told: string[];
  /** What the person presses at the next message. */
  let press: string | undefined;
  let run: (readonly [string, readonly string[]])[];

  before(async () => {
    parts = await withStandIn('ui/actions.ts', 'ui/lateRefusals.ts');
  });

  beforeEach(() => {
    names = new Set();
    claims = { claim: async name => !names.has(name) && names.add(name) !== null };
    [keepers, told, run, press] = [[], [], [], undefined];
    Object.assign(parts.window, {
      withProgress: (_options: unknown, task: () => unknown) => task(),
      showWarningMessage: (text: string) => {
        told.push(text);
        return Promise.resolve(press);
      },
    });
    Object.assign(parts.commands, {
      executeCommand: (command: string, _node: unknown, nodes: readonly { item: { label: string } }[]) => {
        run.push([command, nodes.map(({ item }) => item.label)]);
        return Promise.resolve();
      },
    });
  });
  afterEach(() => {
    for (const keeper of keepers) keeper.dispose();
  });

  const boundary = {
    log: () => {},
    watch: (_what: string, work: Promise<unknown>) => void work,
    sentence: (error: Error & { nextStep: string }) => `${error.message} ${error.nextStep}`,
  } as never;
  /** A window that tells, as its outbox does. */
  const open = async () => {
    const window = await h.open();
    const late = new parts.LateRefusals({ outbox: window.outbox, claims, clock: h.clock, boundary });
    keepers.push(late);
    window.outbox.onDidFinish(item => item.state === 'refused' && late.add(item));
    return window;
  };
  const actionsOf = ({ outbox, store }: Window) =>
    new parts.Actions({
      ...{ outbox, store, claims, boundary },
      sessions: { of: () => {}, get: () => undefined, onDidChange: () => ({ dispose() {} }) },
      follower: { followAll: () => {} },
    } as never);
  /** Acknowledges all of them without a network. */
  const acknowledgeOffline = async (window: Window) => {
    h.signedIn = false;
    await actionsOf(window).perform(window.store.all(), acknowledge, null);
    assert.deepEqual(told.splice(0).length, 1, 'it was said that they are kept');
  };
  const resolveAll = () => {
    for (const id of h.provider.incidents.keys())
      h.provider.incidents.set(
        id,
        incident(id, { status: 'resolved', updatedAt: '2026-01-15T03:00:00.000Z' }),
      );
  };
  const goOnline = (window: Window) => {
    h.signedIn = true;
    window.outbox.sendNow();
  };

  it('is told of with its reason and its next step', async () => {
    for (const id of ['P2', 'P3']) h.provider.incidents.delete(id);
    const one = await open();
    await acknowledgeOffline(one);
    resolveAll();
    goOnline(one);
    await h.clock.advance(5_000);
    assert.deepEqual(told, [
      '#1 Incident P1, Acknowledge: It was resolved meanwhile, and this would open it again. ' +
        'Send it again if you want it open, or drop it.',
    ]);
    await h.clock.advance(60_000);
    assert.equal(told.length, 1);
  });

  it('is told of in one message where it is a storm, sent in several requests', async () => {
    for (let n = 0; n < 40; n++) h.provider.incidents.set(`B${n}`, incident(`B${n}`));
    h.provider.mostAtOnce = 10;
    const one = await open();
    await acknowledgeOffline(one);
    resolveAll();
    // Each look takes longer than anybody gives way.
    h.provider.beforeLook = () => new Promise(resolve => void h.clock.after(3_000, () => resolve()));
    goOnline(one);
    await h.clock.advance(120_000);
    assert.deepEqual(told, [
      '43 that had waited were resolved meanwhile, and this would open them again. ' +
        '“Not Sent Yet” lists them, each with its reason.',
    ]);
  });

  for (const [button, command] of [
    ['Send Again', 'onCall.retryWaiting'],
    ['Drop', 'onCall.dropWaiting'],
  ] as const)
    it(`“${button}” is for those that are still refused`, async () => {
      const one = await open();
      await acknowledgeOffline(one);
      resolveAll();
      let answer = (_pressed: string) => {};
      Object.assign(parts.window, {
        showWarningMessage: () => new Promise<string>(resolve => (answer = resolve)),
      });
      goOnline(one);
      await h.clock.advance(5_000);
      await one.outbox.drop(one.outbox.items()[0]!.id);
      answer(button);
      await settle();
      assert.deepEqual(run, [[command, ['#1 Incident P2', '#1 Incident P3']]]);
    });

  for (const [where, asking] of [
    ['the window that sends', 0],
    ['another window', 1],
  ] as const)
    it(`is not told of where whoever asked in ${where} still waits`, async () => {
      const windows = [await open(), await open()];
      const { store, outbox } = windows[asking]!;
      const slowly = () => new Promise<void>(resolve => void h.clock.after(3_000, resolve));
      [h.provider.before, h.provider.beforeLook] = [slowly, slowly];
      // What is on its way makes the first the one that sends.
      await h.act(windows[0]!, 'P1', { type: 'resolve' });
      await h.clock.advance(1_000);
      for (const id of ['P2', 'P3']) h.provider.incidents.delete(id);
      const shown = store.all().filter(({ status }) => status === 'triggered');
      const asked = actionsOf(windows[asking]!).perform(shown, acknowledge, null);
      const refused = assert.rejects(asked, /2 of 2 were refused/);
      await h.clock.advance(60_000);
      await refused;
      assert.deepEqual(
        outbox.items().map(({ state }) => state),
        ['refused', 'refused'],
      );
      assert.deepEqual(told, []);
      assert.deepEqual(
        windows.map(({ finished }) => finished.length),
        [3, 0],
        'the first has sent them',
      );
    });

  it('is told of again where it is refused again', async () => {
    const one = await open();
    await acknowledgeOffline(one);
    resolveAll();
    goOnline(one);
    await h.clock.advance(5_000);
    h.provider.incidents.clear();
    await one.outbox.retry(...one.outbox.items().map(({ id }) => id));
    await h.clock.advance(10_000);
    assert.match(told[1] ?? '', /^3 that had waited were refused\. #1 Incident P1: P1 is not there\./);
    assert.equal(told.length, 2);
  });

  it('is not told of where it was dropped before', async () => {
    const one = await open();
    await acknowledgeOffline(one);
    resolveAll();
    goOnline(one);
    await settle();
    await one.outbox.drop(...one.outbox.items().map(({ id }) => id));
    await h.clock.advance(10_000);
    assert.deepEqual(told, []);
  });
});
