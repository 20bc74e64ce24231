import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { NotPossibleError } from '../../core/errors.ts';
import type { Redactor } from '../../core/execution/redact.ts';
import type { IncidentClock } from '../../core/incidents/incidentClock.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import { keepAttachment } from '../../core/timeline/attachments.ts';
import { titledLinks } from '../../core/timeline/entryLinks.ts';
import { parseEntryText } from '../../core/timeline/entryText.ts';
import type { MarkedKind } from '../../core/timeline/kindMarks.ts';
import { LocalZone } from '../../core/timeline/localZone.ts';
import type { Attachment, TextSource } from '../../core/timeline/noteData.ts';
import type { LogFollower } from '../../core/timeline/logFollower.ts';
import { parseTime } from '../../core/timeline/when.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import { tellMasked } from '../tellMasked.ts';
import type { Timelines } from '../timelines.ts';

export interface NewFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** One way into the timeline for all that a person writes: taken apart, masked, with its links and files. */
export class EntryWriting {
  constructor(
    private readonly parts: {
      readonly timelines: Timelines;
      readonly follower: LogFollower;
      readonly current: CurrentIncident;
      readonly redactor: Redactor;
      readonly clock: Clock;
      readonly incidentClock: IncidentClock;
      /** What a web page is called, where it is known without asking anybody. */
      readonly titleOf: (href: string) => string | null;
    },
  ) {}

  /**
   * Rejects with NotPossibleError for what cannot be written, with the reason. @param typed See parseEntryText.
   * @param beside `unmarked` is what a line without a mark is: a note, unless it says otherwise.
   */
  async write(
    incident: Incident,
    typed: string,
    beside: {
      readonly source?: TextSource;
      readonly files?: readonly NewFile[];
      readonly unmarked?: MarkedKind;
    } = {},
  ): Promise<void> {
    const { timelines, follower, current, clock, incidentClock, titleOf } = this.parts;
    const machineNow = clock.now();
    const entry = parseEntryText(typed, incidentClock.now(incident), new LocalZone());
    if (!entry.ok) throw new NotPossibleError(entry.reason, vscode.l10n.t('Then add it again.'));
    const text = this.#masked(entry.text);
    const files = beside.files ?? [];
    const attachments: Attachment[] = [];
    if (files.length > 0) {
      const { path } = await timelines.folder(incident);
      for (const { name, bytes } of files) attachments.push(await keepAttachment(path, name, bytes));
    }
    const links = titledLinks(text, titleOf);
    const kind = entry.kind === 'note' ? (beside.unmarked ?? 'note') : entry.kind;
    current.set(incident);
    follower.follow(incident);
    // What is said of now has what this machine’s clock says beside it; a time that was typed is no clock’s.
    const at = entry.timed ? { trueAt: entry.at } : machineNow;
    await timelines.scribe.addEntry(incident, text, at, kind, {
      ...(beside.source && { source: beside.source }),
      ...(attachments.length > 0 && { attachments }),
      ...(links.length > 0 && { links }),
    });
  }

  async editText(incident: Incident, id: string, text: string): Promise<void> {
    if (text.trim() === '') {
      throw new NotPossibleError(
        vscode.l10n.t('An entry cannot be empty.'),
        vscode.l10n.t('Retract it instead: it stays in the history.'),
      );
    }
    await this.parts.timelines.scribe.amend(incident, id, { text: this.#masked(text.trim()) });
  }

  /** @param typed “10:15”, “-5m”, “yesterday 23:50” */
  async editTime(incident: Incident, id: string, typed: string): Promise<void> {
    const time = parseTime(typed, this.parts.incidentClock.now(incident), new LocalZone());
    if (!time.ok) throw new NotPossibleError(time.reason, vscode.l10n.t('Then try again.'));
    await this.parts.timelines.scribe.amend(incident, id, { at: time.at });
  }

  /** The Scribe masks as well: here it is told to the person, and links are only made of what is left. */
  #masked(text: string): string {
    const redacted = this.parts.redactor.redact(text);
    tellMasked(redacted);
    return redacted.text;
  }
}
