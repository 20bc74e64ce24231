import type { PostMortemFacts } from './facts.ts';

export interface ReviewTime {
  readonly days: number;
  /** Monday to Friday; holidays are not known here. */
  readonly working: boolean;
}

const DAY = 24 * 3_600_000;
const MOST_DAYS = 365;

/** `3 days`, `5 working days`, `1 day`; null for what says no such time. */
export function reviewTimeOf(text: unknown): ReviewTime | null {
  const match = typeof text === 'string' ? /^\s*(\d{1,3})\s+(working\s+)?days?\s*$/i.exec(text) : null;
  const days = Number(match?.[1]);
  return match && days <= MOST_DAYS ? { days, working: match[2] !== undefined } : null;
}

/**
 * The day, `2026-11-25`, by which the post-mortem is due: counted from the day of the resolution, in UTC, by the most
 * severe that the incident ever was. Null while it is open, or where nothing is set for that severity.
 */
export function reviewDue(
  { moments, worstSeverity }: Pick<PostMortemFacts, 'moments' | 'worstSeverity'>,
  times: Readonly<Record<string, string>>,
): string | null {
  if (!moments.resolved || worstSeverity === null || !Object.hasOwn(times, worstSeverity)) return null;
  const time = reviewTimeOf(times[worstSeverity]);
  if (!time) return null;
  let day = Date.parse(`${moments.resolved.at.slice(0, 10)}T00:00:00Z`);
  for (let left = time.days; left > 0;) {
    day += DAY;
    if (!time.working || isWorkingDay(day)) left--;
  }
  return new Date(day).toISOString().slice(0, 10);
}

function isWorkingDay(day: number): boolean {
  const weekday = new Date(day).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}
