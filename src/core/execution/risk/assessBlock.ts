import { judgeCommand, verdict, worst, type Verdict } from './judgeCommand.ts';
import type { BashParser, SyntaxNode } from './parser.ts';
import {
  worstOf,
  type Finding,
  type NamedTarget,
  type RiskClass,
  type RiskReport,
  type TargetKind,
} from './risk.ts';
import { ruleOf } from './rules/index.ts';
import { HIDDEN, outputOf, UNKNOWN, valuesOf, wordsOf } from './shellWords.ts';
import { byTeamRules, type TeamRule } from './teamRules.ts';
import { pathVariables, runningVariables, shells, wrappers } from './wrappers.ts';

/** More than this in one block and it is not looked at any further: it counts as destructive. */
const mostCommands = 2_000;
const longest = 64 * 1024;
const deepest = 8;

/** What a block of bash may do at most, command by command. Never throws; what cannot be read is never read-only. */
export function assessBlock(parser: BashParser, code: string, team: readonly TeamRule[] = []): RiskReport {
  const reader = new BlockReader(parser, team);
  reader.read(code, 0, null);
  return reader.report();
}

class BlockReader {
  readonly #findings: Finding[] = [];
  readonly #touches = new Set<TargetKind>();
  readonly #named: NamedTarget[] = [];
  readonly #variables = new Map<string, string[]>();
  readonly #own = new Set<string>();
  #splits = true;
  #commands = 0;
  /** Where a script stands inside a command: its findings count for that command. */
  #outer: { readonly line: number; readonly collected: Verdict[] } | null = null;

  constructor(
    private readonly parser: BashParser,
    private readonly team: readonly TeamRule[],
  ) {}

  report(): RiskReport {
    const risk = worstOf(this.#findings.map(finding => finding.risk));
    const touches: TargetKind[] = this.#touches.size > 0 ? [...this.#touches] : ['host'];
    return { risk, findings: this.#findings, touches, named: this.#named };
  }

  read(code: string, depth: number, input: string | null): void {
    const text = code
      .replace(/([^\s\\])\\\n(?=\S)/g, '$1')
      .replaceAll(UNKNOWN, '${ONCALL_UNKNOWN}')
      .replaceAll(HIDDEN, '$(base64 -d)');
    if (text.length > longest)
      return this.#add(1, text, { risk: 'destructive', reason: 'The script is too long to be read here.' });
    const done = this.parser.parse(text, root => {
      this.#collect(root);
      this.#walk(root, depth, input);
      if (root.hasError) this.#unreadable(root, text, depth);
      return true;
    });
    if (done === null) this.#add(1, text, { risk: 'changing', reason: 'The script cannot be read.' });
  }

  /** A part is no bash that is understood here: its words are tried as commands wherever one could begin. */
  #unreadable(root: SyntaxNode, text: string, depth: number): void {
    const line = firstError(root)?.startPosition.row ?? 0;
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
          found.push(this.#judge(words.slice(at), line, depth + 4, null));
      }
      if (/^[$]/.test(words[0] ?? ''))
        found.push(
          verdict({ risk: 'destructive', reason: 'Which command this is, is only known when it runs.' }),
        );
    }
    this.#finish(line, text, worst(found));
  }

  /** Variables, functions and aliases of the whole script come first: the order of commands is not looked at. */
  #collect(root: SyntaxNode): void {
    for (let round = 0; round < 3; round++) {
      for (const node of root.descendantsOfType([
        'variable_assignment',
        'for_statement',
        'function_definition',
        'command',
      ])) {
        if (!node) continue;
        if (node.type === 'variable_assignment') this.#assign(node);
        else if (node.type === 'for_statement') this.#loop(node);
        else if (node.type === 'function_definition')
          this.#own.add(node.childForFieldName('name')?.text ?? '');
        else this.#readsInto(node);
      }
    }
  }

  #assign(node: SyntaxNode): void {
    const name = node.childForFieldName('name')?.text.replace(/\[[^]*$/, '');
    const value = node.childForFieldName('value');
    if (!name) return;
    const values = value ? valuesOf(value, this.#variables) : [''];
    const added = node.text.startsWith(`${name}+=`)
      ? (this.#variables.get(name) ?? ['']).flatMap(before => values.map(more => before + more))
      : values;
    this.#keep(name, value?.type === 'array' ? added.map(text => text.replace(/^\(|\)$/g, '')) : added);
    if (name === 'IFS' && node.parent?.type !== 'command' && /[^\s$'"\\nt]/.test(value?.text ?? ''))
      this.#splits = false;
  }

  #keep(name: string, values: readonly string[]): void {
    const known = this.#variables.get(name) ?? [];
    for (const value of values) if (!known.includes(value)) known.push(value);
    this.#variables.set(name, known.length > 12 ? [HIDDEN] : known);
  }

  #loop(node: SyntaxNode): void {
    const name = node.childForFieldName('variable')?.text;
    const values = node.childrenForFieldName('value').filter(child => child !== null);
    if (name) this.#keep(name, wordsOf(values, this.#variables, true).flat().slice(0, 20));
  }

  /** `read x`, `printf -v x`, `mapfile x`: what comes in is not known. */
  #readsInto(node: SyntaxNode): void {
    const words = node.namedChildren.flatMap(child => (child ? [child.text] : []));
    if (!/^(?:read|mapfile|readarray|printf|getopts)$/.test(words[0] ?? '')) return;
    for (const word of words.slice(1))
      if (/^[A-Za-z_]\w*$/.test(word) && (words[0] !== 'printf' || words[1] === '-v'))
        this.#keep(word, [words[0] === 'printf' ? HIDDEN : UNKNOWN]);
  }

  /** `:(){ :|:& };:` starts itself until nothing else can run. */
  #recursion(node: SyntaxNode): void {
    const name = node.childForFieldName('name')?.text ?? '';
    const calls = node.childForFieldName('body')?.descendantsOfType('command_name') ?? [];
    if (calls.some(call => call?.text === name))
      this.#add(node.startPosition.row, node.text, {
        risk: 'destructive',
        reason: 'A function that calls itself; it may never end.',
      });
  }

  #walk(node: SyntaxNode, depth: number, input: string | null): void {
    if (++this.#commands > mostCommands * 20) return;
    switch (node.type) {
      case 'pipeline':
        return this.#pipeline(node, depth, input);
      case 'redirected_statement':
        return this.#redirected(node, depth, input);
      case 'command':
        return this.#command(node, depth, input);
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
    for (const child of node.namedChildren) if (child) this.#walk(child, depth, input);
  }

  #pipeline(node: SyntaxNode, depth: number, input: string | null): void {
    let into = input;
    for (const stage of node.namedChildren) {
      if (!stage) continue;
      this.#walk(stage, depth, into);
      into = this.#said(stage);
    }
  }

  /** What a stage writes into the next one: its text where it is a literal, else what is not known. */
  #said(stage: SyntaxNode): string {
    const command = stage.type === 'redirected_statement' ? stage.childForFieldName('body') : stage;
    if (command?.type === 'command') {
      const input = this.#given(stage);
      if (
        input !== null &&
        /^(?:cat|tee)$/.test(command.childForFieldName('name')?.text ?? '') &&
        command.namedChildCount <= 2
      )
        return input;
      const texts = outputOf(command, this.#variables);
      if (texts) return texts.join('\n');
    }
    return HIDDEN;
  }

  /** The here-document or here-string of a command; null where it has none. */
  #given(node: SyntaxNode): string | null {
    for (const found of node.descendantsOfType(['heredoc_redirect', 'herestring_redirect'])) {
      if (!found) continue;
      if (found.type === 'herestring_redirect') {
        const [word] = found.namedChildren;
        return word ? valuesOf(word, this.#variables).join('\n') : UNKNOWN;
      }
      const body = found.namedChildren.find(child => child?.type === 'heredoc_body');
      const start = found.namedChildren.find(child => child?.type === 'heredoc_start');
      if (body)
        return /['"\\]/.test(start?.text ?? '') ? body.text : valuesOf(body, this.#variables).join('\n');
    }
    return null;
  }

  #redirected(node: SyntaxNode, depth: number, input: string | null): void {
    const body = node.childForFieldName('body');
    const redirects = node.namedChildren.filter(
      child => child !== null && child.id !== body?.id,
    ) as SyntaxNode[];
    const given = this.#given(node);
    const file = redirects.some(one => one.type === 'file_redirect' && /^\d*<[^&<(]/.test(one.text));
    const into = given ?? (file ? this.#fileInput(redirects) : input);
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
        if (!child || child.type === 'heredoc_start' || child.type === 'heredoc_end') continue;
        // The grammar puts what comes after `<<EOF` inside the redirect.
        if (child.type === 'file_redirect') this.#redirect(child, empties);
        else this.#walk(child, depth, body && /^(?:cat|tee)\b/.test(body.text) ? given : HIDDEN);
      }
    }
  }

  /** A file as input stays unseen; what a substitution gives is nothing that anybody can have read. */
  #fileInput(redirects: readonly SyntaxNode[]): string | null {
    return redirects.some(one => one.text.includes('<(')) ? HIDDEN : UNKNOWN;
  }

  #redirect(node: SyntaxNode, empties = false): void {
    const operator = /^\d*(?:\{\w+\})?\s*(&>>|&>|>>|>\||>&|<>|>|<&|<)/.exec(node.text)?.[1] ?? '>';
    if (operator === '<' || operator === '<&') return;
    const target = node.childForFieldName('destination') ?? node.namedChildren.at(-1);
    for (const path of target ? valuesOf(target, this.#variables) : [UNKNOWN]) {
      if (operator === '>&' && /^(?:\d+|-)$/.test(path)) continue;
      this.#add(node.startPosition.row, node.text, risksOfWriting(path, operator.includes('>>'), empties));
    }
  }

  #assignment(node: SyntaxNode, depth: number): void {
    const name = node.childForFieldName('name')?.text ?? '';
    const value = node.childForFieldName('value');
    const line = node.startPosition.row;
    const values = value ? valuesOf(value, this.#variables) : [''];
    const targets: Readonly<Record<string, TargetKind>> = {
      KUBECONFIG: 'kubernetes',
      AWS_PROFILE: 'aws',
      AWS_DEFAULT_PROFILE: 'aws',
      DATABASE_URL: 'database',
      PGHOST: 'database',
      PGSERVICE: 'database',
      CLOUDSDK_CORE_PROJECT: 'gcloud',
      CLOUDSDK_ACTIVE_CONFIG_NAME: 'gcloud',
      MYSQL_HOST: 'database',
    };
    const kind = targets[name];
    if (kind)
      for (const text of values)
        this.#named.push({
          kind,
          name: /[\0\u0001]/.test(text)
            ? null
            : text.replace(/^[a-z0-9+]+:\/\/(?:[^@/]*@)?([^/?:]+).*$/, '$1'),
        });
    if (pathVariables.has(name))
      this.#add(line, node.text, { risk: 'changing', reason: `${name} decides which programs run.` });
    if (runningVariables.has(name))
      for (const text of values) this.#finish(line, node.text, this.#script(text, line, depth + 1));
  }

  #command(node: SyntaxNode, depth: number, input: string | null): void {
    const line = node.startPosition.row;
    const redirects = node.namedChildren.filter(child => child?.type.endsWith('redirect'));
    const into = redirects.length > 0 ? (this.#given(node) ?? input) : input;
    const words = node.namedChildren.filter(
      child => child !== null && !child.type.endsWith('redirect') && child.type !== 'variable_assignment',
    ) as SyntaxNode[];
    for (const child of node.namedChildren)
      if (child && child.type !== 'command_name') this.#walk(child, depth, null);
    for (const child of node.childForFieldName('name')?.namedChildren ?? [])
      if (child) this.#walk(child, depth, null);
    if (words.length === 0) return;
    const lists = wordsOf(words, this.#variables, this.#splits);
    const verdicts = lists.map(list => this.#byTeam(list, this.#judge(list, line, depth, into)));
    this.#finish(line, node.text, worst(verdicts));
  }

  #byTeam(words: readonly string[], judged: Verdict): Verdict {
    if (this.team.length === 0) return judged;
    // What is only known at run time never fits a rule that lowers, because `*` would stand for anything there.
    const known = !words.some(word => word.includes(UNKNOWN) || word.includes(HIDDEN));
    const rules = known ? this.team : this.team.map(rule => ({ ...rule, mayLower: false }));
    return { ...judged, ...byTeamRules(rules, words.join(' '), judged) };
  }

  #judge(words: readonly string[], line: number, depth: number, input: string | null): Verdict {
    return judgeCommand(words, {
      input,
      own: this.#own,
      depth,
      script: text => this.#script(text, line, depth + 1),
    });
  }

  /** A script inside a command: read in the same way, and counted for the command. */
  #script(text: string, line: number, depth: number): Verdict {
    if (depth > deepest || ++this.#commands > mostCommands)
      return verdict({ risk: 'destructive', reason: 'Too many scripts inside each other.' });
    const before = this.#outer;
    const collected: Verdict[] = [verdict({ risk: 'read-only', reason: 'Only looks.' })];
    this.#outer = { line, collected };
    this.read(text, depth, null);
    this.#outer = before;
    return worst(collected);
  }

  #add(line: number, text: string, judged: { readonly risk: RiskClass; readonly reason: string }): void {
    this.#finish(line, text, verdict(judged));
  }

  #finish(line: number, text: string, found: Verdict): void {
    if (this.#outer) {
      this.#outer.collected.push(found);
      return;
    }
    for (const kind of found.touches) this.#touches.add(kind);
    this.#named.push(...found.named);
    const shown = text.replaceAll('${ONCALL_UNKNOWN}', '…').replace(/\s+/g, ' ').trim();
    this.#findings.push({
      risk: found.risk,
      reason: found.reason,
      line: line + 1,
      command: shown.length > 120 ? `${shown.slice(0, 119)}…` : shown,
    });
  }
}

function firstError(root: SyntaxNode): SyntaxNode | null {
  return root.descendantsOfType('ERROR')[0] ?? null;
}

function risksOfWriting(
  path: string,
  appends: boolean,
  empties: boolean,
): { risk: RiskClass; reason: string } {
  if (/^\/dev\/(?:null|stdout|stderr|tty|fd\/\d+)$/.test(path))
    return { risk: 'read-only', reason: 'Writes nothing.' };
  if (path.includes(HIDDEN))
    return { risk: 'destructive', reason: 'Writes to a place that is only known when it runs.' };
  if (/^\/(?:dev|proc|sys|boot)\//.test(path))
    return { risk: 'destructive', reason: 'Writes to a device or to the kernel.' };
  if (appends && /^\/etc\/|\/\.ssh\/|\/cron/.test(path))
    return { risk: 'destructive', reason: 'Changes a file of the system.' };
  if (appends) return { risk: 'changing', reason: 'Writes to a file.' };
  if (empties) return { risk: 'destructive', reason: 'Empties a file.' };
  if (/^\/(?:tmp|var\/tmp|dev\/shm)\/[^.]/.test(path)) return { risk: 'changing', reason: 'Writes a file.' };
  if (/^\/|^~\/\.|\.\.\//.test(path)) return { risk: 'destructive', reason: 'Writes over a file.' };
  return { risk: 'changing', reason: 'Writes a file; one of the same name is replaced.' };
}
