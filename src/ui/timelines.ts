import { basename, join } from 'node:path';
import type * as vscode from 'vscode';
import type { Clock } from '../core/clock.ts';
import { type Disposable, Emitter } from '../core/events.ts';
import type { Redactor } from '../core/execution/redact.ts';
import type { Incident } from '../core/incidents/incident.ts';
import type { IncidentClock } from '../core/incidents/incidentClock.ts';
import type { Logger } from '../core/logger.ts';
import { pathIsThere } from '../core/pathIsThere.ts';
import type { TimelineEntry } from '../core/timeline/entry.ts';
import { FileJournal } from '../core/timeline/fileJournal.ts';
import { readSnapshot, saveSnapshot } from '../core/timeline/incidentSnapshot.ts';
import {
  findIncidentFolder,
  incidentFolder,
  type IncidentFolder,
  journalOfMachine,
  listIncidentFolders,
  refuseLinkedRoot,
} from '../core/timeline/journalFolder.ts';
import { KeptJournal, withUnsaved } from '../core/timeline/keptJournal.ts';
import { machineName } from '../core/timeline/machineName.ts';
import {
  type ReadIncident,
  recordedIncidents,
  rememberedIncidents,
} from '../core/timeline/recordedIncidents.ts';
import { Scribe } from '../core/timeline/scribe.ts';
import { timelineView, type TimelineView } from '../core/timeline/timelineView.ts';
import { config } from './config.ts';
import { timelinesRoot, workspaceFolder } from './timelinesRoot.ts';

interface OpenJournal {
  readonly folder: IncidentFolder;
  readonly journal: FileJournal;
}

/** An entry that counts since now. */
export interface Recorded {
  readonly incident: Incident;
  readonly entry: TimelineEntry;
}

/** What of an incident’s timeline is in memory only. */
export interface Unsaved {
  readonly entries: readonly TimelineEntry[];
  /** Where they were saved meanwhile; null where nowhere. */
  readonly copiedTo: string | null;
}

/** The timelines on disk: where each incident’s stands, what it holds, and the one Scribe that writes to them. */
export class Timelines implements Disposable {
  readonly scribe: Scribe;
  readonly #open = new Map<string, Promise<OpenJournal>>();
  readonly #journals = new Map<string, KeptJournal>();
  #machine: Promise<string> | null = null;
  readonly #changed = new Emitter<string>();
  /** The key of an incident whose timeline has a new entry, or one that is not saved. */
  readonly onDidChange = this.#changed.event;
  readonly #appended = new Emitter<Recorded>();
  /** An entry of this window’s. */
  readonly onDidAppend = this.#appended.event;

  constructor(
    private readonly parts: {
      /** Where timelines are kept while no folder is open. */
      readonly storage: vscode.Uri;
      readonly clock: Clock;
      readonly logger: Logger;
      readonly author: () => string;
      readonly incidentClock: IncidentClock;
      readonly redactor: Redactor;
    },
  ) {
    this.scribe = new Scribe({
      journalOf: async incident => this.journal(incident),
      clock: parts.clock,
      random: Math.random,
      author: parts.author,
      incidentClock: parts.incidentClock,
      leavesOut: config.leftOutKinds,
      mask: text => this.mask(text),
    });
  }

  /** As the Scribe writes it: without what looks like a secret. */
  mask(text: string): string {
    return this.parts.redactor.redact(text).text;
  }

  /** The folder that holds one folder for each incident. */
  root(): string {
    return timelinesRoot(this.parts.storage);
  }

  /** The root, once it is sure that it stands where it says. Rejects with NotPossibleError. */
  async checkedRoot(): Promise<string> {
    const root = this.root();
    const folder = workspaceFolder();
    if (folder) await refuseLinkedRoot(folder.uri.fsPath, root);
    return root;
  }

  /** The incident’s journal, begun with its first entry. */
  journal(incident: Incident): KeptJournal {
    const known = this.#journals.get(incident.key);
    if (known) return known;
    const journal = new KeptJournal({
      location: this.root(),
      open: async () => (await this.#openJournal(incident)).journal,
      clock: this.parts.clock,
    });
    journal.onDidAppend(entry => this.#appended.fire({ incident, entry }));
    journal.onDidChangeUnsaved(() => this.#changed.fire(incident.key));
    this.#journals.set(incident.key, journal);
    return journal;
  }

  unsaved(incident: Incident): Unsaved {
    const journal = this.#journals.get(incident.key);
    return { entries: journal?.unsaved ?? [], copiedTo: journal?.copiedTo ?? null };
  }

  /** Writes the whole timeline to another file as well; rejects with JournalWriteError. */
  async copy(incident: Incident, path: string): Promise<void> {
    const other = new FileJournal(path);
    try {
      await this.journal(incident).copyTo(other);
    } finally {
      await other.close();
    }
  }

  /** The incident’s folder, made where there is none; `journal` is the file that this machine writes. */
  async folder(incident: Incident): Promise<IncidentFolder> {
    return (await this.#openJournal(incident)).folder;
  }

  /** The path of the incident’s folder; null where it has none yet. */
  async knownFolder(incident: Incident): Promise<string | null> {
    return (await findIncidentFolder(await this.checkedRoot(), incident.id))?.path ?? null;
  }

  /** The path of the incident’s journal; null where it has none yet. */
  async knownJournal(incident: Incident): Promise<string | null> {
    return (await findIncidentFolder(await this.checkedRoot(), incident.id))?.journal ?? null;
  }

  /** The path of the incident’s first post-mortem, whether it is written or not; null where it has no folder yet. */
  async knownPostMortem(incident: Incident): Promise<string | null> {
    return (await findIncidentFolder(await this.checkedRoot(), incident.id))?.postMortem ?? null;
  }

  /** Null where the incident has no timeline yet; reading never begins one. */
  async view(incident: Incident): Promise<TimelineView | null> {
    const folder = await findIncidentFolder(await this.checkedRoot(), incident.id);
    const unsaved = this.unsaved(incident).entries;
    if (!folder) return unsaved.length > 0 ? timelineView({ entries: unsaved, unreadable: [] }) : null;
    const view = timelineView(withUnsaved(await new FileJournal(folder.journal).read(), unsaved));
    for (const { line, reason, file = basename(folder.journal) } of view.unreadable) {
      this.parts.logger.warn(`${join(folder.path, file)}, line ${line} was set aside: ${reason}`);
    }
    return view;
  }

  async entries(incident: Incident): Promise<readonly TimelineEntry[]> {
    return ((await this.view(incident))?.entries ?? []).map(({ entry }) => entry);
  }

  /** Keeps what is known of an incident beside its journal, if it has one. */
  async remember(incident: Incident): Promise<void> {
    const folder = await findIncidentFolder(await this.checkedRoot(), incident.id);
    if (folder) await saveSnapshot(folder, incident, await this.#machineName());
  }

  /** The incidents that have a timeline here, as they were last known; newest first. */
  async remembered(): Promise<readonly Incident[]> {
    return rememberedIncidents(await this.checkedRoot(), {
      machine: await this.#machineName(),
      onPassedOver: this.#onPassedOver,
    });
  }

  /** The paths of all incidents’ folders, newest first. */
  async folders(): Promise<readonly string[]> {
    return (await listIncidentFolders(await this.checkedRoot())).map(({ path }) => path);
  }

  /** The incident of that folder, as it was last known; null where nothing is known of it. */
  async incidentIn(folder: string): Promise<Incident | null> {
    return readSnapshot({ path: folder }, await this.#machineName()).catch(() => null);
  }

  /** See recordedIncidents. */
  async *recorded(
    counts: (incident: Incident) => boolean,
    signal: AbortSignal,
  ): AsyncGenerator<ReadIncident> {
    yield* recordedIncidents(await this.checkedRoot(), {
      machine: await this.#machineName(),
      ...{ counts, signal },
      onPassedOver: this.#onPassedOver,
    });
  }

  readonly #onPassedOver = (path: string, error: unknown): void =>
    this.parts.logger.warn(`${path} was passed over: ${String(error)}`);

  async #openJournal(incident: Incident): Promise<OpenJournal> {
    const root = await this.checkedRoot();
    const id = `${root}\n${incident.key}`;
    const known = this.#open.get(id);
    if (known) {
      const { folder, journal } = await known;
      if (await pathIsThere(folder.path)) return known;
      // Another branch was checked out, or somebody moved the folder: it is begun anew.
      this.#open.delete(id);
      await journal.close();
      return this.#openJournal(incident);
    }
    const opening = (async () => {
      const machine = await this.#machineName();
      const made = await incidentFolder(root, incident);
      const folder = { ...made, journal: journalOfMachine(made, machine) };
      await saveSnapshot(folder, incident, machine);
      const journal = new FileJournal(folder.journal);
      journal.onDidAppend(() => this.#changed.fire(incident.key));
      return { folder, journal };
    })();
    this.#open.set(id, opening);
    // A folder that could not be made now may be possible later.
    opening.catch(() => this.#open.delete(id));
    return opening;
  }

  #machineName(): Promise<string> {
    return (this.#machine ??= machineName(this.parts.storage.fsPath, Math.random));
  }

  dispose(): void {
    for (const [key, journal] of this.#journals) {
      if (journal.unsaved.length > 0)
        this.parts.logger.warn(`Timeline of ${key}: ${journal.unsaved.length} entries were never saved`);
      journal.dispose();
    }
    for (const opening of this.#open.values()) opening.then(({ journal }) => journal.close()).catch(() => {});
    this.#changed.dispose();
    this.#appended.dispose();
  }
}
