// The shells that blocks and terminals are tested with: those that are installed, or Debian's.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { install } from './apt.mjs';

const shells = ['bash', 'dash', 'fish', 'zsh'];

/** Installs those that are missing, where that needs no question; the tests say what they go without. */
export async function provideShells() {
  if (process.platform === 'win32') return;
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const missing = shells.filter(name => !folders.some(folder => existsSync(join(folder, name))));
  if (missing.length > 0 && !(await install(...missing)))
    console.warn(`Not installed, and not to be installed without a question: ${missing.join(', ')}.`);
}
