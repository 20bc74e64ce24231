// `npm run campaign`: the unit and contract suites with ONCALL_CAMPAIGN=1, under which their random tests draw
// far more. ONCALL_SEED, a new one unless given, is where the randomness starts.
import { randomInt } from 'node:crypto';
import { arch, cpus, release, type } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireNode, requirePackages } from './dependencies.mjs';
import { run } from './processes.mjs';
import { add, countsOf, noTests, sentence } from './testReport.mjs';

requireNode();
const repository = fileURLToPath(new URL('..', import.meta.url));
await requirePackages(repository);

const seed = process.env['ONCALL_SEED'] ?? String(randomInt(2 ** 32));
await run(process.execPath, ['scripts/contributed.mjs'], { cwd: repository });

let total = noTests;
const lines = [];
for (const name of ['unit', 'contract']) {
  const report = join(repository, `out/reports/campaign-${name}.json`);
  const started = Date.now();
  const counts = await countsOf(report, async () => {
    const args = ['node_modules/mocha/bin/mocha.js', '--timeout', '0', `test/${name}/**/*.test.ts`];
    const env = { ...process.env, ONCALL_CAMPAIGN: '1', ONCALL_SEED: seed, ONCALL_TEST_REPORT: report };
    return (await run(process.execPath, args, { cwd: repository, env })).code;
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
