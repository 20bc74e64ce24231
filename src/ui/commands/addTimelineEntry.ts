import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { IncidentClock } from '../../core/incidents/incidentClock.ts';
import type { LogFollower } from '../../core/timeline/logFollower.ts';
import { type EntryText, parseEntryText } from '../../core/timeline/entryText.ts';
import { kindMarks } from '../../core/timeline/kindMarks.ts';
import { LocalZone } from '../../core/timeline/localZone.ts';
import { PastedLines } from '../../core/timeline/pastedLines.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import { DisposableStore } from '../disposables.ts';
import { type IncidentPick, withoutIcons } from '../incidentPick.ts';
import { fullTime } from '../localTime.ts';
import type { EntryWriting } from '../timeline/entryWriting.ts';
import { kindWords, markHints } from '../timeline/kindWords.ts';
import type { TimelinePanels } from '../timeline/timelinePanels.ts';
import type { Timelines } from '../timelines.ts';
import { kindIcons } from '../trees/timelineNodes.ts';

export interface TimelineParts {
  readonly pick: IncidentPick;
  readonly timelines: Timelines;
  readonly timelinePanels: TimelinePanels;
  readonly writing: EntryWriting;
  readonly follower: LogFollower;
  readonly current: CurrentIncident;
  readonly clock: Clock;
  readonly incidentClock: IncidentClock;
}

interface Row extends vscode.QuickPickItem {
  /** What the line becomes; absent where the row is what will be written. */
  readonly becomes?: string;
  /** It cannot be written so. */
  readonly wrong?: true;
}

/**
 * One line; a time in front of it backdates, a mark says what it is. The row below shows what will be written while it
 * is typed, and all marks while nothing is.
 */
export async function addTimelineEntry(parts: TimelineParts, args: readonly unknown[]): Promise<void> {
  const incident = await parts.pick.one(args, undefined, { inTitle: true, remembered: true });
  if (!incident) return;
  const answer = await askForLine(parts.incidentClock, incident);
  if (answer?.more) {
    const panel = await parts.timelinePanels.open(incident);
    return panel.compose(answer.typed === '' ? null : answer.typed);
  }
  if (answer) await parts.writing.write(incident, answer.typed);
}

interface Line {
  readonly typed: string;
  /** The person wants to go on where there is room for more lines. */
  readonly more: boolean;
}

function askForLine(clock: IncidentClock, incident: Incident): Promise<Line | undefined> {
  const owned = new DisposableStore();
  const line = owned.add(vscode.window.createQuickPick<Row>());
  const more: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('multiple-windows'),
    tooltip: vscode.l10n.t('Go on in the timeline, with more lines'),
  };
  line.title = vscode.l10n.t('Timeline of “{0}”', incident.title);
  line.placeholder = vscode.l10n.t(
    'What happened? “10:15 cause found”, “-5m …”, “yesterday 23:50 …”, “!roll back” is a decision.',
  );
  line.ignoreFocusOut = true;
  line.buttons = [more];
  const zone = new LocalZone();
  const pasted = new PastedLines();
  /** What was pasted last is known from the clipboard by then. */
  let looked: Thenable<void> = Promise.resolve();
  const typed = () => pasted.restored(line.value);
  const show = () => (line.items = rowsOf(typed(), clock.now(incident), zone));
  show();
  return new Promise<Line | undefined>(resolve => {
    owned.add(
      line.onDidChangeValue(value => {
        show();
        if (!pasted.isPaste(value)) return;
        looked = vscode.env.clipboard.readText().then(
          clipboard => {
            pasted.take(value, clipboard);
            show();
          },
          // Then it stays the one line that the box made of it.
          () => {},
        );
      }),
    );
    owned.add(line.onDidHide(() => resolve(undefined)));
    owned.add(
      line.onDidTriggerButton(async () => {
        await looked;
        resolve({ typed: typed(), more: true });
      }),
    );
    owned.add(
      line.onDidAccept(async () => {
        await looked;
        // What stands in the line counts: after quick fingers the rows are still those of what stood there before.
        const rows = rowsOf(typed(), clock.now(incident), zone);
        if (rows[0]?.becomes === undefined) {
          if (rows[0]?.wrong !== true) resolve({ typed: typed(), more: false });
          return;
        }
        const chosen = line.selectedItems[0]?.becomes;
        if (chosen === undefined) return;
        line.value = chosen;
        show();
      }),
    );
    line.show();
  }).finally(() => owned.dispose());
}

function rowsOf(value: string, now: number, zone: LocalZone): readonly Row[] {
  const typed = value.trim();
  if (typed === '' || Object.hasOwn(kindMarks, typed)) return markRows();
  const entry = parseEntryText(typed, now, zone);
  return entry.ok
    ? [rowOf(entry, now)]
    : [{ label: `$(warning) ${entry.reason}`, alwaysShow: true, wrong: true }];
}

function rowOf({ at, timed, kind, text }: Extract<EntryText, { ok: true }>, now: number): Row {
  const when = timed ? `${fullTime(at, now)} ${new LocalZone().name}` : vscode.l10n.t('now');
  return {
    label: `$(${kindIcons[kind]}) ${kindWords()[kind]}`,
    description: withoutIcons([when, ...linesOf(text)].join(' · ')),
    alwaysShow: true,
  };
}

/** A row has one line: of several the first, and how many there are. */
function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.length === 1 ? lines : [vscode.l10n.t('{0} lines', lines.length), lines[0]!];
}

function markRows(): readonly Row[] {
  const [words, hints] = [kindWords(), markHints()];
  return Object.entries(kindMarks).map(([mark, kind]) => ({
    label: `$(${kindIcons[kind]}) ${mark} ${words[kind]}`,
    description: hints[kind],
    alwaysShow: true,
    becomes: `${mark} `,
  }));
}
