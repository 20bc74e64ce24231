import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * The absolute path of a shell that `npm test` installs where it can. Where it is missing the answer is null, the
 * reason has been printed, and the suite calls `this.skip()`; with `ONCALL_REQUIRE_FIXTURES=1` that throws instead.
 */
export function shellPath(name: 'bash' | 'dash' | 'fish' | 'zsh'): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const found = folders.map(folder => join(folder, name)).find(path => existsSync(path));
  if (found !== undefined) return found;
  const reason = `${name} is not installed: the tests that need it cannot run.`;
  if (process.env['ONCALL_REQUIRE_FIXTURES'] === '1')
    throw new Error(`${reason} ONCALL_REQUIRE_FIXTURES=1 demands it.`);
  console.warn(`SKIPPED: ${reason}`);
  return null;
}
