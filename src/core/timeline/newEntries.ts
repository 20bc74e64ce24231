import { monotonicFactory } from 'ulid';
import { utc, type Clock, type UtcTime } from '../clock.ts';
import type { Incident } from '../incidents/incident.ts';
import { IncidentClock } from '../incidents/incidentClock.ts';
import type { JsonValue, TimelineEntry } from './entry.ts';
import { withoutHidden } from './hiddenCharacters.ts';

export interface NewEntryParts {
  readonly clock: Clock;
  /** 0 ≤ n < 1, for the ids. */
  random(): number;
  /** The name of the person at this machine. */
  author(): string;
  /** Left out: this machine’s clock is right. */
  readonly incidentClock?: IncidentClock;
  /** Takes secrets out of what people say; where left out, nothing is. */
  mask?(text: string): string;
}

/** Where `data` holds words; the rest are names, ids and addresses, which mean nothing once they are changed. */
const wordFields: ReadonlySet<string> = new Set([
  ...['text', 'reason', 'command', 'step', 'target', 'channel', 'subject'],
  ...['approvedBy', 'backup'],
]);

export type NewRecord = Omit<TimelineEntry, 'id' | 'at' | 'writtenAt' | 'author' | 'writer' | 'seq'> & {
  /** By this machine’s clock; left out: now. */
  readonly at?: UtcTime;
  /** In the place of `at`: a time that does not come from this machine’s clock. */
  readonly trueAt?: UtcTime;
};

/** What every new entry has of its own: its id, its times by a clock that is right, its author, and who wrote it. */
export class NewEntries {
  readonly #ulid: (time: number) => string;
  /** One for each Scribe, so for each window: see `seq`. */
  readonly #writer: string;
  readonly #clock: IncidentClock;
  #written = 0;

  constructor(private readonly parts: NewEntryParts) {
    this.#clock = parts.incidentClock ?? new IncidentClock(parts.clock, () => 0);
    this.#ulid = monotonicFactory(() => parts.random());
    this.#writer = Array.from({ length: 8 }, () => Math.floor(parts.random() * 36).toString(36)).join('');
  }

  /** By a clock that is right. */
  now(incident: Incident): UtcTime {
    return utc(this.#clock.now(incident));
  }

  entry(incident: Incident, { at, trueAt, text, data, ...rest }: NewRecord): TimelineEntry {
    const mask = this.#maskOf(rest);
    const machineNow = this.parts.clock.now();
    const offset = this.#clock.offsetMs(incident);
    const now = machineNow + offset;
    const machineAt = at ?? utc(machineNow);
    return {
      // A clock at 0 would make the library read the real one.
      id: this.#ulid(Math.max(1, now)),
      at: trueAt ?? (offset === 0 ? machineAt : utc(Date.parse(machineAt) + offset)),
      writtenAt: utc(now),
      author: withoutHidden(this.parts.author()),
      text: mask(withoutHidden(text)),
      writer: this.#writer,
      seq: ++this.#written,
      ...(offset !== 0 && trueAt === undefined && { machineAt }),
      ...rest,
      ...(data && { data: withWords(data, mask) }),
    };
  }

  /** A journal is kept, shared and quoted. What a run says is masked where it is read; the address of a call is used. */
  #maskOf({ source, kind }: Pick<NewRecord, 'source' | 'kind'>): (text: string) => string {
    const isSaid = (source.type === 'person' || source.type === 'import') && kind !== 'bridge';
    return text => (isSaid ? (this.parts.mask?.(text) ?? text) : text);
  }
}

function withWords(
  data: NonNullable<TimelineEntry['data']>,
  change: (words: string) => string,
): NonNullable<TimelineEntry['data']> {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]): [string, JsonValue] => [
      name,
      typeof value === 'string' && wordFields.has(name) ? change(value) : value,
    ]),
  );
}
