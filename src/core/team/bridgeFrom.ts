import type { Bridge } from '../incidents/incidentDetails.ts';

export interface BridgeSources {
  /** The address that somebody said; null where nobody did. Never rejects. */
  readonly said: () => Promise<string | null>;
  /** The incident’s own, at its provider. */
  readonly own: () => Promise<Bridge | null>;
  /** Its service’s, in the team’s file. */
  readonly team: () => Promise<Bridge | null>;
  /** Hears of what failed and did not matter. */
  readonly log: (what: string, error: unknown) => void;
}

/**
 * The call that somebody said, which nothing else needs to be asked for; else the provider’s, else the team’s, also while
 * the provider is down; null where nobody names one. Rejects with the provider’s error where it cannot be asked and
 * the team names none.
 */
export async function bridgeFrom({ said, own, team, log }: BridgeSources): Promise<Bridge | null> {
  const url = await said();
  // A number that stands elsewhere leads into another call.
  if (url !== null) return { url, phone: null };
  const asked = await outcome(own());
  if (asked.ok && leadsSomewhere(asked.bridge)) return asked.bridge;
  const named = await outcome(team());
  if (named.ok && leadsSomewhere(named.bridge)) {
    if (!asked.ok) log('Reading the bridge', asked.error);
    return named.bridge;
  }
  if (!asked.ok) throw asked.error;
  if (!named.ok) throw named.error;
  return asked.bridge;
}

type Outcome =
  { readonly ok: true; readonly bridge: Bridge | null } | { readonly ok: false; readonly error: unknown };

function outcome(asking: Promise<Bridge | null>): Promise<Outcome> {
  return asking.then(
    bridge => ({ ok: true, bridge }),
    (error: unknown) => ({ ok: false, error }),
  );
}

function leadsSomewhere(bridge: Bridge | null): boolean {
  return bridge !== null && (bridge.url !== null || bridge.phone !== null);
}
