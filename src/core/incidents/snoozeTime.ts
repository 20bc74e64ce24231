import { t } from '@vscode/l10n';
import { daysFromToday, weekdayOf } from '../dayWords.ts';
import { LocalZone } from '../timeline/localZone.ts';
import { hourOf } from '../timeline/when.ts';
import { morningHour, nextMorning } from './nextMorning.ts';

/** PagerDuty snoozes for 1 to 604,800 seconds. */
export const longestSnoozeMs = 604_800_000;

const minute = 60_000;
const hour = 60 * minute;

export interface SnoozePreset {
  readonly name: 'minutes15' | 'minutes30' | 'hour1' | 'hours4' | 'tomorrow' | 'monday';
  /** ms since the epoch. */
  readonly until: number;
}

/** In the time zone of this machine. */
export function snoozePresets(now: number): readonly SnoozePreset[] {
  const monday = (8 - new Date(now).getDay()) % 7;
  const thisMonday = atLocal(now, monday, morningHour, 0);
  const presets: readonly SnoozePreset[] = [
    { name: 'minutes15', until: now + 15 * minute },
    { name: 'minutes30', until: now + 30 * minute },
    { name: 'hour1', until: now + hour },
    { name: 'hours4', until: now + 4 * hour },
    { name: 'tomorrow', until: nextMorning(now, new LocalZone()) },
    { name: 'monday', until: thisMonday > now ? thisMonday : atLocal(now, monday + 7, morningHour, 0) },
  ];
  // A week in which the clocks are set back is an hour longer than a snooze may be.
  return presets.filter(({ until }) => until <= now + longestSnoozeMs);
}

export type ParsedUntil =
  | { readonly ok: true; readonly until: number }
  /** A whole sentence. */
  | { readonly ok: false; readonly reason: string };

const durationShape =
  /^(?=\d)(?:(\d{1,5})\s*(?:d|days?|j|jours?)\s*)?(?:(\d{1,5})\s*(?:h|hours?|heures?)\s*)?(?:(\d{1,5})\s*(?:m|min|minutes?))?$/;
const timeShape =
  /^(?:(?<day>aujourd[’']hui|[a-z]{3,9}|\d{4}-\d{2}-\d{2})\s+)?(?<hour>\d{1,2})(?:[:h](?<minute>\d{2})|h)?(?:\s*(?<half>[ap])m)?$/;

/**
 * “45m”, “2h”, “1h30m”, “3 days”, “14:30” (the next one), “tomorrow 9:00”, “fri 9”, “2:30pm”, “2026-01-15 09:00”, and in
 * French “3 j”, “14h30” (a time, as its minutes have no unit), “demain 9h”, “ven 9”; local time of this machine. At most
 * seven days ahead, as PagerDuty allows.
 */
export function parseSnoozeUntil(text: string, now: number): ParsedUntil {
  const typed = text.trim().toLowerCase();
  const parts = durationShape.exec(typed)?.slice(1);
  const time = parts ? undefined : timeShape.exec(typed)?.groups;
  if (!parts && !time)
    return refused(t('Write a duration (45m, 1h30m, 3d) or a time (14:30, tomorrow 9:00, fri 9:00).'));
  const until = parts ? now + duration(parts) : timeOf(time!, now);
  if (until === null) return refused(t('There is no such day or time.'));
  if (until <= now) return refused(t('That time has passed.'));
  if (until > now + longestSnoozeMs) return refused(t('A snooze lasts seven days at most.'));
  return { ok: true, until };
}

const refused = (reason: string): ParsedUntil => ({ ok: false, reason });

/** @param parts days, hours and minutes, as far as they were written */
function duration(parts: readonly (string | undefined)[]): number {
  const [days, hours, minutes] = parts.map(part => Number(part ?? 0)) as [number, number, number];
  return days * 24 * hour + hours * hour + minutes * minute;
}

function timeOf(found: Record<string, string | undefined>, now: number): number | null {
  const [hours, minutes] = [hourOf(Number(found['hour']), found['half']), Number(found['minute'] ?? 0)];
  if (!(hours <= 23) || minutes > 59) return null;
  const { day } = found;
  if (day === undefined) {
    const today = atLocal(now, 0, hours, minutes);
    return today > now ? today : atLocal(now, 1, hours, minutes);
  }
  const near = daysFromToday(day);
  if (near !== null) return atLocal(now, near, hours, minutes);
  const date = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (date) {
    const [year, month, dayOfMonth] = date.slice(1).map(Number) as [number, number, number];
    const at = new Date(year, month - 1, dayOfMonth, hours, minutes);
    // The 31st of February would quietly become a day of March.
    return at.getMonth() === month - 1 ? at.getTime() : null;
  }
  const weekday = weekdayOf(day);
  if (weekday === null) return null;
  const ahead = (weekday - new Date(now).getDay() + 7) % 7;
  const at = atLocal(now, ahead, hours, minutes);
  return at > now ? at : atLocal(now, ahead + 7, hours, minutes);
}

/** By the calendar, so that a night in which the clocks change is no hour short or long. */
function atLocal(now: number, daysAhead: number, hours: number, minutes: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + daysAhead, hours, minutes).getTime();
}
