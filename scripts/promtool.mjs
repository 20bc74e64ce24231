// promtool, which the rule files that On-Call writes are checked with: the one that is installed, or Debian's, unpacked
// into out/tools. Its package is not installed, because that would start a Prometheus on the machine.
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { update } from './apt.mjs';
import { run } from './processes.mjs';

const folder = fileURLToPath(new URL('../out/tools/prometheus', import.meta.url));
const quiet = { cwd: folder, quiet: true };

/** Fetches it where that needs no question; the tests say what they go without. */
export async function providePromtool() {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  if ([...folders, join(folder, 'usr/bin')].some(place => existsSync(join(place, 'promtool')))) return;
  if (process.platform === 'linux' && ((await unpacked()) || ((await update()) && (await unpacked()))))
    return;
  console.warn('Not installed, and not to be fetched without a question: promtool.');
}

async function unpacked() {
  mkdirSync(folder, { recursive: true });
  try {
    if ((await run('apt-get', ['download', 'prometheus'], quiet)).code !== 0) return false;
    const name = readdirSync(folder).find(file => file.endsWith('.deb'));
    return name !== undefined && (await run('dpkg-deb', ['--extract', name, '.'], quiet)).code === 0;
  } catch {
    return false;
  }
}
