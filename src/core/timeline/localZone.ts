/** A time as a wall clock and a calendar show it. Months are 1–12. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const QUARTER_HOUR = 15 * 60_000;
const DAY = 24 * 3_600_000;

/** One time zone, summer time included. Without a name, the zone of this machine. */
export class LocalZone {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;
  /** Offsets change on quarter hours only, so one answer serves the whole of it. */
  readonly #offsets = new Map<number, number>();

  /** @param name IANA name, `Europe/Paris`; throws RangeError for one that does not exist. */
  constructor(name?: string) {
    this.#format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      ...(name !== undefined && { timeZone: name }),
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    this.name = this.#format.resolvedOptions().timeZone;
  }

  /** @param at ms since the epoch. */
  wallTime(at: number): WallTime {
    const shifted = new Date(at + this.#offset(at));
    return {
      year: shifted.getUTCFullYear(),
      month: shifted.getUTCMonth() + 1,
      day: shifted.getUTCDate(),
      hour: shifted.getUTCHours(),
      minute: shifted.getUTCMinutes(),
      second: shifted.getUTCSeconds(),
    };
  }

  /**
   * When the wall clock shows this, ms since the epoch, earlier first: none where the clocks went forward over
   * it, two where they went back.
   */
  instants(wall: WallTime): readonly number[] {
    const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
    const offsets = new Set([this.#offset(asUtc - DAY), this.#offset(asUtc + DAY)]);
    return [...offsets]
      .map(offset => asUtc - offset)
      .filter(at => at + this.#offset(at) === asUtc)
      .sort((a, b) => a - b);
  }

  #offset(at: number): number {
    const quarter = Math.floor(at / QUARTER_HOUR);
    const known = this.#offsets.get(quarter);
    if (known !== undefined) return known;
    const start = quarter * QUARTER_HOUR;
    const parts = new Map(this.#format.formatToParts(start).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const asUtc = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
    this.#offsets.set(quarter, asUtc - start);
    return asUtc - start;
  }
}

/** `2026-11-22` */
export function dayText({ year, month, day }: WallTime): string {
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;
}

/** `10:15:00` */
export function timeText({ hour, minute, second }: WallTime): string {
  return `${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
