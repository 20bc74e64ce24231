import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Incident } from '../../../../src/core/incidents/incident.ts';
import type { Logger } from '../../../../src/core/logger.ts';
import type * as Out from '../../../../src/ui/runbooks/outputs.ts';
import { FakeClock, settle } from '../../fakeClock.ts';
import { withStandIn, type StandIn } from '../standIn.ts';

describe('The outputs of runs', () => {
  let parts: typeof Out & StandIn;
  let root: string;
  let folder: string;
  let outputs: Out.Outputs;
  let clock: FakeClock;
  const incident = {} as Incident;

  before(async () => {
    parts = await withStandIn('ui/runbooks/outputs.ts');
  });

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'on-call-outputs-'));
    folder = join(root, 'incident');
    mkdirSync(join(folder, 'output'), { recursive: true });
    writeFileSync(join(root, 'id_rsa'), 'a key');
    Object.assign(parts.workspace, { registerTextDocumentContentProvider: () => ({ dispose() {} }) });
    clock = new FakeClock(Date.now());
    outputs = new parts.Outputs({
      storageDir: join(root, 'storage'),
      folderOf: async () => folder,
      knownFolderOf: async () => folder,
      logger: { error: assert.fail } as unknown as Logger,
      clock,
    });
  });

  afterEach(() => {
    outputs.dispose();
    rmSync(root, { recursive: true, force: true });
  });

  const shown = (runId: string) => outputs.provideTextDocumentContent({ query: runId } as never);
  const output = (name: string) => join(folder, 'output', name);

  it('are shown as they were kept', async () => {
    writeFileSync(output('r1.txt'), 'all of it');
    await outputs.load(incident);
    assert.ok(outputs.has('r1'));
    assert.equal(await shown('r1'), 'all of it');
  });

  it('are none where a link stands in the place of one, also one that came later', async () => {
    symlinkSync(join(root, 'id_rsa'), output('r1.txt'));
    writeFileSync(output('r2.txt'), 'all of it');
    await outputs.load(incident);
    assert.equal(outputs.has('r1'), false);
    rmSync(output('r2.txt'));
    symlinkSync(join(root, 'id_rsa'), output('r2.txt'));
    await assert.rejects(shown('r2'), /not kept here/);
  });

  it('are none where their folder is a link', async () => {
    writeFileSync(output('r1.txt'), 'of another place');
    renameSync(join(folder, 'output'), join(root, 'elsewhere'));
    symlinkSync(join(root, 'elsewhere'), join(folder, 'output'));
    await outputs.load(incident);
    assert.equal(outputs.has('r1'), false);
  });

  it('that belong to no incident are gone after a week, also where the window stays open', async () => {
    const kept = async (runId: string, of: Incident | null) => {
      const file = join(root, runId);
      writeFileSync(file, 'all of it');
      await outputs.keep(of, runId, file);
    };
    await outputs.load(null);
    await kept('nobodys', null);
    await kept('ours', incident);
    const path = join(root, 'storage', 'nobodys.txt');
    await clock.advance(6 * 86_400_000);
    for (let turns = 0; turns < 200; turns++) await settle();
    assert.ok(existsSync(path));
    await clock.advance(2 * 86_400_000);
    while (outputs.has('nobodys')) await settle();
    assert.deepEqual([existsSync(path), outputs.has('nobodys')], [false, false]);
    assert.equal(await shown('ours'), 'all of it');
    outputs.dispose();
    assert.equal(clock.pending, 0);
  });
});
