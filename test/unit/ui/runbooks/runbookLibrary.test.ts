import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type * as Library from '../../../../src/ui/runbooks/runbookLibrary.ts';
import type { RemoteRunbooks } from '../../../../src/ui/runbooks/remoteRunbooks.ts';
import { FakeClock } from '../../fakeClock.ts';
import { withStandIn, type StandIn } from '../standIn.ts';

type Parts = typeof Library & StandIn;
type Uri = ReturnType<StandIn['Uri']['file']>;

describe('The runbooks at hand', function () {
  this.timeout(60_000);
  let parts: Parts;
  let folder: string;
  let library: Library.RunbookLibrary;
  let clock: FakeClock;

  before(async () => {
    parts = await withStandIn('ui/runbooks/runbookLibrary.ts');
  });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'on-call-library-'));
    const nothing = () => ({ dispose() {} });
    Object.assign(parts.workspace, {
      ...{ onDidSaveTextDocument: nothing, onDidCreateFiles: nothing, onDidDeleteFiles: nothing },
      ...{ onDidRenameFiles: nothing, workspaceFolders: [] },
      fs: {
        stat: async ({ fsPath }: Uri) => {
          const { mtimeMs, size } = await stat(fsPath);
          return { type: 1, mtime: mtimeMs, size };
        },
        readFile: ({ fsPath }: Uri) => readFile(fsPath),
        readDirectory: async ({ fsPath }: Uri) => (await readdir(fsPath)).map(name => [name, 1]),
      },
    });
    clock = new FakeClock();
    library = new parts.RunbookLibrary({
      shippedFolder: parts.Uri.file(folder) as never,
      clock,
      remote: {} as RemoteRunbooks,
    });
  });

  afterEach(() => {
    library.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are read with a turn for everybody else after each', async () => {
    const hostile = `---\ntitle: T\nx: |\n  ${'- "a\n'.repeat(2_500)}---\n# Slow\n`;
    for (let at = 0; at < 40; at++) writeFileSync(join(folder, `${at}.md`), hostile);
    let turns = 0;
    let ended = false;
    const others = (async () => {
      while (!ended) {
        await turn();
        turns++;
      }
    })();
    const files = await library.files({ drill: true });
    ended = true;
    await others;
    assert.deepEqual([...new Set(files.map(({ title }) => title))], ['Slow']);
    assert.equal(files.length, 40);
    assert.ok(turns >= 40, `${turns} turns`);
  });

  it('are read again where another text has the time of the one before', async () => {
    const [file, at] = [join(folder, 'a.md'), new Date('2026-11-22T03:00:00Z')];
    const write = (text: string) => {
      writeFileSync(file, text);
      utimesSync(file, at, at);
    };
    const titles = async () => {
      // No listing is believed for so long.
      await clock.advance(60_000);
      return (await library.files({ drill: true })).map(({ title }) => title);
    };
    write('');
    assert.deepEqual(await titles(), ['a.md']);
    write('# Whole\n');
    assert.deepEqual(await titles(), ['Whole']);
  });
});
