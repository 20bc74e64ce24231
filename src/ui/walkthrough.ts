import type { Incident } from '../core/incidents/incident.ts';
import type { IncidentStore } from '../core/incidents/incidentStore.ts';
import { isMarkedKind } from '../core/timeline/kindMarks.ts';
import type { Accounts } from './accounts.ts';
import { setContext } from './contextKeys.ts';
import { DisposableStore } from './disposables.ts';
import type { DrillControl } from './drillControl.ts';
import type { Timelines } from './timelines.ts';

/** Marks the steps of the walkthrough as done by what really happened; VS Code remembers them. */
export class Walkthrough extends DisposableStore {
  constructor({
    drill,
    accounts,
    store,
    timelines,
  }: {
    readonly drill: DrillControl;
    readonly accounts: Accounts;
    readonly store: IncidentStore;
    readonly timelines: Pick<Timelines, 'onDidAppend'>;
  }) {
    super();
    const running = () => drill.running && setContext('stepDrill', true);
    const connected = () => accounts.state === 'signedIn' && setContext('stepConnected', true);
    running();
    connected();
    this.add(drill.onDidChange(running));
    this.add(accounts.onDidChangeState(connected));
    this.add(
      store.onDidChange(({ changed }) => {
        if (changed.some(isAcknowledged)) setContext('stepAcknowledged', true);
      }),
    );
    this.add(
      timelines.onDidAppend(({ entry: { kind, source } }) => {
        if (kind === 'run') setContext('stepRun', true);
        if (kind === 'document') setContext('stepPostMortem', true);
        if (source.type === 'person' && isMarkedKind(kind)) setContext('stepWritten', true);
      }),
    );
  }
}

function isAcknowledged({ before, after }: { readonly before: Incident; readonly after: Incident }): boolean {
  return before.status === 'triggered' && after.status === 'acknowledged';
}
