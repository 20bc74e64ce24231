import { access } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Clock } from '../core/clock.ts';
import { type Disposable, Emitter } from '../core/events.ts';
import type { Incident } from '../core/incidents/incident.ts';
import type { Logger } from '../core/logger.ts';
import type { TimelineEntry } from '../core/timeline/entry.ts';
import { FileJournal } from '../core/timeline/fileJournal.ts';
import { readSnapshot, saveSnapshot } from '../core/timeline/incidentSnapshot.ts';
import type { Journal } from '../core/timeline/journal.ts';
import {
  findIncidentFolder,
  incidentFolder,
  type IncidentFolder,
  listIncidentFolders,
  refuseLinkedRoot,
} from '../core/timeline/journalFolder.ts';
import { Scribe } from '../core/timeline/scribe.ts';
import { timelineView, type TimelineView } from '../core/timeline/timelineView.ts';
import { config } from './config.ts';

interface OpenJournal {
  readonly folder: IncidentFolder;
  readonly journal: FileJournal;
}

/** The timelines on disk: where each incident’s stands, what it holds, and the one Scribe that writes to them. */
export class Timelines implements Disposable {
  readonly scribe: Scribe;
  readonly #open = new Map<string, Promise<OpenJournal>>();
  readonly #changed = new Emitter<string>();
  /** The key of an incident whose timeline has a new entry. */
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly parts: {
      /** Where timelines are kept while no folder is open. */
      readonly storage: vscode.Uri;
      readonly clock: Clock;
      readonly logger: Logger;
      readonly author: () => string;
    },
  ) {
    this.scribe = new Scribe({
      journalOf: incident => this.journal(incident),
      clock: parts.clock,
      random: Math.random,
      author: parts.author,
    });
  }

  /** The folder that holds one folder for each incident. */
  root(): string {
    const folder = workspaceFolder();
    if (!folder) return join(this.parts.storage.fsPath, 'incidents');
    const name = config.incidentsFolder(folder);
    // A workspace must not send timelines elsewhere: only a plain relative path counts.
    const plain = /^[^/\\:][^\\:]*$/.test(name) && !name.split('/').includes('..');
    return join(folder.uri.fsPath, plain ? name : 'incidents');
  }

  /** The root, once it is sure that it stands where it says. Rejects with NotPossibleError. */
  async #checkedRoot(): Promise<string> {
    const root = this.root();
    const folder = workspaceFolder();
    if (folder) await refuseLinkedRoot(folder.uri.fsPath, root);
    return root;
  }

  /** The incident’s journal, begun where there is none. */
  async journal(incident: Incident): Promise<Journal> {
    return (await this.#openJournal(incident)).journal;
  }

  /** The incident’s folder, made where there is none. */
  async folder(incident: Incident): Promise<IncidentFolder> {
    return (await this.#openJournal(incident)).folder;
  }

  /** Null where the incident has no timeline yet; reading never begins one. */
  async view(incident: Incident): Promise<TimelineView | null> {
    const folder = await findIncidentFolder(await this.#checkedRoot(), incident.id);
    if (!folder) return null;
    const view = timelineView(await new FileJournal(folder.journal).read());
    for (const { line, reason } of view.unreadable) {
      this.parts.logger.warn(`${folder.journal}, line ${line} was set aside: ${reason}`);
    }
    return view;
  }

  async entries(incident: Incident): Promise<readonly TimelineEntry[]> {
    return ((await this.view(incident))?.entries ?? []).map(({ entry }) => entry);
  }

  /** Keeps what is known of an incident beside its journal, if it has one. */
  async remember(incident: Incident): Promise<void> {
    const folder = await findIncidentFolder(await this.#checkedRoot(), incident.id);
    if (folder) await saveSnapshot(folder, incident);
  }

  /** The incidents that have a timeline here, as they were last known; newest first. */
  async remembered(): Promise<readonly Incident[]> {
    const snapshots = await Promise.all(
      (await listIncidentFolders(await this.#checkedRoot())).map(folder => readSnapshot(folder)),
    );
    return snapshots.filter(snapshot => snapshot !== null);
  }

  async #openJournal(incident: Incident): Promise<OpenJournal> {
    const root = await this.#checkedRoot();
    const id = `${root}\n${incident.key}`;
    const known = this.#open.get(id);
    if (known) {
      const { folder, journal } = await known;
      if (await exists(folder.path)) return known;
      // Another branch was checked out, or somebody moved the folder: it is begun anew.
      this.#open.delete(id);
      await journal.close();
      return this.#openJournal(incident);
    }
    const opening = (async () => {
      const folder = await incidentFolder(root, incident);
      await saveSnapshot(folder, incident);
      const journal = new FileJournal(folder.journal);
      journal.onDidAppend(() => this.#changed.fire(incident.key));
      return { folder, journal };
    })();
    this.#open.set(id, opening);
    // A folder that could not be made now may be possible later.
    opening.catch(() => this.#open.delete(id));
    return opening;
  }

  dispose(): void {
    for (const opening of this.#open.values()) opening.then(({ journal }) => journal.close()).catch(() => {});
    this.#changed.dispose();
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function workspaceFolder(): vscode.WorkspaceFolder | undefined {
  return vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
}
