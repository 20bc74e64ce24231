import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/core/events.ts';
import { localDay } from '../../../../src/core/localDay.ts';
import type * as Checks from '../../../../src/ui/checks/checkedDocuments.ts';
import type { ErrorBoundary } from '../../../../src/ui/errorBoundary.ts';
import { FakeClock } from '../../fakeClock.ts';
import { type StandIn, withStandIn } from '../standIn.ts';

describe('When open documents are checked', function () {
  this.timeout(60_000);
  const minute = 60_000;
  const evening = new Date(2026, 10, 22, 23, 50).getTime();
  const silent = () => ({ dispose() {} });
  const uri = { path: '/incidents/post-mortem.md', toString: () => 'file:///incidents/post-mortem.md' };
  const open = { uri, version: 1, isClosed: false };
  let parts: typeof Checks & StandIn;
  let clock: FakeClock;
  let windowState: Emitter<{ focused: boolean }>;
  let changed: Emitter<{ document: unknown }>;
  let checks: Checks.CheckedDocuments;
  /** The day on which each check was made. */
  let made: string[];
  /** What Problems lists. */
  let problems: string[];

  before(async () => {
    parts = await withStandIn('ui/checks/checkedDocuments.ts');
  });

  beforeEach(async () => {
    [clock, windowState, changed] = [new FakeClock(evening), new Emitter(), new Emitter()];
    [made, problems] = [[], []];
    Object.assign(parts.window, { onDidChangeWindowState: windowState.event });
    Object.assign(parts.workspace, {
      ...{ onDidOpenTextDocument: silent, onDidCloseTextDocument: silent },
      onDidChangeTextDocument: changed.event,
      textDocuments: [open],
    });
    Object.assign(parts.languages, {
      createDiagnosticCollection: () => ({
        set: (_uri: unknown, found: readonly { message: string }[]) =>
          (problems = found.map(({ message }) => message)),
        dispose() {},
      }),
    });
    checks = new parts.CheckedDocuments({
      name: 'onCall.postMortems',
      isChecked: () => true,
      check: async () => {
        const today = localDay(clock.now());
        made.push(today);
        const start = { line: 0, character: 0 };
        return today > '2026-11-22'
          ? [
              {
                code: 'overdue',
                message: 'Overdue',
                severity: 'warning',
                range: { start, end: start },
                fixes: [],
              },
            ]
          : [];
      },
      clock,
      boundary: {} as ErrorBoundary,
    });
    await clock.advance(minute);
    assert.deepEqual(made, ['2026-11-22']);
  });

  afterEach(() => {
    checks.dispose();
    assert.equal(clock.pending, 0);
  });

  const focus = async (focused = true) => {
    windowState.fire({ focused });
    await clock.advance(minute);
  };

  it('is as its window is come back to on another day: what is due is counted in days', async () => {
    await focus(false);
    await clock.advance(8 * 60 * minute);
    assert.deepEqual(problems, []);
    await focus();
    assert.deepEqual(problems, ['Overdue']);
    await focus();
    assert.deepEqual(made, ['2026-11-22', '2026-11-23']);
  });

  it('is not each time that its window is come back to', async () => {
    await focus(false);
    await focus();
    await focus();
    assert.equal(made.length, 1);
    changed.fire({ document: open });
    await clock.advance(minute);
    assert.equal(made.length, 2);
  });
});
