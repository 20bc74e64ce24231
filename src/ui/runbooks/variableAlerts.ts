import type { Clock } from '../../core/clock.ts';
import type { Alert, Incident } from '../../core/incidents/incident.ts';
import { inTime } from '../../core/inTime.ts';
import type { DeclaredVariable } from '../../core/runbooks/variables.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import { alertsPatienceMs, type RunbookUse, useKey } from './runbookUse.ts';

/** What the alerts of one use were wanted for. */
interface Wanted {
  readonly variables: readonly DeclaredVariable[];
  readonly incident: Incident;
}

interface Known {
  alerts: readonly Alert[];
  /** The provider said them. */
  said: boolean;
  /** What it was asked for last. */
  asked: Wanted | null;
  /** Ends with the answer, or when that is late; null while nobody is asked. */
  reading: Promise<void> | null;
}

/** The alerts that variables are filled from, as the provider said them once. */
export class VariableAlerts {
  readonly #known = new Map<string, Known>();

  constructor(
    private readonly parts: {
      readonly alerts: (incident: Incident) => Promise<readonly Alert[]>;
      /** There are some. */
      readonly came: (use: RunbookUse) => void;
      readonly boundary: Pick<ErrorBoundary, 'log'>;
      readonly clock: Clock;
    },
  ) {}

  /** Empty while nobody said them. */
  of(use: RunbookUse): readonly Alert[] {
    return this.#of(use).alerts;
  }

  /**
   * Asks the provider unless it said them already. A page is drawn at every change: for what it asked for in vain, it does
   * not ask again; a block does. Never rejects, and takes no longer than a person waits: without them one is asked.
   */
  read(use: RunbookUse, wanted: Wanted, by: 'page' | 'block'): Promise<void> {
    const known = this.#of(use);
    if (known.reading !== null) return known.reading;
    if (known.said || (by === 'page' && isSame(known.asked, wanted))) return Promise.resolve();
    known.asked = wanted;
    const { alerts, came, boundary, clock } = this.parts;
    const read = alerts(wanted.incident)
      .then(
        found => {
          known.alerts = found;
          known.said = true;
          if (found.length > 0) came(use);
        },
        (error: unknown) =>
          boundary.log('The alerts of an incident could not be read for its variables', error),
      )
      .finally(() => (known.reading = null));
    known.reading = inTime(clock, alertsPatienceMs, read, undefined);
    return known.reading;
  }

  #of(use: RunbookUse): Known {
    const key = useKey(use);
    let known = this.#known.get(key);
    if (known === undefined) {
      known = { alerts: [], said: false, asked: null, reading: null };
      this.#known.set(key, known);
    }
    return known;
  }
}

/** A runbook that is read again has other variables, be they the same ones, and an incident that changed is another. */
function isSame(a: Wanted | null, b: Wanted): boolean {
  return a !== null && a.variables === b.variables && a.incident === b.incident;
}
