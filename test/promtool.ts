import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The absolute path of promtool, which `npm test` fetches where it can. Where it is missing the answer is null, the
 * reason has been printed, and the suite calls `this.skip()`; with `ONCALL_REQUIRE_FIXTURES=1` that throws instead.
 */
export function promtoolPath(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const own = fileURLToPath(new URL('../out/tools/prometheus/usr/bin', import.meta.url));
  const found = [...folders, own].map(folder => join(folder, 'promtool')).find(path => existsSync(path));
  if (found !== undefined) return found;
  const reason = 'promtool is not installed: the tests that need it cannot run.';
  if (process.env['ONCALL_REQUIRE_FIXTURES'] === '1')
    throw new Error(`${reason} ONCALL_REQUIRE_FIXTURES=1 demands it.`);
  console.warn(`SKIPPED: ${reason}`);
  return null;
}

/** What promtool says of rule files: null where it takes all of them. */
export function promtoolRefusal(promtool: string, files: readonly string[]): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'on-call-rules-'));
  try {
    const paths = files.map((text, index) => {
      const path = join(folder, `rules-${index}.yaml`);
      writeFileSync(path, text);
      return path;
    });
    const { status, stderr, stdout } = spawnSync(promtool, ['check', 'rules', ...paths], {
      encoding: 'utf8',
    });
    return status === 0 ? null : `${stdout}\n${stderr}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
