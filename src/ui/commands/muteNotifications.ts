import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { type MuteChoice, muteChoices } from '../../core/incidents/notifications/mute.ts';
import { utc } from '../../core/clock.ts';
import { LocalZone } from '../../core/timeline/localZone.ts';
import type { Notifications } from '../notifications.ts';
import { notify } from '../notify.ts';
import { untilText } from '../onCallTexts.ts';

const labels: Record<MuteChoice['name'], () => string> = {
  minutes15: () => vscode.l10n.t('For 15 minutes'),
  hour1: () => vscode.l10n.t('For 1 hour'),
  morning: () => vscode.l10n.t('Until tomorrow morning'),
  turnedOn: () => vscode.l10n.t('Until I turn them on'),
};

/** Asks for how long. Only the messages of VS Code are muted, and it says so. */
export async function muteNotifications(parts: {
  readonly notifications: Pick<Notifications, 'setMuted'>;
  readonly clock: Clock;
}): Promise<void> {
  const items = muteChoices(parts.clock.now(), new LocalZone()).map(({ name, until }) => ({
    label: labels[name](),
    ...(until !== Infinity && {
      description: untilText({ until: utc(until), isOver: false }, parts.clock),
    }),
    until,
  }));
  const choice = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Mute Notifications'),
    placeHolder: vscode.l10n.t(
      'Only these messages: PagerDuty goes on paging you. On-Call does not replace paging and never makes a sound.',
    ),
  });
  if (choice) await parts.notifications.setMuted(choice.until);
}

export async function unmuteNotifications(notifications: Notifications): Promise<void> {
  await notifications.setMuted(null);
  void notify.info(vscode.l10n.t('New incidents show a message again.'));
}
