// `npm test`: everything, on a fresh clone, with nothing but Node. The last line is the sum.
//
//   node scripts/test.mjs [--only unit,contract]
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { requireChromium } from './chromium.mjs';
import { requireNode, requirePackages } from './dependencies.mjs';
import { run } from './processes.mjs';
import { providePromtool } from './promtool.mjs';
import { provideShells } from './shells.mjs';
import { installHost, releases } from './vscodeHost.mjs';
import { add, countsOf, details, failure, noTests, sentence } from './testReport.mjs';

requireNode();
const repository = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { only: { type: 'string' } } });
await requirePackages(repository);

const env = { ...process.env, CI: 'true' };

/** @param {string[]} args @param {NodeJS.ProcessEnv} [more] @param {{ quiet?: boolean, prefix?: string }} [shown] */
async function node(args, more = {}, shown = {}) {
  return (await run(process.execPath, args, { cwd: repository, env: { ...env, ...more }, ...shown })).code;
}

/** Each of these is one test, and all run at the same time; what one says is shown when it fails. @param {string[][]} checks */
async function checks(...checks) {
  const counts = await Promise.all(
    checks.map(async args => {
      const ok = (await node(args, {}, { quiet: true })) === 0;
      const title = args.join(' ').replace('node_modules/', '');
      console.log(`${ok ? 'ok' : 'FAILED'}: ${title}`);
      return ok ? { ...noTests, passed: 1 } : failure(title);
    }),
  );
  return counts.reduce(add);
}

/** @param {string} name @param {string[]} args @param {{ quiet?: boolean, prefix?: string, retries?: number }} [how] */
function suite(name, args, { retries = 0, ...shown } = {}) {
  const report = join(repository, `out/reports/${name}.json`);
  return countsOf(report, () =>
    node(args, { ONCALL_TEST_REPORT: report, ONCALL_RETRIES: String(retries) }, shown),
  );
}

const mocha = ['node_modules/mocha/bin/mocha.js', '--forbid-only'];

/**
 * The journal's half of the unit tests waits for disks and processes, so both halves run at the same time; what the
 * quiet one says is shown when it fails.
 */
async function unit() {
  const [rest, timeline] = await Promise.all([
    suite('unit', [...mocha, '--ignore', 'test/unit/timeline/**', 'test/unit/**/*.test.ts']),
    suite('unit-timeline', [...mocha, 'test/unit/timeline/**/*.test.ts'], { quiet: true }),
  ]);
  console.log(`timeline: ${sentence(timeline)}`);
  return add(rest, timeline);
}

/**
 * How often a test in a window of VS Code is tried again: a machine that pauses for seconds must not refuse everything.
 * What needed it is named UNSTEADY at the end, and is a bug to be found.
 */
const windowRetries = 1;

const typescript = 'node_modules/typescript/bin/tsc';

/** @typedef {{ name: string, needs?: string, run: (prefix: string) => Promise<import('./testReport.mjs').Counts> }} Stage */

/**
 * What later stages stand on comes first; `needs` names it. What stands in one line runs at the same time: the windows
 * wait for VS Code, each other and the clock for half of their time.
 * @type {Stage[][]}
 */
const rounds = [
  [
    {
      name: 'lint',
      run: async () =>
        add(
          // Writes types that the others need.
          await checks(['scripts/contributed.mjs']),
          await checks(
            [typescript, '--noEmit', '-p', '.'],
            [typescript, '--noEmit', '-p', 'src/webview'],
            ['node_modules/eslint/bin/eslint.js', '.'],
            ['node_modules/prettier/bin/prettier.cjs', '--check', '.'],
          ),
        ),
    },
  ],
  [{ name: 'package', run: () => checks(['scripts/package.mjs']) }],
  [
    {
      name: 'unit',
      run: async () => {
        await provideShells();
        await providePromtool();
        return unit();
      },
    },
  ],
  [{ name: 'contract', run: () => suite('contract', [...mocha, 'test/contract/**/*.test.ts']) }],
  [
    {
      name: 'integration',
      needs: 'package',
      run: prefix => suite('integration', ['scripts/integration.mjs'], { retries: windowRetries, prefix }),
    },
    {
      name: 'e2e',
      needs: 'package',
      run: prefix => {
        const tries = ['--retries', String(windowRetries), '--timeout', '120000'];
        return suite('e2e', [...mocha, ...tries, 'test/e2e/**/*.test.ts'], { prefix });
      },
    },
  ],
];
const stages = rounds.flat();

const only = values.only?.split(',') ?? stages.map(({ name }) => name);
const unknown = only.filter(name => !stages.some(stage => stage.name === name));
if (unknown.length > 0) {
  console.error(
    `No stage is called ${unknown.join(', ')}. There are ${stages.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(1);
}
const needed = stages.filter(({ name }) => only.includes(name)).map(({ needs }) => needs);

let total = noTests;
const broken = new Set();

/** @param {Stage} stage @param {string} prefix of each line, where others run at the same time */
async function runStage({ name, needs, run: runIt }, prefix) {
  console.log(`\n=== ${name} ===`);
  const started = Date.now();
  const counts = needs && broken.has(needs) ? blocked(needs) : await runIt(prefix);
  if (counts.failed > 0) broken.add(name);
  total = add(total, counts);
  console.log(`--- ${name}: ${sentence(counts)} (${Math.round((Date.now() - started) / 1000)} s)`);
}

for (const round of rounds) {
  const asked = round.filter(({ name }) => only.includes(name) || needed.includes(name));
  // What cannot be had, each stage says in its own words.
  if (asked.length > 1) await provideWindows().catch(() => {});
  await Promise.all(asked.map(stage => runStage(stage, asked.length > 1 ? `${stage.name} | ` : '')));
}

console.log(`\n${details(total)}\n${sentence(total)}`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

/** Each stage would install what it lacks; two of them at the same time would get into each other's way. */
async function provideWindows() {
  await requireChromium();
  for (const release of Object.values(releases)) await installHost(release);
}

/** @param {string} stage */
function blocked(stage) {
  const reason = `Could not run, because the stage ${stage} failed.`;
  console.error(reason);
  return failure('a stage', reason);
}
