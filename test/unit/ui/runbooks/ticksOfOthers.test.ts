import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Emitter } from '../../../../src/core/events.ts';
import type { ErrorBoundary } from '../../../../src/ui/errorBoundary.ts';
import type * as Others from '../../../../src/ui/runbooks/ticksOfOthers.ts';
import type * as Lives from '../../../../src/ui/timeline/liveTimelines.ts';
import type { Timelines } from '../../../../src/ui/timelines.ts';
import { FakeClock } from '../../fakeClock.ts';
import { sampleEntry, sampleIncident } from '../../timeline/sampleEntries.ts';
import { withStandIn, type StandIn } from '../standIn.ts';

type Parts = typeof Others & typeof Lives & StandIn;

describe('Ticks that were made in another window', function () {
  this.timeout(30_000);
  let parts: Parts;
  let clock: FakeClock;
  let refreshed: number;
  /** How long a look takes. */
  let looking: Promise<void>;
  /** What was watched, and how VS Code tells of it. */
  let watched: unknown[];
  let changed: Emitter<void>;
  let lives: Lives.LiveTimelines;

  before(async () => {
    parts = await withStandIn('ui/runbooks/ticksOfOthers.ts', 'ui/timeline/liveTimelines.ts');
  });

  /**
   * @param folder the one that is open
   * @param journal what is looked at of any incident
   */
  function open(folder: string | null, journal = '/nowhere'): Others.TicksOfOthers {
    [clock, refreshed, watched, changed] = [new FakeClock(), 0, [], new Emitter()];
    looking = Promise.resolve();
    const { event } = changed;
    Object.assign(parts.workspace, {
      getWorkspaceFolder: ({ fsPath }: { fsPath: string }) =>
        folder !== null && fsPath.startsWith(`${folder}/`) ? { uri: parts.Uri.file(folder) } : undefined,
      createFileSystemWatcher: (pattern: unknown) => {
        watched.push(pattern);
        return { onDidChange: event, onDidCreate: event, onDidDelete: event, dispose() {} };
      },
    });
    const root = folder === null ? '/storage/incidents' : `${folder}/incidents`;
    const boundary = {
      watch() {},
      sentence: String,
      log: (_: string, error: unknown) => assert.fail(String(error)),
    } as unknown as ErrorBoundary;
    const timelines = {
      root: () => root,
      onDidChange: () => ({ dispose() {} }),
      knownJournal: async () => journal,
      unsaved: () => ({ entries: [], copiedTo: null }),
    } as unknown as Timelines;
    lives = new parts.LiveTimelines({ timelines, clock, boundary });
    const ticks = {
      refresh: () => {
        refreshed++;
        return looking;
      },
    };
    return new parts.TicksOfOthers({ ticks, root, lives, clock, boundary });
  }

  it('are heard of in the storage that windows share where no folder is open', () => {
    open(null);
    // By the timelines on the screen, too, which would else come only when they are looked at.
    for (const each of watched) {
      const { base, pattern } = each as { base: { fsPath: string }; pattern: string };
      assert.deepEqual([base.fsPath, pattern], ['/storage/incidents', '**/timeline*.jsonl']);
    }
    assert.equal(watched.length, 2);
  });

  it('are heard of in the folder that is open', () => {
    open('/work');
    assert.deepEqual(watched, ['**/timeline*.jsonl', '**/timeline*.jsonl']);
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

  it('are read soon while changes keep coming, and by one look at a time', async () => {
    open(null);
    let end = () => {};
    looking = new Promise(resolve => (end = resolve));
    for (let count = 0; count < 20; count++) {
      changed.fire();
      await clock.advance(100);
    }
    assert.equal(refreshed, 1);
    end();
    looking = Promise.resolve();
    await clock.advance(0);
    assert.equal(refreshed, 2);
    await clock.advance(1_000);
    assert.deepEqual([refreshed, clock.pending], [2, 0]);
  });

  it('come with the next look where VS Code is not told of them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'on-call-test-'));
    const journal = join(folder, 'timeline-there.jsonl');
    open(null, journal);
    const followed = lives.follow(sampleIncident);
    try {
      for (const number of [1, 2]) {
        refreshed = 0;
        await appendFile(journal, `${JSON.stringify(sampleEntry(number))}\n`);
        // The journal is read from a disk, which takes its own time.
        for (let looks = 0; refreshed === 0 && looks < 1_000; looks++)
          await Promise.all([clock.advance(1_000), stat(journal)]);
        assert.equal(refreshed, 1);
      }
    } finally {
      followed.dispose();
      await rm(folder, { recursive: true });
    }
  });
});
