import { hash } from 'node:crypto';
import { t } from '@vscode/l10n';
import type { MarkedExtension, Token, Tokens } from 'marked';
import { interpreterOf } from '../execution/interpreter.ts';
import { attributesOf } from './blockAttributes.ts';
import { withTabs } from './blockTabs.ts';
import { commandsOf } from './consolePrompts.ts';
import { decodeReferences } from './escapeHtml.ts';
import { hiddenCharacters } from './hiddenCharacters.ts';
import { fenceLineOf, readAttributes } from './infoString.ts';
import type { RunbookBlock, RunbookCheck, RunbookHeading, RunbookProblem } from './runbook.ts';
import { Slugs } from './slugs.ts';

/** What the token list says beyond its text, keyed by the tokens themselves so that the renderer finds it. */
export interface Outline {
  readonly headings: ReadonlyMap<Token, RunbookHeading>;
  readonly blocks: ReadonlyMap<Token, RunbookBlock>;
  readonly checks: ReadonlyMap<Token, RunbookCheck>;
  /** 1-based lines of the file on which paragraphs and list items begin. */
  readonly lines: ReadonlyMap<Token, number>;
  readonly problems: readonly RunbookProblem[];
}

/**
 * Walks the block tokens of `text` once. `firstLine` is the file’s line on which the text begins. `markAlert`
 * turns a quote that is a GitHub alert into one; `interpreters` are those that the front matter declares.
 */
export function outlineOf(
  tokens: readonly Token[],
  text: string,
  firstLine: number,
  markAlert: NonNullable<MarkedExtension['walkTokens']>,
  interpreters: readonly string[],
): Outline {
  const headings = new Map<Token, RunbookHeading>();
  const blocks = new Map<Token, RunbookBlock>();
  const checks = new Map<Token, RunbookCheck>();
  const lines = new Map<Token, number>();
  const slugs = new Slugs();
  const ids = new Ids();
  const fences = new Fences(interpreters);
  const problems: RunbookProblem[] = [];
  const written = text.split('\n');
  let step = '';

  // The `raw` strings of sibling tokens concatenate to their parent’s text, line for line.
  function walk(siblings: readonly Token[], firstLine: number): void {
    let line = firstLine;
    for (const token of siblings) {
      visit(token, line);
      line += newlinesIn(token.raw);
    }
  }

  function visit(token: Token, line: number): void {
    if (isToken(token, 'paragraph')) {
      lines.set(token, line);
    } else if (isToken(token, 'heading')) {
      step = plainText(token.tokens);
      headings.set(token, { slug: slugs.next(step), text: step, depth: token.depth, line });
    } else if (isToken(token, 'code')) {
      visitCode(token, line);
    } else if (isToken(token, 'list')) {
      walk(token.items, line);
    } else if (isToken(token, 'list_item')) {
      lines.set(token, line);
      const checkbox = checkboxOf(token);
      if (checkbox) checks.set(checkbox, checkOf(checkbox, token, line, ids));
      walk(token.tokens, line);
    } else if (isToken(token, 'blockquote')) {
      // marked-alert expects the words of the alert to be in a paragraph, and fails on anything else.
      if (token.tokens[0]?.type === 'paragraph') void markAlert(token);
      walk(token.tokens, line);
    }
  }

  function visitCode(token: Tokens.Code, line: number): void {
    const fenced = token.codeBlockStyle !== 'indented';
    const code = fenced ? withTabs(token, written, line - firstLine) : token.text;
    // What is shown is what runs.
    if (code !== null) token.text = code;
    // Not `lang`, from which marked takes the backslashes.
    const fence = fences.of(fenced ? token.raw.split('\n', 1)[0]! : '');
    const block = blockOf(token.text, fence, { line, step }, ids);
    blocks.set(token, code === null ? { ...block, runnable: false, interpreter: null } : block);
    if (code === null && block.runnable) problems.push({ line, message: tabsUnsure() });
    if (fence.unreadable && block.runnable) problems.push({ line, message: attributesUnreadable() });
  }

  walk(tokens, firstLine);
  return { headings, blocks, checks, lines, problems };
}

function tabsUnsure(): string {
  return t(
    'Which tabs of this block are its own cannot be told where it stands, so it cannot be run. Indent its lines with blanks up to the fence, or move it out of the list.',
  );
}

function attributesUnreadable(): string {
  return t('The attributes of this block cannot be read: write {"name":"value"} or { name=value }.');
}

function blockOf(
  text: string,
  { language, attributes, interpreter, hashed }: Fence,
  { line, step }: Pick<RunbookBlock, 'line' | 'step'>,
  ids: Ids,
): RunbookBlock {
  const runnable = interpreter !== null;
  const code = runnable ? commandsOf(language, text) : text;
  const sha256 = hash('sha256', `[${JSON.stringify(code)},${hashed}]`);
  const id = ids.next(`b${hash('sha256', code).slice(0, 16)}`);
  const hidden = hiddenCharacters(text);
  return { id, language, code, sha256, runnable, interpreter, attributes, line, step, hidden };
}

/** What stands behind the fence of a block. */
interface Fence extends Pick<RunbookBlock, 'language' | 'attributes' | 'interpreter'> {
  /** What of it goes into the block’s hash: interpreter and attributes, in JSON with a comma between. */
  readonly hashed: string;
  /** What looks like attributes is none, so that nothing of it counts: `manual` does not, either. */
  readonly unreadable: boolean;
}

/** Most blocks of a runbook say the same of themselves, so that each opening line is read once. */
class Fences {
  readonly #known = new Map<string, Fence>();

  constructor(private readonly interpreters: readonly string[]) {}

  of(line: string): Fence {
    let fence = this.#known.get(line);
    if (fence === undefined) this.#known.set(line, (fence = this.#read(line)));
    return fence;
  }

  #read(line: string): Fence {
    const opening = fenceLineOf(line);
    const language = opening?.language.toLowerCase() ?? '';
    const info = opening?.info ?? '';
    const attributes = attributesOf(info);
    // Words behind the language are for other programs; braces are for us.
    const unreadable = info.trim().startsWith('{') && readAttributes(info) === null;
    const interpreter = interpreterOf(language, attributes.interpreter, this.interpreters);
    const hashed = `${JSON.stringify(interpreter)},${JSON.stringify(attributes)}`;
    return { language, attributes, interpreter, hashed, unreadable };
  }
}

function checkOf(checkbox: Tokens.Checkbox, item: Tokens.ListItem, line: number, ids: Ids): RunbookCheck {
  const first = item.tokens.find(token => token.type === 'text' || token.type === 'paragraph');
  const text = plainText((first as Tokens.Text | undefined)?.tokens ?? []).trim();
  const id = ids.next(`c${hash('sha256', text).slice(0, 16)}`);
  return { id, text, checkedInFile: checkbox.checked, line };
}

/** marked puts the checkbox first in a tight item, and first in the paragraph of a loose one. */
function checkboxOf(item: Tokens.ListItem): Tokens.Checkbox | null {
  const first = item.tokens[0];
  const inner = first && isToken(first, 'paragraph') ? first.tokens[0] : first;
  return inner && isToken(inner, 'checkbox') ? inner : null;
}

/** Ids made of a content’s hash; equal contents are told apart by their turn. */
class Ids {
  readonly #turns = new Map<string, number>();

  next(base: string): string {
    const turn = (this.#turns.get(base) ?? 0) + 1;
    this.#turns.set(base, turn);
    return turn === 1 ? base : `${base}-${turn}`;
  }
}

/** What a reader sees of inline tokens, without any markup. */
export function plainText(tokens: readonly Token[]): string {
  return tokens
    .map(token => {
      if (isToken(token, 'br')) return ' ';
      if (isToken(token, 'html') || isToken(token, 'checkbox')) return '';
      if (isToken(token, 'codespan')) return token.text;
      return 'tokens' in token && token.tokens
        ? plainText(token.tokens)
        : decodeReferences('text' in token ? String(token.text) : '');
    })
    .join('');
}

function newlinesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

interface TokenTypes {
  readonly blockquote: Tokens.Blockquote;
  readonly br: Tokens.Br;
  readonly checkbox: Tokens.Checkbox;
  readonly code: Tokens.Code;
  readonly codespan: Tokens.Codespan;
  readonly heading: Tokens.Heading;
  readonly html: Tokens.HTML;
  readonly list: Tokens.List;
  readonly list_item: Tokens.ListItem;
  readonly paragraph: Tokens.Paragraph;
}

/** marked’s union has an open member (`Generic`), so the compiler cannot narrow it by `type` alone. */
function isToken<T extends keyof TokenTypes>(token: Token, type: T): token is TokenTypes[T] {
  return token.type === type;
}
