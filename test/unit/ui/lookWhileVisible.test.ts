import assert from 'node:assert/strict';
import { Emitter } from '../../../src/core/events.ts';
import type { ErrorBoundary } from '../../../src/ui/errorBoundary.ts';
import type * as Looks from '../../../src/ui/lookWhileVisible.ts';
import { FakeClock } from '../fakeClock.ts';
import { type StandIn, withStandIn } from './standIn.ts';

describe('When a view looks at what it shows', function () {
  this.timeout(60_000);
  const minute = 60_000;
  const evening = new Date(2026, 10, 22, 23, 57).getTime();
  const silent = () => ({ dispose() {} });
  let parts: typeof Looks & StandIn;
  let clock: FakeClock;
  let changed: Emitter<void>;
  let windowState: Emitter<{ focused: boolean }>;
  let visibility: Emitter<{ visible: boolean }>;
  let view: { visible: boolean };
  let looks: Looks.LookWhileVisible;
  /** The looks that began, and of these the ones whose finds were shown. */
  let begun: number;
  let shown: number;
  let reported: unknown[];
  /** What a look waits for. */
  let found: () => Promise<void>;

  before(async () => {
    parts = await withStandIn('ui/lookWhileVisible.ts');
  });

  beforeEach(async () => {
    [clock, changed, windowState, visibility] = [
      new FakeClock(evening),
      new Emitter(),
      new Emitter(),
      new Emitter(),
    ];
    [begun, shown, reported, found] = [0, 0, [], () => Promise.resolve()];
    Object.assign(parts.workspace, { onDidSaveTextDocument: silent, onDidChangeWorkspaceFolders: silent });
    Object.assign(parts.window, {
      onDidChangeWindowState: windowState.event,
      withProgress: (_options: unknown, work: () => Promise<unknown>) => work(),
    });
    view = Object.assign({ visible: true }, { onDidChangeVisibility: visibility.event });
    looks = new parts.LookWhileVisible(view as never, 'onCall.actionItems', {
      what: 'Looking',
      changes: [changed.event],
      look: async () => {
        begun++;
        await found();
        return () => void shown++;
      },
      clock,
      boundary: {
        watch: (_what: string, work: Promise<unknown>) =>
          void work.catch((error: unknown) => reported.push(error)),
      } as unknown as ErrorBoundary,
    });
    await clock.advance(0);
    assert.deepEqual([begun, shown], [1, 1]);
  });

  afterEach(() => {
    looks.dispose();
    assert.equal(clock.pending, 0);
  });

  const focus = async (focused = true) => {
    windowState.fire({ focused });
    await clock.advance(0);
  };
  const see = async (visible: boolean) => {
    view.visible = visible;
    visibility.fire({ visible });
    await clock.advance(0);
  };

  it('looks once after many changes, and for those that came while it was hidden once it is seen', async () => {
    changed.fire();
    changed.fire();
    await clock.advance(1_000);
    assert.equal(begun, 2);
    await see(false);
    changed.fire();
    await clock.advance(1_000);
    assert.equal(begun, 2);
    await see(true);
    assert.equal(begun, 3);
  });

  it('does not look each time that it or its window is come back to', async () => {
    for (let times = 0; times < 3; times++) {
      await focus(false);
      await focus();
      await see(false);
      await see(true);
    }
    assert.equal(begun, 1);
  });

  it('looks again as the window is come back to on another day', async () => {
    await clock.advance(3 * minute - 1);
    await focus();
    assert.equal(begun, 1);
    await clock.advance(1);
    await focus(false);
    assert.equal(begun, 1);
    await focus();
    await focus();
    assert.deepEqual([begun, shown], [2, 2]);
  });

  it('looks again as it is seen on another day', async () => {
    await see(false);
    await clock.advance(3 * minute);
    await focus();
    assert.equal(begun, 1);
    await see(true);
    assert.equal(begun, 2);
  });

  describe('on one day', () => {
    // As a pull or another branch may have changed what it shows, which nobody tells of.
    beforeEach(async () => {
      await clock.advance(10 * minute);
      await looks.refresh();
      assert.equal(begun, 2);
    });

    it('looks again as it is seen after five minutes', async () => {
      await see(false);
      await clock.advance(5 * minute - 1);
      await see(true);
      assert.equal(begun, 2);
      await see(false);
      await clock.advance(1);
      await see(true);
      assert.equal(begun, 3);
    });

    it('looks again as the window is come back to after five minutes', async () => {
      await clock.advance(5 * minute);
      assert.equal(begun, 2);
      await focus();
      assert.equal(begun, 3);
      await clock.advance(minute);
      await focus();
      assert.equal(begun, 3);
    });

    it('reports what it could not read at a focus once, and not at each that follows', async () => {
      found = () => Promise.reject(new Error('no such folder'));
      await clock.advance(5 * minute);
      await focus();
      await focus();
      assert.deepEqual([begun, reported.length], [3, 1]);
      found = () => Promise.resolve();
      await see(false);
      await see(true);
      assert.deepEqual([begun, shown], [4, 3]);
    });
  });

  it('begins no second look at a focus while one is under way', async () => {
    let end = () => {};
    found = () => new Promise(resolve => (end = resolve));
    await clock.advance(5 * minute);
    await focus();
    await focus();
    assert.equal(begun, 2);
    end();
    await clock.advance(0);
    assert.equal(shown, 2);
  });

  it('looks again for what a look did not get to show because it was hidden', async () => {
    let end = () => {};
    found = () => new Promise(resolve => (end = resolve));
    changed.fire();
    await clock.advance(1_000);
    await see(false);
    found = () => Promise.resolve();
    await see(true);
    end();
    await clock.advance(0);
    assert.deepEqual([begun, shown], [3, 2]);
  });

  it('looks again for what changed during a look, also where it was hidden just then', async () => {
    let end = () => {};
    found = () => new Promise(resolve => (end = resolve));
    changed.fire();
    await clock.advance(1_000);
    changed.fire();
    end();
    await clock.advance(0);
    assert.deepEqual([begun, shown], [2, 2]);
    found = () => Promise.resolve();
    await see(false);
    await see(true);
    assert.deepEqual([begun, shown], [3, 3]);
  });
});
