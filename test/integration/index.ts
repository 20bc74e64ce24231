// Runs inside the extension host: every test file that was built next to this one.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { followRun, type RunReport } from '../../scripts/runReport.mjs';

const restricted = process.env['ONCALL_RESTRICTED'] === '1';

/** The restricted files need a window in Restricted Mode, all others a trusted one. */
function testFiles(): string[] {
  const built = readdirSync(__dirname, { recursive: true, encoding: 'utf8' });
  const tests = built.filter(name => name.endsWith('.test.cjs')).sort();
  return tests
    .filter(name => name.endsWith('.restricted.test.cjs') === restricted)
    .map(name => join(__dirname, name));
}

export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  const { default: Mocha } = await import('mocha');
  const grep = process.env['ONCALL_GREP'];
  const mocha = new Mocha({
    ui: 'bdd',
    color: process.env['ONCALL_COLOR'] === '1',
    timeout: 30_000,
    retries: Number(process.env['ONCALL_RETRIES'] ?? 0),
    forbidOnly: process.env['CI'] !== undefined,
    ...(grep ? { grep } : {}),
  });
  for (const file of testFiles()) mocha.addFile(file);

  const result = await new Promise<RunReport>(resolve => {
    const report = followRun(mocha.run(() => resolve(report())));
  });
  const file = process.env['ONCALL_TEST_REPORT'];
  if (file) writeFileSync(file, JSON.stringify(result));
  if (result.failed > 0) throw new Error(`${result.failed} failed.`);
  if (result.passed === 0) throw new Error('No test ran.');
}
