// What a run of Mocha's came to: counts, what failed and why, and what passed only when it was tried again.

/** The longest reason that is repeated at the end of `npm test`; the whole stands where the test ran. */
const reasonLength = 600;

export function followRun(runner) {
  const failures = [];
  /** Title → reason. */
  const retried = new Map();
  const unsteady = [];
  runner.on('fail', (test, error) => failures.push({ title: test.fullTitle(), reason: reasonOf(error) }));
  runner.on('retry', (test, error) => {
    retried.set(test.fullTitle(), reasonOf(error));
    // Else nobody learns of it where the second try fails, perhaps of what the first one left.
    console.log(`TRIED AGAIN: ${test.fullTitle()}\n${reasonOf(error)}`);
  });
  runner.on('pass', test => {
    const title = test.fullTitle();
    if (retried.has(title)) unsteady.push({ title, reason: retried.get(title) });
  });
  return () => {
    const { passes, failures: failed, pending } = runner.stats;
    return { passed: passes, failed, skipped: pending, failures, unsteady };
  };
}

function reasonOf(error) {
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return words.slice(0, reasonLength);
}
