import { notKnown } from './commandLine.ts';
import { HIDDEN, UNKNOWN } from './shellWords.ts';
import { obscured, verdict, worst, type Surroundings, type Verdict } from './verdict.ts';

const dangerousCall =
  /\b(?:system|exec[lv]?p?e?|popen|spawn\w*|subprocess|check_(?:call|output)|unlink\w*|rmtree|rmdir|remove\w*|rm(?:Sync|_rf|_r|_f)?|truncate|rename|delete\w*|drop|kill\w*|shutil|FileUtils|child_process|eval|exec|fork|socket|b64decode|pack|decode\w*|fromCharCode|getattr|__import__|open|write\w*|Deno|require|passthru|shell_exec|proc_open|chr)\b|`|qx\b/i;

/** `python -c …` and its like. */
export function judgeInterpreter(rest: readonly string[], around: Surroundings): Verdict {
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

/** awk. */
export function judgeProgram(rest: readonly string[], dangerous: RegExp, around: Surroundings): Verdict {
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
      around.script(':', null),
    ]);
  if (/>\s*["/$a-z]/.test(code) && /print/.test(code) && dangerous.test(code) && />\s*"/.test(code))
    return verdict({ risk: 'changing', reason: 'Writes a file.' });
  return verdict({ risk: 'read-only', reason: 'Only looks.' });
}

export function judgeSed(rest: readonly string[], around: Surroundings): Verdict {
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
      around.script(':', null),
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
