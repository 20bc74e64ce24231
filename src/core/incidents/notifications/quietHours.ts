import { t } from '@vscode/l10n';
import type { LocalZone } from '../../timeline/localZone.ts';

/** Minutes of the day, 0–1439; may span midnight. */
export interface QuietHours {
  /** The first minute that is quiet. */
  readonly from: number;
  /** The first one that is not any more. */
  readonly to: number;
}

export type ParsedQuietHours =
  /** Null: none. */
  | { readonly ok: true; readonly hours: QuietHours | null }
  /** A whole sentence. */
  | { readonly ok: false; readonly reason: string };

/** `22:00-07:00`, as the setting’s pattern in package.json has it; empty for none. */
export function parseQuietHours(text: string): ParsedQuietHours {
  const trimmed = text.trim();
  if (trimmed === '') return { ok: true, hours: null };
  const match = /^(\d{1,2}):([0-5]\d)\s*[-–]\s*(\d{1,2}):([0-5]\d)$/.exec(trimmed);
  const [fromHour, fromMinute, toHour, toMinute] = (match ?? []).slice(1).map(Number);
  if (!match || fromHour! > 23 || toHour! > 23) {
    return { ok: false, reason: t('Quiet hours are written like 22:00-07:00; there are none now.') };
  }
  const hours = { from: fromHour! * 60 + fromMinute!, to: toHour! * 60 + toMinute! };
  if (hours.from === hours.to) {
    return { ok: false, reason: t('Quiet hours that end when they begin are none.') };
  }
  return { ok: true, hours };
}

/** By the wall clock, also in a night in which the clocks change. @param at ms since the epoch */
export function isQuiet({ from, to }: QuietHours, at: number, zone: LocalZone): boolean {
  const { hour, minute } = zone.wallTime(at);
  const now = hour * 60 + minute;
  return from < to ? from <= now && now < to : from <= now || now < to;
}
