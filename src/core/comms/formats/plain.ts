import type { Span } from '../neutralText.ts';
import { inFormat, type Format } from './format.ts';

/** Words and line breaks: for the timeline, the preview, the clipboard. */
const plainFormat: Format<string> = {
  write: lines => lines.map(({ item, spans }) => `${item ? '- ' : ''}${spans.map(span).join('')}`).join('\n'),
  fits: () => true,
};

/** The message as plain text. */
export function plainMessage(text: string): string {
  return inFormat(text, plainFormat);
}

function span({ text, url }: Span): string {
  return url === null || text === url ? text : `${text} (${url})`;
}
