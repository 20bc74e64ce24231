// `npm test`: everything, on a fresh clone, with nothing but Node. The last line is the sum.
//
//   node scripts/test.mjs [--only unit,contract]
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { requireNode, requirePackages } from './dependencies.mjs';
import { run } from './processes.mjs';
import { providePromtool } from './promtool.mjs';
import { provideShells } from './shells.mjs';
import { add, countsOf, details, failure, noTests, sentence } from './testReport.mjs';

requireNode();
const repository = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { only: { type: 'string' } } });
await requirePackages(repository);

const env = { ...process.env, CI: 'true' };

/** @param {string[]} args @param {NodeJS.ProcessEnv} [more] @param {boolean} [quiet] */
async function node(args, more = {}, quiet = false) {
  return (await run(process.execPath, args, { cwd: repository, env: { ...env, ...more }, quiet })).code;
}

/** Each of these is one test. @param {string[][]} checks */
async function checks(...checks) {
  let counts = noTests;
  for (const args of checks) {
    const ok = (await node(args)) === 0;
    const title = args.join(' ').replace('node_modules/', '');
    console.log(`${ok ? 'ok' : 'FAILED'}: ${title}`);
    counts = add(counts, ok ? { ...noTests, passed: 1 } : failure(title));
  }
  return counts;
}

/** @param {string} name @param {string[]} args @param {{ quiet?: boolean, retries?: number }} [how] */
function suite(name, args, { quiet = false, retries = 0 } = {}) {
  const report = join(repository, `out/reports/${name}.json`);
  return countsOf(report, () =>
    node(args, { ONCALL_TEST_REPORT: report, ONCALL_RETRIES: String(retries) }, quiet),
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

/** What later stages stand on comes first; `needs` names it. */
const stages = [
  {
    name: 'lint',
    run: () =>
      checks(
        ['scripts/contributed.mjs'],
        [typescript, '--noEmit', '-p', '.'],
        [typescript, '--noEmit', '-p', 'src/webview'],
        ['node_modules/eslint/bin/eslint.js', '.'],
        ['node_modules/prettier/bin/prettier.cjs', '--check', '.'],
      ),
  },
  { name: 'package', run: () => checks(['scripts/package.mjs']) },
  {
    name: 'unit',
    run: async () => {
      await provideShells();
      await providePromtool();
      return unit();
    },
  },
  { name: 'contract', run: () => suite('contract', [...mocha, 'test/contract/**/*.test.ts']) },
  {
    name: 'integration',
    needs: 'package',
    run: () => suite('integration', ['scripts/integration.mjs'], { retries: windowRetries }),
  },
  {
    name: 'e2e',
    needs: 'package',
    run: () => {
      const tries = ['--retries', String(windowRetries), '--timeout', '120000'];
      return suite('e2e', [...mocha, ...tries, 'test/e2e/**/*.test.ts']);
    },
  },
];

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
for (const { name, needs, run: runStage } of stages) {
  if (!only.includes(name) && !needed.includes(name)) continue;
  console.log(`\n=== ${name} ===`);
  const started = Date.now();
  const counts = needs && broken.has(needs) ? blocked(needs) : await runStage();
  if (counts.failed > 0) broken.add(name);
  total = add(total, counts);
  console.log(`--- ${name}: ${sentence(counts)} (${Math.round((Date.now() - started) / 1000)} s)`);
}

console.log(`\n${details(total)}\n${sentence(total)}`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

/** @param {string} stage */
function blocked(stage) {
  const reason = `Could not run, because the stage ${stage} failed.`;
  console.error(reason);
  return failure('a stage', reason);
}
