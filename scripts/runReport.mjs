// What a run of Mocha's came to: counts, what failed and why, and what passed only when it was tried again.

/** The longest reason that is repeated at the end of `npm test`; the whole stands where the test ran. */
const reasonLength = 600;

export function followRun(runner) {
  const failures = [];
  const retried = new Set();
  const unsteady = [];
  runner.on('fail', (test, error) =>
    failures.push({ title: test.fullTitle(), reason: reasonOf(error).slice(0, reasonLength) }),
  );
  runner.on('retry', test => retried.add(test.fullTitle()));
  runner.on('pass', test => {
    if (retried.has(test.fullTitle())) unsteady.push(test.fullTitle());
  });
  return () => {
    const { passes, failures: failed, pending } = runner.stats;
    return { passed: passes, failed, skipped: pending, failures, unsteady };
  };
}

function reasonOf(error) {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
