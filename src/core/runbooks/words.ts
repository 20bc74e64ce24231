/** Words too common to tell one runbook from another, in runbooks more than elsewhere. */
const common: ReadonlySet<string> = new Set(
  (
    'a about after again all alert alerting also an and any are as at be because been before being but by can ' +
    'check could did do does for from get had has have how if in incident into is it its may more most must no not ' +
    'of off on one only or other our out over page run runbook see service should so some step than that the their ' +
    'them then there these they this those to too under until up use using was we were what when where which while ' +
    'who why will with without you your http https www com org net html md null true false name value'
  ).split(' '),
);

const longestWord = 40;

export interface Word {
  /** What words are held against each other by. */
  readonly stem: string;
  /** As it stands in the text, in lower case. */
  readonly spoken: string;
}

/**
 * The words that say something, lower case, in their order: `HighErrorRate` is three of them, plurals are singular,
 * numbers and ids are none.
 */
export function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  const apart = text.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2');
  for (const [found] of apart.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
    if (found.length < 2 || found.length > longestWord || !/\p{L}{2}/u.test(found)) continue;
    const stem = singular(found);
    if (!common.has(stem) && !common.has(found)) words.push({ stem, spoken: found });
  }
  return words;
}

/** What of a text can be held against another. */
export function stemsOf(text: string): ReadonlySet<string> {
  return new Set(wordsOf(text).map(({ stem }) => stem));
}

/** As roughly as both sides need: what is cut off one way is cut off the same way on the other. */
function singular(word: string): string {
  if (word.length < 4 || !word.endsWith('s') || /(?:ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return /(?:x|ch|sh|ss)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
}
