import * as vscode from 'vscode';
import { isDrillAccount } from '../core/incidents/accounts/drillAccounts.ts';
import { shownDuration } from '../core/timeline/durationText.ts';
import { isInGit, mergesByUnion } from '../core/timeline/gitAttributes.ts';
import { mergeTimelinesInGit } from './commands/mergeTimelinesInGit.ts';
import { DisposableStore } from './disposables.ts';
import type { ErrorBoundary } from './errorBoundary.ts';
import { notify } from './notify.ts';
import type { Recorded, Timelines } from './timelines.ts';

const offeredKey = 'onCall.gitMergeOffered';

/** What is said of timelines without being asked, each once: that the clock is off, and that git could merge them. */
export class TimelineNotices implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  #clockTold = false;
  #looked = false;

  constructor(
    private readonly parts: {
      readonly timelines: Timelines;
      readonly boundary: ErrorBoundary;
      /** Of the workspace: what was answered in one says nothing of another. */
      readonly state: vscode.Memento;
    },
  ) {
    this.#owned.add(parts.timelines.onDidAppend(recorded => this.#look(recorded)));
  }

  #look({ incident, entry }: Recorded): void {
    if (entry.machineAt !== undefined && !this.#clockTold) {
      this.#clockTold = true;
      this.#tellClock(Date.parse(entry.machineAt) - Date.parse(entry.at));
    }
    // A drill’s timelines are worth no file in the repository.
    if (this.#looked || isDrillAccount(incident.accountId)) return;
    this.#looked = true;
    this.parts.boundary.watch('Offering that git merges timelines', this.#offerMerging());
  }

  /** @param by ms that this machine’s clock is ahead */
  #tellClock(by: number): void {
    const duration = shownDuration(Math.abs(by));
    void notify.warn(
      by > 0
        ? vscode.l10n.t(
            'This machine’s clock is {0} ahead of the incident provider’s. The timeline has the corrected times and keeps what this machine’s clock said.',
            duration,
          )
        : vscode.l10n.t(
            'This machine’s clock is {0} behind the incident provider’s. The timeline has the corrected times and keeps what this machine’s clock said.',
            duration,
          ),
    );
  }

  async #offerMerging(): Promise<void> {
    const { timelines, state } = this.parts;
    const inFolder = (vscode.workspace.workspaceFolders ?? []).length > 0;
    if (!inFolder || !vscode.workspace.isTrusted || state.get(offeredKey) === true) return;
    const root = await timelines.checkedRoot();
    if (!(await isInGit(root)) || (await mergesByUnion(root))) return;
    // Before the answer, which may never come.
    await state.update(offeredKey, true);
    const yes = vscode.l10n.t('Write .gitattributes');
    const no = vscode.l10n.t('No');
    const answer = await notify.info(
      vscode.l10n.t(
        'Timelines of this repository can merge by themselves in git, with a line in .gitattributes. It is not offered again; the command is “On-Call: Let Git Merge Timelines”.',
      ),
      yes,
      no,
    );
    if (answer === yes) await mergeTimelinesInGit(timelines);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
