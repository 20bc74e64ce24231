import { t } from '@vscode/l10n';
import { Marked } from 'marked';
import markedAlert from 'marked-alert';
import type { Clock } from '../clock.ts';
import { interpreterNamed, interpreters } from '../execution/interpreter.ts';
import { decidesWhatRuns } from '../execution/risk/startVariables.ts';
import { lexWithinBounds } from './boundedLexer.ts';
import { readFrontMatter, type FrontMatter } from './frontMatter.ts';
import { numberText } from '../numberText.ts';
import { outlineOf } from './outline.ts';
import { renderAsSource, renderRunbook } from './renderRunbook.ts';
import { largestRunbook, type Runbook, type RunbookBlock } from './runbook.ts';

export interface ParseOptions {
  /** Stands in for the title where the text has none: `service-down.md`. */
  readonly fileName: string;
  /** For the time that reading may take. */
  readonly clock: Clock;
  /** For lexing; as much as a thread that others wait for may take where it is left out. */
  readonly budgetMs?: number;
}

/** A few bytes of Markdown make a hundred of HTML (`- [ ] `); an honest text not twice its size. */
const largestHtml = 4 * largestRunbook;

/** Headings, blocks and check boxes: each goes through threads and to the screen by itself. An honest MB has 4,000. */
const mostParts = 10_000;

/** GitHub’s five alerts, without the icons: the panel brings its own. */
const alerts = markedAlert({
  variants: ['note', 'tip', 'important', 'warning', 'caution'].map(type => ({ type, icon: '' })),
});
const markdown = new Marked(alerts);

/**
 * Reads a runbook. Whatever the source, there is an answer: what cannot be rendered is shown as it is
 * written, with a problem that says why, and nothing in it can be run.
 */
export function parseRunbook(source: string, { fileName, clock, budgetMs }: ParseOptions): Runbook {
  if (source.length > largestRunbook || Buffer.byteLength(source) > largestRunbook)
    return shownAsSource(source, fileName, t('it is larger than 1 MB; only the beginning is shown.'));
  const front = readFrontMatter(source);
  const body = front.body.replace(/\r\n?/g, '\n');
  const lexed = lexWithinBounds(markdown, body, clock, budgetMs);
  if (!lexed.ok) {
    return unrendered({ ...front, body }, fileName, lexed.reason, lexed.line + front.lineOffset);
  }
  const firstLine = front.lineOffset + 1;
  const outline = outlineOf(lexed.tokens, body, firstLine, alerts.walkTokens!, front.interpreters);
  const parts = outline.headings.size + outline.blocks.size + outline.checks.size;
  if (parts > mostParts) {
    const reason = t('it has more than {0} headings, blocks and check boxes.', numberText(mostParts));
    return unrendered({ ...front, body }, fileName, reason, 1);
  }
  const rendered = renderRunbook(markdown, lexed.tokens, outline);
  if (rendered.html.length > largestHtml)
    return unrendered({ ...front, body }, fileName, t('what it renders to is larger than 4 MB.'), 1);
  const headings = [...outline.headings.values()];
  const startVariables = front.variables.filter(({ name }) => decidesWhatRuns(name));
  const blocks = [...outline.blocks.values()].map(block =>
    startVariables.length > 0 ? { ...block, startVariables } : block,
  );
  return {
    title: front.purpose.title ?? headings.find(heading => heading.depth === 1)?.text ?? nameOf(fileName),
    purpose: front.purpose,
    variables: front.variables,
    helpsWithin: front.helpsWithin,
    headings,
    blocks,
    checks: [...outline.checks.values()],
    links: rendered.links,
    problems: [
      ...front.problems,
      ...outline.problems,
      ...rendered.problems,
      ...blocks.flatMap(unknownInterpreter),
    ],
    html: rendered.html,
    partLines: rendered.partLines,
  };
}

/** A runbook of which nothing but the text is taken. `reason` ends the sentence that says so. Never throws. */
export function shownAsSource(source: string, fileName: string, reason: string): Runbook {
  return unrendered({ ...readFrontMatter(''), body: source.slice(0, largestRunbook) }, fileName, reason, 1);
}

/** Such a block is text to read, so that nothing runs it as something else. */
function unknownInterpreter({ attributes: { interpreter: named }, line }: RunbookBlock) {
  if (named === null || interpreterNamed(named) !== null) return [];
  const message = t(
    '“{0}” is no interpreter that On-Call runs blocks with, so this one cannot be run. Write one of {1}, or the absolute path of one, without arguments.',
    named.slice(0, 60),
    interpreters.join(', '),
  );
  return [{ line, message }];
}

function unrendered(front: FrontMatter, fileName: string, reason: string, line: number): Runbook {
  const message = t('The runbook is shown as it is written and cannot be run: {0}', reason);
  return {
    title: front.purpose.title ?? nameOf(fileName),
    purpose: front.purpose,
    variables: front.variables,
    helpsWithin: front.helpsWithin,
    headings: [],
    blocks: [],
    checks: [],
    links: [],
    problems: [...front.problems, { line, message }],
    html: renderAsSource(front.body),
    partLines: [1],
  };
}

function nameOf(fileName: string): string {
  return fileName.replace(/\.(?:md|markdown)$/i, '');
}
