import * as vscode from 'vscode';
import type { Clock, UtcTime } from '../core/clock.ts';
import type { OnDuty } from '../core/incidents/onCall/onCallNow.ts';
import { timeThere, turnTime } from '../core/incidents/onCall/turnTimes.ts';
import { dayLocale } from '../core/language.ts';
import { here, zoneHere } from './localTime.ts';

/** `Mon 09:00` */
export function turnEnd(until: UtcTime, clock: Clock): string {
  return turnTime(Date.parse(until), clock.now(), here, dayLocale());
}

/** `until Mon 09:00 (CET)` */
export function untilText({ until, isOver }: Pick<OnDuty, 'until' | 'isOver'>, clock: Clock): string {
  if (until === null) return vscode.l10n.t('always');
  const zone = zoneHere(until);
  return isOver
    ? vscode.l10n.t('was until {0} ({1}); who came after is not known yet', turnEnd(until, clock), zone)
    : vscode.l10n.t('until {0} ({1})', turnEnd(until, clock), zone);
}

/** `17:40 there`; null where it is the same time as here. */
export function thereText(timeZone: string | null, clock: Clock): string | null {
  const time = timeThere(clock.now(), here, timeZone, dayLocale());
  return time === null ? null : vscode.l10n.t('{0} there', time);
}
