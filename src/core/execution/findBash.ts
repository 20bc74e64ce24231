import { findInterpreter } from './findInterpreter.ts';

/**
 * The bash that a terminal of ours runs and that starts every block: an absolute path. On Windows Git Bash, elsewhere
 * the first on PATH. Throws MissingToolError where there is none.
 */
export function findBash(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  isProgram?: (path: string) => boolean,
): string {
  return findInterpreter('bash', null, env, platform, isProgram);
}
