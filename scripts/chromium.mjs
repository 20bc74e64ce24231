// The browser that shows the workbench: one that is installed, or Debian's.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { install } from './apt.mjs';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
];

const fixedPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Without a display, without a sandbox that containers refuse, and without any traffic of its own. */
export const chromiumArguments = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @returns {string | undefined} the browser's path */
export function findChromium() {
  const chosen = process.env['CHROME_PATH'];
  if (chosen) return chosen;
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const candidates = names.flatMap(name => folders.map(folder => join(folder, name)));
  return [...candidates, ...fixedPlaces].find(path => existsSync(path));
}

/**
 * Finds a browser, or installs Debian's where that needs no question.
 * @returns {Promise<string>}
 * @throws {Error} with one line saying what to install
 */
export async function requireChromium() {
  const found = findChromium();
  if (found) return found;
  if (await install('chromium', 'fonts-liberation')) {
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error(
    'No Chromium was found: install chromium or Google Chrome, or set CHROME_PATH to its path.',
  );
}
