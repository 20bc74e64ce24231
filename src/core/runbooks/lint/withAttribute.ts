import { readAttributes } from '../infoString.ts';
import { insertion, type TextEdit } from './finding.ts';
import type { BlockText } from './runbookText.ts';

/**
 * The edit that gives a block one more attribute, in the form that it has; null where there is no place for it.
 * @param value Words of letters, digits and `._-` only, so that no form needs quotes.
 */
export function withAttribute({ info }: BlockText, name: string, value: string): TextEdit | null {
  if (!info || !/^[\w.-]+$/.test(value)) return null;
  const { text, line, character } = info;
  const written = text.trimEnd();
  if (written.trim() === '')
    return insertion({ line, character: character + written.length }, ` { ${name}=${value} }`);
  if (readAttributes(text) === null) return null;
  const inside = written.slice(0, -1).trimEnd();
  const json = /^\s*\{\s*"/.test(written);
  const comma = json ? ',' : '';
  const added = json ? `"${name}":"${value}"` : ` ${name}=${value}`;
  return insertion({ line, character: character + inside.length }, `${comma}${added}`);
}
