import type { UtcTime } from '../clock.ts';
import type { Person } from './incident.ts';

/** A note of the provider’s, for everybody who sees the incident. */
export interface Note {
  readonly id: string;
  readonly at: UtcTime;
  readonly author: Person | null;
  /** Without our own marker. */
  readonly text: string;
}

/** A value that the account’s owners defined; lists are joined with commas. */
export interface CustomField {
  readonly id: string;
  /** As it is shown to people. */
  readonly name: string;
  /** Empty where nothing was chosen. */
  readonly value: string;
}

/** Another incident that the provider thinks has to do with this one. */
export interface RelatedIncident {
  readonly id: string;
  readonly title: string;
  readonly createdAt: UtcTime;
  readonly url: string | null;
  /** Why it is listed: “similar contents”, “service dependency”; null where it is not said. */
  readonly reason: string | null;
}

/** A deployment or another change of the systems behind the service. */
export interface ChangeEvent {
  readonly id: string;
  readonly at: UtcTime;
  readonly summary: string;
  readonly source: string | null;
  /** Why it is listed: “most recent”, “related service”. */
  readonly reason: string | null;
  readonly links: readonly { readonly text: string; readonly href: string }[];
}

/** What is known of where the responders talk. */
export interface KnownBridge {
  readonly bridge: Bridge | null;
  /** Why it is only what was read last, or its service’s; null where that is what holds now. */
  readonly failure: Error | null;
}

/** Where the responders talk. */
export interface Bridge {
  /** https only; null where there is none. */
  readonly url: string | null;
  /** With the PIN as the account’s owner wrote it; null where there is none. */
  readonly phone: string | null;
}
