import { utc } from '../clock.ts';
import { correctedData } from './correctedData.ts';
import type { NewRecord } from './newEntries.ts';
import type { ViewedEntry } from './timelineView.ts';

/** What of an entry is changed. `at` in ms since the epoch, by the incident’s clock. */
export interface Amendment {
  readonly text?: string;
  readonly at?: number;
  readonly key?: boolean;
}

/** What stands in for an entry, with all of it that is not changed. */
export function amended(
  { id, entry, history }: ViewedEntry,
  { text = entry.text, at, key }: Amendment = {},
): NewRecord {
  const data = correctedData(history[0] ?? entry, { ...entry, text });
  return {
    // What is changed is what was shown, which is right already.
    trueAt: at === undefined ? entry.at : utc(at),
    ...(at === undefined && entry.machineAt !== undefined && { machineAt: entry.machineAt }),
    source: { type: 'person' },
    kind: entry.kind,
    text,
    ...(data && { data }),
    ...((key ?? entry.key) && { key: true }),
    amends: id,
  };
}
