#!/usr/bin/env node
// Stands in for the desktop VS Code that @vscode/test-electron starts: takes the same arguments, runs the tests
// in the extension host of a VS Code server with its workbench in a headless browser, and ends with their code.
//
//   ONCALL_VSCODE           newest (default) or oldest: which release to run
//   ONCALL_VSCODE_DESKTOP   path of a desktop VS Code to start instead
//   ONCALL_RESTRICTED=1     leaves workspace trust on, so that the folder opens in Restricted Mode
//   ONCALL_SETTINGS         the person's settings, as JSON
//   ONCALL_EXTENSIONS       .vsix files to install beside the extension under test, as a JSON list
//   ONCALL_VSCODE_LOG       the file for everything that VS Code prints
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';
import { chromium } from 'playwright-core';
import { chromiumArguments, requireChromium } from './chromium.mjs';
import { run } from './processes.mjs';
import { installHost, releases } from './vscodeHost.mjs';
import { startServer, temporaryFolder } from './vscodeServer.mjs';

/** The longest a whole suite may take; a campaign draws far more. */
const longestRunMs = (process.env['ONCALL_CAMPAIGN'] === '1' ? 60 : 20) * 60_000;

/** What the workbench says around the tests in any run: parts that this machine or network has not got. */
const noise = [
  /^\[[\w .:-]+\]/,
  /\/static\/out\/vs\/code\/browser\/workbench\//,
  /Could not locate the bindings file/,
  /Cannot find module '[^']*(watchdog|vscode-sqlite3|\.node)/,
  /ENOTFOUND|ERR_NAME_NOT_RESOLVED|EAI_AGAIN/,
  /vsda|open-vsx|telemetry|No signed-in session/i,
  /^(Resolving|Resolved) connection token|^Creating a socket/,
  /^(Updating additional builtin extensions cache|DialogService: |Canceled)/,
];

const restricted = process.env['ONCALL_RESTRICTED'] === '1';
const desktop = process.env['ONCALL_VSCODE_DESKTOP'];

/** @param {string[]} args */
function readArguments(args) {
  const values = new Map();
  const folders = [];
  for (const argument of args) {
    const [, name, value] = /^--([\w-]+)(?:=(.*))?$/s.exec(argument) ?? [];
    if (name) values.set(name, value);
    else folders.push(argument);
  }
  const development = values.get('extensionDevelopmentPath');
  const tests = values.get('extensionTestsPath');
  if (!development || !tests)
    throw new Error('Needs --extensionDevelopmentPath=… and --extensionTestsPath=…');
  return { development, tests, folder: folders[0] };
}

/** test-electron always switches workspace trust off; a desktop VS Code gets its other arguments as they are. */
async function runDesktop() {
  const args = process.argv
    .slice(2)
    .filter(argument => !(restricted && argument === '--disable-workspace-trust'));
  return (await run(desktop, args)).code;
}

async function runServer() {
  const { development, tests, folder } = readArguments(process.argv.slice(2));
  const release = releases[process.env['ONCALL_VSCODE'] ?? 'newest'];
  if (!release) throw new Error('ONCALL_VSCODE is newest or oldest.');
  const [host, executablePath] = await Promise.all([installHost(release), requireChromium()]);

  const repository = dirname(dirname(fileURLToPath(import.meta.url)));
  const log =
    process.env['ONCALL_VSCODE_LOG'] ?? join(repository, 'out/logs', `vscode-${release.vscode}.log`);
  mkdirSync(dirname(log), { recursive: true });
  const state = temporaryFolder('on-call-tests');
  const server = await startServer(host, {
    folder: state.folder,
    log,
    settings: JSON.parse(process.env['ONCALL_SETTINGS'] ?? '{}'),
    extensions: JSON.parse(process.env['ONCALL_EXTENSIONS'] ?? '[]'),
    trusted: !restricted,
    flags: ['--enable-smoke-test-driver', '--enable-remote-auto-shutdown'],
  });

  const browser = await chromium.launch({ executablePath, args: chromiumArguments });
  const page = await browser.newPage();
  page.on('pageerror', error => appendFileSync(log, `[page] ${error.stack}\n`));
  await page.exposeFunction('codeAutomationLog', (type, args) => {
    const text = format(...args);
    appendFileSync(log, `[window ${type}] ${text}\n`);
    if (!noise.some(pattern => pattern.test(text))) process.stdout.write(`${text}\n`);
  });
  const ended = new Promise(resolve => {
    void page.exposeFunction('codeAutomationExit', resolve);
    void server.closed.then(() => resolve('the VS Code server ended'));
    setTimeout(() => resolve(`no end after ${longestRunMs / 60_000} minutes`), longestRunMs);
  });

  const remote = path => `vscode-remote://${server.authority}${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(development)],
    ['extensionTestsPath', remote(tests)],
    ['skipWelcome', 'true'],
  ];
  const query = new URLSearchParams({ payload: JSON.stringify(payload) });
  if (folder) query.set('folder', folder);
  else query.set('ew', 'true');
  await page.goto(`${server.origin}/?${query}`);

  const end = await ended;
  await browser.close();
  if (typeof end === 'number') return end;
  console.error(`The tests did not come to their end: ${end}. What VS Code printed is in ${log}.`);
  return 1;
}

// Whoever started this may be killed before it can say so.
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(1), 1000).unref();

try {
  process.exit(desktop ? await runDesktop() : await runServer());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
