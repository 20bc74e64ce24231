import { isObject } from '../../timeline/entryGuard.ts';
import { folded } from './foldedText.ts';
import { incidentViewFrom, noFilter, wholeView, type IncidentView } from './incidentView.ts';

/** The views that are there before anybody has saved one. */
const exampleViews = {
  mine: { ...wholeView, filter: { ...noFilter, mine: true } },
  waiting: { ...wholeView, filter: { ...noFilter, statuses: ['triggered'] }, sortBy: 'oldest' },
  highUrgency: { ...wholeView, filter: { ...noFilter, urgencies: ['high'] }, sortBy: 'severity' },
  myTeams: { ...wholeView, filter: { ...noFilter, myTeams: true } },
  byService: { ...wholeView, groupBy: 'service' },
} as const satisfies Record<string, IncidentView>;

export type ExampleName = keyof typeof exampleViews;
const examples = Object.keys(exampleViews) as readonly ExampleName[];

/** The names of the examples in the interface’s language. */
export type ExampleWords = Readonly<Record<ExampleName, string>>;

export interface SavedView {
  readonly name: string;
  readonly view: IncidentView;
  /** Comes with On-Call. */
  readonly example: boolean;
}

/** What is kept: the person’s own views, and which examples are not wanted any more. */
export interface KeptViews {
  readonly own: readonly { readonly name: string; readonly view: IncidentView }[];
  readonly removed: readonly ExampleName[];
}

export const longestName = 80;
const mostOwn = 100;

/** What was kept, by this version or another; whatever is not a view with a name is dropped. */
export function keptViewsFrom(value: unknown): KeptViews {
  const fields = isObject(value) ? value : {};
  const list = Array.isArray(fields['own']) ? fields['own'] : [];
  const gone: readonly unknown[] = Array.isArray(fields['removed']) ? fields['removed'] : [];
  const own = new Map<string, { name: string; view: IncidentView }>();
  for (const item of list) {
    const name = isObject(item) && typeof item['name'] === 'string' ? nameOf(item['name']) : '';
    if (name && own.size < mostOwn) own.set(folded(name), { name, view: incidentViewFrom(item['view']) });
  }
  return { own: [...own.values()], removed: examples.filter(name => gone.includes(name)) };
}

/** The person’s own views as they were saved, then the examples. */
export function savedViews(kept: KeptViews, words: ExampleWords): readonly SavedView[] {
  const own = kept.own.map(({ name, view }) => ({ name, view, example: false }));
  // An own view may have an example’s name since the interface’s language changed.
  const isTaken = (example: ExampleName) => own.some(({ name }) => isSameName(name, words[example]));
  const rest = examples.filter(example => !kept.removed.includes(example) && !isTaken(example));
  return [...own, ...rest.map(name => ({ name: words[name], view: exampleViews[name], example: true }))];
}

/** Under a name that is taken, also that of an example, it takes its place. */
export function withSaved(kept: KeptViews, words: ExampleWords, name: string, view: IncidentView): KeptViews {
  const { own, removed } = withoutSaved(kept, words, name);
  const place = kept.own.findIndex(saved => isSameName(saved.name, name));
  const saved = { name: nameOf(name), view };
  return {
    own: own.toSpliced(place < 0 ? own.length : place, 0, saved).slice(-mostOwn),
    removed,
  };
}

/** For good: an example does not come back. */
export function withoutSaved(kept: KeptViews, words: ExampleWords, name: string): KeptViews {
  return {
    own: kept.own.filter(saved => !isSameName(saved.name, name)),
    removed: examples.filter(example => kept.removed.includes(example) || isSameName(words[example], name)),
  };
}

export function isSameName(a: string, b: string): boolean {
  return folded(nameOf(a)) === folded(nameOf(b));
}

/** One line without white space around it. */
function nameOf(text: string): string {
  return [...text.replace(/\s+/g, ' ').trim()].slice(0, longestName).join('').trim();
}
