import type { Clock } from '../clock.ts';
import type { Incident } from './incident.ts';

/** Whose incident it is says by which provider’s clock its times are. */
type OfAccount = Pick<Incident, 'accountId'>;

/**
 * What time it is for an incident: this machine’s, corrected by how far its clock is from the provider’s. By it are the
 * incident’s own times and those of its timeline; whatever is held against them, or counted from now, is counted so.
 */
export class IncidentClock {
  constructor(
    private readonly clock: Pick<Clock, 'now'>,
    /** The provider’s clock minus this machine’s, ms; 0 where that is nothing to speak of. See ClockOffset. */
    private readonly offset: (incident: OfAccount) => number,
  ) {}

  /** ms since the epoch; this machine’s own where no incident is meant. */
  now(incident: OfAccount | null): number {
    return this.clock.now() + (incident ? this.offset(incident) : 0);
  }

  offsetMs(incident: OfAccount): number {
    return this.offset(incident);
  }
}
