import assert from 'node:assert/strict';
import { type Dirent, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { silentLogger } from '../../../../src/core/logger.ts';
import { largestRunbook } from '../../../../src/core/runbooks/runbook.ts';
import type * as Library from '../../../../src/ui/runbooks/runbookLibrary.ts';
import type * as Documents from '../../../../src/ui/runbooks/writing/runbookDocuments.ts';
import type { RemoteRunbooks } from '../../../../src/ui/runbooks/remoteRunbooks.ts';
import { FakeClock } from '../../fakeClock.ts';
import { withStandIn, type StandIn } from '../standIn.ts';

type Parts = typeof Library & typeof Documents & StandIn;
type Uri = ReturnType<StandIn['Uri']['file']>;

/** As VS Code tells it: a link has a bit of its own. */
const typeOf = (entry: Pick<Dirent, 'isDirectory' | 'isSymbolicLink'>) =>
  entry.isSymbolicLink() ? 64 : entry.isDirectory() ? 2 : 1;

describe('The runbooks at hand', function () {
  this.timeout(60_000);
  let parts: Parts;
  /** Of the runbooks that are shipped. */
  let folder: string;
  /** The workspace’s. */
  let shop: string;
  let library: Library.RunbookLibrary;
  let clock: FakeClock;
  let warned: string[];
  /** What the setting names. */
  let named: string[];

  before(async () => {
    parts = await withStandIn('ui/runbooks/runbookLibrary.ts', 'ui/runbooks/writing/runbookDocuments.ts');
  });

  beforeEach(() => {
    [folder, shop] = [mkdtempSync(join(tmpdir(), 'on-call-library-')), mkdtempSync(join(tmpdir(), 'shop-'))];
    const nothing = () => ({ dispose() {} });
    Object.assign(parts.workspace, {
      ...{ onDidSaveTextDocument: nothing, onDidCreateFiles: nothing, onDidDeleteFiles: nothing },
      ...{ onDidRenameFiles: nothing, workspaceFolders: [] },
      fs: {
        stat: async ({ fsPath }: Uri) => {
          const found = await lstat(fsPath);
          return { type: typeOf(found), mtime: found.mtimeMs, size: found.size };
        },
        readFile: ({ fsPath }: Uri) => readFile(fsPath),
        readDirectory: async ({ fsPath }: Uri) =>
          (await readdir(fsPath, { withFileTypes: true })).map(entry => [entry.name, typeOf(entry)]),
      },
      asRelativePath: ({ fsPath }: Uri) => fsPath.slice(shop.length + 1),
      getConfiguration: () => ({ get: () => named, inspect: () => ({ defaultValue: ['runbooks'] }) }),
      createFileSystemWatcher: () => ({
        ...{ onDidCreate: nothing, onDidChange: nothing, onDidDelete: nothing, dispose() {} },
      }),
    });
    clock = new FakeClock();
    [warned, named] = [[], ['runbooks']];
    library = new parts.RunbookLibrary({
      shippedFolder: parts.Uri.file(folder) as never,
      clock,
      logger: { ...silentLogger, warn: line => void warned.push(line) },
      remote: {} as RemoteRunbooks,
    });
  });

  afterEach(() => {
    library.dispose();
    for (const one of [folder, shop]) rmSync(one, { recursive: true, force: true });
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

  /** A workspace folder with these files. */
  function workspace(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(shop, path)), { recursive: true });
      writeFileSync(join(shop, path), text);
    }
    const only = { uri: parts.Uri.file(shop), name: 'shop', index: 0 };
    Object.assign(parts.workspace, { workspaceFolders: [only], getWorkspaceFolder: () => only });
  }

  /** Nobody believes a listing for so long. */
  async function paths(): Promise<readonly string[]> {
    await clock.advance(60_000);
    const files = await library.files({ drill: true });
    return files.flatMap(({ origin, path }) => (origin === 'workspace' ? [path] : []));
  }

  it('are files of both endings that Markdown has, also while one is written', async () => {
    workspace({
      'runbooks/a.md': '',
      'runbooks/b.markdown': '',
      'runbooks/c.MARKDOWN': '',
      'runbooks/d.mdx': '',
    });
    assert.deepEqual(await paths(), ['runbooks/a.md', 'runbooks/b.markdown', 'runbooks/c.MARKDOWN']);
    const open = (path: string) =>
      parts.isRunbook({ uri: parts.Uri.file(join(shop, path)) as never, languageId: 'markdown' });
    assert.deepEqual(['runbooks/a.md', 'runbooks/b.markdown', 'runbooks/d.mdx', 'b.markdown'].map(open), [
      true,
      true,
      false,
      false,
    ]);
  });

  it('are those that can be read whole', async () => {
    workspace({
      'runbooks/whole.md': 'x'.repeat(largestRunbook),
      'runbooks/larger.md': 'x'.repeat(largestRunbook + 1),
    });
    assert.deepEqual(await paths(), ['runbooks/whole.md']);
    assert.deepEqual(warned, []);
  });

  it('a folder that is passed over is told to the log, once', async () => {
    workspace({ 'real/a.md': '', 'runbooks/b.md': '' });
    symlinkSync(join(shop, 'real'), join(shop, 'linked'));
    named = ['linked', 'linked/deep', '/etc/runbooks', 'C:\\runbooks', 'a/../../b', 'none', 'runbooks'];
    for (let time = 0; time < 3; time++) assert.deepEqual(await paths(), ['runbooks/b.md']);
    assert.deepEqual(warned, [
      'The runbook folder “/etc/runbooks” of shop is passed over: it is no path below the workspace folder.',
      'The runbook folder “C:\\runbooks” of shop is passed over: it is no path below the workspace folder.',
      'The runbook folder “a/../../b” of shop is passed over: it is no path below the workspace folder.',
      'The runbook folder “linked” of shop is passed over: it is, or lies in, a symbolic link.',
      'The runbook folder “linked/deep” of shop is passed over: it is, or lies in, a symbolic link.',
    ]);
  });

  it('of a folder with very many files the first are taken, and the log is told', async () => {
    const many = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, at) => [`runbooks/${String(at).padStart(4, '0')}.md`, '']),
      );
    workspace(many(2_000));
    assert.equal((await paths()).length, 2_000);
    assert.deepEqual(warned, []);
    workspace({ 'runbooks/z.md': '' });
    for (let time = 0; time < 2; time++) assert.equal((await paths()).at(-1), 'runbooks/1999.md');
    assert.deepEqual(warned, [
      'Of the runbook folder “runbooks” of shop only the first 2000 files are taken: there are more.',
    ]);
  });
});
