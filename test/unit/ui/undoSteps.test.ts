import assert from 'node:assert/strict';
import { Emitter } from '../../../src/core/events.ts';
import type { Incident } from '../../../src/core/incidents/incident.ts';
import type { OutboxItem } from '../../../src/core/incidents/outbox/outboxItem.ts';
import type * as ActionsFile from '../../../src/ui/actions.ts';
import type * as CommandFile from '../../../src/ui/commands/undo.ts';
import type * as StatusFile from '../../../src/ui/undoStatus.ts';
import { FakeClock, settle } from '../fakeClock.ts';
import { incident } from '../incidents/incidentFixtures.ts';
import { type StandIn, withStandIn } from './standIn.ts';

describe('What Undo takes back, of what was refused', () => {
  let parts: typeof ActionsFile & typeof CommandFile & typeof StatusFile & StandIn;
  let clock: FakeClock;
  let actions: ActionsFile.Actions;
  let status: StatusFile.UndoStatus;
  /** What the outbox holds, by the incident’s id. */
  let items: Map<string, OutboxItem['state']>;
  let changed: Emitter<void>;
  let dropped: string[];
  let undone: string[];
  /** Accounts that nobody is signed in to, and those whose actions the disk does not take. */
  let signedOut: Set<string>;
  let full: Set<string>;
  let warned: string[];
  /** What stands in the status bar; null for nothing. */
  let shown: string | null;
  /** What a press there hands over. */
  let named: () => readonly unknown[];
  let sessionsChanged: Emitter<void>;
  /** Whether there is something to take back, as the menus know it. */
  let canUndo: boolean;

  before(async () => {
    parts = await withStandIn('ui/actions.ts', 'ui/commands/undo.ts', 'ui/undoStatus.ts');
  });

  beforeEach(() => {
    clock = new FakeClock();
    items = new Map();
    [changed, sessionsChanged, canUndo] = [new Emitter(), new Emitter(), false];
    [dropped, undone, shown, warned] = [[], [], null, []];
    [signedOut, full] = [new Set(), new Set()];
    const statusItem = {
      text: '',
      command: { arguments: [] as unknown[] },
      show: () => void (shown = statusItem.text),
      hide: () => void (shown = null),
      dispose: () => {},
    };
    Object.assign(parts.window, {
      withProgress: (_options: unknown, task: () => unknown) => task(),
      createStatusBarItem: () => statusItem,
      showWarningMessage: (text: string) => Promise.resolve(void warned.push(text)),
    });
    Object.assign(parts.commands, {
      executeCommand: (_setContext: string, key: string, value: boolean) => {
        if (key === 'onCall.canUndo') canUndo = value;
        return Promise.resolve();
      },
    });
    named = () => statusItem.command.arguments;
    actions = new parts.Actions({
      store: {
        latest: (incident: Incident) => incident,
        base: (key: string) => {
          const [accountId, id] = key.split(':') as [string, string];
          return signedOut.has(accountId) ? undefined : acknowledged(id, accountId);
        },
      },
      sessions: {
        onDidChange: sessionsChanged.event,
        of: ({ accountId }: Incident) => {
          if (signedOut.has(accountId)) throw new Error('Not connected.');
        },
        get: (accountId: string) => (signedOut.has(accountId) ? undefined : { account: { person: null } }),
      },
      follower: { followAll: () => {} },
      boundary: { log: () => {} },
      outbox: {
        onDidChange: changed.event,
        items: () => [...items].map(([id, state]) => ({ id, state })),
        add: (account: string, its: readonly Incident[], action: unknown) => {
          if (full.has(account)) return Promise.reject(new Error('The disk is full.'));
          if (typeof action === 'function') undone.push(...its.map(({ id }) => id));
          else for (const { id } of its) items.set(id, 'waiting');
          return Promise.resolve(
            its.map(({ id }) => ({ id, incidentId: id, action: { type: 'acknowledge' } })),
          );
        },
        drop: (...ids: string[]) => {
          dropped.push(...ids);
          for (const id of ids) items.delete(id);
          return Promise.resolve(ids.map(id => ({ id })));
        },
        // Offline: nobody waits for the answer.
        settled: () => Promise.resolve([]),
      },
    } as never);
    status = new parts.UndoStatus(actions, clock);
  });
  afterEach(() => {
    status.dispose();
    actions.dispose();
    assert.equal(clock.pending, 0);
  });

  const acknowledged = (id: string, accountId: string) => incident(id, { status: 'acknowledged', accountId });
  const acknowledgeIn = (...places: readonly [accountId: string, id: string][]) =>
    actions.perform(
      places.map(([accountId, id]) => incident(id, { accountId })),
      { type: 'acknowledge' },
      which => `Acknowledged ${which}`,
    );
  const acknowledge = async (...ids: string[]) => {
    await actions.perform(
      ids.map(id => incident(id)),
      { type: 'acknowledge' },
      which => `Acknowledged ${which}`,
    );
  };
  const press = (handed: readonly unknown[]) =>
    parts.undo({ actions, tree: { called: () => {} } } as never, handed);
  const stopDrill = () => {
    signedOut.add('drill-1');
    sessionsChanged.fire();
  };
  const next = () => actions.nextUndo?.words ?? null;
  const becomes = (state: OutboxItem['state'] | null, ...ids: string[]) => {
    for (const id of ids) {
      if (state === null) items.delete(id);
      else items.set(id, state);
    }
    changed.fire();
  };

  it('is nothing where all of it was refused, and the step before is next', async () => {
    await acknowledge('A');
    becomes(null, 'A');
    await acknowledge('B');
    assert.equal(shown, '$(discard) Acknowledged “Incident B”. Undo');
    becomes('refused', 'B');
    assert.deepEqual([next(), shown], ['Acknowledged “Incident A”', null]);
    await actions.undo();
    assert.deepEqual([undone, dropped], [['A'], []]);
    assert.equal(next(), null);
  });

  it('is the rest where a part was refused, and is called so as long as it is shown', async () => {
    await acknowledge('A', 'B', 'C');
    assert.equal(shown, '$(discard) Acknowledged 3 incidents. Undo');
    becomes('refused', 'B');
    becomes(null, 'A');
    assert.equal(shown, '$(discard) Acknowledged 2 incidents. Undo');
    await clock.advance(20_000);
    assert.equal(shown, null);
    becomes('refused', 'C');
    assert.deepEqual([next(), shown], ['Acknowledged “Incident A”', null]);
    await actions.undo();
    // What was refused still waits for the person’s word in “Not Sent Yet”.
    assert.deepEqual([undone, dropped], [['A'], []]);
  });

  it('is all of it again once it is sent again, and nothing after it was dropped', async () => {
    await acknowledge('A');
    becomes('refused', 'A');
    assert.equal(next(), null);
    becomes('waiting', 'A');
    assert.equal(next(), 'Acknowledged “Incident A”');
    becomes('refused', 'A');
    becomes(null, 'A');
    assert.equal(next(), null);
    await settle();
    await assert.rejects(actions.undo(), /nothing to take back/);
  });

  it('can be taken back again after it could not be: the disk was full', async () => {
    await acknowledge('A');
    becomes(null, 'A');
    await acknowledge('B');
    becomes(null, 'B');
    full.add('acme');
    await assert.rejects(actions.undo(), /disk is full/);
    assert.deepEqual([undone, next()], [[], 'Acknowledged “Incident B”']);
    full.clear();
    await actions.undo();
    assert.deepEqual([undone, next()], [['B'], 'Acknowledged “Incident A”']);
  });

  it('can be taken back once its account is there again, without what was dropped meanwhile', async () => {
    await acknowledge('A', 'B');
    becomes(null, 'B');
    signedOut.add('acme');
    await assert.rejects(actions.undo(), /Not connected/);
    assert.deepEqual([dropped, undone, warned], [['A'], [], []], 'nobody changed it');
    assert.equal(next(), 'Acknowledged “Incident B”');
    signedOut.clear();
    await actions.undo();
    assert.deepEqual([dropped, undone, next()], [['A'], ['B'], null]);
  });

  it('is what is left of it where only one of two accounts took it back', async () => {
    await acknowledgeIn(['acme', 'A'], ['other', 'B']);
    becomes(null, 'A', 'B');
    full.add('acme');
    await assert.rejects(actions.undo(), /disk is full/);
    assert.deepEqual([undone, next()], [['B'], 'Acknowledged “Incident A”']);
    full.clear();
    await actions.undo();
    assert.deepEqual([undone, next()], [['B', 'A'], null]);
  });

  it('is what one account kept, where the other’s could not be', async () => {
    full.add('other');
    await assert.rejects(acknowledgeIn(['acme', 'A'], ['other', 'B']), /disk is full/);
    assert.equal(next(), 'Acknowledged “Incident A”');
    full.clear();
    signedOut.add('other');
    await assert.rejects(acknowledgeIn(['acme', 'C'], ['other', 'D']), /Not connected/);
    assert.equal(next(), 'Acknowledged “Incident C”');
    await actions.undo();
    assert.deepEqual(dropped, ['C']);
  });

  it('is nothing of a drill that is over, and the step before is next', async () => {
    await acknowledge('A');
    await acknowledgeIn(['drill-1', 'B']);
    await acknowledgeIn(['acme', 'C'], ['drill-1', 'D']);
    becomes(null, 'A', 'B', 'C', 'D');
    stopDrill();
    assert.equal(shown, '$(discard) Acknowledged “Incident C”. Undo', 'a part of it is over');
    await actions.undo();
    assert.deepEqual([undone, next()], [['C'], 'Acknowledged “Incident A”']);
  });

  it('goes from the status bar with the drill that it is of, and the real step before stays as it is', async () => {
    await acknowledge('A');
    await acknowledgeIn(['drill-1', 'B']);
    assert.equal(shown, '$(discard) Acknowledged “Incident B”. Undo');
    stopDrill();
    assert.deepEqual([shown, canUndo, next()], [null, true, 'Acknowledged “Incident A”']);
  });

  it('is nothing once a drill is over in which all of it was done', async () => {
    await acknowledgeIn(['drill-1', 'A']);
    assert.equal(canUndo, true);
    stopDrill();
    assert.deepEqual([shown, canUndo, next()], [null, false, null]);
    await acknowledgeIn(['drill-2', 'B']);
    sessionsChanged.fire();
    assert.equal(canUndo, true, 'the next drill’s is none of that one');
  });

  it('is nothing of what was still on its way when the drill ended', async () => {
    const add = acknowledgeIn(['drill-1', 'A']);
    stopDrill();
    await add;
    assert.deepEqual([shown, canUndo, next()], [null, false, null]);
  });

  it('is by a press in the status bar what stood there, and no other step', async () => {
    await acknowledge('A');
    await acknowledge('B');
    becomes(null, 'A', 'B');
    const read = named();
    await actions.undo();
    await assert.rejects(press(read), /not the last step any more/);
    assert.deepEqual([undone, next()], [['B'], 'Acknowledged “Incident A”']);
    await acknowledge('C');
    becomes(null, 'C');
    await press(named());
    assert.deepEqual([undone, next()], [['B', 'C'], 'Acknowledged “Incident A”']);
    // Above the list VS Code hands over the row that was clicked last, or nothing.
    await press([undefined, undefined]);
    assert.deepEqual([undone, next()], [['B', 'C', 'A'], null]);
  });
});
