import type { LocalZone } from '../localZone.ts';
import { zoneOffset } from './timeRange.ts';

export interface ImportContext {
  /** What times without a zone are meant in. */
  readonly zone: LocalZone;
  /** When the incident was created, ms since the epoch: what is not said to be of a day is of the one around it. */
  readonly createdAt: number;
  /** ms since the epoch: midnight is not taken to have passed where a row would then be after this. */
  readonly now?: number;
  /** Masks secrets: what is read is shown before it is written, and its ids, which stand on disk, are hashes of it. */
  readonly mask: (text: string) => string;
}

export interface RowTime {
  /** `2026-11-22 10:15`, `10:15 pm`; a day alone is that of the rows after it. */
  readonly text: string;
  /** What its column is in, ms ahead of UTC; null where that is not said. */
  readonly offset: number | null;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A row that goes back by more than this is of the next day; by less, it is out of order. ms */
const furthestBack = DAY / 2;
/** A row that goes back by up to this is only a little out of order. ms */
const littleBack = HOUR;
/** More nights than this have their days named; a list that swings more often has another order than time’s. */
const mostNights = 3;
/** Rows in no order are of the half days around this time after the incident: most are later than it. ms */
const middle = 6 * HOUR;

/** A time of day as a row says it, ms since midnight, and in which zone: ms ahead of UTC; null for the local one. */
interface ClockTime {
  readonly sinceMidnight: number;
  readonly offset: number | null;
}

/**
 * The times of the rows of one list, ms since the epoch; null where a text is no time, or one that the zone never had.
 * A row without a day is of the day that was last named, else of the one that brings the first row nearest to the
 * incident’s begin. Past midnight the days go on by themselves only where the whole list goes one way in time, as a
 * list in another order swings by as much without a night in between.
 */
export function rowTimes(rows: readonly RowTime[], context: ImportContext): readonly (number | null)[] {
  const forward = new Walk(rows, context);
  if (forward.isLikely) return forward.times;
  if (!forward.isInOrder && !rows.some(({ text }) => dayNamed(text) !== null)) {
    const backward = new Walk(rows.toReversed(), context);
    if (backward.isLikely) return backward.times.toReversed();
  }
  const around = context.createdAt + middle;
  let day: string | null = null;
  return rows.map(row => {
    day = dayNamed(row.text) ?? day;
    const time = clockTimeIn(row);
    return time && instantOf(time, day ?? nearestDay(time, around, context), context.zone);
  });
}

/** The rows as they are if they follow on one another in time, and how far that can be believed. */
class Walk {
  readonly times: readonly (number | null)[];
  /** As the zone of the row before has it. */
  #day: string | null = null;
  #offset: number | null = null;
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
    this.times = rows.map(row => this.#next(row));
  }

  get isInOrder(): boolean {
    const { on, littleBack, farBack } = this.#steps;
    return farBack === 0 && (littleBack === 0 || littleBack * 2 < on);
  }

  get isLikely(): boolean {
    return this.isInOrder && this.#nights <= mostNights && !this.#endsAfterNow;
  }

  #next(row: RowTime): number | null {
    const named = dayNamed(row.text);
    if (named !== null) [this.#day, this.#last, this.#passed] = [named, null, false];
    const time = clockTimeIn(row);
    if (time === null) return null;
    const today = this.#dayIn(time);
    [this.#day, this.#offset] = [today, time.offset];
    const on = (day: string) => instantOf(time, day, this.context.zone);
    const there = on(today);
    if (there === null) return null;
    // One from before midnight may follow on one from after it.
    const isLate = this.#passed && Math.abs(there - DAY - this.#last!) <= littleBack;
    const nights = isLate ? -1 : this.#nightsBefore(there);
    const at = nights === 0 ? there : on(dayAfter(today, nights));
    if (at === null) return null;
    if (!isLate) this.#count(at);
    if (this.#passed && at > (this.context.now ?? Infinity)) this.#endsAfterNow = true;
    this.#last = at;
    return at;
  }

  /** The day of the row before, in this row’s zone. */
  #dayIn(time: ClockTime): string {
    if (this.#day === null) return nearestDay(time, this.context.createdAt, this.context);
    const isSameZone = this.#last === null || time.offset === this.#offset;
    return isSameZone ? this.#day : dayAt(wallAt(this.#last!, time.offset, this.context.zone));
  }

  /** How many midnights passed before this row; the day is then the one that has come. */
  #nightsBefore(at: number): number {
    if (this.#last === null) return 0;
    const nights = Math.max(0, Math.ceil((this.#last - furthestBack - at) / DAY));
    if (nights === 0) return 0;
    this.#day = dayAfter(this.#day!, nights);
    this.#passed = true;
    this.#nights++;
    return nights;
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
  return dayAt(Date.parse(`${day}T00:00:00Z`) + days * DAY);
}

/** @param wall What the wall shows, as if it were UTC, ms since the epoch. */
function dayAt(wall: number): string {
  return new Date(wall).toISOString().slice(0, 10);
}

/** What the wall shows at this time in that zone, as if it were UTC. */
function wallAt(at: number, offset: number | null, zone: LocalZone): number {
  if (offset !== null) return at + offset;
  const { year, month, day, hour, minute, second } = zone.wallTime(at);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The day, in the row’s own zone, that brings it nearest to that time; a later one only where it has come by now. */
function nearestDay(time: ClockTime, around: number, { zone, now = Infinity }: ImportContext): string {
  const wall = wallAt(around, time.offset, zone);
  const day = dayAt(wall);
  const later = Date.parse(`${day}T00:00:00Z`) + time.sinceMidnight - wall;
  if (later > DAY / 2) return dayAfter(day, -1);
  const next = dayAfter(day, 1);
  return later < -DAY / 2 && (instantOf(time, next, zone) ?? Infinity) <= now ? next : day;
}

/** Null where there is no such day, or the zone never had that time. */
function instantOf({ sinceMidnight, offset }: ClockTime, day: string, zone: LocalZone): number | null {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight) || dayAt(midnight) !== day) return null;
  const wall = midnight + sinceMidnight;
  if (offset !== null) return wall - offset;
  const there = new Date(wall);
  const [instant] = zone.instants({
    year: there.getUTCFullYear(),
    month: there.getUTCMonth() + 1,
    day: there.getUTCDate(),
    hour: there.getUTCHours(),
    minute: there.getUTCMinutes(),
    second: there.getUTCSeconds(),
  });
  return instant === undefined ? null : instant + there.getUTCMilliseconds();
}

/** Null where the text has no time in it that a clock could show. */
function clockTimeIn({ text, offset }: RowTime): ClockTime | null {
  const match =
    /^(?:\d{4}[-/]\d{2}[-/]\d{2}[T ,]*)?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:\s*([ap]m))?(?:\s*(Z|\(?(?:UTC|GMT)[^\s]*|[+-]\d{2}:?\d{2}))?$/i.exec(
      text.trim(),
    );
  if (!match) return null;
  const [, hours, minute, second = '0', fraction = '0', half, zone] = match;
  const plain = Number(hours);
  if (half !== undefined && (plain < 1 || plain > 12)) return null;
  const hour = half === undefined ? plain : (plain % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  const [minutes, seconds] = [Number(minute), Number(second)];
  if (hour > 23 || minutes > 59 || seconds > 59) return null;
  const ahead = zone === undefined ? offset : zoneOffset(zone);
  if (zone !== undefined && ahead === null) return null;
  const ms = Math.trunc(Number(`0.${fraction}`) * 1000);
  return {
    sinceMidnight: hour * HOUR + minutes * MINUTE + seconds * 1000 + ms,
    offset: ahead,
  };
}
