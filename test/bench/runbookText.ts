import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const shipped = join(import.meta.dirname, '../../runbooks/high-error-rate.md');

/**
 * A runbook of at most `kilobytes` × 1,000 bytes and hardly less: a shipped one again and again, without its front
 * matter, which is not Markdown. Every turn has its number in headings and in comments of code, so that no two
 * sections are the same.
 */
export function runbookText(kilobytes: number): string {
  const once = readFileSync(shipped, 'utf8').replace(/^---\n.*?\n---\n+/s, '');
  let text = '';
  for (let turn = 1; Buffer.byteLength(text) < kilobytes * 1000; turn++) {
    text += once.replace(/^(#+ .*)$/gm, `$1 ${turn}`).replace(/[^\n]$/, '$&\n');
  }
  const cut = Buffer.from(text)
    .subarray(0, kilobytes * 1000)
    .toString();
  const section = cut.lastIndexOf('\n## ');
  return cut.slice(0, section + 1);
}
