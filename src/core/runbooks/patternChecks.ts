import { runInNewContext } from 'node:vm';

export type PatternVerdict = 'fits' | 'differs' | 'invalid' | 'slow';

/** ms; a pattern of a careless or hostile runbook can otherwise take years. */
const limit = 50;
/** Only where the processor was given to others meanwhile. */
const attempts = 5;
/** One runbook may have a hundred slow ones: so many are tried before all others count as slow unseen. */
const mostSlow = 4;
const mostRemembered = 1_000;

/**
 * Run in a context of its own, because there it can be broken off, which a regular expression in this one cannot. The
 * pattern must be one by itself, so that `)(` in it does not get around the anchors.
 */
const comparison = `(() => {
  for (const flags of ['v', 'u', '']) {
    let pattern;
    try {
      new RegExp(source, flags);
      pattern = new RegExp('^(?:' + source + ')$', flags);
    } catch {
      continue;
    }
    return pattern.test(value) ? 'fits' : 'differs';
  }
  return 'invalid';
})()`;

/** Compares values with the patterns of a runbook’s variables, the whole value each. Never hangs, never throws. */
export class PatternChecks {
  readonly #known = new Map<string, PatternVerdict>();
  readonly #slow = new Set<string>();

  check(pattern: string, value: string): PatternVerdict {
    if (this.#slow.has(pattern)) return 'slow';
    const key = JSON.stringify([pattern, value]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#slow.size >= mostSlow) return 'slow';
    const verdict = compare(pattern, value);
    if (verdict === 'slow') this.#slow.add(pattern);
    if (this.#known.size >= mostRemembered) this.#known.clear();
    this.#known.set(key, verdict);
    return verdict;
  }
}

function compare(source: string, value: string): PatternVerdict {
  for (let attempt = 1; ; attempt++) {
    const before = process.cpuUsage();
    try {
      return runInNewContext(comparison, { source, value }, { timeout: limit }) as PatternVerdict;
    } catch (error) {
      // Broken off, or out of stack: either way it is no pattern to wait for.
      if (attempt === attempts || !isTimeout(error) || worked(before) > limit / 2) return 'slow';
      // On a busy machine the time went to others, and a pattern that was not slow would be remembered as such.
    }
  }
}

function isTimeout(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

/** ms of processor time */
function worked(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}
