// The suite `variants` of the campaign: each broken variant of variants/ is made in a copy of the repository and
// has to be noticed, by an assertion of the tests that the table names. Unbroken, the same tests have to pass there.
//
//   node scripts/variants.mjs [--grep redirect]    those whose name holds the text
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { atExit, run } from './processes.mjs';
import { add, details, failure, noTests, sentence, writeCounts } from './testReport.mjs';
import { brokenText, variants } from './variants/index.mjs';

/** @typedef {import('./variants/index.mjs').Variant} Variant */
/** @typedef {import('./testReport.mjs').Counts} Counts */
/** What Mocha’s JSON says of a test that failed. @typedef {{ fullTitle: string, err: Record<string, unknown> }} Failure */
/** @typedef {{ stats: { passes: number }, failures: Failure[] }} Report */

const repository = fileURLToPath(new URL('..', import.meta.url));
const notCopied = new Set(['.git', '.vscode-test', 'dist', 'node_modules', 'out']);

const { values } = parseArgs({ options: { grep: { type: 'string', default: '' } } });
const chosen = variants.filter(({ name }) => name.includes(values.grep));
if (chosen.length === 0) {
  console.error(`The name of no variant holds “${values.grep}”.`);
  process.exit(1);
}

const contributed = await run(process.execPath, ['scripts/contributed.mjs'], { cwd: repository });
if (contributed.code !== 0) process.exit(contributed.code);
const place = makeCopy();
let total = await typesOfAll();
const rows = [];
/** What came of tests without any fault in the code, by which tests. @type {Map<string, Promise<string | null>>} */
const unbroken = new Map();
for (const variant of chosen) {
  const { caughtBy, problem } = await judge(variant);
  console.log(problem === null ? `caught: ${variant.name}` : `FAILED: ${variant.name}. ${problem}`);
  rows.push(`| ${variant.name} | ${(caughtBy ?? `**${problem}**`).replaceAll('|', '\\|')} |`);
  total = add(total, problem === null ? { ...noTests, passed: 1 } : failure(variant.name, problem));
}
place.remove();

console.log(
  ['', '| variant | caught by |', '|---|---|', ...rows, '', details(total), sentence(total)].join('\n'),
);
await writeCounts(total);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

/** A copy of everything but the packages, and room for what its tests leave behind; gone when this process ends. */
function makeCopy() {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'on-call-variants-'));
  const remove = atExit(() => removeFolder(root));
  const copy = join(root, 'copy');
  const temporary = join(root, 'tmp');
  mkdirSync(temporary);
  for (const name of readdirSync(repository))
    if (!notCopied.has(name)) cpSync(join(repository, name), join(copy, name), { recursive: true });
  // A junction needs no rights on Windows; elsewhere the word means nothing.
  symlinkSync(realpathSync(join(repository, 'node_modules')), join(copy, 'node_modules'), 'junction');
  // What test/fixtures.ts looks for beside the repository.
  const shared = join(repository, '../shared');
  if (existsSync(shared)) symlinkSync(realpathSync(shared), join(root, 'shared'), 'junction');
  const env = { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary };
  // As often as in `npm test`, and from the same seeds: what is noticed must not hang on luck.
  for (const name of ['ONCALL_CAMPAIGN', 'ONCALL_SEED', 'ONCALL_TEST_REPORT']) delete env[name];
  return { copy, env, report: join(root, 'report.json'), remove };
}

/** Tests that were just ended may still be writing into it. @param {string} folder */
function removeFolder(folder) {
  for (let tries = 0; tries < 50 && existsSync(folder); tries++) {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  }
}

/**
 * All of them at once are still code that compiles: so none is noticed only because it makes no sense.
 * @returns {Promise<Counts>}
 */
async function typesOfAll() {
  const texts = new Map();
  for (const variant of chosen) {
    const path = join(place.copy, variant.file);
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) continue;
    if (!texts.has(path)) texts.set(path, text);
    const { broken } = brokenText(variant, text);
    if (broken !== null) await writeFile(path, broken);
  }
  let counts = noTests;
  for (const project of ['.', 'src/webview']) {
    // What a variant does not use any more is not what is looked for.
    const args = ['--noEmit', '--noUnusedLocals', 'false', '--noUnusedParameters', 'false', '-p', project];
    const tsc = ['node_modules/typescript/bin/tsc', ...args];
    const { code } = await run(process.execPath, tsc, { cwd: place.copy, env: place.env });
    const title = `the variants compile (${project})`;
    console.log(`${code === 0 ? 'ok' : 'FAILED'}: ${title}`);
    counts = add(counts, code === 0 ? { ...noTests, passed: 1 } : failure(title));
  }
  for (const [path, text] of texts) await writeFile(path, text);
  return counts;
}

/** @param {Variant} variant @returns {Promise<{ caughtBy: string | null, problem: string | null }>} one of them is null */
async function judge(variant) {
  const path = join(place.copy, variant.file);
  const text = await readFile(path, 'utf8').catch(() => '');
  const { broken, problem } = brokenText(variant, text);
  if (broken === null) return { caughtBy: null, problem };
  const key = JSON.stringify([variant.tests, variant.grep]);
  if (!unbroken.has(key)) unbroken.set(key, runUnbroken(variant));
  const inOrder = await unbroken.get(key);
  if (inOrder) return { caughtBy: null, problem: inOrder };
  await writeFile(path, broken);
  try {
    return outcomeOf(await runTests(variant));
  } finally {
    await writeFile(path, text);
  }
}

/** @param {Variant} variant @returns {Promise<string | null>} what is wrong with the tests; null where they pass */
async function runUnbroken(variant) {
  const report = await runTests(variant);
  if (!report) return 'The tests do not even load without the fault.';
  const [first] = report.failures;
  if (first) return `Fails without the fault, too: ${first.fullTitle}`;
  return report.stats.passes === 0 ? 'None of the tests was run.' : null;
}

/** @param {Report | null} report */
function outcomeOf(report) {
  if (!report) return { caughtBy: null, problem: 'It does not load: no test had the chance to notice it.' };
  // A hook says that a test could not begin or end, not what is wrong.
  const asserted = report.failures.find(
    ({ fullTitle, err }) => err['code'] === 'ERR_ASSERTION' && !/"(?:before|after)/.test(fullTitle),
  );
  if (asserted) return { caughtBy: asserted.fullTitle, problem: null };
  const [other] = report.failures;
  const problem = other
    ? `Noticed, but by no assertion: ${other.fullTitle} (${String(other.err['message'])})`
    : 'No test noticed it.';
  return { caughtBy: null, problem };
}

/** @param {Variant} variant @returns {Promise<Report | null>} null where Mocha came to no end */
async function runTests({ tests, grep }) {
  const { copy, env, report } = place;
  await rm(report, { force: true });
  const options = [
    '--exit',
    '--timeout',
    '60000',
    '--reporter',
    'json',
    '--reporter-option',
    `output=${report}`,
  ];
  const only = grep === undefined ? [] : ['--fgrep', grep];
  await run(process.execPath, ['node_modules/mocha/bin/mocha.js', ...options, ...only, ...tests], {
    cwd: copy,
    env,
    quiet: true,
  });
  return JSON.parse(await readFile(report, 'utf8').catch(() => 'null'));
}
