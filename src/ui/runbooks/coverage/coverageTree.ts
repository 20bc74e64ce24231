import * as vscode from 'vscode';
import type { Clock } from '../../../core/clock.ts';
import { isDrillAccount } from '../../../core/incidents/accounts/drillAccounts.ts';
import type { Incident } from '../../../core/incidents/incident.ts';
import type { IncidentStore } from '../../../core/incidents/incidentStore.ts';
import type { Coverage, FailedBlock, RecordedIncident } from '../../../core/runbooks/coverage.ts';
import type { Stewardship } from '../../../core/runbooks/stewardship.ts';
import { setContext } from '../../contextKeys.ts';
import { DisposableStore } from '../../disposables.ts';
import type { DrillControl } from '../../drillControl.ts';
import type { ErrorBoundary } from '../../errorBoundary.ts';
import { LookWhileVisible } from '../../lookWhileVisible.ts';
import type { Timelines } from '../../timelines.ts';
import type { LateTree } from '../../trees/lateTree.ts';
import type { RunbookFile, RunbookLibrary } from '../runbookLibrary.ts';
import { type CoverageNode, itemOf } from './coverageNodes.ts';

/**
 * All timelines would be read again whenever one grows, and older ones say little of the runbooks of today. The view says
 * where there are more.
 */
const mostIncidents = 200;

/**
 * The view “Runbook Coverage”: which services have no runbook, which blocks failed last time, and which runbooks were
 * used and reviewed when. It looks only while it is to be seen.
 */
export class CoverageTree implements vscode.TreeDataProvider<CoverageNode>, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<CoverageNode>;
  readonly #looks: LookWhileVisible;
  #nodes: readonly CoverageNode[] = [];

  constructor(
    private readonly parts: {
      readonly view: LateTree<CoverageNode>;
      readonly library: () => Promise<RunbookLibrary>;
      readonly timelines: Timelines;
      readonly store: IncidentStore;
      readonly drill: DrillControl;
      readonly clock: Clock;
      readonly boundary: ErrorBoundary;
    },
  ) {
    this.#view = parts.view.fill(this);
    setContext('coverageState', 'loading');
    const { timelines, drill, clock, boundary } = parts;
    this.#looks = this.#owned.add(
      new LookWhileVisible(this.#view, 'onCall.coverage', {
        what: 'Looking at the coverage of runbooks',
        changes: [timelines.onDidChange, drill.onDidChange],
        look: async signal => {
          const coverage = await this.#read(signal);
          return coverage && (() => this.#show(coverage));
        },
        ...{ clock, boundary },
      }),
    );
  }

  getChildren(node?: CoverageNode): CoverageNode[] {
    return node ? (node.type === 'section' ? [...node.children] : []) : [...this.#nodes];
  }

  getTreeItem(node: CoverageNode): vscode.TreeItem {
    return itemOf(node);
  }

  /** Looks again now, whether or not the view is to be seen. */
  refresh(): Promise<void> {
    return this.#looks.refresh();
  }

  /** Null where it was ended. */
  async #read(signal: AbortSignal): Promise<PlacedCoverage | null> {
    const { timelines, store, drill } = this.parts;
    const library = await this.parts.library();
    // A drill’s incidents are no gap in anybody’s runbooks once it is over.
    const counts = ({ accountId }: Incident) => drill.running || !isDrillAccount(accountId);
    const { firstOf } = await import('../../../core/timeline/recordedIncidents.ts');
    const { first, more } = await firstOf(timelines.recorded(counts, signal), mostIncidents);
    const known = new Set(first.map(({ incident }) => incident.key));
    const others = store.all().filter(incident => !known.has(incident.key) && counts(incident));
    const incidents: RecordedIncident[] = [...first, ...others.map(incident => ({ incident, entries: [] }))];
    const runbooks: { file: RunbookFile; stewardship: Stewardship }[] = [];
    const { stewardshipOf } = await import('../../../core/runbooks/stewardship.ts');
    for (const file of await library.files({ drill: drill.running })) {
      if (signal.aborted) return null;
      const text = await library.read(file.uri).catch(() => null);
      if (text !== null) runbooks.push({ file, stewardship: stewardshipOf(text) });
    }
    const { coverageOf } = await import('../../../core/runbooks/coverage.ts');
    const coverage = coverageOf({ incidents, runbooks });
    const failed = await this.#stillThere(coverage.failed, signal);
    return signal.aborted ? null : { ...coverage, failed, newest: more ? mostIncidents : null };
  }

  /** With their lines; a block whose text was changed since is another one, and has not failed. */
  async #stillThere(
    failed: Coverage<RunbookFile>['failed'],
    signal: AbortSignal,
  ): Promise<readonly PlacedFailure[]> {
    const { parseRunbook } = await import('../../../core/runbooks/parseRunbook.ts');
    const lines = new Map<string, ReadonlyMap<string, number>>();
    for (const { file } of failed) {
      if (lines.has(file.id) || signal.aborted) continue;
      const text = await (await this.parts.library()).read(file.uri).catch(() => '');
      const { blocks } = parseRunbook(text, { fileName: file.path, clock: this.parts.clock });
      lines.set(file.id, new Map(blocks.map(({ id, line }) => [id, line])));
    }
    return failed.flatMap(block => {
      const line = lines.get(block.file.id)?.get(block.blockId);
      return line === undefined ? [] : [{ block, line }];
    });
  }

  #show({ uncovered, failed, usage, newest }: PlacedCoverage): void {
    const empty = uncovered.length + failed.length + usage.length === 0;
    setContext('coverageState', empty ? 'empty' : 'ready');
    this.#nodes = empty
      ? []
      : [
          {
            type: 'section',
            section: 'uncovered',
            children: uncovered.map(service => ({ type: 'uncovered', service })),
          },
          {
            type: 'section',
            section: 'failed',
            children: failed.map(({ block, line }) => ({ type: 'failed', block, uri: block.file.id, line })),
          },
          {
            type: 'section',
            section: 'usage',
            children: usage.map(one => ({ type: 'usage', usage: one, newest, uri: one.file.id, line: 1 })),
          },
        ];
    this.#view.description = newest === null ? '' : vscode.l10n.t('newest {0} incidents', newest);
    this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

interface PlacedFailure {
  readonly block: FailedBlock<RunbookFile>;
  readonly line: number;
}

type PlacedCoverage = Omit<Coverage<RunbookFile>, 'failed'> & {
  readonly failed: readonly PlacedFailure[];
  /** How many incidents it was read from, where there are more; null: from all. */
  readonly newest: number | null;
};
