import { notKnown } from './commandLine.ts';
import { databaseTargets, switchedTargets } from './extraTargets.ts';
import { judgeInterpreter, judgeProgram, judgeSed } from './judgeLanguages.ts';
import { deepestCommand, judgeFile, judgeScript, judgeShell } from './judgeShell.ts';
import { judgeTool } from './judgeTool.ts';
import { judgeWrapped, verbFits } from './judgeWrapped.ts';
import type { TargetKind } from './risk.ts';
import { ruleOf } from './rules/index.ts';
import { settingsOf } from './settingVariables.ts';
import { HIDDEN, UNKNOWN } from './shellWords.ts';
import { changedBy, obscured, verdict, worst, type Surroundings, type Verdict } from './verdict.ts';
import { interpreters, shells, wrappers } from './wrappers.ts';

const systemPath = /^(?:\/(?:usr\/)?(?:local\/)?s?bin\/|\/opt\/homebrew\/bin\/|\/snap\/bin\/)[^/]+$/;

/** What one simple command may do at most. The words are without quotes; the first is the command. */
export function judgeCommand(words: readonly string[], around: Surroundings): Verdict {
  const [first = '', ...rest] = words;
  if (first === '') return verdict({ risk: 'read-only', reason: 'Only sets variables.' });
  if (around.depth > deepestCommand) return verdict(obscured);
  if (/^[A-Za-z_]\w*\+?=/.test(first) && rest.length > 0) return judgeCommand(rest, around);
  const name = first.split('/').at(-1)!;
  if (
    name === '' ||
    notKnown(name) ||
    /[*?[\]{}]/.test(name.replace(/^\[$/, '').replace(/^test$/, '')) ||
    (notKnown(first) && /^[\0\u0001]+$/.test(first))
  )
    return verdict(obscured);
  const own = around.own.get(first);
  if (own && !ruleOf(name)) return judgeOwn(own, around);
  const judged = judgeNamed(
    name.toLowerCase() === name ? name : ruleOf(name) ? name : name.toLowerCase(),
    rest,
    around,
  );
  const { named, loads } = settingsOf(name, rest);
  const found = {
    ...judged,
    named: [...judged.named, ...named],
    loads: loads || judged.loads === true,
  };
  // Another program of the same name: what is known of the name does not hold.
  if (first.includes('/') && !systemPath.test(first))
    return worst([found, verdict({ risk: 'changing', reason: 'A program outside the system’s folders.' })]);
  return found;
}

/** A function is judged where it stands; here only for what its commands are given to read. */
function judgeOwn(bodies: readonly string[], around: Surroundings): Verdict {
  const calls = verdict({ risk: 'read-only', reason: 'Calls a function of this block.' });
  if (around.input === null) return calls;
  return worst([calls, ...bodies.map(body => judgeScript(body, { ...around, depth: around.depth + 1 }))]);
}

function judgeNamed(name: string, rest: readonly string[], around: Surroundings): Verdict {
  const wrapper = wrappers.find(one => one.names.includes(name) && verbFits(one, rest));
  if (wrapper) {
    const judged = judgeWrapped(wrapper, name, rest, around, judgeCommand);
    const elsewhere = wrapper.verb !== undefined || wrapper.names.includes('ssh');
    return elsewhere ? insideAnother(judged, ruleOf(name)?.touches) : judged;
  }
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
  if (name === 'source' || name === '.') return { ...judgeFile(rest[0], around), loads: rest.length > 0 };
  if (shells.has(name)) return judgeShell(rest, around);
  if (interpreters.has(name)) return judgeInterpreter(rest, around);
  if (name === 'find' || name === 'fd' || name === 'gfind' || name === 'fdfind')
    return judgeFind(rest, around);
  if (/^[gmn]?awk$/.test(name))
    return judgeProgram(rest, /system\s*\(|\||getline|>|@load|@include|-i\b/, around);
  if (name === 'sed' || name === 'gsed') return judgeSed(rest, around);
  // Its options are its own: `-f` of docker takes no value, that of `docker compose` does.
  const isCompose = /^(?:docker|podman)$/.test(name) && rest[0] === 'compose';
  const rule = ruleOf(isCompose ? 'docker-compose' : name);
  const switched = switchedTargets(name, rest, rule);
  if (!rule) {
    const judged = judgeUnknown(name, rest, around);
    return { ...judged, named: [...judged.named, ...switched] };
  }
  const judged = judgeTool(rule, isCompose ? rest.slice(1) : rest, around.input);
  const elsewhere = judged.risk === 'read-only' && switched.length > 0;
  return {
    risk: elsewhere ? 'changing' : judged.risk,
    reason: elsewhere ? 'Changes which cluster commands go to.' : judged.reason,
    touches: rule.touches ? [rule.touches] : [],
    named: [...(judged.named ?? []), ...switched, ...databaseTargets(name, rest, rule)],
  };
}

/** In a container, or on another machine: a file that is read there says nothing of where other commands act. */
function insideAnother(found: Verdict, place: TargetKind | undefined): Verdict {
  const unknown = found.loads ? changedBy(found).filter(kind => kind !== place) : [];
  return {
    ...found,
    named: [...found.named, ...unknown.map(kind => ({ kind, name: null }))],
    // What changes something in it, changes it.
    changes: found.risk === 'read-only' ? [] : found.touches,
    loads: false,
  };
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

/** Not known: never less than changing, and as bad as any command that stands in its words. */
function judgeUnknown(name: string, rest: readonly string[], around: Surroundings): Verdict {
  const inner: Surroundings = { ...around, depth: around.depth + 4 };
  const found = [verdict({ risk: 'changing', reason: ['“{0}” is not known here.', name.slice(0, 40)] })];
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
      found.push(around.depth < 6 ? around.script(word, around.input) : verdict(obscured));
    if (word.includes(HIDDEN)) found.push(verdict(obscured));
  }
  if (around.input?.includes(HIDDEN)) found.push(verdict(obscured));
  return worst(found);
}
