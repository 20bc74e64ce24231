import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const shipped = join(import.meta.dirname, '../../runbooks/high-error-rate.md');

/**
 * A runbook of `kilobytes` × 1,000 bytes: a shipped one again and again, without its front matter, which is not
 * Markdown. Every turn has its number in headings and in comments of code, so that no two sections are the same.
 * Where the next section would be too long, a paragraph fills up the size.
 */
export function runbookText(kilobytes: number): string {
  const bytes = kilobytes * 1000;
  const once = readFileSync(shipped, 'utf8').replace(/^---\n.*?\n---\n+/s, '');
  let text = '';
  for (let turn = 1; Buffer.byteLength(text) < bytes; turn++) {
    text += once.replace(/^(#+ .*)$/gm, `$1 ${turn}`);
  }
  const cut = Buffer.from(text).subarray(0, bytes).toString();
  const whole = cut.slice(0, cut.lastIndexOf('\n## ') + 1);
  const missing = bytes - Buffer.byteLength(whole);
  return whole + 'and so on '.repeat(missing / 10).padEnd(missing, '.');
}
