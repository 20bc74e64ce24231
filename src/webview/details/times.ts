import { t } from '@vscode/l10n';
import { locale } from './locale.ts';

/*
 * Times as the person reads them: local, 24 hours, with UTC one hover away. All are ms since the epoch; `zone` is
 * an IANA name, by default that of this machine.
 */

/** “just now”, “5 min”, “3 h 20 min”, “2 d 4 h”: how long something has lasted. */
export function ageText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return t('just now');
  if (minutes < 60) return t('{0} min', minutes);
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? t('{0} h', hours) : t('{0} h {1} min', hours, minutes % 60);
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 || days > 6 ? t('{0} d', days) : t('{0} d {1} h', days, hours % 24);
}

/** “5 min ago”, “in 20 min”, “just now”. */
export function sinceText(at: number, now: number): string {
  if (at > now + 30_000) return t('in {0}', ageText(Math.max(60_000, at - now)));
  const age = ageText(now - at);
  return now - at < 60_000 ? age : t('{0} ago', age);
}

/** `03:04:05` */
export function clockText(at: number, zone?: string): string {
  return format(zone, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }, at);
}

/** `2026-01-15`: the same for all of one local day. */
export function dayKey(at: number, zone?: string): string {
  return format(zone, { year: 'numeric', month: '2-digit', day: '2-digit' }, at);
}

/** The days that have a name of their own; null for all others. */
export function nearDay(at: number, now: number, zone?: string): 'today' | 'yesterday' | null {
  if (dayKey(at, zone) === dayKey(now, zone)) return 'today';
  // Twelve hours before the last midnight are yesterday, summer time or not.
  return dayKey(at, zone) === dayKey(startOfDay(now, zone) - 12 * 3_600_000, zone) ? 'yesterday' : null;
}

/** “Today”, “Yesterday”, else “Thursday 15 January 2026”. */
export function dayText(at: number, now: number, zone?: string): string {
  const near = nearDay(at, now, zone);
  if (near !== null) return near === 'today' ? t('Today') : t('Yesterday');
  const words = new Intl.DateTimeFormat(locale, {
    ...{ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
    ...(zone !== undefined && { timeZone: zone }),
  });
  return words.format(at).replace(',', '');
}

/** “Today 03:04”, “15 Jan 03:04”, “15 Jan 2025 03:04”: a moment in a fact or a list. */
export function momentText(at: number, now: number, zone?: string): string {
  const clock = clockText(at, zone).slice(0, 5);
  const near = nearDay(at, now, zone);
  if (near !== null) return near === 'today' ? t('Today {0}', clock) : t('Yesterday {0}', clock);
  const sameYear = dayKey(at, zone).slice(0, 4) === dayKey(now, zone).slice(0, 4);
  const words = new Intl.DateTimeFormat(locale, {
    ...{ day: 'numeric', month: 'short' },
    ...(!sameYear && { year: 'numeric' }),
    ...(zone !== undefined && { timeZone: zone }),
  });
  return `${words.format(at)} ${clock}`;
}

/** `2026-01-15 03:04:05 UTC`; “not known” for what is no time. */
export function utcText(at: number): string {
  return Number.isFinite(at) && Math.abs(at) <= 8.64e15
    ? `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
    : t('not known');
}

function startOfDay(at: number, zone?: string): number {
  const [hours, minutes, seconds] = clockText(at, zone).split(':').map(Number);
  return at - ((hours! * 60 + minutes!) * 60 + seconds!) * 1_000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string | undefined, options: Intl.DateTimeFormatOptions, at: number): string {
  const key = `${zone} ${JSON.stringify(options)}`;
  let known = formats.get(key);
  if (!known) {
    // Swedish writes dates and times the way ISO 8601 does.
    known = new Intl.DateTimeFormat('sv-SE', { ...options, ...(zone !== undefined && { timeZone: zone }) });
    formats.set(key, known);
  }
  return known.format(at);
}
