import { declareVariable } from './declareVariable.ts';
import type { Finding, Fix, Translator } from './finding.ts';
import type { BlockText, RunbookText } from './runbookText.ts';
import { shellText, type ShellText } from './shellText.ts';

/** The shell’s own, and what a login, VS Code and the tools of operations are known to set or to read. */
const common =
  /^(?:_|BASH.*|CI|COLUMNS|COMP_.*|DIRSTACK|DISPLAY|EDITOR|EPOCH(?:SECONDS|REALTIME)|EUID|FUNCNAME|GROUPS|HIST.*|HOME|HOST|HOSTNAME|HOSTTYPE|IFS|JAVA_HOME|GOPATH|LANG|LANGUAGE|LC_.*|LINENO|LINES|LOGNAME|MACHTYPE|MAIL|OLDPWD|OPTARG|OPTERR|OPTIND|OSTYPE|PAGER|PATH|PIPESTATUS|PPID|PS[0-4]|PWD|RANDOM|REPLY|SECONDS|SHELL|SHELLOPTS|SHLVL|SRANDOM|TEMP|TERM|TMP|TMPDIR|TZ|UID|USER|USERNAME|VISUAL)$|^(?:ONCALL|DRILL|AWS|AZURE|ARM|GOOGLE|CLOUDSDK|GCLOUD|GITHUB|GITLAB|CI|DOCKER|COMPOSE|HELM|KUBE|KUBECTL|TF|VAULT|CONSUL|NOMAD|MYSQL|REDISCLI|SSH|SUDO|XDG|VSCODE|WSL|NPM|PYTHON|VIRTUAL)_|^KUBECONFIG$|^PG[A-Z]+$|^(?:https?|no|all)_proxy$|^(?:HTTPS?|NO|ALL)_PROXY$|^PYTHONPATH$|^VIRTUAL_ENV$/;

const assignment = /(?<![^\s;&|()`{!])([A-Za-z_]\w*)(?:\[[^\]\s]{0,200}\])?(?:\+=|=|\+\+|--)/g;
const loop = /(?<![\w$./-])(?:for|select)[ \t]{1,20}([A-Za-z_]\w*)/g;
const builtin =
  /(?<![\w$./-])(?:read|mapfile|readarray|declare|typeset|local|export|readonly|getopts|let|printf[ \t]{1,20}-v)[ \t]([^\n;|&<>)]{0,400})/g;
/** What these bring along cannot be known from here. */
const bringsMore = /(?<![^\s;&|({`])(?:source|\.|eval)[ \t]/;
const use = /\$\$|\$(?:([A-Za-z_]\w*)|\{[!#]?([A-Za-z_]\w*)(:?[-=?+])?)/g;

/** What hands variables on to later blocks, besides `set -a`: groups as of `builtin`. */
const exported =
  /(?<![\w$./-])(?:export|(?:declare|typeset)[ \t]+-\w{0,9}x\w{0,9})[ \t]([^\n;|&<>)]{0,400})/g;
const exportsAll = /(?<![\w$./-])set[ \t]+(?:-\w{0,9}a|-o[ \t]+allexport)/;

/**
 * Variables that a block uses and that nothing in sight gives a value to. `${NAME:?…}` stops the block with a message
 * that asks for what nobody can give: On-Call asks for what is declared, and each block is a shell of its own.
 */
export function variableRule(text: RunbookText, l10n: Translator): Finding[] {
  const { blocks, fields } = text;
  const scripts = blocks
    .filter(({ block }) => block.interpreter !== null && ['bash', 'sh', 'zsh'].includes(block.interpreter))
    .map(script => ({ script, shell: shellText(script.block.code) }));
  if (scripts.some(({ shell }) => bringsMore.test(shell.commands))) return [];

  const declared = declaredNames(fields?.find(({ name }) => name === 'variables')?.value);
  const known = new Set(declared);
  for (const { shell } of scripts) {
    for (const name of setIn(shell)) known.add(name);
    // `${NAME:-…}`, `${NAME+…}`: its writer thought of the case.
    for (const match of shell.expanding.matchAll(use))
      if (match[3] && !match[3].endsWith('?')) known.add(match[2]!);
  }

  const findings: Finding[] = [];
  /** What is set where the block at hand is reached: by itself, or handed on by those above. */
  const reaching = new Set(declared);
  for (const { script, shell } of scripts) {
    const own = setIn(shell);
    const told = new Set<string>();
    for (const match of shell.expanding.matchAll(use)) {
      const name = match[1] ?? match[2];
      if (name === undefined || common.test(name) || told.has(name)) continue;
      const needed = match[3]?.endsWith('?') === true && /^\$\{\w/.test(match[0]);
      if (needed ? reaching.has(name) || own.has(name) : match[3] !== undefined || known.has(name)) continue;
      told.add(name);
      findings.push(
        needed ? stops(text, script, match, l10n) : undefinedOne(text, script, shell, match, l10n),
      );
    }
    for (const name of exportsAll.test(shell.commands) ? own : exportedIn(shell)) reaching.add(name);
  }
  return findings;
}

function setIn({ commands }: ShellText): ReadonlySet<string> {
  const names = new Set<string>();
  for (const pattern of [assignment, loop])
    for (const match of commands.matchAll(pattern)) names.add(match[1]!);
  for (const name of wordsOf(commands, builtin)) names.add(name);
  return names;
}

function exportedIn({ commands }: ShellText): readonly string[] {
  return wordsOf(commands, exported);
}

function wordsOf(commands: string, pattern: RegExp): readonly string[] {
  return Array.from(commands.matchAll(pattern), match => match[1]!.split(/[\s=]+/))
    .flat()
    .filter(word => /^[A-Za-z_]\w*$/.test(word));
}

function undefinedOne(
  text: RunbookText,
  script: BlockText,
  { expanding }: ShellText,
  match: RegExpExecArray,
  l10n: Translator,
): Finding {
  const name = (match[1] ?? match[2])!;
  const plain = match[0] === `$${name}` || expanding.startsWith(`\${${name}}`, match.index);
  const length = match[0].startsWith('${') && plain ? match[0].length + 1 : match[0].length;
  const range = script.range(match.index, match.index + length);
  const newText = `\${${name}:?${l10n.t('Set {0}, then run this again', name)}}`;
  const declaring = declaringFixes(text, name, l10n);
  return {
    code: 'variable-undefined',
    severity: 'warning',
    message: l10n.t(
      'Nothing in this runbook sets the variable {0}, and no environment is known to: the block would run with nothing in its place.',
      name,
    ),
    range,
    fixes: [
      ...declaring,
      // Only with its declaration: a message that asks for it would stop the block for ever.
      ...(plain
        ? declaring.map(({ edits }) => ({
            title: l10n.t('Declare {0}, and stop with a message where it is not set', name),
            edits: [...edits, { range, newText }],
          }))
        : []),
    ],
  };
}

function stops(text: RunbookText, script: BlockText, match: RegExpExecArray, l10n: Translator): Finding {
  const name = match[2]!;
  return {
    code: 'variable-undefined',
    severity: 'warning',
    message: l10n.t(
      'The block stops here, and nobody is asked for {0}: only declared variables are, and nothing that ran before hands it on.',
      name,
    ),
    range: script.range(match.index, match.index + match[0].length),
    fixes: declaringFixes(text, name, l10n),
  };
}

function declaringFixes(text: RunbookText, name: string, l10n: Translator): Fix[] {
  const edit = declareVariable(text, name, false);
  const title = l10n.t('Declare {0} in the front matter, so that it is asked for', name);
  return edit ? [{ title, edits: [edit] }] : [];
}

/** `variables` may be a list of names, a list of maps with a `name`, or a map of names. */
function declaredNames(value: unknown): readonly string[] {
  if (value instanceof Map) return [...value.keys()].map(String);
  if (!Array.isArray(value)) return typeof value === 'string' ? [value] : [];
  return value.map((item: unknown) => String(item instanceof Map ? item.get('name') : item));
}
