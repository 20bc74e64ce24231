import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const shipped = join(import.meta.dirname, '../../runbooks/high-error-rate.md');

/** Of the last section, for whoever waits until all of a text is there. */
export const lastHeading = 'The last section';

/**
 * A runbook of `kilobytes` × 1,000 bytes: a shipped one again and again, without its front matter, which is not
 * Markdown. Every turn has its number in headings and in comments of code, so that no two sections are the same.
 * Where the next section would be too long, the last one fills up the size with a paragraph.
 */
export function runbookText(kilobytes: number): string {
  const bytes = kilobytes * 1000;
  const once = readFileSync(shipped, 'utf8').replace(/^---\n.*?\n---\n+/s, '');
  let text = '';
  for (let turn = 1; Buffer.byteLength(text) < bytes; turn++) {
    text += once.replace(/^(#+ .*)$/gm, `$1 ${turn}`);
  }
  const last = `## ${lastHeading}\n\n`;
  const cut = Buffer.from(text)
    .subarray(0, bytes - last.length)
    .toString();
  const whole = cut.slice(0, cut.lastIndexOf('\n## ') + 1) + last;
  const missing = bytes - Buffer.byteLength(whole);
  return whole + 'and so on '.repeat(missing / 10).padEnd(missing, '.');
}
