import { notKnown } from './commandLine.ts';
import { HIDDEN, UNKNOWN } from './shellWords.ts';
import { obscured, verdict, worst, type Surroundings, type Verdict } from './verdict.ts';

/** Commands inside each other. */
export const deepestCommand = 12;

/** A script that stands in the words of a command. */
export function judgeScript(text: string, around: Surroundings): Verdict {
  if (around.depth >= deepestCommand) return verdict(obscured);
  if (/^[\s\0\u0001]*$/.test(text) && notKnown(text))
    return verdict({ risk: 'destructive', reason: 'Runs a script that cannot be seen here.' });
  if (text.includes(HIDDEN))
    return verdict({ risk: 'destructive', reason: 'Runs a script that is made of something hidden.' });
  return around.script(text, around.input);
}

/** A script that is read from a file. */
export function judgeFile(file: string | undefined, around: Surroundings): Verdict {
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

/** `bash -c …`, `sh file`, or a shell that reads its input. */
export function judgeShell(rest: readonly string[], around: Surroundings): Verdict {
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
          ? [judgeScript(around.input, { ...inner, input: null })]
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
