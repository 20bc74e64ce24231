import { accessSync, constants, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** The folders of PATH that are absolute: an empty or relative one is a folder of whatever is looked at. */
export function foldersOnPath(env: Environment, platform: NodeJS.Platform): readonly string[] {
  const { delimiter, isAbsolute } = platform === 'win32' ? win32 : posix;
  // Variables of Windows have no case.
  const name = platform === 'win32' ? Object.keys(env).find(key => key.toLowerCase() === 'path') : 'PATH';
  return (env[name ?? 'PATH'] ?? '').split(delimiter).filter(isAbsolute);
}

/**
 * A program on PATH, by absolute folders only, so that no workspace can put its own in the way; null where it is absent.
 * To be started by its bare name it would be looked for in the folder that it is started in, too.
 */
export function programOnPath(name: string, env: Environment, platform: NodeJS.Platform): string | null {
  const { join } = platform === 'win32' ? win32 : posix;
  const file = platform === 'win32' ? `${name}.exe` : name;
  return (
    foldersOnPath(env, platform)
      .map(folder => join(folder, file))
      .find(isExecutableFile) ?? null
  );
}

export function isExecutableFile(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
