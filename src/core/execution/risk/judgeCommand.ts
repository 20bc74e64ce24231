import { notKnown } from './commandLine.ts';
import { judgeTool, type Judgement } from './judgeTool.ts';
import { worse, type NamedTarget, type RiskClass, type TargetKind } from './risk.ts';
import { ruleOf } from './rules/index.ts';
import { HIDDEN, UNKNOWN } from './shellWords.ts';
import { interpreters, shells, wrappers, type Wrapper } from './wrappers.ts';

/** What reading a command led to. */
export interface Verdict {
  readonly risk: RiskClass;
  readonly reason: string;
  readonly touches: readonly TargetKind[];
  readonly named: readonly NamedTarget[];
}

export interface Surroundings {
  /** What the command reads: the text where it is known, UNKNOWN where it is not, null where nothing is piped in. */
  readonly input: string | null;
  /** Names of the block’s own functions and aliases: their bodies are judged where they stand. */
  readonly own: ReadonlySet<string>;
  /** Judges a script inside the command. */
  readonly script: (text: string) => Verdict;
  readonly depth: number;
}

const obscured: Judgement = {
  risk: 'destructive',
  reason: 'Which command this is, is only known when it runs.',
};
const systemPath = /^(?:\/(?:usr\/)?(?:local\/)?s?bin\/|\/opt\/homebrew\/bin\/|\/snap\/bin\/)[^/]+$/;
const deepest = 12;

/** What one simple command may do at most. The words are without quotes; the first is the command. */
export function judgeCommand(words: readonly string[], around: Surroundings): Verdict {
  const [first = '', ...rest] = words;
  if (first === '') return verdict({ risk: 'read-only', reason: 'Only sets variables.' });
  if (around.depth > deepest) return verdict(obscured);
  if (/^[A-Za-z_]\w*\+?=/.test(first) && rest.length > 0) return judgeCommand(rest, around);
  const name = first.split('/').at(-1)!;
  if (
    name === '' ||
    notKnown(name) ||
    /[*?[\]{}]/.test(name.replace(/^\[$/, '').replace(/^test$/, '')) ||
    (notKnown(first) && /^[\0\u0001]+$/.test(first))
  )
    return verdict(obscured);
  if (around.own.has(first) && !ruleOf(name))
    return verdict({ risk: 'read-only', reason: 'Calls a function of this block.' });
  const found = judgeNamed(
    name.toLowerCase() === name ? name : ruleOf(name) ? name : name.toLowerCase(),
    rest,
    around,
  );
  // Another program of the same name: what is known of the name does not hold.
  if (first.includes('/') && !systemPath.test(first))
    return worst([found, verdict({ risk: 'changing', reason: 'A program outside the system’s folders.' })]);
  return found;
}

function judgeNamed(name: string, rest: readonly string[], around: Surroundings): Verdict {
  const wrapper = wrappers.find(one => one.names.includes(name) && verbFits(one, rest));
  if (wrapper) return judgeWrapped(wrapper, name, rest, around);
  if (name === 'eval') return judgeScript(rest.join(' '), around);
  if (name === 'trap' || name === 'bind' || name === 'complete') {
    const [script = '', ...signals] = rest.filter(word => !/^-[lpx-]+$/.test(word));
    return signals.length === 0
      ? verdict({ risk: 'read-only', reason: 'Only looks.' })
      : worst([
          judgeScript(script, around),
          verdict({ risk: 'read-only', reason: 'Runs a command at the end.' }),
        ]);
  }
  if (name === 'alias')
    return worst([
      verdict({ risk: 'read-only', reason: 'Names commands.' }),
      ...rest.flatMap(word =>
        word.includes('=') ? [judgeScript(word.slice(word.indexOf('=') + 1), around)] : [],
      ),
    ]);
  if (name === 'mapfile' || name === 'readarray')
    return worst([
      verdict({ risk: 'read-only', reason: 'Reads lines.' }),
      ...rest.flatMap((word, at) =>
        word.startsWith('-C') ? [judgeScript(word.slice(2) || (rest[at + 1] ?? UNKNOWN), around)] : [],
      ),
    ]);
  if (/^(?:export|declare|typeset|readonly|local|unset|unalias)$/.test(name))
    return verdict({ risk: 'read-only', reason: 'Only sets variables.' });
  if (name === 'source' || name === '.') return judgeFile(rest[0], around);
  if (shells.has(name)) return judgeShell(rest, around);
  if (interpreters.has(name)) return judgeInterpreter(rest, around);
  if (name === 'find' || name === 'fd' || name === 'gfind' || name === 'fdfind')
    return judgeFind(rest, around);
  if (/^[gmn]?awk$/.test(name))
    return judgeProgram(rest, /system\s*\(|\||getline|>|@load|@include|-i\b/, around);
  if (name === 'sed' || name === 'gsed') return judgeSed(rest, around);
  const rule = ruleOf(name);
  if (!rule) return judgeUnknown(name, rest, around);
  const judged = judgeTool(rule, rest, around.input);
  const named = [...(judged.named ?? []), ...extraTargets(name, rest, rule.touches)];
  const found: Verdict = {
    risk: judged.risk,
    reason: judged.reason,
    touches: rule.touches ? [rule.touches] : [],
    named,
  };
  return found;
}

/** A context that is switched to, or an address, names the target as an option would. */
function extraTargets(name: string, rest: readonly string[], touches: TargetKind | undefined): NamedTarget[] {
  const targets: NamedTarget[] = [];
  const add = (kind: TargetKind, value: string | undefined) => {
    if (value !== undefined) targets.push({ kind, name: notKnown(value) ? null : value });
  };
  if (name === 'kubectx')
    add(
      'kubernetes',
      rest.find(word => !word.startsWith('-')),
    );
  const at = rest.findIndex(word => word === 'use-context' || word === 'set-context');
  if (touches === 'kubernetes' && at >= 0) add('kubernetes', rest[at + 1]);
  const project = rest.indexOf('project');
  if (name === 'gcloud' && rest.includes('set') && project >= 0) add('gcloud', rest[project + 1]);
  if (touches === 'database')
    for (const word of rest) {
      const host = /^[a-z0-9+]+:\/\/(?:[^@/]*@)?([^/?:]+)/.exec(word)?.[1];
      if (host !== undefined) add('database', host);
    }
  return targets;
}

function verbFits({ verb, names }: Wrapper, rest: readonly string[]): boolean {
  if (!verb) return names.length > 0;
  let at = 0;
  for (const word of rest) if (word === verb[at] && ++at === verb.length) return true;
  return false;
}

function judgeWrapped(wrapper: Wrapper, name: string, all: readonly string[], around: Surroundings): Verdict {
  const inner: Surroundings = { ...around, depth: around.depth + 1 };
  const takes = new Set((wrapper.values ?? '').split(' '));
  const switches = new Set((wrapper.switches ?? '').split(' '));
  const scripts = (wrapper.scripts ?? '').split(' ');
  const found: Verdict[] = [];
  const rule = wrapper.verb && ruleOf(name);
  if (rule) {
    const judged = judgeTool(rule, all, null);
    found.push({
      risk: wrapper.floor ?? 'read-only',
      reason: 'Runs a command elsewhere.',
      touches: rule.touches ? [rule.touches] : [],
      named: judged.named ?? [],
    });
    if (all.includes('--privileged'))
      found.push(verdict({ risk: 'destructive', reason: 'Gives a container the whole machine.' }));
  }
  if (wrapper.floor) found.push(verdict({ risk: wrapper.floor, reason: `Runs a command through ${name}.` }));
  if (name === 'command' && /^-[vV]$/.test(all[0] ?? ''))
    return verdict({ risk: 'read-only', reason: 'Only looks.' });
  if (/^(?:unshare|nsenter|chroot|su|runuser)$/.test(name) && all.length === 0)
    return verdict({ risk: wrapper.bare, reason: 'Opens a shell.' });

  let words = [...all];
  if (wrapper.verb) for (const verb of wrapper.verb) words.splice(words.indexOf(verb), 1);
  if (name === 'ssh')
    for (const [at, word] of words.entries())
      if (/^-o/.test(word) && /(?:ProxyCommand|LocalCommand)/i.test(word + (words[at + 1] ?? '')))
        found.push(verdict({ risk: 'destructive', reason: 'ssh runs another command on this machine.' }));
  let operands = wrapper.operands ?? 0;
  let ends = false;
  const starts: string[][] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const [option = '', ...value] = word.split('=');
    if ((scripts.includes(option) && option !== '') || (scripts.includes('-c') && /^-[a-z]*c$/.test(word))) {
      const text =
        value.length > 0
          ? value.join('=')
          : [
              words[at + 1] ?? UNKNOWN,
              ...(option === '-S' || option === '--split-string' ? words.slice(at + 2) : []),
            ].join(' ');
      found.push(judgeScript(text, inner));
      if (value.length === 0) at += 1;
      ends = true;
      continue;
    }
    if (scripts.includes('-S') && word.startsWith('-S') && word.length > 2) {
      found.push(judgeScript([word.slice(2), ...words.slice(at + 1)].join(' '), inner));
      ends = true;
      break;
    }
    if (word === '--') {
      // What stands before it were operands, however many.
      starts.push(words.slice(at + 1 + (wrapper.verb ? 0 : operands)));
      ends = true;
      break;
    }
    if (word.startsWith('-') && word.length > 1) {
      const known = takes.has(word) || switches.has(word) || value.length > 0;
      if (takes.has(word)) at += 1;
      // It may take the next word or not: both are looked at.
      else if (!known && at + 2 < words.length) starts.push(words.slice(at + 2));
      continue;
    }
    if (wrapper.assigns && /^[A-Za-z_]\w*=/.test(word)) continue;
    if (operands > 0) {
      operands -= 1;
      continue;
    }
    starts.push(words.slice(at));
    break;
  }
  const replaced = wrapper.appends ? replacement(words) : null;
  for (const start of starts) {
    words = start.map(word =>
      replaced !== null && word.includes(replaced) ? word.split(replaced).join(UNKNOWN) : word,
    );
    if (words.length === 0) continue;
    if (wrapper.appends) words.push(UNKNOWN);
    found.push(
      wrapper.joins && /[\s;|&$`<>()'"\\]/.test(words.join(''))
        ? judgeScript(words.join(' '), inner)
        : judgeCommand(words, wrapper.appends ? { ...inner, input: null } : inner),
    );
  }
  if (starts.length === 0 && !ends) {
    // No command: a shell that is given its input, or a person’s.
    if (around.input !== null && wrapper.bare !== 'read-only') found.push(judgeScript(around.input, inner));
    found.push(
      verdict({
        risk: wrapper.bare,
        reason: wrapper.bare === 'read-only' ? 'Only looks.' : `Opens a shell through ${name}.`,
      }),
    );
  }
  return found.length === 0 ? verdict({ risk: wrapper.bare, reason: `Runs through ${name}.` }) : worst(found);
}

/** What `xargs -I {}` and parallel put the operand in place of. */
function replacement(words: readonly string[]): string | null {
  for (const [at, word] of words.entries()) {
    if (word === '-I' || word === '--replace') return words[at + 1] ?? '{}';
    if (word.startsWith('-I')) return word.slice(2);
    if (word === '-i') return '{}';
  }
  return '{}';
}

function judgeScript(text: string, around: Surroundings): Verdict {
  if (around.depth >= deepest) return verdict(obscured);
  if (/^[\s\0\u0001]*$/.test(text) && notKnown(text))
    return verdict({ risk: 'destructive', reason: 'Runs a script that cannot be seen here.' });
  if (text.includes(HIDDEN))
    return verdict({ risk: 'destructive', reason: 'Runs a script that is made of something hidden.' });
  return around.script(text);
}

function judgeFile(file: string | undefined, around: Surroundings): Verdict {
  if (file === undefined) return verdict({ risk: 'read-only', reason: 'Only looks.' });
  if (file.includes(HIDDEN))
    return verdict({ risk: 'destructive', reason: 'Runs a script that cannot be seen here.' });
  if (/^(?:\/dev\/(?:stdin|fd\/0)|\/proc\/self\/fd\/0|-)$/.test(file)) return judgeInput(around);
  return verdict({ risk: 'changing', reason: 'Runs a file whose text is not looked at here.' });
}

function judgeInput(around: Surroundings): Verdict {
  return around.input === null
    ? verdict({ risk: 'changing', reason: 'Opens a shell.' })
    : judgeScript(around.input, { ...around, input: null, depth: around.depth + 1 });
}

function judgeShell(rest: readonly string[], around: Surroundings): Verdict {
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at]!;
    if (/^-[a-zA-Z]*c[a-zA-Z]*$/.test(word) || /^-(?:c|command|Command|EncodedCommand|e|enc)$/i.test(word)) {
      const script = rest.slice(at + 1).find(next => !/^[-+]/.test(next)) ?? UNKNOWN;
      // The words after it are its $0, $1 and so on.
      const values = rest.slice(rest.indexOf(script, at) + 1);
      const filled =
        values.length > 0
          ? script.replace(/\$\{?(?:[0-9]|@|\*)\}?|"\$@"/g, name =>
              /[@*]/.test(name) ? values.join(' ') : (values[Number(/\d/.exec(name)?.[0])] ?? UNKNOWN),
            )
          : script;
      const inner = { ...around, depth: around.depth + 1 };
      return worst([
        judgeScript(filled, inner),
        ...(around.input !== null && /(?:^|[\s;|&])(?:sh|bash|eval|source|\.|xargs)\b/.test(script)
          ? [judgeScript(around.input, inner)]
          : []),
      ]);
    }
    if (word === '-s' || word === '-') return judgeInput(around);
    if (/^(?:--rcfile|--init-file|-o|-O|\+O|\+o)$/.test(word)) {
      if (word.startsWith('--')) return judgeFile(rest[at + 1], around);
      at += 1;
    } else if (/^--(?:version|help)$/.test(word))
      return verdict({ risk: 'read-only', reason: 'Only looks.' });
    else if (!/^[-+]/.test(word)) return judgeFile(word, around);
    else if (/^-[a-zA-Z]*s/.test(word)) return judgeInput(around);
    else if (/^-[a-zA-Z]*n[a-zA-Z]*$/.test(word) && !rest.some(other => /c/.test(other))) continue;
  }
  return judgeInput(around);
}

const dangerousCall =
  /\b(?:system|exec[lv]?p?e?|popen|spawn\w*|subprocess|check_(?:call|output)|unlink\w*|rmtree|rmdir|remove\w*|rm(?:Sync|_rf|_r|_f)?|truncate|rename|delete\w*|drop|kill\w*|shutil|FileUtils|child_process|eval|exec|fork|socket|b64decode|pack|decode\w*|fromCharCode|getattr|__import__|open|write\w*|Deno|require|passthru|shell_exec|proc_open|chr)\b|`|qx\b/i;

function judgeInterpreter(rest: readonly string[], around: Surroundings): Verdict {
  const scripts: string[] = [];
  for (const [at, word] of rest.entries()) {
    if (/^-(?:[a-zA-Z]*[ceErpn]|-eval|-print|-execute|-command)$/.test(word))
      scripts.push(rest[at + 1] ?? UNKNOWN);
    if (/^-[a-zA-Z]*i/.test(word) && !/^-(?:mjson|m)/.test(word)) scripts.push('write');
    if (word === '-m')
      return /^(?:json\.tool|timeit|this|platform|calendar|base64|site|zipfile)$/.test(rest[at + 1] ?? '')
        ? verdict({ risk: 'read-only', reason: 'Only looks.' })
        : verdict({ risk: 'changing', reason: 'Runs a module that is not looked at here.' });
    if (word.includes(HIDDEN)) scripts.push(HIDDEN);
  }
  if (rest.some(word => /^(?:-V|-v|--version|--help)$/.test(word)) && rest.length === 1)
    return verdict({ risk: 'read-only', reason: 'Only looks.' });
  if (scripts.length === 0 && !rest.some(word => !word.startsWith('-')) && around.input !== null)
    scripts.push(around.input);
  if (rest.includes('-') && around.input !== null) scripts.push(around.input);
  if (scripts.some(text => notKnown(text) || dangerousCall.test(text)))
    return verdict({
      risk: 'destructive',
      reason: 'A script in another language that deletes, starts programs, or cannot be seen.',
    });
  return verdict({ risk: 'changing', reason: 'Runs a script in another language.' });
}

function judgeFind(rest: readonly string[], around: Surroundings): Verdict {
  const found: Verdict[] = [verdict({ risk: 'read-only', reason: 'Only looks.' })];
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at]!;
    if (word.includes(HIDDEN)) found.push(verdict(obscured));
    if (word === '-delete') found.push(verdict({ risk: 'destructive', reason: 'Deletes what it finds.' }));
    if (/^-f(?:print|ls)/.test(word)) found.push(verdict({ risk: 'changing', reason: 'Writes a file.' }));
    if (!/^(?:-exec|-execdir|-ok|-okdir|-x|-X|--exec|--exec-batch)$/.test(word)) continue;
    const from = at + 1;
    const end = rest.findIndex(
      (one, index) => index >= from && (one === ';' || (one === '+' && rest[index - 1]?.includes('{}'))),
    );
    const words = rest.slice(from, end < 0 ? undefined : end).map(one => one.split('{}').join(UNKNOWN));
    found.push(judgeCommand(words, { ...around, input: null, depth: around.depth + 1 }));
    at = end < 0 ? rest.length : end;
  }
  return worst(found);
}

function judgeProgram(rest: readonly string[], dangerous: RegExp, around: Surroundings): Verdict {
  const file = rest.some(word => /^(?:-f|--file|-E|--exec|-i|--include|-l|--load)/.test(word));
  if (file) return verdict({ risk: 'changing', reason: 'Runs a file whose text is not looked at here.' });
  const at = rest.findIndex((word, index) => !word.startsWith('-') && !/^-[vF]$/.test(rest[index - 1] ?? ''));
  const program = at < 0 ? UNKNOWN : rest[at]!;
  if (rest.some(word => word.includes(HIDDEN)) || program.replace(/[^\0]/g, '') === program)
    return verdict(obscured);
  const code = program.replace(/\/(?:[^/\\]|\\.)*\//g, '//');
  if (/system\s*\(|\|\s*getline|\||@load/.test(code.replace(/\|\|/g, '')))
    return worst([
      verdict({ risk: 'destructive', reason: 'Starts other programs from within.' }),
      around.script(':'),
    ]);
  if (/>\s*["/$a-z]/.test(code) && /print/.test(code) && dangerous.test(code) && />\s*"/.test(code))
    return verdict({ risk: 'changing', reason: 'Writes a file.' });
  return verdict({ risk: 'read-only', reason: 'Only looks.' });
}

function judgeSed(rest: readonly string[], around: Surroundings): Verdict {
  if (rest.some(word => word.includes(HIDDEN))) return verdict(obscured);
  const texts = rest.filter((word, at) => !word.startsWith('-') || /^-[nrEsuz]*e$/.test(rest[at - 1] ?? ''));
  const script = texts
    .filter((_, at) => at === 0 || rest.some(word => /^(?:-[nrEsuz]*e|--expression)/.test(word)))
    .concat(rest.filter(word => word.startsWith('--expression=')))
    .join('\n');
  if (
    /(?:^|[;{}\n\d$/])\s*e(?:\s|$)/.test(script) ||
    /s(.)(?:(?!\1)[^\\]|\\.)*\1(?:(?!\1)[^\\]|\\.)*\1[gpimIM0-9]*e/.test(script)
  )
    return worst([
      verdict({ risk: 'destructive', reason: 'Runs its result as a command.' }),
      around.script(':'),
    ]);
  if (rest.some(word => /^-[nrEsuz]*i/.test(word) || word.startsWith('--in-place')))
    return verdict({ risk: 'changing', reason: 'Changes files in place.' });
  if (
    /(?:^|[;{}\n\d$/])\s*[wW]\s*\S/.test(script) ||
    /s(.)(?:(?!\1)[^\\]|\\.)*\1(?:(?!\1)[^\\]|\\.)*\1[gpimIM0-9]*w/.test(script) ||
    rest.some(word => /^(?:-f|--file)/.test(word))
  )
    return verdict({ risk: 'changing', reason: 'May write a file.' });
  return verdict({ risk: 'read-only', reason: 'Only looks.' });
}

/** Not known: never less than changing, and as bad as any command that stands in its words. */
function judgeUnknown(name: string, rest: readonly string[], around: Surroundings): Verdict {
  const inner: Surroundings = { ...around, depth: around.depth + 4 };
  const found = [verdict({ risk: 'changing', reason: `“${name.slice(0, 40)}” is not known here.` })];
  for (const [at, word] of rest.slice(0, 40).entries()) {
    const tool = word.split('/').at(-1)!;
    const known =
      tool !== '.' &&
      tool !== ':' &&
      !/^(?:list|show|test|true|false|\[)$/.test(tool) &&
      (ruleOf(tool) ??
        (shells.has(tool) ||
          interpreters.has(tool) ||
          tool === 'eval' ||
          tool === 'find' ||
          wrappers.some(one => one.names.includes(tool))));
    if (known) found.push(judgeCommand(rest.slice(at), inner));
    else if (/\s/.test(word) && /^\s*[\w./\\"'$]+[\s;]/.test(word))
      found.push(around.depth < 6 ? around.script(word) : verdict(obscured));
    if (word.includes(HIDDEN)) found.push(verdict(obscured));
  }
  if (around.input?.includes(HIDDEN)) found.push(verdict(obscured));
  return worst(found);
}

export function verdict({ risk, reason }: Judgement): Verdict {
  return { risk, reason, touches: [], named: [] };
}

/** The worst of them, with the targets of all. */
export function worst(found: readonly Verdict[]): Verdict {
  let [result = verdict({ risk: 'read-only', reason: 'Only looks.' })] = found;
  for (const one of found)
    if (one.risk !== result.risk && worse(one.risk, result.risk) === one.risk) result = one;
  return { ...result, touches: found.flatMap(one => one.touches), named: found.flatMap(one => one.named) };
}
