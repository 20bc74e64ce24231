import type { MessagePurpose } from '../message.ts';

/** All that the built-in messages say in one language. */
export interface MessageWords {
  /** Where nobody knows it yet. */
  readonly unknown: string;
  readonly duration: (text: string) => string;
  /** By the incident’s status or its stage. */
  readonly statuses: Readonly<Record<string, string>>;
  /** Mustache, in the vocabulary of neutralText.ts. */
  readonly texts: Readonly<Record<MessagePurpose, string>>;
}
