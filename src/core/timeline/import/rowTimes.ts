import type { LocalZone } from '../localZone.ts';

export interface ImportContext {
  /** What times without a zone are meant in. */
  readonly zone: LocalZone;
  /** The day, `2026-11-22`, that a time without one is meant on: the incident’s. */
  readonly day: string;
  /** ms since the epoch: midnight is not taken to have passed where a row would then be after this. */
  readonly now?: number;
}

export interface RowTime {
  /** `2026-11-22 10:15`, `10:15 pm`; a day alone is that of the rows after it. */
  readonly text: string;
  readonly isUtc: boolean;
}

const DAY = 24 * 3_600_000;
/** A row that goes back by more than this is of the next day; by less, it is out of order. ms */
const furthestBack = DAY / 2;
/** A row that goes back by up to this is only a little out of order. ms */
const littleBack = 3_600_000;
/** More nights than this have their days named; a list that swings more often has another order than time’s. */
const mostNights = 3;

/**
 * The times of the rows of one list, ms since the epoch; null where a text is no time, or one that the zone never had.
 * A row without a day is of the day that was last named. Past midnight the days go on by themselves only where the
 * whole list goes one way in time, as a list in another order swings by as much without a night in between.
 */
export function rowTimes(rows: readonly RowTime[], context: ImportContext): readonly (number | null)[] {
  const forward = new Walk(rows, context);
  if (forward.isLikely) return forward.times;
  if (!forward.isInOrder && !rows.some(({ text }) => dayNamed(text) !== null)) {
    const backward = new Walk(rows.toReversed(), context);
    if (backward.isLikely) return backward.times.toReversed();
  }
  let { day } = context;
  return rows.map(({ text, isUtc }) => {
    day = dayNamed(text) ?? day;
    return timeIn(text, { ...context, day }, isUtc);
  });
}

/** The rows as they are if they follow on one another in time, and how far that can be believed. */
class Walk {
  readonly times: readonly (number | null)[];
  #day: string;
  /** The row before, where it is of the same stretch: the rows from one that names a day to the next that does. */
  #last: number | null = null;
  /** Midnight has passed in this stretch. */
  #passed = false;
  #before: number | null = null;
  #nights = 0;
  #steps = { on: 0, littleBack: 0, farBack: 0 };
  #endsAfterNow = false;

  constructor(
    rows: readonly RowTime[],
    private readonly context: ImportContext,
  ) {
    this.#day = context.day;
    this.times = rows.map(row => this.#next(row));
  }

  get isInOrder(): boolean {
    const { on, littleBack, farBack } = this.#steps;
    return farBack === 0 && (littleBack === 0 || littleBack * 2 < on);
  }

  get isLikely(): boolean {
    return this.isInOrder && this.#nights <= mostNights && !this.#endsAfterNow;
  }

  #next({ text, isUtc }: RowTime): number | null {
    const named = dayNamed(text);
    if (named !== null) [this.#day, this.#last, this.#passed] = [named, null, false];
    const on = (day: string) => timeIn(text, { ...this.context, day }, isUtc);
    const there = on(this.#day);
    if (there === null) return null;
    // One from before midnight may follow on one from after it.
    const isLate = this.#passed && Math.abs(there - DAY - this.#last!) <= littleBack;
    const at = isLate ? on(dayAfter(this.#day, -1)) : this.#pastMidnight(there) ? on(this.#day) : there;
    if (at === null) return null;
    if (!isLate) this.#count(at);
    if (this.#passed && at > (this.context.now ?? Infinity)) this.#endsAfterNow = true;
    this.#last = at;
    return at;
  }

  /** Whether midnight passed before this row; the day is then the one that has come. */
  #pastMidnight(at: number): boolean {
    if (this.#last === null) return false;
    const days = Math.ceil((this.#last - furthestBack - at) / DAY);
    if (days <= 0) return false;
    this.#day = dayAfter(this.#day, days);
    this.#passed = true;
    this.#nights++;
    return true;
  }

  #count(at: number): void {
    const back = this.#before === null ? null : this.#before - at;
    this.#before = at;
    if (back === null) return;
    this.#steps[back <= 0 ? 'on' : back <= littleBack ? 'littleBack' : 'farBack']++;
  }
}

/** `2026-11-22`, which need not exist: its rows are then unread rather than on another day. */
function dayNamed(text: string): string | null {
  const match = /^\s*(\d{4})[-/](\d{2})[-/](\d{2})/.exec(text);
  return match && match.slice(1).join('-');
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
