import assert from 'node:assert/strict';
import { utc } from '../../../../src/core/clock.ts';
import type { RunRecord } from '../../../../src/core/execution/outcome.ts';
import { FileJournal } from '../../../../src/core/timeline/fileJournal.ts';
import { Scribe } from '../../../../src/core/timeline/scribe.ts';
import type { ApprovalData } from '../../../../src/core/timeline/entry.ts';
import type * as Remote from '../../../../src/ui/runbooks/remoteRunbooks.ts';
import { FakeClock } from '../../fakeClock.ts';
import { seeded } from '../../seeded.ts';
import { MemoryFiles } from '../../timeline/memoryFiles.ts';
import { sampleIncident, START } from '../../timeline/sampleEntries.ts';
import { withStandIn, type StandIn } from '../standIn.ts';

describe('A runbook that was fetched', function () {
  this.timeout(60_000);
  let parts: typeof Remote & StandIn;
  let kept: Map<string, unknown>;
  let fetched: string[];
  let remote: Remote.RemoteRunbooks;

  before(async () => {
    parts = await withStandIn('ui/runbooks/remoteRunbooks.ts');
    interface Pieces {
      readonly scheme: string;
      readonly authority: string;
      readonly path: string;
      readonly query: string;
    }
    Object.assign(parts.Uri, {
      from: ({ scheme, authority, path, query }: Pieces) => ({
        toString: () => `${scheme}://${authority}${path}?${query}`,
      }),
    });
    Object.assign(parts.workspace, {
      registerTextDocumentContentProvider: () => ({ dispose() {} }),
      getConfiguration: () => ({ get: () => [], inspect: () => undefined }),
    });
  });

  beforeEach(() => {
    kept = new Map();
    fetched = [];
    const state = {
      get: (key: string, otherwise: unknown) => kept.get(key) ?? otherwise,
      update: async (key: string, value: unknown) => void kept.set(key, value),
    };
    const fetch = async (href: string) => {
      fetched.push(href);
      return { text: '# Restore\n', href, host: new URL(href).host };
    };
    remote = new parts.RemoteRunbooks({ fetch }, state as never, () => {});
  });
  afterEach(() => remote.dispose());

  const host = 'raw.githubusercontent.com';
  const page = `${host}/acme/runbooks/main/db.md`;
  const addresses = [
    [`https://${page}?token=GHSAT0AAAAAACX7QZ4`, `${page}?token=•••(key)`],
    [`https://${page}?a=b&X-Amz-Signature=swordfish`, `${page}?a=b&X-Amz-Signature=•••(key)`],
    [`https://${page}?a=b`, `${page}?a=b`],
  ] as const;

  for (const [href, path] of addresses) {
    it(`is called ${path} wherever it is told of, and is fetched by its whole address again`, async () => {
      const file = await remote.open(href);
      assert.equal(file.path, path);
      assert.equal(file.remote?.href, href);
      assert.equal((await remote.openAgain(file.id))?.id, file.id);
      assert.deepEqual(fetched, [href, href]);
    });

    it(`leaves no key in a journal: ${path}`, async () => {
      const { path: runbook } = await remote.open(href);
      const journal = new FileJournal('timeline.jsonl', new MemoryFiles());
      const scribe = new Scribe({
        journalOf: async () => journal,
        ...{ clock: new FakeClock(START), random: seeded(1), author: () => 'Ada' },
      });
      const approval: ApprovalData = {
        ...{ runbook, step: 'Restore', command: 'ls', risk: 'destructive', target: 'db' },
        ...{ environment: null, role: 'Responder', approvedBy: 'Ada', reason: '', approved: 'f00' },
      };
      const run: RunRecord = {
        ...{ runId: 'r1', incidentKey: sampleIncident.key, runbook, step: 'Restore', blockId: 'b1' },
        ...{ command: 'ls', cwd: '/work', startedAt: utc(START), endedAt: utc(START + 10), durationMs: 10 },
        ...{ outcome: { type: 'ok', exitCode: 0 }, outputTail: '', outputCut: false, expectation: null },
      };
      await scribe.recordRun(sampleIncident, run);
      await scribe.recordApproval(sampleIncident, approval);
      await scribe.recordTick(sampleIncident, { runbook, item: 'i1', checked: true }, 'Done');
      const { entries } = await journal.read();
      assert.equal(entries.length, 3);
      for (const { text, data } of entries) {
        assert.equal(data?.['runbook'], runbook);
        assert.ok(text.includes(path), text);
        assert.doesNotMatch(JSON.stringify(data) + text, /GHSAT0|swordfish/);
      }
    });
  }
});
