const unitMinutes: Readonly<Record<string, number>> = { s: 1 / 60, m: 1, h: 60, d: 1440, w: 10_080 };

/** `30m` → 30; null for what says no time, such as `none`. */
export function minutesOf(duration: string): number | null {
  const match = /^([0-9]{1,6})([smhdw])$/.exec(duration);
  return match ? Number(match[1]) * unitMinutes[match[2]!]! : null;
}
