import { Marked } from 'marked';
import markedAlert from 'marked-alert';
import type { Clock } from '../clock.ts';
import { lexWithinBounds } from './boundedLexer.ts';
import { readFrontMatter, type FrontMatter } from './frontMatter.ts';
import { outlineOf } from './outline.ts';
import { renderAsSource, renderRunbook } from './renderRunbook.ts';
import type { Runbook } from './runbook.ts';

export interface ParseOptions {
  /** Stands in for the title where the text has none: `service-down.md`. */
  readonly fileName: string;
  /** For the time that reading may take. */
  readonly clock: Clock;
}

const maxBytes = 1024 * 1024;

/** GitHub’s five alerts, without the icons: the panel brings its own. */
const alerts = markedAlert({
  variants: ['note', 'tip', 'important', 'warning', 'caution'].map(type => ({ type, icon: '' })),
});
const markdown = new Marked(alerts);

/**
 * Reads a runbook. Whatever the source, there is an answer: what cannot be rendered is shown as it is
 * written, with a problem that says why, and nothing in it can be run.
 */
export function parseRunbook(source: string, { fileName, clock }: ParseOptions): Runbook {
  if (source.length > maxBytes || Buffer.byteLength(source) > maxBytes) {
    const front = { ...readFrontMatter(''), body: source.slice(0, maxBytes) };
    return unrendered(front, fileName, 'it is larger than 1 MB; only the beginning is shown.', 1);
  }
  const front = readFrontMatter(source);
  const body = front.body.replace(/\r\n?/g, '\n');
  const lexed = lexWithinBounds(markdown, body, clock);
  if (!lexed.ok) {
    return unrendered({ ...front, body }, fileName, `${lexed.reason}.`, lexed.line + front.lineOffset);
  }
  const outline = outlineOf(lexed.tokens, front.lineOffset + 1, alerts.walkTokens!);
  const rendered = renderRunbook(markdown, lexed.tokens, outline);
  const headings = [...outline.headings.values()];
  return {
    title: front.purpose.title ?? headings.find(heading => heading.depth === 1)?.text ?? nameOf(fileName),
    purpose: front.purpose,
    headings,
    blocks: [...outline.blocks.values()],
    checks: [...outline.checks.values()],
    links: rendered.links,
    problems: [...front.problems, ...rendered.problems],
    html: rendered.html,
  };
}

function unrendered(front: FrontMatter, fileName: string, reason: string, line: number): Runbook {
  const message = `The runbook is shown as it is written and cannot be run: ${reason}`;
  return {
    title: front.purpose.title ?? nameOf(fileName),
    purpose: front.purpose,
    headings: [],
    blocks: [],
    checks: [],
    links: [],
    problems: [...front.problems, { line, message }],
    html: renderAsSource(front.body),
  };
}

function nameOf(fileName: string): string {
  return fileName.replace(/\.(?:md|markdown)$/i, '');
}
