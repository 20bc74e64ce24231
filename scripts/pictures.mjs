// Makes the pictures of the README anew: runs the window tests that take them, and copies what they saw.
//
//   node scripts/pictures.mjs
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './processes.mjs';

const repository = fileURLToPath(new URL('..', import.meta.url));

/** Picture → the test that takes it, and what it is called there. */
const pictures = {
  details: ['drillDetails', 'details-drill-light'],
  runbook: ['mainPath', '5-mitigated-dark'],
  timeline: ['mainPath', '8-timeline-dark'],
  'post-mortem': ['mainPath', '7-post-mortem-dark'],
  response: ['response', 'response-7-message-dark'],
};

const tests = [...new Set(Object.values(pictures).map(([test]) => `test/e2e/${test}.test.ts`))];
for (const command of [
  ['scripts/package.mjs'],
  [join('node_modules', 'mocha', 'bin', 'mocha.js'), '--timeout', '120000', ...tests],
]) {
  const { code } = await run(process.execPath, command, { cwd: repository });
  if (code !== 0) process.exit(code);
}
for (const [picture, [, screenshot]] of Object.entries(pictures)) {
  const from = join(repository, 'out/screenshots', `${screenshot}.png`);
  copyFileSync(from, join(repository, 'docs/images', `${picture}.png`));
}
console.log(`${Object.keys(pictures).length} pictures in docs/images`);
