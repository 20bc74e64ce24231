// `npm test`: everything, on a fresh clone, with nothing but Node. The last line is the sum.
//
//   node scripts/test.mjs [--only unit,contract]
import './ready.mjs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { requireChromium } from './chromium.mjs';
import { run } from './processes.mjs';
import { providePromtool } from './promtool.mjs';
import { provideShells } from './shells.mjs';
import { installHost, releases } from './vscodeHost.mjs';
import { add, countsOf, details, failure, noTests, sentence } from './testReport.mjs';

const repository = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { only: { type: 'string' } } });

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
 * @param {string} prefix of each line
 */
async function unit(prefix) {
  const [rest, timeline] = await Promise.all([
    suite('unit', [...mocha, '--ignore', 'test/unit/timeline/**', 'test/unit/**/*.test.ts'], { prefix }),
    suite('unit-timeline', [...mocha, 'test/unit/timeline/**/*.test.ts'], { quiet: true }),
  ]);
  console.log(`${prefix}timeline: ${sentence(timeline)}`);
  return add(rest, timeline);
}

/**
 * How often a test in a window of VS Code is tried again: a machine that pauses for seconds must not refuse everything.
 * What needed it is named UNSTEADY at the end, and is a bug to be found.
 */
const windowRetries = 1;

const typescript = 'node_modules/typescript/bin/tsc';

/** @typedef {{ name: string, needs?: string, run: (prefix: string) => Promise<import('./testReport.mjs').Counts> }} Stage */

/** @param {string} name @param {string[]} patterns @param {string} prefix */
function inBrowser(name, patterns, prefix) {
  const tries = ['--retries', String(windowRetries), '--timeout', '120000'];
  return suite(name, [...mocha, ...tries, ...patterns], { prefix });
}

/**
 * What later stages stand on comes first; `needs` names it. A round is one stage, or several that two lanes take one after
 * the other, the longest first: tests wait for disks, windows, each other and the clock for half of their time.
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
    { name: 'e2e', needs: 'package', run: prefix => inBrowser('e2e', ['test/e2e/**/*.test.ts'], prefix) },
    {
      name: 'unit',
      run: async prefix => {
        await provideShells();
        await providePromtool();
        return unit(prefix);
      },
    },
    {
      name: 'contract',
      run: prefix => suite('contract', [...mocha, 'test/contract/**/*.test.ts'], { prefix }),
    },
    {
      name: 'integration',
      needs: 'package',
      run: prefix => suite('integration', ['scripts/integration.mjs'], { retries: windowRetries, prefix }),
    },
    { name: 'pages', run: prefix => inBrowser('pages', ['test/pages/**/*.test.ts'], prefix) },
  ],
];
const stages = rounds.flat();
const inWindows = new Set(['e2e', 'integration', 'pages']);

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
  if (asked.filter(({ name }) => inWindows.has(name)).length > 1) await provideWindows().catch(() => {});
  const lane = async () => {
    for (let stage = asked.shift(); stage; stage = asked.shift())
      await runStage(stage, round.length > 1 ? `${stage.name} | ` : '');
  };
  await Promise.all([lane(), lane()]);
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
