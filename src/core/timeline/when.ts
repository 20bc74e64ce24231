import { t } from '@vscode/l10n';
import { daysFromToday } from '../dayWords.ts';
import { dayText, LocalZone, timeText, type WallTime } from './localZone.ts';

/** A text and the time in front of it; `at` is ms since the epoch, `reason` a whole sentence. */
export type TimedText =
  | {
      readonly ok: true;
      readonly at: number;
      /** Whether a time stood in front. */
      readonly timed: boolean;
      readonly text: string;
    }
  | { readonly ok: false; readonly reason: string };

/** A time this far ahead is a clock that is a little off; further ahead it must mean another day. */
const AHEAD_MS = 5 * 60_000;
const DAY_MS = 24 * 3_600_000;

// The minutes of “1h30” stand without a unit, as in French.
const AGO =
  /^-(?=\d)(?:(\d{1,4})[dj])?(?:(\d{1,4})h)?(?:(\d{1,5})(?:m(?:in)?|(?<=h\d{2})))?(?:(\d{1,6})s)?(?:(?:\s*[,:|–—-])?\s+([\s\S]*))?$/i;
const AT =
  /^(?:(today|yesterday|aujourd[’']hui|hier|\d{4}-\d{2}-\d{2})[\sT]\s*)?(\d{1,2})[:h](\d{2})(?::(\d{2}))?(?:\s*([ap])m\b)?(Z|\s+UTC\b)?(?:(?:\s*[,:|–—-])?\s+([\s\S]*))?$/i;

const utcZone = new LocalZone('UTC');

/**
 * A time alone, in any of the forms of `timeInFront`: for correcting when something happened.
 */
export function parseTime(
  input: string,
  now: number,
  zone: LocalZone,
): { readonly ok: true; readonly at: number } | { readonly ok: false; readonly reason: string } {
  const found = timeInFront(`${input.trim()} .`, now, zone);
  if (!found.ok) return found;
  if (found.timed && found.text === '.') return { ok: true, at: found.at };
  return { ok: false, reason: t('That is not a time. Write it like 10:15, -5m or yesterday 23:50.') };
}

/**
 * The time in front of an entry: `10:15 …` (today, or yesterday where that is still to come), `-5m …`, `-1h30m …`,
 * `yesterday 23:50 …` (`hier …`), `2026-11-22 23:50 …`; also `10h15`, `10:15pm`, `-1j`, `-1h30`; with `Z` or `UTC` after the time,
 * in UTC. A text without one happened now. Where the clocks went back and a time came twice, the later one that has passed is meant.
 */
export function timeInFront(input: string, now: number, zone: LocalZone): TimedText {
  const typed = input.trim();
  if (typed === '')
    return { ok: false, reason: t('There is nothing to write down yet: type what happened.') };

  const ago = AGO.exec(typed);
  if (ago) {
    const [days, hours, minutes, seconds] = [ago[1], ago[2], ago[3], ago[4]]
      .map(Number)
      .map(part => part || 0);
    const ms = days! * DAY_MS + hours! * 3_600_000 + minutes! * 60_000 + seconds! * 1_000;
    return withText(now - ms, ago[5]);
  }

  const at = AT.exec(typed);
  if (!at) return { ok: true, at: now, timed: false, text: typed };
  const [, day, hour, minute, second, half, utc, text] = at;
  const time = { hour: hourOf(Number(hour), half), minute: Number(minute), second: Number(second ?? 0) };
  const found = findInstant(day, time, now, utc ? utcZone : zone);
  return typeof found === 'number' ? withText(found, text) : { ok: false, reason: found };
}

type TimeOfDay = Pick<WallTime, 'hour' | 'minute' | 'second'>;

/** The instant, or the sentence that says why there is none. */
function findInstant(
  day: string | undefined,
  time: TimeOfDay,
  now: number,
  zone: LocalZone,
): number | string {
  if (!(time.hour <= 23) || time.minute > 59 || time.second > 59) {
    return t(
      'The time in front is not a time of day. Mend it, or begin with a word to have it written as text.',
    );
  }
  const today = zone.wallTime(now);
  const ahead = day === undefined ? 0 : daysFromToday(day);
  const date = ahead === 0 ? today : ahead === -1 ? dayBefore(today) : dateOf(day!);
  if (!date)
    return t('There is no day {0}. Write it as year-month-day, for example {1}.', day!, dayText(today));

  const instants = zone.instants({ ...date, ...time });
  if (instants.length === 0) {
    return t(
      'The clocks went forward over {0} on {1}; write it with UTC after the time.',
      timeText({ ...date, ...time }),
      dayText(date),
    );
  }
  const passed = instants.filter(instant => instant <= now + AHEAD_MS).at(-1);
  if (passed !== undefined) return passed;
  if (day === undefined) return findInstant('yesterday', time, now, zone);
  return t('That time is still to come. Write a time that has passed.');
}

/**
 * From the twelve-hour clock where `am` or `pm` follows; what is no hour of it answers NaN.
 * @param half how that begins, `a` or `p`
 */
export function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return NaN;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

function withText(at: number, text: string | undefined): TimedText {
  if (text) return { ok: true, at, timed: true, text };
  return { ok: false, reason: t('A time alone says nothing: type what happened after it.') };
}

function dayBefore(day: WallTime): WallTime {
  return utcZone.wallTime(Date.UTC(day.year, day.month - 1, day.day - 1));
}

function dateOf(text: string): WallTime | null {
  const at = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(at)) return null;
  const date = utcZone.wallTime(at);
  return dayText(date) === text ? date : null;
}
