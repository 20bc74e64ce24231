import { dayText, LocalZone } from '../../timeline/localZone.ts';

const day = 24 * 3_600_000;

/**
 * `Mon 09:00`, and with the date from six days on, where the weekday alone could be read as this week’s:
 * `Mon, 2 Feb 09:00`.
 * @param at ms since the epoch, like `now`
 * @param locale of the names of days and months
 */
export function turnTime(at: number, now: number, zone: LocalZone, locale: string): string {
  const far = Math.abs(at - now) >= 6 * day;
  const date = new Intl.DateTimeFormat(locale, {
    timeZone: zone.name,
    weekday: 'short',
    ...(far && { day: 'numeric' as const, month: 'short' as const }),
  }).format(at);
  return `${date} ${clockTime(at, zone)}`;
}

/** `CET`, `EST`, and `GMT+5:45` where no English-speaking country has a name for it. */
export function zoneName(at: number, zone: LocalZone, locale: string): string {
  // Each language only abbreviates the zones of its own countries.
  const names = [locale, 'en-US', 'en-GB', 'en-AU', 'en-IN', 'en-ZA'].map(
    language =>
      new Intl.DateTimeFormat(language, { timeZone: zone.name, timeZoneName: 'short' })
        .formatToParts(at)
        .find(({ type }) => type === 'timeZoneName')?.value ?? zone.name,
  );
  return names.find(name => !/^(?:GMT|UTC).*\d/.test(name)) ?? names[1]!;
}

/**
 * What the clock shows now where that person is, `17:40` or, on another day than here, `Tue 02:40`. Null where it
 * shows the same as here, or where the zone is not known.
 * @param theirs IANA name, as the provider gave it
 */
export function timeThere(
  now: number,
  zone: LocalZone,
  theirs: string | null,
  locale: string,
): string | null {
  const there = theirs === null ? null : zoneOf(theirs);
  if (!there) return null;
  const sameDay = dayText(there.wallTime(now)) === dayText(zone.wallTime(now));
  const [hereTime, thereTime] = [clockTime(now, zone), clockTime(now, there)];
  if (sameDay) return hereTime === thereTime ? null : thereTime;
  return turnTime(now, now, there, locale);
}

const zones = new Map<string, LocalZone | null>();

/** Building one costs far more than using it, and a provider names few. */
function zoneOf(name: string): LocalZone | null {
  let zone = zones.get(name);
  if (zone === undefined) {
    if (zones.size >= 100) zones.clear();
    try {
      zone = new LocalZone(name);
    } catch {
      zone = null;
    }
    zones.set(name, zone);
  }
  return zone;
}

function clockTime(at: number, zone: LocalZone): string {
  const { hour, minute } = zone.wallTime(at);
  return [hour, minute].map(part => String(part).padStart(2, '0')).join(':');
}
