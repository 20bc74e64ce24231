import assert from 'node:assert/strict';
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { FileJournal } from '../../../src/core/timeline/fileJournal.ts';
import { journalChecks, type MakeJournal } from './journalChecks.ts';
import { nodeBundle } from '../nodeBundle.ts';

const source = join(import.meta.dirname, '../../../src/core/timeline/fileJournal.ts');
type Check = keyof typeof journalChecks;

/** What is taken out of the writer, what stands in its place, and which check has to see it. */
const mutations: readonly { name: string; from: string; to: string; seenBy: Check }[] = [
  {
    name: 'without its fsync',
    from: 'await file.handle.sync();',
    to: '',
    seenBy: 'a power cut takes nothing that counts',
  },
  {
    name: 'without the folder’s fsync',
    from: 'await this.files.syncFolder(dirname(this.location))',
    to: 'await undefined',
    seenBy: 'a file’s name is as durable as its first entry',
  },
  {
    name: 'that counts an entry before its fsync',
    from: 'await file.handle.sync();',
    to: 'void file.handle.sync().catch(() => undefined);',
    seenBy: 'an entry whose sync failed does not count',
  },
  {
    name: 'without the newline after a torn line',
    from: 'file.endsLine ? records : Buffer.concat([NEWLINE, records])',
    to: 'records',
    seenBy: 'cut at some bytes, what comes after counts',
  },
  {
    name: 'that does not look which file stands at the path',
    from: 'now?.identity !== file.identity || now.size',
    to: 'now !== null && now.size',
    seenBy: 'what counts stands at the path, whatever stood there before',
  },
  {
    name: 'that does not look for its entry among others’',
    from: 'if (found === -1 &&',
    to: 'if (false && found === -1 &&',
    seenBy: 'an entry that another window’s torn line swallowed is written again',
  },
  {
    name: 'that takes a part for the whole',
    from: "if (written < bytes.length) throw new Error(t('only a part of it fitted on the disk'));",
    to: 'file.size += written - bytes.length;',
    seenBy: 'an entry that was written in part does not count',
  },
  {
    name: 'that writes a group the wrong way round',
    from: 'group.map(({ records }) => records)',
    to: 'group.toReversed().map(({ records }) => records)',
    seenBy: 'each entry is there once, in the order of the calls',
  },
  {
    name: 'that takes a part of a batch for the whole',
    from: 'if (written < bytes.length) throw',
    to: 'if (written < bytes.length / 2) throw',
    seenBy: 'a batch that was written in part does not count, and does once it is appended again',
  },
  {
    name: 'that writes all of a batch but its last',
    from: 'entries.map(entry => `${JSON.stringify(entry)}\\n`)',
    to: 'entries.slice(0, entries.length - 1).map(entry => `${JSON.stringify(entry)}\\n`)',
    seenBy: 'a batch that was written in part does not count, and does once it is appended again',
  },
  {
    name: 'that writes a batch in two pieces',
    from: 'await file.handle.write(bytes);',
    to: '(await file.handle.write(bytes.subarray(0, 99))) + (await file.handle.write(bytes.subarray(99)));',
    seenBy: 'batches of two windows at the same time stand whole, each once',
  },
  {
    name: 'that does not look for its batch behind another window’s torn one',
    from: 'if (found === -1 &&',
    to: 'if (false && found === -1 &&',
    seenBy: 'a batch counts whole although another window’s was torn at the same time',
  },
];

describe('The checks of a journal', () => {
  let folder = '';
  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'on-call-mutants-')));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const [name, check] of Object.entries(journalChecks)) {
    it(`hold for ours: ${name}`, () => check((path, files) => new FileJournal(path, files)));
  }

  for (const [index, { name, from, to, seenBy }] of mutations.entries()) {
    it(`see a writer ${name}`, async () => {
      const out = join(folder, `mutant-${index}.mjs`);
      await build({
        entryPoints: [source],
        outfile: out,
        ...nodeBundle,
        logLevel: 'silent',
        plugins: [mutation(from, to)],
      });
      const mutant = (await import(pathToFileURL(out).href)) as { FileJournal: typeof FileJournal };
      const make: MakeJournal = (path, files) => new mutant.FileJournal(path, files);
      await assert.rejects(journalChecks[seenBy](make), assert.AssertionError);
    });
  }
});

function mutation(from: string, to: string): Plugin {
  return {
    name: 'mutation',
    setup({ onLoad }) {
      onLoad({ filter: /fileJournal\.ts$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        if (text.split(from).length !== 2) throw new Error(`“${from}” does not stand once in ${path}.`);
        return { contents: text.replace(from, () => to), loader: 'ts' };
      });
    },
  };
}
