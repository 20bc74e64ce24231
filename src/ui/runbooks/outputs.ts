import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { NotPossibleError } from '../../core/errors.ts';
import type { Disposable } from '../../core/events.ts';
import { everyDay } from '../../core/everyDay.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { Logger } from '../../core/logger.ts';
import { openItself } from '../../core/timeline/journalFiles.ts';

const scheme = 'on-call-output';

/** Output that belongs to no incident is of use for some days, ms. */
const keptMs = 7 * 86_400_000;

/**
 * The whole outputs of runs: beside the timeline of the incident, in `output/`; without an incident in the
 * extension’s storage. Secrets were masked before they came here. They are shown read-only.
 */
export class Outputs implements vscode.TextDocumentContentProvider, Disposable {
  /** Where each one stands that is known to be there, by run. */
  readonly #paths = new Map<string, string>();
  readonly #provider: vscode.Disposable;
  readonly #daily: Disposable;
  #swept: Promise<void> | null = null;

  constructor(
    private readonly parts: {
      /** A directory of ours for those without an incident. */
      readonly storageDir: string;
      /** The folder of the incident’s timeline, made where there is none. */
      readonly folderOf: (incident: Incident) => Promise<string>;
      /** Where there is one already. */
      readonly knownFolderOf: (incident: Incident) => Promise<string | null>;
      readonly logger: Logger;
      readonly clock: Clock;
    },
  ) {
    this.#provider = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
    this.#daily = everyDay(parts.clock, () => (this.#swept = this.#sweep()));
  }

  has(runId: string): boolean {
    return this.#paths.has(runId);
  }

  /** Finds out what there is for this incident, of whatever window. Never rejects. */
  async load(incident: Incident | null): Promise<void> {
    try {
      await (this.#swept ??= this.#sweep());
      const folder = incident && (await this.parts.knownFolderOf(incident));
      if (folder !== null) await this.#look(join(folder, 'output'));
      await this.#look(this.parts.storageDir);
    } catch (error) {
      this.parts.logger.error('The outputs of earlier runs could not be looked for', error);
    }
  }

  /** Takes the file over. Never rejects: a run counts without its output, too. */
  async keep(incident: Incident | null, runId: string, file: string): Promise<void> {
    for (const directory of [() => this.#ofIncident(incident), () => this.#ofNobody()]) {
      try {
        const path = join(await directory(), `${runId}.txt`);
        // A rename cannot leave a file system.
        await rename(file, path).catch(() => copyFile(file, path, constants.COPYFILE_EXCL));
        this.#paths.set(runId, path);
        return;
      } catch (error) {
        this.parts.logger.error('The output of a block could not be kept', error);
      }
    }
  }

  /** @param title Names the editor. Rejects with NotPossibleError where there is none. */
  async show(runId: string, title: string): Promise<void> {
    this.#path(runId);
    const uri = vscode.Uri.from({ scheme, path: `/${title.replaceAll('/', '∕')}.txt`, query: runId });
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  }

  async copy(runId: string): Promise<void> {
    await vscode.env.clipboard.writeText(await this.#read(runId));
  }

  async provideTextDocumentContent({ query }: vscode.Uri): Promise<string> {
    if (!this.has(query)) await this.load(null);
    return this.#read(query);
  }

  /** Removes what is too old and belongs to no incident. Never rejects: what cannot be removed keeps nothing from being shown. */
  async #sweep(): Promise<void> {
    const { storageDir, clock, logger } = this.parts;
    for (const name of await readdir(storageDir).catch(() => [])) {
      const path = join(storageDir, name);
      const info = await stat(path).catch(() => null);
      if (!info || clock.now() - info.mtimeMs <= keptMs) continue;
      try {
        await rm(path, { force: true });
        const runId = basename(name, '.txt');
        if (this.#paths.get(runId) === path) this.#paths.delete(runId);
      } catch (error) {
        logger.error('An old output could not be removed', error);
      }
    }
  }

  async #read(runId: string): Promise<string> {
    try {
      const file = await openItself(this.#path(runId), constants.O_RDONLY);
      try {
        return await file.readFile('utf8');
      } finally {
        await file.close();
      }
    } catch (error) {
      this.#paths.delete(runId);
      throw error instanceof NotPossibleError ? error : gone();
    }
  }

  #path(runId: string): string {
    const path = this.#paths.get(runId);
    if (path === undefined) throw gone();
    return path;
  }

  /** A link among the files of a workspace must not show what stands elsewhere on this machine. */
  async #look(directory: string): Promise<void> {
    if (!(await isOwnDirectory(directory))) return;
    for (const entry of await readdir(directory, { withFileTypes: true }).catch(() => [])) {
      if (entry.isFile() && /^[A-Za-z0-9_-]{1,80}\.txt$/.test(entry.name))
        this.#paths.set(basename(entry.name, '.txt'), join(directory, entry.name));
    }
  }

  async #ofIncident(incident: Incident | null): Promise<string> {
    if (!incident) return this.#ofNobody();
    const directory = join(await this.parts.folderOf(incident), 'output');
    await mkdir(directory, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    // A link in a workspace must not lead the output elsewhere.
    if (!(await isOwnDirectory(directory))) throw new Error(`${directory} is no directory of its own`);
    return directory;
  }

  async #ofNobody(): Promise<string> {
    await mkdir(this.parts.storageDir, { recursive: true, mode: 0o700 });
    return this.parts.storageDir;
  }

  dispose(): void {
    this.#provider.dispose();
    this.#daily.dispose();
  }
}

/** No symbolic link to one. */
function isOwnDirectory(path: string): Promise<boolean> {
  return lstat(path).then(
    found => found.isDirectory(),
    () => false,
  );
}

function gone(): NotPossibleError {
  return new NotPossibleError(
    vscode.l10n.t('The output of this run is not kept here any more.'),
    vscode.l10n.t('What is shown at the block is what the timeline holds; run it again for the rest.'),
  );
}
