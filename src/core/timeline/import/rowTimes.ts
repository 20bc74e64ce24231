import type { LocalZone } from '../localZone.ts';

export interface ImportContext {
  /** What times without a zone are meant in. */
  readonly zone: LocalZone;
  /** The day, `2026-11-22`, that a time without one is meant on: the incident’s. */
  readonly day: string;
}

const DAY = 24 * 3_600_000;
/** A row that goes back by more than this is of the next day; by less, it is out of order. ms */
const furthestBack = DAY / 2;
/** By so much a row from before midnight may follow on one from after it. ms */
const latest = 3_600_000;

/** The times of rows that follow on one another: those without a day are of the day that has come by then. */
export class RowTimes {
  #day: string;
  #last: number | null = null;
  /** Midnight has passed since the last day that was named. */
  #passed = false;

  constructor(private readonly context: ImportContext) {
    this.#day = context.day;
  }

  /** ms since the epoch; null where it is no time, or one that this zone never had. */
  next(text: string, isUtc: boolean): number | null {
    const at = this.#timeOf(text, isUtc);
    if (at !== null) this.#last = at;
    return at;
  }

  #timeOf(text: string, isUtc: boolean): number | null {
    const on = (day: string) => timeIn(text, { ...this.context, day }, isUtc);
    const at = on(this.#day);
    if (at === null || this.#last === null || namesDay(text)) return at;
    if (this.#passed && Math.abs(at - DAY - this.#last) <= latest) return on(dayAfter(this.#day, -1));
    const days = Math.ceil((this.#last - furthestBack - at) / DAY);
    if (days <= 0) return at;
    this.#day = dayAfter(this.#day, days);
    this.#passed = true;
    return on(this.#day);
  }
}

function namesDay(text: string): boolean {
  return /^\s*\d{4}[-/]\d{2}[-/]\d{2}/.test(text);
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** Null where it is no time, or one that this zone never had. */
function timeIn(text: string, { zone, day }: ImportContext, isUtc: boolean): number | null {
  const match =
    /^(?:(\d{4})[-/](\d{2})[-/](\d{2})[T ,]*)?(?:(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]m)?\s*(Z|UTC|GMT|\(UTC\)|[+-]\d{2}:?\d{2})?)$/i.exec(
      text.trim(),
    );
  if (!match) return null;
  const [, year, month, date, hours, minute, second, fraction, half, offset] = match;
  const [y, m, d] = year === undefined ? day.split('-').map(Number) : [year, month, date].map(Number);
  const plain = Number(hours);
  if (half !== undefined && (plain < 1 || plain > 12)) return null;
  const hour = half === undefined ? plain : (plain % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  const [minutes, seconds] = [Number(minute), Number(second ?? 0)];
  const wall = Date.UTC(y!, m! - 1, d, hour, minutes, seconds);
  const there = new Date(wall);
  if (hour > 23 || minutes > 59 || seconds > 59) return null;
  if (there.getUTCDate() !== d || there.getUTCMonth() !== m! - 1) return null;
  const ms = Math.trunc(Number(`0.${fraction ?? 0}`) * 1000);
  const shift = /^([+-])(\d{2}):?(\d{2})$/.exec(offset ?? '');
  if (shift)
    return wall + ms - (shift[1] === '-' ? -1 : 1) * (Number(shift[2]) * 60 + Number(shift[3])) * 60_000;
  if (offset !== undefined || isUtc) return wall + ms;
  const [instant] = zone.instants({ year: y!, month: m!, day: d!, hour, minute: minutes, second: seconds });
  return instant === undefined ? null : instant + ms;
}
