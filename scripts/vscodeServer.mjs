// Starts and stops the VS Code server that vscodeHost.mjs installed.
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { atExit, run, startGroup } from './processes.mjs';

/** What makes a window quiet and the same every time: nothing fetched, nothing offered, nothing that moves. */
export const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.autofetch': false,
  'git.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'remote.autoForwardPorts': false,
  // Else it starts a process every two seconds to see which ports are listened to, whatever the line above says.
  'remote.autoForwardPortsSource': 'output',
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

/** A folder for the files of one server, gone when this process ends. */
export function temporaryFolder(name = 'on-call') {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  const remove = atExit(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return { folder, remove };
}

/**
 * @typedef {object} ServerOptions
 * @property {string} folder where the server keeps settings, extensions and state
 * @property {string} log the file that takes everything the server prints
 * @property {boolean} [trusted] false: folders open in Restricted Mode until somebody trusts them
 * @property {string[]} [flags] further ones for the server
 * @property {Record<string, unknown>} [settings] the person's settings, on top of the quiet ones
 * @property {NodeJS.ProcessEnv} [env] what the extension finds in `process.env`
 * @property {string[]} [extensions] .vsix files to install first
 * @property {number} [port] a free one when left out
 * @property {string} [token] what a browser must show; without it anybody on this machine may connect
 */

/**
 * Starts a server on loopback and returns when it answers.
 * @param {{ node: string, main: string }} host
 * @param {ServerOptions} options
 * @returns {Promise<{ authority: string, origin: string, stop: () => void, closed: Promise<void> }>}
 */
export async function startServer(host, options) {
  const {
    folder,
    log,
    trusted = true,
    flags = [],
    settings = {},
    extensions = [],
    port = 0,
    token,
  } = options;
  const userSettings = join(folder, 'data/User/settings.json');
  mkdirSync(dirname(userSettings), { recursive: true });
  mkdirSync(dirname(log), { recursive: true });
  writeFileSync(userSettings, JSON.stringify({ ...quietSettings, ...settings }, undefined, 2));

  if (extensions.length > 0) await installExtensions(host, folder, extensions);

  const access = token ? ['--connection-token-file', join(folder, 'token')] : ['--without-connection-token'];
  if (token) writeFileSync(join(folder, 'token'), token, { mode: 0o600 });
  const trust = trusted ? ['--disable-workspace-trust'] : [];
  const args = [
    ...commonArguments(host, folder),
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    ...access,
    ...trust,
    ...flags,
  ];
  const { child, end } = startGroup(host.node, args, {
    env: serverEnvironment(options.env ?? process.env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const file = createWriteStream(log, { flags: 'a' });
  child.stdout.pipe(file, { end: false });
  child.stderr.pipe(file, { end: false });
  const closed = new Promise(resolve => child.once('exit', () => resolve()));

  const authority = `127.0.0.1:${await listeningPort(child, log)}`;
  return { authority, origin: `http://${authority}`, stop: end, closed };
}

/** @param {{ main: string }} host @param {string} folder the server’s */
function commonArguments(host, folder) {
  const places = ['--server-data-dir', folder, '--extensions-dir', join(folder, 'extensions')];
  return [host.main, '--accept-server-license-terms', '--telemetry-level', 'off', ...places];
}

/**
 * @param {{ node: string, main: string }} host
 * @param {string} folder the server’s
 * @param {string[]} packages .vsix files
 * @returns {Promise<string>} the folder of the installed extensions, which any server of that release may have a copy of
 */
export async function installExtensions(host, folder, packages) {
  const install = packages.flatMap(vsix => ['--install-extension', vsix]);
  const { code } = await run(host.node, [...commonArguments(host, folder), ...install], { quiet: true });
  if (code !== 0) throw new Error(`VS Code could not install ${packages.join(', ')}; its output is above.`);
  return join(folder, 'extensions');
}

/** Variables of a VS Code terminal that this script was started in would make the server act as its child. */
function serverEnvironment(env) {
  const own = Object.entries(env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name));
  return Object.fromEntries(own);
}

/** The server picks its port by itself, so that two can never pick the same, and names it when it listens. */
function listeningPort(child, log) {
  return new Promise((resolve, reject) => {
    let seen = '';
    const read = chunk => {
      seen += chunk;
      const port = /host agent listening on (\d+)/.exec(seen)?.[1];
      if (!port) return;
      child.stdout.off('data', read);
      resolve(port);
    };
    child.stdout.on('data', read);
    child.once('error', reject);
    child.once('exit', code =>
      reject(new Error(`The VS Code server ended with code ${code}: ${seen.trim()} (see ${log})`)),
    );
  });
}
