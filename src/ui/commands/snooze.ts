import * as vscode from 'vscode';
import { utc, type Clock } from '../../core/clock.ts';
import { parseSnoozeUntil, type SnoozePreset, snoozePresets } from '../../core/incidents/snoozeTime.ts';
import { here, zonedTime } from '../localTime.ts';
import { prompts } from '../prompts.ts';
import { type ActionParts, offers, whichWords } from './changeIncidents.ts';

const presetWords: Record<SnoozePreset['name'], () => string> = {
  minutes15: () => vscode.l10n.t('15 minutes'),
  minutes30: () => vscode.l10n.t('30 minutes'),
  hour1: () => vscode.l10n.t('1 hour'),
  hours4: () => vscode.l10n.t('4 hours'),
  tomorrow: () => vscode.l10n.t('Until tomorrow morning'),
  monday: () => vscode.l10n.t('Until Monday morning'),
};

export async function snooze(
  parts: ActionParts & { readonly clock: Clock },
  args: readonly unknown[],
): Promise<void> {
  const incidents = await parts.pick.many(args, offers(parts, 'snooze'));
  if (!incidents || incidents.length === 0) return;
  const until = await askUntil(vscode.l10n.t('Snooze {0}', whichWords(incidents)), parts.clock);
  if (until === undefined) return;
  const words = (which: string) => vscode.l10n.t('Snoozed {0}', which);
  await parts.actions.perform(incidents, { type: 'snooze', until: utc(until) }, words);
}

async function askUntil(title: string, clock: Clock): Promise<number | undefined> {
  const now = clock.now();
  const presets = snoozePresets(now).map(({ name, until }) => ({
    label: presetWords[name](),
    description: zonedTime(utc(until), now),
    until,
  }));
  const own = { label: vscode.l10n.t('Until another time…'), description: '', until: null };
  const choice = await vscode.window.showQuickPick([...presets, own], {
    title,
    placeHolder: vscode.l10n.t('It is triggered again at the end, and pages again.'),
  });
  if (!choice || choice.until !== null) return choice?.until;
  const text = await prompts.line({
    title,
    prompt: vscode.l10n.t(
      'A duration (45m, 1h30m, 3d) or a time (14:30, tomorrow 9:00, fri 9:00); times are of {0}.',
      here.name,
    ),
    ignoreFocusOut: true,
    validateInput: typed => {
      if (typed.trim() === '') return null;
      const parsed = parseSnoozeUntil(typed, clock.now());
      return parsed.ok
        ? {
            message: vscode.l10n.t('Until {0}', zonedTime(utc(parsed.until), clock.now())),
            severity: vscode.InputBoxValidationSeverity.Info,
          }
        : parsed.reason;
    },
  });
  const parsed = text === undefined ? undefined : parseSnoozeUntil(text, clock.now());
  return parsed?.ok ? parsed.until : undefined;
}
