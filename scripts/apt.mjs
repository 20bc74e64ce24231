// Debian's packages, installed where that needs no question.
import { spawnSync } from 'node:child_process';
import { run } from './processes.mjs';

const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, quiet: true };

/** Which packages there are. @returns {Promise<boolean>} false where nobody can be asked */
export async function update() {
  const apt = aptGet();
  if (!apt) return false;
  const [command, ...first] = apt;
  return (await run(command, [...first, 'update'], options)).code === 0;
}

/**
 * @param {...string} packages
 * @returns {Promise<boolean>} false where nobody can be asked: no apt-get, or not without a password
 */
export async function install(...packages) {
  const apt = aptGet();
  if (!apt) return false;
  console.log(`Installing ${packages.join(', ')} with apt-get (once)…`);
  const [command, ...first] = apt;
  await run(command, [...first, 'update'], options);
  const { code } = await run(
    command,
    [...first, 'install', '-y', '--no-install-recommends', ...packages],
    options,
  );
  return code === 0;
}

/** @returns {string[] | undefined} how apt-get runs here without asking for a password */
function aptGet() {
  if (process.platform !== 'linux' || spawnSync('apt-get', ['--version']).status !== 0) return undefined;
  if (process.getuid?.() === 0) return ['apt-get'];
  return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n', 'apt-get'] : undefined;
}
