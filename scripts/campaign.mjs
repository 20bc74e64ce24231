// `npm run campaign`: the suites with ONCALL_CAMPAIGN=1, under which their random tests draw far more; of the
// integration suite those tests alone. ONCALL_SEED, a new one unless given, is where the randomness starts.
// The suite `variants` breaks the code on purpose, to see that the tests notice it: see variants.mjs.
//
//   node scripts/campaign.mjs [--only unit,contract,integration,e2e,variants]
import './ready.mjs';
import { randomInt } from 'node:crypto';
import { arch, cpus, release, type } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { run } from './processes.mjs';
import { providePromtool } from './promtool.mjs';
import { provideShells } from './shells.mjs';
import { add, countsOf, noTests, sentence } from './testReport.mjs';

const repository = fileURLToPath(new URL('..', import.meta.url));
await provideShells();
await providePromtool();

const seed = process.env['ONCALL_SEED'] ?? String(randomInt(2 ** 32));
await run(process.execPath, ['scripts/contributed.mjs'], { cwd: repository });

/** @param {string} name */
const mocha = name => ['node_modules/mocha/bin/mocha.js', '--timeout', '0', `test/${name}/**/*.test.ts`];
/** What is run, after what has to be there. @type {Record<string, { before?: string[], args: string[] }>} */
const suites = {
  unit: { args: mocha('unit') },
  contract: { args: mocha('contract') },
  integration: {
    before: ['scripts/package.mjs'],
    args: ['scripts/integration.mjs', '--version', 'newest', '--trusted', '--grep', 'Whatever a runbook’s'],
  },
  e2e: {
    before: ['scripts/package.mjs'],
    // One by one: Mocha reads no braces.
    args: [
      ...['node_modules/mocha/bin/mocha.js', '--timeout', '120000'],
      ...['xss', 'postMortem'].map(name => `test/e2e/${name}.test.ts`),
    ],
  },
  variants: { args: ['scripts/variants.mjs'] },
};
const { values } = parseArgs({ options: { only: { type: 'string' } } });
const names = values.only?.split(',') ?? Object.keys(suites);
const unknown = names.filter(name => !Object.hasOwn(suites, name));
if (unknown.length > 0) {
  console.error(`No suite is called ${unknown.join(', ')}. There are ${Object.keys(suites).join(', ')}.`);
  process.exit(1);
}

let total = noTests;
const lines = [];
for (const name of names) {
  const report = join(repository, `out/reports/campaign-${name}.json`);
  const started = Date.now();
  const { before, args } = suites[name];
  const counts = await countsOf(report, async () => {
    const env = { ...process.env, ONCALL_CAMPAIGN: '1', ONCALL_SEED: seed, ONCALL_TEST_REPORT: report };
    const { code } = before ? await run(process.execPath, before, { cwd: repository }) : { code: 0 };
    return code === 0 ? (await run(process.execPath, args, { cwd: repository, env })).code : code;
  });
  lines.push(`${name}: ${sentence(counts)} in ${Math.round((Date.now() - started) / 1000)} s`);
  total = add(total, counts);
}

console.log(`\nCampaign with ONCALL_SEED=${seed}`);
console.log(
  `Node ${process.version}, ${type()} ${release()} ${arch()}, ${cpus().length} × ${cpus()[0]?.model.trim()}`,
);
console.log(lines.join('\n'));
console.log(sentence(total));
process.exitCode = total.failed > 0 ? 1 : 0;
