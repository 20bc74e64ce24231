// What a test suite leaves for `npm test` to add up, as JSON in the file that ONCALL_TEST_REPORT names.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @type {Counts} */
export const noTests = { passed: 0, failed: 0, skipped: 0 };

/**
 * @param {Counts} a
 * @param {Counts} b
 * @returns {Counts}
 */
export function add(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** @param {Counts} counts */
export function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
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
    return { ...noTests, failed: 1 };
  }
  if (counts.passed + counts.failed === 0) {
    console.error('The suite ran no tests.');
    return { ...counts, failed: 1 };
  }
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
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
