import { declareVariable } from './declareVariable.ts';
import type { Finding, Fix, Translator } from './finding.ts';
import type { RunbookText } from './runbookText.ts';
import { shellText } from './shellText.ts';

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

/** Variables that a block uses and that nothing in sight gives a value to. */
export function variableRule(text: RunbookText, l10n: Translator): Finding[] {
  const { blocks, fields } = text;
  const scripts = blocks
    .filter(({ block }) => block.interpreter !== null && ['bash', 'sh', 'zsh'].includes(block.interpreter))
    .map(script => ({ script, shell: shellText(script.block.code) }));
  if (scripts.some(({ shell }) => bringsMore.test(shell.commands))) return [];

  const known = new Set(declaredNames(fields?.find(({ name }) => name === 'variables')?.value));
  for (const { shell } of scripts) {
    for (const pattern of [assignment, loop])
      for (const match of shell.commands.matchAll(pattern)) known.add(match[1]!);
    for (const match of shell.commands.matchAll(builtin))
      for (const word of match[1]!.split(/[\s=]+/)) if (/^[A-Za-z_]\w*$/.test(word)) known.add(word);
    // `${NAME:?…}`, `${NAME:-…}`: its writer thought of the case.
    for (const match of shell.expanding.matchAll(use)) if (match[3]) known.add(match[2]!);
  }

  const findings: Finding[] = [];
  for (const { script, shell } of scripts) {
    const told = new Set<string>();
    for (const match of shell.expanding.matchAll(use)) {
      const name = match[1] ?? match[2];
      if (name === undefined || known.has(name) || common.test(name) || told.has(name)) continue;
      told.add(name);
      const plain = match[0] === `$${name}` || shell.expanding.startsWith(`\${${name}}`, match.index);
      const length = match[0].startsWith('${') && plain ? match[0].length + 1 : match[0].length;
      const range = script.range(match.index, match.index + length);
      const newText = `\${${name}:?${l10n.t('Set {0}, then run this again', name)}}`;
      findings.push({
        code: 'variable-undefined',
        severity: 'warning',
        message: l10n.t(
          'Nothing in this runbook sets the variable {0}, and no environment is known to: the block would run with nothing in its place.',
          name,
        ),
        range,
        fixes: [
          ...(plain
            ? [
                {
                  title: l10n.t('Stop with a message where {0} is not set', name),
                  edits: [{ range, newText }],
                },
              ]
            : []),
          ...declaring(text, name, l10n),
        ],
      });
    }
  }
  return findings;
}

function declaring(text: RunbookText, name: string, l10n: Translator): Fix[] {
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
