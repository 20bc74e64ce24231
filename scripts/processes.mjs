// Child processes of the scripts: run one to its end, run npm, and never leave one behind.
import { spawn, spawnSync } from 'node:child_process';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';

const windows = process.platform === 'win32';

/** @type {Set<() => void>} */
const cleanups = new Set();

/** The last first: a server ends before the folder that it writes to goes. */
function cleanUp() {
  for (const cleanup of [...cleanups].reverse()) {
    try {
      cleanup();
    } catch {
      // One that fails must not keep the others from running.
    }
  }
  cleanups.clear();
}

/**
 * Has `cleanup` run when this process ends, by whatever signal. It must be synchronous.
 * @param {() => void} cleanup
 * @returns {() => void} runs it now, and not again
 */
export function atExit(cleanup) {
  if (cleanups.size === 0 && !process.listeners('exit').includes(cleanUp)) {
    process.on('exit', cleanUp);
    process.once('SIGINT', () => process.exit(130));
    process.once('SIGTERM', () => process.exit(143));
    process.once('SIGHUP', () => process.exit(129));
  }
  cleanups.add(cleanup);
  return () => {
    if (cleanups.delete(cleanup)) cleanup();
  };
}

/**
 * Starts a process as the head of a group of its own, so that it can be ended with everything it started.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @param {NodeJS.Signals} [lastSignal] what the group gets when this process ends before it
 */
export function startGroup(command, args, options = {}, lastSignal = 'SIGKILL') {
  const child = spawn(command, args, { ...options, detached: !windows });
  const end = atExit(() => {
    if (child.pid === undefined) return;
    if (windows) spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f']);
    else signalGroup(child.pid, lastSignal);
  });
  return { child, end };
}

/** @param {number} leader @param {NodeJS.Signals} signal */
function signalGroup(leader, signal) {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    // Nobody of the group is left.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}

/**
 * Runs a command to its end. Its output is shown as it comes, with `prefix` before each line, or, when `quiet`, kept and
 * shown only on failure.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, shell?: boolean, prefix?: string }} [options]
 * @returns {Promise<{ code: number, output: string }>} code 127 when it could not be started
 */
export async function run(command, args, options = {}) {
  const { cwd, env = process.env, quiet = false, shell = false, prefix = '' } = options;
  const stdio = quiet || prefix ? 'pipe' : 'inherit';
  // It may be a script that has groups of its own to end: asked, not killed.
  const { child, end } = startGroup(
    command,
    // A shell of Windows gets them as one line, in which a user's folder may have a space.
    shell && windows ? args.map(argument => `"${argument}"`) : args,
    { cwd, env, shell, stdio: ['ignore', stdio, stdio] },
    'SIGTERM',
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    if (quiet) stream.on('data', chunk => (output += chunk));
    else createInterface({ input: stream }).on('line', line => console.log(prefix + line));
  }
  const code = await new Promise(resolve => {
    child.once('error', error => {
      output += `${command}: ${error.message}\n`;
      resolve(127);
    });
    child.once('close', (exit, signal) => resolve(exit ?? (signal ? 1 : 0)));
  });
  end();
  if (quiet && code !== 0) process.stderr.write(output);
  return { code, output };
}

/**
 * Runs npm, the one that started this script where there is one.
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean }} [options]
 */
export function npm(args, options = {}) {
  const cli = process.env['npm_execpath'];
  if (cli && basename(cli) === 'npm-cli.js') return run(process.execPath, [cli, ...args], options);
  return run('npm', args, { ...options, shell: windows });
}
