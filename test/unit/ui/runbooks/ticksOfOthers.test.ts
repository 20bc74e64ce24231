import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/core/events.ts';
import type { ErrorBoundary } from '../../../../src/ui/errorBoundary.ts';
import type * as Others from '../../../../src/ui/runbooks/ticksOfOthers.ts';
import { FakeClock } from '../../fakeClock.ts';
import { withStandIn, type StandIn } from '../standIn.ts';

type Parts = typeof Others & StandIn;

describe('Ticks that were made in another window', function () {
  this.timeout(30_000);
  let parts: Parts;
  let clock: FakeClock;
  let refreshed: number;
  /** What was watched, and how VS Code tells of it. */
  let watched: unknown[];
  let changed: Emitter<void>;

  before(async () => {
    parts = await withStandIn('ui/runbooks/ticksOfOthers.ts');
  });

  /** @param folder the one that is open */
  function open(folder: string | null): Others.TicksOfOthers {
    [clock, refreshed, watched, changed] = [new FakeClock(), 0, [], new Emitter()];
    const { event } = changed;
    Object.assign(parts.workspace, {
      getWorkspaceFolder: ({ fsPath }: { fsPath: string }) =>
        folder !== null && fsPath.startsWith(`${folder}/`) ? { uri: parts.Uri.file(folder) } : undefined,
      createFileSystemWatcher: (pattern: unknown) => {
        watched.push(pattern);
        return { onDidChange: event, onDidCreate: event, onDidDelete: event, dispose() {} };
      },
    });
    return new parts.TicksOfOthers({
      ticks: { refresh: async () => void refreshed++ },
      root: folder === null ? '/storage/incidents' : `${folder}/incidents`,
      clock,
      boundary: { watch() {} } as unknown as ErrorBoundary,
    });
  }

  it('are heard of in the storage that windows share where no folder is open', () => {
    open(null);
    const [{ base, pattern }] = watched as [{ base: { fsPath: string }; pattern: string }];
    assert.deepEqual([watched.length, base.fsPath, pattern], [1, '/storage/incidents', '**/timeline*.jsonl']);
  });

  it('are heard of in the folder that is open', () => {
    open('/work');
    assert.deepEqual(watched, ['**/timeline*.jsonl']);
  });

  it('are read once for several changes at once', async () => {
    const others = open(null);
    changed.fire();
    changed.fire();
    await clock.advance(1_000);
    assert.equal(refreshed, 1);
    changed.fire();
    others.dispose();
    await clock.advance(1_000);
    assert.equal(refreshed, 1);
  });
});
