import type { UtcTime } from '../clock.ts';

export const purposes = ['initial', 'update', 'resolution'] as const;
/** What a message is for: the first word about an incident, news of it, or its end. */
export type MessagePurpose = (typeof purposes)[number];

/** One line of what was done so far. */
export interface ProgressLine {
  readonly at: UtcTime;
  readonly text: string;
}

/**
 * What a message can say of an incident, as plain data. Null is what nobody knows yet: it is marked in the text and
 * asked for. Texts may come from anywhere; they are shown as text only.
 */
export interface MessageFacts {
  readonly title: string | null;
  /** `P1` */
  readonly severity: string | null;
  /** The incident’s status or its stage; a word that the language knows is translated, any other stands as it is. */
  readonly status: string | null;
  readonly start: UtcTime | null;
  readonly impact: string | null;
  /** What is affected: services, regions, customers. */
  readonly scope: string | null;
  readonly team: string | null;
  /** Where people talk about it: `#incident-2026-11-28`. */
  readonly channel: string | null;
  /** The call: an https address becomes a link, anything else stays text. */
  readonly bridge: string | null;
  readonly durationMs: number | null;
  /** In order; the ten latest are said. */
  readonly progress: readonly ProgressLine[];
  readonly nextSteps: string | null;
  readonly nextUpdate: UtcTime | null;
}

/** What a template can name, and what may be missing. */
export const fieldNames = [
  'title',
  'severity',
  'status',
  'start',
  'impact',
  'scope',
  'team',
  'channel',
  'bridge',
  'duration',
  'progress',
  'nextSteps',
  'nextUpdate',
] as const;
export type FieldName = (typeof fieldNames)[number];

/** A message as it can be previewed, changed and sent. */
export interface RenderedMessage {
  /** In the vocabulary of neutralText.ts. */
  readonly text: string;
  /** What the template names and nobody knows, in the order in which it stands there. */
  readonly missing: readonly FieldName[];
}
