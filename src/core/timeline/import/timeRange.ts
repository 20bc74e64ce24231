/** What a cell or a line begins with: when it was, or from when until when. */
export interface WrittenTime {
  /** The begin as `rowTimes` reads it, with the zone that stands behind it or behind the end: `2026-11-22 10:15 UTC`. */
  readonly time: string;
  /** `10:15–10:40 UTC`, as it was written but for its day: an entry has one time only. Null where there is no end. */
  readonly range: string | null;
  /** What stands behind. */
  readonly rest: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** No place on earth is further from UTC. ms */
const furthestZone = 14 * HOUR;
/** Summer and winter of one zone. ms */
const oneSeason = HOUR;
/** What lasted longer would rather be told as two lines. ms */
const longestRange = 8 * HOUR;

const day = String.raw`\d{4}[-/]\d{2}[-/]\d{2}[T ,]+`;
const clock = String.raw`\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?`;
const half = String.raw`\s*[ap]m\b`;
const shift = String.raw`[+-](?:(?:0\d|1[0-3]):?[0-5]\d|14:?00)(?![\d:])`;
const fromUtc = String.raw`(?:UTC|GMT)(?:[+−-](?:0?\d|1[0-4])(?::?(?:00|15|30|45))?(?![\d:])|\b)`;
const zone = String.raw`Z\b|${fromUtc}|\(${fromUtc}\)|${shift}`;
const between = String.raw`\s*(?:[-‐‑–—−~]|(?:to|until|à)\b(?=\s))\s*`;

const time = `(?<day>${day})?(?<begin>${clock})(?<half>${half})?(?:\\s*(?<zone>${zone}))?`;
const end = `(?<endDay>${day})?(?<end>${clock})(?<endHalf>${half})?(?:\\s*(?<endZone>${zone}))?`;
const timePattern = new RegExp(`^${time}`, 'i');
const rangePattern = new RegExp(`^${time}(?<between>${between})${end}`, 'i');

type Parts = Readonly<Record<string, string | undefined>>;

/**
 * The times that the texts of one list begin with; null for one that begins with none. `10:15-05:00` is a time with its
 * zone as much as it is a range, and `10:15-10:40` looks the same: what cannot be a zone is a range, and else the list
 * tells, as its zone stands in all of its rows while each range ends at a time of its own.
 */
export function writtenTimes(texts: readonly string[]): readonly (WrittenTime | null)[] {
  const read = texts.map(text => ({
    text,
    plain: timePattern.exec(text),
    range: rangePattern.exec(text),
  }));
  const isZoned = zonesOf(read.flatMap(({ plain, range }) => (plain ? [{ plain, range }] : [])));
  return read.map(({ text, plain, range }) => {
    if (!plain) return null;
    return range && !isZoned(range) ? rangeIn(text, range) : timeIn(text, plain);
  });
}

/** Ahead of UTC: `+05:30`, `Z`, `UTC-5`, `(GMT+01:00)`. ms; null for what no zone has. */
export function zoneOffset(written: string): number | null {
  const said = /^\(?(?:Z|UTC|GMT)?\s*(?:([+−–-])\s*(\d{1,2})(?::?(\d{2}))?)?\)?$/i.exec(written.trim());
  if (!said) return null;
  const [, sign = '+', hours = '0', minutes = '0'] = said;
  const ahead = Number(hours) * HOUR + Number(minutes) * MINUTE;
  if (Number(minutes) > 59 || ahead > furthestZone) return null;
  return sign === '+' ? ahead : -ahead;
}

function timeIn(text: string, match: RegExpExecArray): WrittenTime {
  const { day, begin = '', half: halfSaid = '', zone: said = '' } = match.groups!;
  // `10:15 -1000 requests` is no zone, which `10:15:00 -1000` is.
  const isNumber = /^[+-]\d{4}$/.test(said) && day === undefined && !isToTheSecond(begin);
  const written = isNumber ? begin + halfSaid : match[0];
  return { time: written, range: null, rest: text.slice(written.length) };
}

function rangeIn(text: string, match: RegExpExecArray): WrittenTime {
  const parts: Parts = match.groups!;
  const { begin = '', endDay = '', end: ends = '', endHalf = '' } = parts;
  const said = parts['zone'] ?? parts['endZone'];
  const zoneSaid = said === undefined ? '' : ` ${said}`;
  const halfSaid = parts['half'] ?? halfOf(begin, ends, endHalf);
  return {
    time: `${parts['day'] ?? ''}${begin}${halfSaid}${zoneSaid}`,
    range: `${begin}${parts['half'] ?? ''}–${endDay}${ends}${endHalf}${zoneSaid}`,
    rest: text.slice(match[0].length),
  };
}

/** `10:15–10:40 pm` begins in the evening, `11:50–12:10 pm` in the morning. */
function halfOf(begin: string, ends: string, endHalf: string): string {
  if (endHalf === '') return '';
  const other = /pm/i.test(endHalf) ? ' am' : ' pm';
  return sinceTwelve(begin) <= sinceTwelve(ends) ? endHalf : other;
}

function sinceTwelve(written: string): number {
  return msOf(written) % (DAY / 2);
}

interface Pair {
  readonly plain: RegExpExecArray;
  readonly range: RegExpExecArray | null;
}

/** Whether what looks like the end of a range is the list’s zone. @param pairs Of the rows that begin with a time. */
function zonesOf(pairs: readonly Pair[]): (range: RegExpExecArray) => boolean {
  const doubtful = pairs.flatMap(({ range }) => (range && mayBeZone(range) ? [range] : []));
  const offsets = doubtful.map(({ groups }) => zoneOffset(`-${groups!['end']}`)!);
  const [least, most] = offsets.reduce(
    ([low, high], offset) => [Math.min(low, offset), Math.max(high, offset)],
    [0, -furthestZone],
  );
  const isOneZone = doubtful.length === pairs.length && most - least <= oneSeason;
  const isLong = doubtful.some(range => lastingOf(range) > longestRange);
  return range => {
    if (!mayBeZone(range)) return false;
    const { day: daySaid, begin = '', zone: said, end: ends = '' } = range.groups!;
    if (isToTheSecond(begin) || /T$/i.test(daySaid ?? '')) return true;
    // Midnight ends more ranges than anybody writes UTC this way.
    if (ends.startsWith('00')) return false;
    const isLikely = daySaid !== undefined || said !== undefined;
    return isLikely
      ? isOneZone || lastingOf(range) > longestRange
      : isOneZone && isLong && doubtful.length > 1;
  };
}

/** `10:15-05:00`, `10:15 UTC-05:00`: nothing but hours and minutes, as zones behind UTC have them. */
function mayBeZone({ groups }: RegExpExecArray): boolean {
  const { between: sign = '', zone: said = '', endDay, end: ends = '', endHalf, endZone } = groups!;
  if ([endDay, endHalf, endZone].some(part => part !== undefined)) return false;
  const isShift = said === '' ? /^\s*-$/.test(sign) : /^(?:UTC|GMT)$/i.test(said) && sign === '-';
  return isShift && /^\d{2}:(?:00|30)$/.test(ends) && zoneOffset(`-${ends}`) !== null;
}

function isToTheSecond(written: string): boolean {
  return /:\d{2}:/.test(written);
}

/** What it would last as a range, over midnight where it goes back. ms */
function lastingOf({ groups }: RegExpExecArray): number {
  const { begin = '', end: ends = '' } = groups!;
  return (msOf(ends) - msOf(begin) + DAY) % DAY;
}

/** `10:15`, `10:15:30`: ms since midnight. */
function msOf(written: string): number {
  const [hours = 0, minutes = 0] = written.split(':').map(Number);
  return hours * HOUR + minutes * MINUTE;
}
