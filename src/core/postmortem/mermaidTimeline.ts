import type { UtcTime } from '../clock.ts';
import { withoutHidden } from '../timeline/hiddenCharacters.ts';
import type { EntryKind, TimelineEntry } from '../timeline/entry.ts';
import type { PostMortemFacts } from './facts.ts';
import type { Words } from './languages/language.ts';
import { shortText } from '../shortText.ts';

/** More rows than that nobody reads. */
const MOST = 24;
const LONGEST = 70;

interface Event {
  readonly at: UtcTime;
  readonly text: string;
  /** The lower, the sooner it is told where there are too many. */
  readonly rank: number;
}

/**
 * A gantt diagram: the moments that divide the incident, what was marked as key, then decisions, messages and runs as
 * far as there is room. A line an event, so that it merges line by line.
 */
export function mermaidTimeline(facts: PostMortemFacts, words: Words): string {
  const events = eventsOf(facts, words);
  const axis = `    axisFormat ${axisFormatOf(events)}`;
  const lines = ['gantt', '    dateFormat YYYY-MM-DDTHH:mm:ss', axis, '    todayMarker off'];
  let day = '';
  for (const { at, text } of events) {
    if (at.slice(0, 10) !== day) {
      day = at.slice(0, 10);
      lines.push(`    section ${day}`);
    }
    lines.push(`    ${mermaidText(`${at.slice(11, 16)} ${text}`)} :milestone, ${at.slice(0, 19)}, 1s`);
  }
  return lines.join('\n');
}

/** So that neighbouring marks of the axis differ, and no more than that. */
function axisFormatOf(events: readonly Event[]): string {
  const [first, last] = [events[0], events.at(-1)].map(event => Date.parse(event?.at ?? ''));
  const minutes = (last! - first!) / 60_000;
  if (minutes < 15) return '%H:%M:%S';
  return minutes < 24 * 60 ? '%H:%M' : '%m-%d %H:%M';
}

function eventsOf(facts: PostMortemFacts, words: Words): Event[] {
  const told = new Set<string>();
  const events: Event[] = [];
  for (const name of ['impact', 'detected', 'acknowledged', 'mitigated', 'resolved'] as const) {
    const moment = facts.moments[name];
    if (!moment) continue;
    if (moment.entry !== null) told.add(moment.entry);
    events.push({ at: moment.at, text: words.events[name], rank: 0 });
  }
  for (const { id, entry } of facts.timeline) {
    const rank = rankOf(entry);
    if (rank !== null && !told.has(id)) events.push({ at: entry.at, text: entry.text, rank });
  }
  return events
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

const ranks: Partial<Record<EntryKind, number>> = { severity: 2, decision: 3, message: 3, run: 4 };

function rankOf({ key, kind }: TimelineEntry): number | null {
  return key ? 1 : (ranks[kind] ?? null);
}

const LOOKALIKES: Readonly<Record<string, string>> = { ':': '∶', '<': '‹', '>': '›', '&': '+', '"': '”' };

/**
 * Any text as one that means nothing to Mermaid in any of its versions: only letters, digits and harmless signs are
 * left. An entity would do in a browser, and not in every program that draws the diagram.
 */
export function mermaidText(text: string): string {
  const plain = withoutHidden(text)
    .replace(/[:<>&"]/g, sign => LOOKALIKES[sign]!)
    .replace(/[^\p{L}\p{M}\p{N} .,()/+=_'’“”«»‹›∶!?-]/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();
  return shortText(plain, LONGEST);
}
