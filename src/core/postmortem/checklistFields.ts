import { plainText } from '../timeline/markdownTables.ts';
import { isAddress } from '../webAddress.ts';
import { saidIn } from './actionWords.ts';
import { issueLabel } from './issues/issueText.ts';

/** What an item of a checklist says of itself; each null where it does not. */
export interface ChecklistFields {
  readonly type: string | null;
  readonly owner: string | null;
  /** As written. */
  readonly due: string | null;
  readonly priority: string | null;
  /** Of its issue. */
  readonly url: string | null;
  /** Where more may be written, from the begin of the words: before a date that stands at their end. */
  readonly at: number;
}

const fieldNamed = (names: string) => new RegExp(`(?<!\\p{L})(?:${names}) ?[:=] ?([^,;()|]+)`, 'iu');
const fields = {
  type: fieldNamed('type'),
  owner: fieldNamed('owner|assignee|responsable'),
  due: fieldNamed('due|deadline|échéance|pour le'),
  priority: fieldNamed('priority|prio|priorité'),
};
const day = /(?<![\p{L}\d/-])\d{4}-\d{2}-\d{2}(?![\p{L}\d/-])/u;
const dayAtEnd = /(?:^|\s)[*_~]*(\d{4}-\d{2}-\d{2})[*_~.!]*$/;
const linkAtEnd = /(?:^|\s)(\[[^[\]]*\]\([^()\s]*\))$/;
const onlyLink = /^(?:\[[^[\]]*\]\(<?|<)?(https?:\/\/[^\s<>|()\]]+)>?\)?$/;
const links = /(?:\[([^[\]]*)\]\(<?)?(https?:\/\/[^\s<>|)\]]+)/g;
const namedLink =
  /(?<!\p{L})(?:issue|ticket|bug|jira|suivi) ?[:=] ?(?:\[[^[\]]*\]\()?<?(https?:\/\/[^\s<>|)\]]+)/iu;
/** Nobody writes more behind the words; a line of nothing else must not take minutes. */
const mostAtEnd = 20;
const isLabel = (words: string) => /^(?:#\d+|[A-Z][A-Z0-9_]*-\d+)$/.test(words);

/**
 * Words may name a day and lead to a page that have nothing to do with when it is due and where it is tracked: `Read again
 * what we promised after the outage of 2026-01-20, see [the guide](…)`.
 * @param words `Alert on the pool (owner: Ada, due: 2026-12-01) [#12](…)`
 */
export function saidInChecklist(words: string): ChecklistFields {
  const plain = plainText(words);
  const field = (name: keyof typeof fields) => saidIn(fields[name].exec(plain)?.[1]);
  const end = endOf(words);
  return {
    type: field('type'),
    owner: field('owner') ?? /(?:^|\s)@([\w.-]+)/.exec(words)?.[1] ?? null,
    due: field('due') ?? end.day,
    priority: field('priority') ?? /\bP[0-5]\b/.exec(words)?.[0] ?? null,
    url: addressOr(namedLink.exec(words)?.[1]) ?? end.url ?? labelledLink(words),
    at: end.at,
  };
}

/** What stands behind the words themselves: parentheses, the link of the issue, a day. */
function endOf(words: string) {
  let at = words.length;
  let url: string | null = null;
  let behind: string | null = null;
  let inside: string | null = null;
  /** Behind the day stands nothing but the issue: `after the outage of 2026-01-20 (owner: Bo)` ends in no day. */
  let mayBeDay = true;
  for (let rest = words, parts = 0; parts < mostAtEnd; parts++) {
    const begin = parenthesisAtEnd(rest);
    const link = linkAtEnd.exec(rest)?.[1];
    const date = mayBeDay ? dayAtEnd.exec(rest) : null;
    if (begin !== null) {
      const said = rest.slice(begin + 1, -1).trim();
      const only = addressOr(onlyLink.exec(said)?.[1]);
      url ??= only;
      inside ??= day.exec(plainText(said))?.[0] ?? null;
      mayBeDay &&= only !== null;
      rest = rest.slice(0, begin).trimEnd();
    } else if (link !== undefined && labelledLink(link) !== null) {
      rest = rest.slice(0, -link.length).trimEnd();
    } else if (date) {
      behind = date[1]!;
      mayBeDay = false;
      rest = rest.slice(0, date.index).trimEnd();
      at = rest.length;
    } else break;
  }
  return { at, url, day: inside ?? behind };
}

/** Where the parenthesis begins that the text ends in; null where it ends in none, or in a link. */
function parenthesisAtEnd(text: string): number | null {
  if (!text.endsWith(')')) return null;
  let depth = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    if (text[at] === ')') depth++;
    else if (text[at] === '(' && --depth === 0) return at === 0 || /\s/.test(text[at - 1]!) ? at : null;
  }
  return null;
}

/** The first link that a number or a key stands for, by its address or in its words. */
function labelledLink(text: string): string | null {
  for (const [, label = '', url] of text.matchAll(links)) {
    if (isAddress(url!) && (isLabel(issueLabel(url!)) || isLabel(plainText(label)))) return url!;
  }
  return null;
}

function addressOr(url: string | undefined): string | null {
  return url !== undefined && isAddress(url) ? url : null;
}
