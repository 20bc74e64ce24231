import type { Clock } from '../core/clock.ts';
import type { Incident } from '../core/incidents/incident.ts';
import type { IncidentStore } from '../core/incidents/incidentStore.ts';
import { DisposableStore } from './disposables.ts';

/** After a reload, incidents come with the first poll, and those of a timeline are asked for when they do not, ms. */
const incidentWaitMs = 15_000;

interface Parts {
  readonly store: IncidentStore;
  readonly clock: Clock;
  /** The incidents that have a timeline here, as they were last known. */
  readonly remembered: () => Promise<readonly Incident[]>;
}

/** The incident as soon as it is known; null where neither the provider nor a timeline knows it. */
export async function incidentAfterReload(
  { store, clock, remembered }: Parts,
  key: string,
): Promise<Incident | null> {
  const kept = await remembered().catch(() => []);
  const known = () => store.get(key) ?? kept.find(incident => incident.key === key) ?? null;
  if (known()) return known();
  const waiting = new DisposableStore();
  await new Promise<void>(resolve => {
    waiting.add({ dispose: clock.after(incidentWaitMs, resolve) });
    waiting.add(store.onDidChange(() => store.get(key) && resolve()));
  });
  waiting.dispose();
  return known();
}
