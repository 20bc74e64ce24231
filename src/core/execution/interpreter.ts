/** A program that can run a block. bash and sh are expected everywhere, the others where they are installed. */
export const interpreters = ['bash', 'sh', 'zsh', 'fish', 'pwsh', 'python', 'node', 'psql'] as const;
export type Interpreter = (typeof interpreters)[number];

/** What people write behind the fence or as `interpreter`, in lower case and without a path. */
const spellings: Readonly<Record<string, Interpreter>> = {
  ...{ bash: 'bash', shell: 'bash', console: 'bash', terminal: 'bash' },
  ...{ 'shell-session': 'bash', shellsession: 'bash', sh: 'sh', dash: 'sh', zsh: 'zsh', fish: 'fish' },
  ...{ pwsh: 'pwsh', powershell: 'pwsh', python: 'python', python3: 'python', py: 'python' },
  ...{ node: 'node', nodejs: 'node', javascript: 'node', js: 'node' },
  ...{ psql: 'psql', sql: 'psql', postgresql: 'psql', postgres: 'psql' },
};

/** Their blocks are data as often as they are meant to be run, so a runbook has to say that they are. */
const toBeDeclared: ReadonlySet<Interpreter> = new Set(['python', 'node', 'psql']);

/** A name, a path, or `/usr/bin/env` and a name; null for anything else, such as a command line with arguments. */
export function interpreterNamed(name: string): Interpreter | null {
  const bare = name
    .trim()
    .toLowerCase()
    .replace(/^(?:\S*\/)?env\s+/, '')
    .replace(/^.*[\\/]/, '')
    .replace(/\.exe$/, '')
    .replace(/^(python|bash|zsh|pwsh|node|psql)[\d.]+$/, '$1');
  return Object.hasOwn(spellings, bare) ? spellings[bare]! : null;
}

/**
 * What runs a block; null where nothing does, and it is text to read.
 * @param named The block’s `interpreter` attribute. @param declared The front matter’s `interpreters`.
 */
export function interpreterOf(
  language: string,
  named: string | null,
  declared: readonly string[],
): Interpreter | null {
  if (named !== null) return interpreterNamed(named);
  const interpreter = language === '' ? null : interpreterNamed(language);
  if (interpreter === null || !toBeDeclared.has(interpreter)) return interpreter;
  return declared.some(name => interpreterNamed(name) === interpreter) ? interpreter : null;
}
