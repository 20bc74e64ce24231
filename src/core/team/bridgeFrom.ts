import type { Bridge, KnownBridge } from '../incidents/incidentDetails.ts';

export interface BridgeSources {
  /** The address that somebody said; null where nobody did. Never rejects. */
  readonly said: () => Promise<string | null>;
  /** The incident’s own, at its provider, or as that said last. */
  readonly own: () => Promise<KnownBridge>;
  /** Its service’s, in the team’s file. */
  readonly team: () => Promise<Bridge | null>;
}

/**
 * The call that somebody said, which nothing else needs to be asked for; else the provider’s, else the team’s, also while
 * the provider is down, which `failure` tells then; null where nobody names one. Rejects with the provider’s error where
 * it cannot be asked and nobody else names one.
 */
export async function bridgeFrom({ said, own, team }: BridgeSources): Promise<KnownBridge> {
  const url = await said();
  // A number that stands elsewhere leads into another call.
  if (url !== null) return { bridge: { url, phone: null }, failure: null };
  const asked = await own();
  if (leadsSomewhere(asked.bridge)) return asked;
  const { failure } = asked;
  const named = await outcome(team());
  if (named.ok && leadsSomewhere(named.bridge)) return { bridge: named.bridge, failure };
  if (failure) throw failure;
  if (!named.ok) throw named.error;
  return asked;
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
