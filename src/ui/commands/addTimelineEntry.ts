import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { LogFollower } from '../../core/timeline/logFollower.ts';
import { LocalZone } from '../../core/timeline/localZone.ts';
import { parseEntryText } from '../../core/timeline/when.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import type { IncidentPick } from '../incidentPick.ts';
import type { Timelines } from '../timelines.ts';

export interface TimelineParts {
  readonly pick: IncidentPick;
  readonly timelines: Timelines;
  readonly follower: LogFollower;
  readonly current: CurrentIncident;
  readonly clock: Clock;
}

/** One line; a time in front of it backdates. What was typed is shown back as it will be written while it is typed. */
export async function addTimelineEntry(parts: TimelineParts, args: readonly unknown[]): Promise<void> {
  const incident = await parts.pick.one(args);
  if (!incident) return;
  const zone = new LocalZone();
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Timeline of “{0}”', incident.title),
    prompt: vscode.l10n.t(
      'What happened? Begin with a time to backdate: “10:15 cause found”, “-5m …”, “yesterday 23:50 …”.',
    ),
    placeHolder: vscode.l10n.t('Pool of connections exhausted, raising it to 200'),
    ignoreFocusOut: true,
    validateInput: text => {
      if (text.trim() === '') return null;
      const now = parts.clock.now();
      const entry = parseEntryText(text, now, zone);
      if (!entry.ok) return entry.reason;
      if (entry.at === now) return null;
      return {
        message: vscode.l10n.t('{0}: {1}', new Date(entry.at).toLocaleString(), entry.text),
        severity: vscode.InputBoxValidationSeverity.Info,
      };
    },
  });
  if (!typed?.trim()) return;
  const entry = parseEntryText(typed, parts.clock.now(), zone);
  if (!entry.ok) return;
  parts.current.set(incident);
  await parts.timelines.scribe.addEntry(incident, entry.text, entry.at);
  parts.follower.follow(incident);
}
