import { BlockFindings } from './blockFindings.ts';
import { BlockVariables } from './blockVariables.ts';
import { fileInput, hereText, saidBy } from './commandInput.ts';
import { judgeCommand } from './judgeCommand.ts';
import type { BashParser } from './parser.ts';
import type { Reason, RiskClass, RiskReport } from './risk.ts';
import { ruleOf } from './rules/index.ts';
import { HIDDEN, UNKNOWN, valuesOf, wordsOf } from './shellWords.ts';
import { pathVariables, runningVariables } from './startVariables.ts';
import { readTree, type SyntaxNode } from './syntaxTree.ts';
import { byTeamRules, type TeamRule } from './teamRules.ts';
import { verdict, worst, type Verdict } from './verdict.ts';
import { shells, targetVariables, wrappers } from './wrappers.ts';
import { risksOfWriting } from './writing.ts';

/** More than this in one block and it is not looked at any further: it counts as destructive. */
const mostNodes = 40_000;
/** So many scripts inside of commands are parsed. */
const mostScripts = 2_000;
const longest = 64 * 1024;
/** Scripts inside each other. */
const deepest = 8;
/** Commands of bash that evaluate what stands in `[…]`. */
const evaluates =
  /^(?:test|printf|read|unset|declare|typeset|local|export|readonly|let|mapfile|readarray|wait|getopts)$/;
/** Levels of the tree, which is walked by recursion: an overflow within the parser would break it. */
const deepestTree = 200;

/**
 * What a block of bash may do at most, command by command; what cannot be read is never read-only.
 * @param environment What variables are before it begins, as far as it is known.
 * @param mayGoOn Where it says no, the rest is not looked at, and the block counts as destructive.
 * @throws RuntimeError, RangeError: the parser is broken, and must not be used again.
 */
export function assessBlock(
  parser: BashParser,
  code: string,
  team: readonly TeamRule[] = [],
  mayGoOn: () => boolean = () => true,
  environment: Readonly<Record<string, string>> = {},
): RiskReport {
  const reader = new BlockReader(parser, team, mayGoOn, environment);
  reader.read(code, 0, null);
  return reader.report();
}

class BlockReader {
  readonly #found = new BlockFindings();
  readonly #known = new BlockVariables();
  #scripts = 0;
  #nodes = 0;
  #gaveUp = false;

  constructor(
    private readonly parser: BashParser,
    private readonly team: readonly TeamRule[],
    private readonly mayGoOn: () => boolean,
    environment: Readonly<Record<string, string>>,
  ) {
    for (const [name, value] of Object.entries(environment)) this.#known.values.set(name, [value]);
  }

  report(): RiskReport {
    return this.#found.report();
  }

  read(code: string, depth: number, input: string | null): void {
    const text = code
      .replace(/([^\s\\])\\\n(?=\S)/g, '$1')
      .replaceAll(UNKNOWN, '${ONCALL_UNKNOWN}')
      .replaceAll(HIDDEN, '$(base64 -d)');
    if (text.length > longest)
      return this.#add(0, text, { risk: 'destructive', reason: 'The script is too long to be read here.' });
    const parsed = this.parser.parse(
      text,
      root => ({ root: readTree(root, text, deepestTree), broken: root.hasError }),
      this.mayGoOn,
    );
    if (!parsed?.root) return this.#tooMuch(text);
    this.#known.collect(parsed.root);
    this.#walk(parsed.root, depth, input);
    if (parsed.broken) this.#unreadable(parsed.root, text, depth);
  }

  #tooMuch(text: string): void {
    if (!this.#gaveUp)
      this.#add(0, text, { risk: 'destructive', reason: 'There is more in it than can be looked at here.' });
    this.#gaveUp = true;
  }

  /** A part is no bash that is understood here: its words are tried as commands wherever one could begin. */
  #unreadable(root: SyntaxNode, text: string, depth: number): void {
    const line = root.ofType('ERROR')[0]?.row ?? 0;
    const found = [verdict({ risk: 'changing', reason: 'Not all of the script can be read.' })];
    const plain = text
      .replace(/\\\n|["'\\]/g, '')
      .replace(/\$\{?IFS\}?/g, ' ')
      .replace(/[{},]/g, ' ');
    for (const part of plain.split(/[\n;|&()`]+|\$\(/).slice(0, 500)) {
      const words = part.trim().split(/\s+/).filter(Boolean);
      for (const [at, word] of words.slice(0, 30).entries()) {
        if (/^(?:eval|exec)$/.test(word) || shells.has(word))
          found.push(verdict({ risk: 'destructive', reason: 'Runs a script that cannot be read.' }));
        else if (ruleOf(word.split('/').at(-1)!) || wrappers.some(one => one.names.includes(word)))
          found.push(this.#judge(words.slice(at), depth + 4, null));
      }
      if (/^[$]/.test(words[0] ?? ''))
        found.push(
          verdict({ risk: 'destructive', reason: 'Which command this is, is only known when it runs.' }),
        );
    }
    this.#found.add(line, text, worst(found));
  }

  /** `:(){ :|:& };:` starts itself until nothing else can run. */
  #recursion(node: SyntaxNode): void {
    const name = node.child('name')?.text ?? '';
    const calls = node.child('body')?.ofType('command_name') ?? [];
    if (calls.some(call => call.text === name))
      this.#add(node.row, node.text, {
        risk: 'destructive',
        reason: 'A function that calls itself; it may never end.',
      });
  }

  /** `test -v 'a[$(rm b)]'`: bash evaluates a subscript wherever it takes the name of a variable or a number. */
  #subscripts(node: SyntaxNode, words: readonly string[]): void {
    if (words.some(word => /\w\[[^\]]*(?:\$\(|`)/.test(word)))
      this.#add(node.row, node.text, {
        risk: 'destructive',
        reason: 'A subscript that runs a command.',
      });
  }

  #walk(node: SyntaxNode, depth: number, input: string | null): void {
    if (this.#gaveUp) return;
    if (++this.#nodes > mostNodes || !this.mayGoOn()) return this.#tooMuch(node.text);
    switch (node.type) {
      case 'pipeline':
        return this.#pipeline(node, depth, input);
      case 'redirected_statement':
        return this.#redirected(node, depth, input);
      case 'command':
        return this.#command(node, depth, input);
      case 'declaration_command':
        this.#declaration(node, depth);
        this.#subscripts(node, [node.text]);
        return this.#children(node, depth, input);
      case 'for_statement':
        this.#loop(node);
        return this.#children(node, depth, input);
      case 'test_command':
      case 'unset_command':
        this.#subscripts(node, [node.text]);
        return this.#children(node, depth, input);
      case 'function_definition':
        this.#recursion(node);
        return this.#children(node, depth, null);
      case 'variable_assignment':
        this.#assignment(node, depth);
        return this.#children(node, depth, null);
      case 'file_redirect':
        this.#redirect(node);
        return this.#children(node, depth, null);
      default:
        return this.#children(node, depth, input);
    }
  }

  #children(node: SyntaxNode, depth: number, input: string | null): void {
    for (const child of node.namedChildren) this.#walk(child, depth, input);
  }

  #pipeline(node: SyntaxNode, depth: number, input: string | null): void {
    let into = input;
    for (const stage of node.namedChildren) {
      this.#walk(stage, depth, into);
      into = saidBy(stage, this.#known.values);
    }
  }

  #redirected(node: SyntaxNode, depth: number, input: string | null): void {
    const body = node.child('body');
    const redirects = node.namedChildren.filter(child => child !== body);
    const given = hereText(node, this.#known.values);
    const into = given ?? fileInput(redirects) ?? input;
    if (body) this.#walk(body, depth, into);
    const empties =
      !body ||
      /^\s*(?::|true|cat\s+\/dev\/null|echo\s+-n(?:\s+(?:''|""))?|printf\s+(?:''|""))\s*$/.test(body.text);
    for (const redirect of redirects) {
      if (redirect.type === 'file_redirect') this.#redirect(redirect, empties);
      if (redirect.type !== 'heredoc_redirect') {
        this.#children(redirect, depth, null);
        continue;
      }
      for (const child of redirect.namedChildren) {
        if (child.type === 'heredoc_start' || child.type === 'heredoc_end') continue;
        // The grammar puts what comes after `<<EOF` inside the redirect.
        if (child.type === 'file_redirect') this.#redirect(child, empties);
        else this.#walk(child, depth, body && /^(?:cat|tee)\b/.test(body.text) ? given : HIDDEN);
      }
    }
  }

  #redirect(node: SyntaxNode, empties = false): void {
    const operator = /^\d*(?:\{\w+\})?\s*(&>>|&>|>>|>\||>&|<>|>|<&|<)/.exec(node.text)?.[1] ?? '>';
    if (operator === '<' || operator === '<&') return;
    const target = node.child('destination') ?? node.namedChildren.at(-1);
    for (const path of target ? valuesOf(target, this.#known.values) : [UNKNOWN]) {
      if (operator === '>&' && /^(?:\d+|-)$/.test(path)) continue;
      this.#add(node.row, node.text, risksOfWriting(path, operator.includes('>>'), empties));
    }
  }

  #assignment(node: SyntaxNode, depth: number): void {
    const name = node.child('name')?.text ?? '';
    const value = node.child('value');
    const line = node.row;
    const values = value ? valuesOf(value, this.#known.values) : [''];
    const kind = targetVariables[name];
    if (kind) this.#found.named(kind, name, values);
    if (pathVariables.has(name))
      this.#add(line, node.text, { risk: 'changing', reason: ['{0} decides which programs run.', name] });
    if (runningVariables.has(name))
      for (const text of values) this.#found.add(line, node.text, this.#script(text, depth + 1, null));
  }

  /** `export $(cat .env)`; assignments among its words are read on their own. */
  #declaration(node: SyntaxNode, depth: number): void {
    const words = node.namedChildren.filter(child => child.type !== 'variable_assignment');
    const name = /^\w+/.exec(node.text)?.[0] ?? '';
    const lists = wordsOf(words, this.#known.values, this.#known.splits);
    const judged = worst(lists.map(list => this.#judge([name, ...list], depth, null)));
    if (judged.loads || judged.named.length > 0) this.#found.add(node.row, node.text, judged);
  }

  #loop(node: SyntaxNode): void {
    const name = node.child('variable')?.text ?? '';
    const kind = targetVariables[name];
    if (!kind) return;
    const values = wordsOf(node.childrenOf('value'), this.#known.values, true).flat();
    this.#found.named(kind, name, values);
  }

  #command(node: SyntaxNode, depth: number, input: string | null): void {
    const line = node.row;
    const redirects = node.namedChildren.filter(child => child.type.endsWith('redirect'));
    const into = hereText(node, this.#known.values) ?? fileInput(redirects) ?? input;
    const words = node.namedChildren.filter(
      child => !child.type.endsWith('redirect') && child.type !== 'variable_assignment',
    );
    for (const child of node.namedChildren) if (child.type !== 'command_name') this.#walk(child, depth, null);
    for (const child of node.child('name')?.namedChildren ?? []) this.#walk(child, depth, null);
    if (words.length === 0) return;
    if (evaluates.test(words[0]!.text))
      this.#subscripts(
        node,
        words.map(word => word.text),
      );
    const lists = wordsOf(words, this.#known.values, this.#known.splits);
    const verdicts = lists.map(list => this.#byTeam(list, this.#judge(list, depth, into)));
    this.#found.add(line, node.text, worst(verdicts));
  }

  #byTeam(words: readonly string[], judged: Verdict): Verdict {
    if (this.team.length === 0) return judged;
    // What is only known at run time never fits a rule that lowers, because `*` would stand for anything there.
    const known = !words.some(word => word.includes(UNKNOWN) || word.includes(HIDDEN));
    const rules = known ? this.team : this.team.map(rule => ({ ...rule, mayLower: false }));
    const ruled = byTeamRules(rules, words.join(' '), judged);
    if (ruled.risk === judged.risk) return { ...judged, ...ruled };
    return { ...judged, ...ruled, changes: ruled.risk === 'read-only' ? [] : judged.touches };
  }

  #judge(words: readonly string[], depth: number, input: string | null): Verdict {
    return judgeCommand(words, {
      input,
      own: this.#known.functions,
      depth,
      script: (text, inner) => this.#script(text, depth + 1, inner),
    });
  }

  /** A script inside a command: read in the same way, and counted for the command. */
  #script(text: string, depth: number, input: string | null): Verdict {
    if (depth > deepest || ++this.#scripts > mostScripts)
      return verdict({ risk: 'destructive', reason: 'Too many scripts inside each other.' });
    return this.#found.of(() => this.read(text, depth, input));
  }

  #add(row: number, text: string, judged: { readonly risk: RiskClass; readonly reason: Reason }): void {
    this.#found.add(row, text, verdict(judged));
  }
}
