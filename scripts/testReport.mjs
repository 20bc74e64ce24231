// What a test suite leaves for `npm test` to add up, as JSON in the file that ONCALL_TEST_REPORT names.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** @typedef {import('./runReport.mjs').RunReport} Counts */

/** @type {Counts} */
export const noTests = { passed: 0, failed: 0, skipped: 0, failures: [], unsteady: [] };

/**
 * @param {Counts} a
 * @param {Counts} b
 * @returns {Counts}
 */
export function add(a, b) {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    failures: [...a.failures, ...b.failures],
    unsteady: [...a.unsteady, ...b.unsteady],
  };
}

/** @param {Counts} counts */
export function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** One failure that no test stands for. @param {string} title @param {string} [reason] @returns {Counts} */
export function failure(title, reason = '') {
  return { ...noTests, failed: 1, failures: [{ title, reason }] };
}

/**
 * Says again what failed, and what passed only when it was tried again: what stands far above is cut off in many a log.
 * @param {Counts} counts
 */
export function details({ failures, unsteady }) {
  return [
    ...failures.flatMap(failed => [`FAILED: ${failed.title}`, ...reasonLines(failed)]),
    ...unsteady.flatMap(passed => [
      `UNSTEADY, passed when it was tried again: ${passed.title}`,
      ...reasonLines(passed),
    ]),
  ].join('\n');
}

/** @param {import('./runReport.mjs').Failure} failure */
function reasonLines({ reason }) {
  return reason.split('\n').map(line => `    ${line}`);
}

/**
 * Runs a suite and reads its report. A suite that fails without saying where, or that ran nothing, is one failure.
 * @param {string} file
 * @param {() => Promise<number>} suite returns the exit code
 * @returns {Promise<Counts>}
 */
export async function countsOf(file, suite) {
  await mkdir(dirname(file), { recursive: true });
  await rm(file, { force: true });
  const code = await suite();
  const counts = await readCounts(file);
  if (!counts) {
    console.error('The suite ended without a report.');
    return failure(file, 'The suite ended without a report.');
  }
  if (counts.passed + counts.failed === 0) {
    console.error('The suite ran no tests.');
    return add(counts, failure(file, 'The suite ran no tests.'));
  }
  return code !== 0 && counts.failed === 0
    ? add(counts, failure(file, `It ended with the code ${code}.`))
    : counts;
}

/** @param {string} file */
async function readCounts(file) {
  try {
    return /** @type {Counts} */ (JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Leaves the counts for whoever asked for them. @param {Counts} counts */
export async function writeCounts(counts) {
  const file = process.env['ONCALL_TEST_REPORT'];
  if (file) await writeFile(file, JSON.stringify(counts));
}
