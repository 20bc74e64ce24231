import { oneLine, plainText, webAddressOf } from '../incidents/providers/wire.ts';

/*
 * The text of a message before anybody knows where it goes. It has four marks and no others: `**strong**`, `- ` at the
 * beginning of a line, `[words](https://…)`, and `\` before a character that is meant as itself. Everything else is
 * text, whatever it means in Slack, Mattermost or Teams: a format writes it so that it shows as it stands here.
 */

/** A stretch of a line. */
export interface Span {
  readonly text: string;
  readonly strong: boolean;
  /** Where it leads; null for most. */
  readonly url: string | null;
}

export interface NeutralLine {
  /** One of a list. */
  readonly item: boolean;
  readonly spans: readonly Span[];
}

/** Longer values are cut: a message is read at a glance. UTF-16 units. */
const longestValue = 500;
/** Nobody reads more, and no target takes it. UTF-16 units. */
export const longestText = 20_000;

/** Any value as neutral text of one line that shows just that value. */
export function neutralValue(value: string): string {
  return oneLine(cut(value, longestValue))
    .replace(/[\\*[\]]/g, '\\$&')
    .replace(/^-/, '\\-');
}

/** An address as a link where a browser may be sent there (https, or this machine); as text otherwise. */
export function neutralAddress(value: string): string {
  const url = /\s/.test(value.trim()) ? null : webAddressOf(value.trim());
  if (url === null || url.length > longestValue) return neutralValue(value);
  const target = url.replace(/[()*[\]\\]/g, character => `%${character.charCodeAt(0).toString(16)}`);
  return `[${target}](${target})`;
}

/** A text that ends after so many units, not in the middle of a character, and says so. */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const end = /[\uD800-\uDBFF]/.test(text[longest - 1]!) ? longest - 1 : longest;
  return `${text.slice(0, end)}…`;
}

/** Reads the marks; what does not hold together as a mark is text. */
export function readNeutral(text: string): readonly NeutralLine[] {
  return plainText(cut(text, longestText)).split('\n').map(readLine);
}

function readLine(line: string): NeutralLine {
  const item = /^\s*- /.test(line);
  const spans: { text: string; strong: boolean; url: string | null }[] = [];
  let strong = false;
  const say = (said: string, url: string | null = null) => {
    const last = spans.at(-1);
    if (last && last.strong === strong && last.url === null && url === null) last.text += said;
    else if (said !== '') spans.push({ text: said, strong, url });
  };
  let rest = item ? line.replace(/^\s*- /, '') : line;
  // Looked for once: a text of nothing but brackets must not be searched from each of them.
  let linksAhead = rest.includes('](');
  while (rest !== '') {
    const plain = /^[^\\*[]+/.exec(rest)?.[0];
    if (plain !== undefined) {
      say(plain);
      rest = rest.slice(plain.length);
      continue;
    }
    const escaped = /^\\([\\*[\]-])/.exec(rest)?.[1];
    if (escaped !== undefined) {
      say(escaped);
      rest = rest.slice(2);
      continue;
    }
    if (rest.startsWith('**') && (strong || hasMark(rest.slice(2)))) {
      strong = !strong;
      rest = rest.slice(2);
      continue;
    }
    linksAhead &&= rest.includes('](');
    const link = linksAhead ? /^\[([^\]\n]{1,600})\]\(([^()\s]{1,600})\)/.exec(rest) : null;
    const url = link && webAddressOf(link[2]);
    if (link && url !== null) {
      say(link[1]!.replace(/\\([\\*[\]-])/g, '$1'), url);
      rest = rest.slice(link[0].length);
      continue;
    }
    say(rest[0]!);
    rest = rest.slice(1);
  }
  return { item, spans };
}

/** Whether strong text that begins here ends on this line. */
function hasMark(rest: string): boolean {
  return /^(?:[^\\*]|\\[^]|\*(?!\*))+\*\*/.test(rest);
}
