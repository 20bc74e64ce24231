import { plainText } from '../timeline/markdownTables.ts';
import { isAddress } from '../webAddress.ts';

const nothing =
  /^(?:[-–—?.…]+|tb[dc]|n\/?a|none|nobody|unassigned|not recorded|non consigné|personne|aucun[e]?|à (?:définir|déterminer)|\?+)$/i;
/** A state has to be the word itself: “To be done” and “Half done” hold it, too. */
const finished =
  /^(?:(?:100 ?%|all|already|now|tout|déjà) )?(?:[✅✔☑]\uFE0F?|\[x\]|(?:done|closed|fixed|resolved|completed?|merged|yes|faite?|close?|fermée?|résolue?|terminée?|corrigée?|oui)(?!\p{L}))/iu;
/** What may stand behind it: a date, a name, a link, or words that lead to one. */
const saidOfTheEnd =
  /^(?:$|\s*[^\s\p{L}\p{N}]|\s+(?:[\p{N}\p{Lu}]|(?:by|in|on|with|since|at|via|as|to|into|and|last|today|yesterday|le|par|dans|en|avec|depuis|sur|et|hier|aujourd)(?!\p{L})))/u;
/** Wherever it stands, something is left to do. */
const unfinished =
  /\?|(?<!\b100 ?)%|(?<!\p{L})(?:not|(?:to|will|would|should) be|half|part(?:ly|ial|ially)?|almost|nearly|mostly|close to|in progress|pending|waiting|needs?|once|until|except|only|but|(?:re)?open(?:ed)?|pas|non|à|reste|presque|moitié|partie|partiel(?:le)?(?:ment)?|en cours|sera|seront|encore|sauf|seulement|mais|attente|(?:r[ée])?ouverte?)(?!\p{L})/iu;

/** Null where it says nothing: `-`, `TBD`, *not recorded*. */
export function saidIn(source: string | undefined): string | null {
  const text = plainText(source ?? '');
  return text === '' || nothing.test(text) ? null : text;
}

export function isStruck(source: string): boolean {
  return /^~~[^~]+~~$/.test(source.replace(/^\[[ xX]\]\s*/, ''));
}

/** `Done`, `✅ Fixed in 2.3`, `(closed)`, `#12: merged by Ada`. */
export function saysFinished(text: string): boolean {
  const words = text.replace(/https?:\S+/g, '').trim();
  const state = words.replace(/^(?:[A-Z][A-Z\d]*-\d+|#\d+|[\s([,;:–—-])*(?![xX]\])/, '');
  const said = finished.exec(state);
  if (!said || unfinished.test(state)) return false;
  return !/\p{L}$/u.test(said[0]) || saidOfTheEnd.test(state.slice(said[0].length));
}

/** Only what a browser may be sent to. */
export function urlIn(source: string): string | null {
  const found = /https?:\/\/[^\s<>|)\]]+/.exec(source)?.[0];
  return found !== undefined && isAddress(found) ? found : null;
}
