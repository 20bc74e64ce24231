const months: readonly RegExp[] = [
  /^jan/, /^f[eé][bv]/, /^mar/, /^a[pv]r/, /^(?:may|mai)/, /^(?:jun|juin)/,
  /^(?:jul|juil)/, /^(?:aug|ao[uû])/, /^sep/, /^oct/, /^nov/, /^d[eé]c/,
]; // prettier-ignore

/**
 * The day that a person wrote, `2026-12-01`; null where it is none, or may be another one: `01/12/2026` is two days.
 * Also `1 Dec 2026`, `December 1st, 2026`, `1er décembre 2026`.
 */
export function dueDateIn(text: string): string | null {
  const iso = /\b(\d{4})-(\d{2})-(\d{2})\b/.exec(text);
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const dayFirst =
    /(?:^|[^\d/.-])(\d{1,2})(?:st|nd|rd|th|er)?\s+(?:of\s+)?(\p{L}{3,})\.?,?\s+(\d{4})\b/iu.exec(text);
  if (dayFirst) return named(dayFirst[2]!, dayFirst[1]!, dayFirst[3]!);
  const monthFirst = /(?<!\p{L})(\p{L}{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b/iu.exec(text);
  return monthFirst ? named(monthFirst[1]!, monthFirst[2]!, monthFirst[3]!) : null;
}

function named(month: string, day: string, year: string): string | null {
  const index = months.findIndex(name => name.test(month.toLowerCase()));
  return index < 0 ? null : dayOf(Number(year), index + 1, Number(day));
}

function dayOf(year: number, month: number, day: number): string | null {
  const at = new Date(Date.UTC(year, month - 1, day));
  const text = Number.isNaN(at.getTime()) ? '' : at.toISOString().slice(0, 10);
  return text === [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-')
    ? text
    : null;
}
