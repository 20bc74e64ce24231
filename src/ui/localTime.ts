import type { UtcTime } from '../core/clock.ts';
import { zoneName } from '../core/incidents/onCall/turnTimes.ts';
import { dayLocale } from '../core/language.ts';
import { LocalZone } from '../core/timeline/localZone.ts';

/*
 * Times as people read them in VS Code’s lists and messages: of this machine, in 24 hours, in the language of the words
 * around them. What the environment speaks says nothing of the reader: over SSH or in a container it is mostly English.
 */

export const here = new LocalZone();

/** UTC as it is stored, or ms since the epoch; what is no time is shown as it is. */
type Moment = string | number;

/** “04:30” */
export function clockTime(at: Moment): string {
  return written(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** “04:30”, and with the day where that is not today: “Sun 22 Nov 04:30”. @param now ms since the epoch */
export function localTime(at: Moment, now = Date.now()): string {
  const time = clockTime(at);
  return isSameDay(at, now)
    ? time
    : `${written(at, { weekday: 'short', day: 'numeric', month: 'short' })} ${time}`;
}

/**
 * The same with the zone, “04:30 (CET)”: for what ends then. Over SSH or in a container this machine is the one there,
 * whose zone is seldom the reader’s.
 */
export function zonedTime(at: UtcTime, now?: number): string {
  return withZone(localTime(at, now), at);
}

/** @param time `at` in words */
export function withZone(time: string, at: UtcTime): string {
  return `${time} (${zoneHere(at)})`;
}

/** “CET” */
export function zoneHere(at: UtcTime): string {
  return zoneName(Date.parse(at), here, dayLocale());
}

/**
 * “22 Nov 2026, 04:30:15”: the month is a word, as 11/12 is another day for every second reader.
 * @param now ms since the epoch; where it is given, a time of its day stands without the day
 */
export function fullTime(at: Moment, now?: number): string {
  const day = now !== undefined && isSameDay(at, now) ? {} : { dateStyle: 'medium' as const };
  return written(at, { ...day, timeStyle: 'medium', hourCycle: 'h23' });
}

function isSameDay(at: Moment, now: number): boolean {
  return new Date(at).toDateString() === new Date(now).toDateString();
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Building a format costs far more than using it, and a tree has many rows. */
function written(at: Moment, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return String(at);
  const key = `${dayLocale()} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(dayLocale(), options);
    formats.set(key, format);
  }
  return format.format(date);
}
