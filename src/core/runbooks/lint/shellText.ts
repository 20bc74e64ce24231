/** A script seen twice, unit for unit as long as the script, so that every place is a place in the script. */
export interface ShellText {
  /** What the shell expands: single-quoted texts, comments and quoted here-documents are blotted out. */
  readonly expanding: string;
  /** What are commands and their bare words: everything quoted is blotted out too, except commands substituted in it. */
  readonly commands: string;
}

/** Stands for a unit that is blotted out: part of a word, and of no name. */
export const blot = '\u0001';

type Context = 'code' | 'parenthesis' | 'double' | 'brace';

interface HereDocument {
  readonly delimiter: string;
  readonly quoted: boolean;
  readonly tabs: boolean;
}

/**
 * Tells quoted text from commands. No parser: what it gets wrong, it gets wrong harmlessly, for hints only.
 * One pass; never throws.
 */
export function shellText(code: string): ShellText {
  const expanding = code.split('');
  const commands = code.split('');
  const contexts: Context[] = ['code'];
  const pending: HereDocument[] = [];
  let at = 0;

  const hide = (layer: string[], from: number, to: number, mark = blot) => {
    for (let i = from; i < Math.min(to, code.length); i++)
      if (code[i] !== '\n' || mark === blot) layer[i] = mark;
  };
  const hideBoth = (from: number, to: number) => {
    hide(expanding, from, to);
    hide(commands, from, to);
  };

  function singleQuoted(from: number, escapes: boolean): void {
    let end = from + 1;
    while (end < code.length && code[end] !== "'") end += escapes && code[end] === '\\' ? 2 : 1;
    hideBoth(from, end + 1);
    at = end + 1;
  }

  function hereDocuments(): void {
    for (const { delimiter, quoted, tabs } of pending.splice(0)) {
      const from = at;
      let next = at;
      while (next < code.length) {
        const newline = code.indexOf('\n', next);
        const end = newline < 0 ? code.length : newline;
        const line = code.slice(next, end);
        next = end + 1;
        if ((tabs ? line.replace(/^\t+/, '') : line) === delimiter) break;
      }
      at = Math.min(next, code.length);
      hide(commands, from, at, ' ');
      if (quoted) hide(expanding, from, at, ' ');
      else for (let i = from; i < at; i++) if (code[i] === '\\') hide(expanding, i, ++i + 1, ' ');
    }
  }

  while (at < code.length) {
    const unit = code[at]!;
    const next = code[at + 1];
    const context = contexts.at(-1)!;
    const quoting = context === 'double' || context === 'brace';
    if (unit === '\\') {
      hideBoth(at, at + 2);
      if (next === '\n' && !quoting) hide(commands, at, at + 1, ' ');
      if (next === '\n' && !quoting) commands[at + 1] = ' ';
      at += 2;
    } else if (unit === '$' && (next === '(' || next === '{')) {
      contexts.push(next === '(' ? 'parenthesis' : 'brace');
      if (next === '{') hide(commands, at, at + 2);
      at += 2;
    } else if (unit === '"') {
      if (context === 'double') contexts.pop();
      else contexts.push('double');
      hide(commands, at, ++at);
    } else if (context === 'brace' && unit === '}') {
      contexts.pop();
      hide(commands, at, ++at);
    } else if (
      context === 'double' ||
      (context === 'brace' && (unit !== "'" || contexts.at(-2) === 'double'))
    ) {
      hide(commands, at, ++at);
    } else if (unit === "'") {
      singleQuoted(at, code[at - 1] === '$');
    } else if (unit === '#' && /^$|[\s;&|()]/.test(code[at - 1] ?? '')) {
      const newline = code.indexOf('\n', at);
      const end = newline < 0 ? code.length : newline;
      hide(expanding, at, end, ' ');
      hide(commands, at, end, ' ');
      at = end;
    } else if (unit === '<' && next === '<') {
      at += opening();
    } else if (unit === '\n') {
      at++;
      hereDocuments();
    } else {
      if (unit === '(') contexts.push('parenthesis');
      else if (unit === ')' && context === 'parenthesis') contexts.pop();
      at++;
    }
  }
  return { expanding: expanding.join(''), commands: commands.join('') };

  /** How many units the operator here takes; remembers the here-document that it opens. */
  function opening(): number {
    if (code[at + 2] === '<') return 3;
    const match =
      /^<<(-?)[ \t]{0,20}(?:'([^'\n]{1,200})'|"([^"\n]{1,200})"|(\\?)([A-Za-z_][\w.-]{0,200}))/.exec(
        code.slice(at, at + 230),
      );
    if (!match) return 2;
    const [whole, dash, single, double, backslash, plain] = match;
    const delimiter = single ?? double ?? plain ?? '';
    pending.push({ delimiter, quoted: plain === undefined || backslash === '\\', tabs: dash === '-' });
    hide(commands, at, at + whole.length);
    return whole.length;
  }
}
