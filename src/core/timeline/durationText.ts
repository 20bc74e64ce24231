import { t } from '@vscode/l10n';
import { numberText } from '../numberText.ts';

/**
 * `340 ms`, `2.3 s`, `4 min 05 s`, `1 h 02 min`, `2 d 3 h`: as exact as a person needs it. In English, as documents have
 * a language of their own. @param ms not negative
 */
export function durationText(ms: number): string {
  return durationWith(ms, {
    seconds: tenths => `${tenths / 10} s`,
    days: (days, hours) => `${days} d ${hours} h`,
  });
}

/** The same in the language of VS Code. */
export function shownDuration(ms: number): string {
  return durationWith(ms, {
    seconds: tenths => `${numberText(tenths / 10)} s`,
    days: (days, hours) => t('{0} d {1} h', days, hours),
  });
}

/** What is not the same in every language. */
interface Units {
  readonly seconds: (tenths: number) => string;
  readonly days: (days: number, hours: number) => string;
}

function durationWith(ms: number, units: Units): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const tenths = Math.floor(ms / 100);
  if (tenths < 600) return units.seconds(tenths);
  const seconds = Math.floor(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`;
  return units.days(Math.floor(hours / 24), hours % 24);
}
