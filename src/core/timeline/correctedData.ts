import type { EntryKind, TimelineEntry } from './entry.ts';

type Data = NonNullable<TimelineEntry['data']>;

/** In the order in which the text has them. */
const spoken: Readonly<Partial<Record<EntryKind, readonly string[]>>> = {
  severity: ['reason'],
  approval: ['approvedBy', 'backup', 'reason'],
  deadline: ['reason'],
  message: ['text'],
  git: ['subject'],
  action: ['text'],
};

/** What an entry’s data has of the words in its text: the names, and the one that is all of it where nothing else is left. */
interface SaidTwice {
  readonly names: readonly string[];
  readonly last: string;
}

/**
 * The data of an entry as its text says it now. What people said stands in the text, where they correct it, and in the
 * data, which tables are made of: the reason for a severity, the words of a message. What was done (which severity,
 * which role, which command) is not a matter of words, and stays.
 *
 * @param first the version that has data and text from one hand; @param now the version that counts
 */
export function correctedData(
  first: TimelineEntry,
  now: Pick<TimelineEntry, 'kind' | 'text' | 'data'>,
): Data | undefined {
  const said = saidTwice(first);
  if (!now.data || !said || now.kind !== first.kind || now.text === first.text) return now.data;
  const { names, last } = said;
  const values = names.map(name => wordsOf(first.data, name));
  const pieces = around(values, first.text);
  const corrected = pieces && inPlace(now.text, pieces);
  const changes = names.map((name, index): readonly [string, string] => {
    if (corrected) return [name, corrected[index]!];
    const value = values[index]!;
    if (name === last) return [name, pieces ? inOtherPlace(now.text, value, pieces.slice(-2)) : now.text];
    return [name, now.text.includes(value) ? value : ''];
  });
  return { ...now.data, ...Object.fromEntries(changes) };
}

function saidTwice({ kind, data }: TimelineEntry): SaidTwice | null {
  const has = (name: string) => wordsOf(data, name) !== '';
  // Who was told on another way than by a message of ours was told no text that is known.
  const fields = kind === 'message' && !has('text') ? ['channel'] : (spoken[kind] ?? []);
  const names = fields.filter(has);
  return names.length === 0 ? null : { names, last: fields.at(-1)! };
}

function wordsOf(data: Data | undefined, name: string): string {
  const value = data?.[name];
  return typeof value === 'string' ? value : '';
}

/** The text around the values, one piece more than there are of them; null where it does not have them all. */
function around(values: readonly string[], text: string): readonly string[] | null {
  const pieces: string[] = [];
  let from = 0;
  for (const [index, value] of values.entries()) {
    const at = index === values.length - 1 ? placeOfLast(value, text) : text.indexOf(value, from);
    if (at < from) return null;
    pieces.push(text.slice(from, at));
    from = at + value.length;
  }
  return [...pieces, text.slice(from)];
}

/** At the end, or behind “Action item: ”: the same words may stand in a name, too. */
function placeOfLast(value: string, text: string): number {
  if (text.endsWith(value)) return text.length - value.length;
  const behind = text.indexOf(`: ${value}`);
  return behind < 0 ? text.indexOf(value) : behind + 2;
}

/** What stands between the same pieces; null where not all of them are there. */
function inPlace(text: string, pieces: readonly string[]): readonly string[] | null {
  if (!text.startsWith(pieces[0]!)) return null;
  const values: string[] = [];
  let from = pieces[0]!.length;
  for (const [index, piece] of pieces.slice(1).entries()) {
    const isLast = index === pieces.length - 2;
    const end = isLast && text.endsWith(piece) ? text.length - piece.length : text.indexOf(piece, from);
    if (end < from || (isLast && end + piece.length !== text.length)) return null;
    values.push(text.slice(from, end).trim());
    from = end + piece.length;
  }
  return values;
}

/** Where more was changed than the words themselves: what of the text is not what stood around them. */
function inOtherPlace(text: string, value: string, [before = '', after = '']: readonly string[]): string {
  // “. ” or “: ”
  if (text.endsWith(before.slice(-2) + value + after)) return value;
  const lead = before.replace(/[\s.:,–—-]+$/, '');
  const rest = text.startsWith(lead) ? text.slice(lead.length).replace(/^[\s.:,–—-]+/, '') : text;
  return (after !== '' && rest.endsWith(after) ? rest.slice(0, -after.length) : rest).trim();
}
