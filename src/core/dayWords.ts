/** Days by their names, in every language that people are spoken to in: which one they type in is not asked. */
const nearDays: Readonly<Record<string, number>> = {
  yesterday: -1,
  hier: -1,
  today: 0,
  'aujourd’hui': 0,
  "aujourd'hui": 0,
  tomorrow: 1,
  demain: 1,
};

/** From Sunday on, as Date counts. */
const weekdays: readonly (readonly string[])[] = [
  ['sunday', 'dimanche'],
  ['monday', 'lundi'],
  ['tuesday', 'mardi'],
  ['wednesday', 'mercredi'],
  ['thursday', 'jeudi'],
  ['friday', 'vendredi'],
  ['saturday', 'samedi'],
];

/** How many days from today a word such as “yesterday” or “demain” lies; null for any other. */
export function daysFromToday(word: string): number | null {
  const name = word.toLowerCase();
  return Object.hasOwn(nearDays, name) ? nearDays[name]! : null;
}

/** 0 for “Sunday”, “sun” or “dim”, as Date counts; null for what is no weekday. */
export function weekdayOf(word: string): number | null {
  const name = word.toLowerCase();
  const found = name.length < 3 ? -1 : weekdays.findIndex(names => names.some(full => full.startsWith(name)));
  return found === -1 ? null : found;
}
