import { posix, win32 } from 'node:path';
import { t } from '@vscode/l10n';
import { MissingToolError, NotPossibleError } from '../errors.ts';
import { foldersOnPath, isExecutableFile } from '../programOnPath.ts';
import { type Interpreter, interpreterNamed, interpreters } from './interpreter.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Names of programs, the best first, and where a person gets them: a package of apt and brew, an id of winget’s. */
const programs: Readonly<
  Record<Interpreter, { readonly names: readonly string[]; readonly packages: Packages }>
> = {
  bash: { names: ['bash'], packages: { apt: 'bash', brew: 'bash', winget: 'Git.Git' } },
  sh: { names: ['sh'], packages: { apt: 'dash', brew: 'dash', winget: 'Git.Git' } },
  zsh: { names: ['zsh'], packages: { apt: 'zsh', brew: 'zsh', winget: null } },
  fish: { names: ['fish'], packages: { apt: 'fish', brew: 'fish', winget: null } },
  pwsh: { names: ['pwsh'], packages: { apt: null, brew: 'powershell', winget: 'Microsoft.PowerShell' } },
  python: {
    names: ['python3', 'python'],
    packages: { apt: 'python3', brew: 'python', winget: 'Python.Python.3.13' },
  },
  node: { names: ['node', 'nodejs'], packages: { apt: 'nodejs', brew: 'node', winget: 'OpenJS.NodeJS.LTS' } },
  psql: {
    names: ['psql'],
    packages: { apt: 'postgresql-client', brew: 'libpq', winget: 'PostgreSQL.PostgreSQL.17' },
  },
};

interface Packages {
  readonly apt: string | null;
  readonly brew: string | null;
  readonly winget: string | null;
}

/** Where installers put programs that a VS Code started from the desktop does not find by its PATH. */
const besidePath: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['/opt/homebrew/bin', '/usr/local/bin', '/opt/homebrew/opt/libpq/bin', '/bin', '/usr/bin'],
  linux: ['/usr/local/bin', '/bin', '/usr/bin'],
};

/**
 * Windows ships programs of these names that are something else: a bash.exe that starts Linux (WSL), where the paths of
 * this machine do not exist, and a python.exe that opens the shop.
 */
const notThese = /\\windows\\system32\\|\\windowsapps\\/i;

/**
 * The program that runs a block: an absolute path. The first on PATH; on Windows bash and sh are Git’s.
 * @param named The block’s `interpreter` attribute: a name (`python3`), an absolute path, or `/usr/bin/env` and a name.
 * It is never run as a command line: with arguments it throws NotPossibleError.
 * Throws MissingToolError where the program is not there.
 */
export function findInterpreter(
  interpreter: Interpreter,
  named: string | null,
  env: Environment,
  platform: NodeJS.Platform,
  isProgram: (path: string) => boolean = isExecutableFile,
): string {
  const wanted = named?.trim() ?? '';
  const { isAbsolute } = platform === 'win32' ? win32 : posix;
  const bare = namedProgram(wanted);
  if (wanted !== '' && interpreterNamed(wanted) !== interpreter) throw notAnInterpreter(wanted);
  if (/[\\/]/.test(bare)) {
    if (!isAbsolute(bare)) throw notAnInterpreter(wanted);
    if (isProgram(bare)) return bare;
    throw new MissingToolError(
      t('The program that this block wants to be run by is not there: {0}.', bare),
      t('Install it there, or name it without a path, as “{0}”.', programs[interpreter].names[0]!),
    );
  }
  const names = programNames(interpreter, bare, platform);
  const places = platform === 'win32' ? onWindows(names, env) : onPath(names, env, platform);
  const found = places.find(isProgram);
  if (found !== undefined) return found;
  throw new MissingToolError(
    interpreter === 'bash'
      ? t('No bash was found on this machine, and blocks of a runbook run in bash.')
      : t('This block is run by {0}, which was not found on this machine.', names[0]!),
    installation(interpreter, platform),
  );
}

/**
 * The path that a block’s `interpreter` names, where it stands in no folder that programs are looked for in: what it
 * is, nobody can tell by its name. Null for names, and for paths in such a folder.
 */
export function foreignProgram(
  named: string | null,
  env: Environment,
  platform: NodeJS.Platform,
): string | null {
  const bare = namedProgram(named ?? '');
  if (!/[\\/]/.test(bare)) return null;
  const { dirname, normalize } = platform === 'win32' ? win32 : posix;
  const same = (folder: string) => {
    const plain = normalize(folder).replace(/(?<=.)[\\/]+$/, '');
    return platform === 'win32' ? plain.toLowerCase() : plain;
  };
  const beside = platform === 'win32' ? gitFolders(env) : (besidePath[platform] ?? ['/bin', '/usr/bin']);
  const folder = same(dirname(normalize(bare)));
  return [...foldersOnPath(env, platform), ...beside].some(one => same(one) === folder) ? null : bare;
}

/** A name that only stands for the interpreter (“shell”, “sql”) is no program. */
function programNames(interpreter: Interpreter, named: string, platform: NodeJS.Platform): readonly string[] {
  const { names } = programs[interpreter];
  const name = named.toLowerCase().replace(/\.exe$/, '');
  const isProgramsName = names.includes(name) || name === 'dash' || /^python[\d.]*$/.test(name);
  if (isProgramsName) return [name];
  // Every Windows has the older PowerShell.
  return interpreter === 'pwsh' && platform === 'win32' ? [...names, 'powershell'] : names;
}

function onPath(names: readonly string[], env: Environment, platform: NodeJS.Platform): readonly string[] {
  const folders = [...foldersOnPath(env, platform), ...(besidePath[platform] ?? ['/bin', '/usr/bin'])];
  return names.flatMap(name => folders.map(folder => posix.join(folder, name)));
}

function onWindows(names: readonly string[], env: Environment): readonly string[] {
  const folders = foldersOnPath(env, 'win32');
  return names.flatMap(name => {
    const ofGit = name === 'bash' || name === 'sh' ? gitFolders(env) : [];
    const installed = ofGit.map(folder => win32.join(folder, `${name}.exe`));
    const onPath = folders.map(folder => win32.join(folder, `${name}.exe`));
    // The older PowerShell does live in System32.
    return [...installed, ...onPath.filter(path => name === 'powershell' || !notThese.test(path))];
  });
}

/** Variables of Windows have no case. */
function valueOf(env: Environment, name: string): string | undefined {
  return Object.entries(env).find(([key]) => key.toLowerCase() === name)?.[1];
}

/** Where Git for Windows puts bash and sh. */
function gitFolders(env: Environment): readonly string[] {
  const roots = ['programfiles', 'programw6432', 'programfiles(x86)'].map(name => valueOf(env, name));
  const local = valueOf(env, 'localappdata');
  if (local !== undefined) roots.push(win32.join(local, 'Programs'));
  return roots.filter(root => root !== undefined).map(root => win32.join(root, 'Git', 'bin'));
}

/** `/usr/bin/env` and a name is the name. */
function namedProgram(wanted: string): string {
  return wanted.trim().replace(/^(?:\S*\/)?env\s+/, '');
}

function notAnInterpreter(wanted: string): NotPossibleError {
  return new NotPossibleError(
    t('“{0}” is no interpreter that On-Call runs blocks with.', wanted.slice(0, 80)),
    t('Write one of {0}, or the absolute path of one, without arguments.', interpreters.join(', ')),
  );
}

function installation(interpreter: Interpreter, platform: NodeJS.Platform): string {
  const { apt, brew, winget } = programs[interpreter].packages;
  if (platform === 'win32') {
    if (winget === 'Git.Git')
      return t(
        'Install Git for Windows, which brings Git Bash (“winget install Git.Git”), and run the block again.',
      );
    return winget === null
      ? t('It does not run on Windows: open the folder in WSL or in a container that has it.')
      : t('Install it with “winget install {0}” and run the block again.', winget);
  }
  if (platform === 'darwin') return t('Install it with “brew install {0}” and run the block again.', brew!);
  return apt === null
    ? t('Install PowerShell as https://aka.ms/powershell says and run the block again.')
    : t(
        'Install the package “{0}” (on Debian and Ubuntu “sudo apt install {0}”) and run the block again.',
        apt,
      );
}
