// `npm start`: the extension in a VS Code window with a drill running, from a fresh clone, with nothing but Node.
// The desktop's VS Code where there is one; elsewhere VS Code's server from npm, in a browser.
//
//   node scripts/start.mjs [--port 8765] [--no-open] [--server] [--once]
//
//   --server   the browser even where `code` is there
//   --once     a self-test: ends with 0 as soon as the window's address answers
import './ready.mjs';
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { run } from './processes.mjs';
import { installHost, releases } from './vscodeHost.mjs';
import { quietSettings, startServer, temporaryFolder } from './vscodeServer.mjs';

const repository = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    'no-open': { type: 'boolean', default: false },
    server: { type: 'boolean', default: false },
    once: { type: 'boolean', default: false },
  },
});

console.log('Building…');
for (const script of [['scripts/contributed.mjs'], ['esbuild.mjs', '--production']]) {
  const { code } = await run(process.execPath, script, { cwd: repository, quiet: true });
  if (code !== 0) process.exit(code);
}

const state = temporaryFolder('on-call-start').folder;
const folder = join(state, 'on-call-drill');
await cp(join(repository, 'scripts/demo'), folder, { recursive: true });
const extension = await stageExtension(join(state, 'extension'));
/** The extension, once it is active, starts its drill because of this. */
const env = { ...process.env, ONCALL_START_DRILL: '1' };

if (!values.server && !values.once && hasDesktop()) await openDesktop();
else await openServer();

/**
 * A copy of the extension that VS Code activates by itself. The real one waits until somebody opens its view or
 * runs a command, but the window that `npm start` opens is there for the drill.
 * @param {string} stage
 */
async function stageExtension(stage) {
  await mkdir(stage);
  const papers = ['README.md', 'LICENSE', 'package.nls.json', 'package.nls.fr.json'];
  const folders = ['dist', 'media', 'runbooks', 'schemas', 'snippets', 'l10n', 'docs'];
  for (const part of [...papers, ...folders]) {
    await cp(join(repository, part), join(stage, part), { recursive: true }).catch(ignoreMissing);
  }
  const manifest = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8'));
  const activationEvents = [...(manifest.activationEvents ?? []), 'onStartupFinished'];
  await writeFile(
    join(stage, 'package.json'),
    JSON.stringify({ ...manifest, activationEvents, scripts: undefined }),
  );
  return stage;
}

/** @param {NodeJS.ErrnoException} error */
function ignoreMissing(error) {
  if (error.code !== 'ENOENT') throw error;
}

/** A `code` inside VS Code's own remote terminal talks to another machine, and one without a display shows nothing. */
function hasDesktop() {
  if (process.env['VSCODE_IPC_HOOK_CLI']) return false;
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'])
    return false;
  return spawnSync('code', ['--version'], { shell: process.platform === 'win32' }).status === 0;
}

async function openDesktop() {
  const user = join(state, 'user');
  await mkdir(join(user, 'User'), { recursive: true });
  await writeFile(join(user, 'User/settings.json'), JSON.stringify(quietSettings, undefined, 2));
  console.log('A VS Code window opens with a drill. Close it, or press Ctrl+C here, to end everything.');
  const { code } = await run(
    'code',
    [
      ...['--wait', '--new-window', '--disable-workspace-trust', '--skip-welcome', '--skip-release-notes'],
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...['--user-data-dir', user, '--extensions-dir', join(state, 'extensions')],
      ...[`--extensionDevelopmentPath=${extension}`, folder],
    ],
    { env, shell: process.platform === 'win32' },
  );
  process.exit(code);
}

async function openServer() {
  const host = await installHost(releases.newest);
  const vsix = join(state, 'on-call.vsix');
  const { packFolder } = await import('./vsix.mjs');
  await packFolder(extension, vsix);
  const log = join(repository, 'out/logs/start.log');
  const token = randomBytes(16).toString('hex');
  const port = values.port === undefined ? 0 : Number(values.port);
  const server = await startServer(host, {
    folder: join(state, 'server'),
    log,
    extensions: [vsix],
    env,
    token,
    port,
  });
  const address = `${server.origin}/?${new URLSearchParams({ tkn: token, folder })}`;

  console.log(
    `\nVS Code with On-Call and a running drill (only this machine, only this address):\n\n  ${address}\n`,
  );
  if (values.once) {
    const status = await statusOf(address);
    console.log(`It answers with ${status}.`);
    process.exit(status === 200 ? 0 : 1);
  }
  if (!values['no-open']) openBrowser(address);
  console.log('Press Ctrl+C to end everything.');
  await server.closed;
  console.error(`The VS Code server ended by itself. What it printed is in ${log}.`);
  process.exit(1);
}

/** As a browser gets it: the token is exchanged for a cookie first. @param {string} address */
async function statusOf(address) {
  const entry = await fetch(address, { redirect: 'manual' });
  const cookie = entry.headers.getSetCookie().map(line => line.split(';')[0]);
  const page = new URL(entry.headers.get('location') ?? address, address);
  return (await fetch(page, { headers: { cookie: cookie.join('; ') } })).status;
}

/** @param {string} address */
function openBrowser(address) {
  const openers = { darwin: ['open', address], win32: ['explorer', address], linux: ['xdg-open', address] };
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return;
  const [command, ...args] = openers[process.platform] ?? openers.linux;
  // Without a browser the printed address has to do.
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
