import { notKnown } from './commandLine.ts';
import { judgeScript } from './judgeShell.ts';
import { judgeTool } from './judgeTool.ts';
import type { NamedTarget } from './risk.ts';
import { ruleOf } from './rules/index.ts';
import { UNKNOWN } from './shellWords.ts';
import { verdict, worst, type Surroundings, type Verdict } from './verdict.ts';
import type { Wrapper } from './wrappers.ts';

/** Whether the words of its own that make it a wrapper are there: the `exec` of kubectl. */
export function verbFits({ verb, names, values = '' }: Wrapper, rest: readonly string[]): boolean {
  if (!verb) return names.length > 0;
  const rule = ruleOf(names[0] ?? '');
  const takes = `${values} ${rule?.values ?? ''} ${rule?.target ?? ''}`.split(' ').filter(Boolean);
  const switches = (rule?.switches ?? '').split(' ');
  let at = 0;
  for (const [index, word] of rest.entries()) {
    const option = rest[index - 1] ?? '';
    if (word.startsWith('-') || takes.includes(option)) continue;
    if (word === verb[at]) {
      if (++at === verb.length) return true;
      continue;
    }
    // Another verb: `run` behind it is the name of something. Behind an option that is not known it may be a value.
    if (!option.startsWith('-') || option.includes('=') || switches.includes(option)) return false;
  }
  return false;
}

/**
 * What a command does that runs another one: at least what that does.
 * @param judge Judges the command inside.
 */
export function judgeWrapped(
  wrapper: Wrapper,
  name: string,
  all: readonly string[],
  around: Surroundings,
  judge: (words: readonly string[], around: Surroundings) => Verdict,
): Verdict {
  // What takes the words of its command from its input leaves it nothing to read.
  const input = wrapper.appends ? null : around.input;
  const inner: Surroundings = { ...around, input, depth: around.depth + 1 };
  const takes = new Set((wrapper.values ?? '').split(' '));
  const switches = new Set((wrapper.switches ?? '').split(' '));
  const scripts = (wrapper.scripts ?? '').split(' ');
  const found: Verdict[] = [];
  const rule = wrapper.verb && ruleOf(name);
  if (rule) {
    const judged = judgeTool(rule, all, null);
    // A dry run starts nothing.
    if (wrapper.floor && rule.harmless && judged.risk === 'read-only')
      return { ...verdict(judged), touches: rule.touches ? [rule.touches] : [], named: judged.named ?? [] };
    found.push({
      risk: wrapper.floor ?? 'read-only',
      reason: 'Runs a command elsewhere.',
      touches: rule.touches ? [rule.touches] : [],
      named: judged.named ?? [],
    });
    if (all.includes('--privileged'))
      found.push(verdict({ risk: 'destructive', reason: 'Gives a container the whole machine.' }));
  }
  if (wrapper.floor)
    found.push(verdict({ risk: wrapper.floor, reason: ['Runs a command through {0}.', name] }));
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
  let unsure = false;
  let before: string[] = [];
  let starts: string[][] = [];
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
      if (wrapper.before === option) before = wordsIn(value.length > 0 ? value.join('=') : words[at + 1]);
      // `-n1` has its value with it.
      const glued = /^-[A-Za-z]\d+[smhd]?$/.test(word) && takes.has(word.slice(0, 2));
      const known = takes.has(word) || switches.has(word) || value.length > 0 || glued;
      if (takes.has(word)) at += 1;
      // It may take the next word or not: both are looked at.
      else if (!known && at + 2 < words.length) starts.push(words.slice(at + 2));
      if (!known) unsure = true;
      continue;
    }
    if (wrapper.assigns && /^[A-Za-z_]\w*=/.test(word)) continue;
    if (operands > 0) {
      operands -= 1;
      // What stands behind an image is the program’s, options too.
      if (operands === 0 && wrapper.before !== undefined) {
        starts.push(...(unsure ? [at + 1, at + 2] : [at + 1]).map(from => words.slice(from)));
        break;
      }
      if (wrapper.names.includes('ssh'))
        found.push({ ...verdict({ risk: 'read-only', reason: 'Only looks.' }), named: [hostNamed(word)] });
      continue;
    }
    starts.push(words.slice(at));
    break;
  }
  starts = starts.map(start => [...before, ...start]).filter(start => start.length > 0);
  const replaced = wrapper.appends ? replacement(words) : null;
  for (const start of starts) {
    words = start.map(word =>
      replaced !== null && word.includes(replaced) ? word.split(replaced).join(UNKNOWN) : word,
    );
    const values = words.findIndex(word => /^::::?\+?$/.test(word));
    // The values of parallel are put after the script, or nowhere: it is looked at without them, too.
    if (wrapper.joins && values > 0) found.push(judgeScript(words.slice(0, values).join(' '), inner));
    if (words.length === 0) continue;
    if (wrapper.appends) words.push(UNKNOWN);
    found.push(
      wrapper.joins && /[\s;|&$`<>()'"\\]/.test(words.join(''))
        ? judgeScript(words.join(' '), inner)
        : judge(words, inner),
    );
  }
  if (starts.length === 0 && !ends) {
    // No command: a shell that is given its input, or a person’s.
    const reads = !wrapper.asksForInput || all.some(word => /^-[a-z]*i|^--(?:stdin|interactive)$/.test(word));
    if (around.input !== null && reads && wrapper.bare !== 'read-only')
      found.push(judgeScript(around.input, { ...inner, input: null }));
    found.push(
      verdict({
        risk: wrapper.bare,
        reason: wrapper.bare === 'read-only' ? 'Only looks.' : ['Opens a shell through {0}.', name],
      }),
    );
  }
  return found.length === 0
    ? verdict({ risk: wrapper.bare, reason: ['Runs through {0}.', name] })
    : worst(found);
}

/** An entrypoint: a program, words with spaces between them, or a list in JSON. */
function wordsIn(text = ''): string[] {
  return text
    .replace(/[[\]",']/g, ' ')
    .split(' ')
    .filter(Boolean);
}

function hostNamed(word: string): NamedTarget {
  const host = word.replace(/^ssh:\/\//, '').replace(/^[^@]*@/, '');
  return { kind: 'host', name: notKnown(word) ? null : host };
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
