/**
 * Headings under which things are made well again: what a runbook’s check takes for its mitigation section, and under
 * which a run that ends well may have been what mitigated: a proposal, never a fact.
 */
const MITIGATING =
  /\bmitigat|\bremed(?:y|ies|iat)|\broll(?:ing|ed)?[ -]?back|\brevert|\bfail(?:ing)?[ -]?over|\brestor|\bcontainment\b|\bfix(?:es|ing)?\b|\brecover|\bworkarounds?\b|atténu|\brem[èé]d|rétabli|restaur|bascul|retour arrière|\bcorrecti(?:f|v|on)|\bcorriger|\bcontourne|\bréparat|\bréparer/i;

const RESOLUTION = /\br[eé]so(?:lution|lv|lu|udre)/i;
/** Whose resolution is a look at the network. */
const NAMES = /\b(?:dns|(?:host|domain)?names?|hosts?|address(?:es)?|noms?|adresses?|hôtes?)\b/i;

/** As what is to be done, not as in “Which pods contain the error”. */
const CONTAIN = /(?:^|[:–—-] |\band )contain(?:ing)?\b/i;

/** A look at something, which ends nothing by ending well. */
const LOOK =
  /\?\s*$|^(?:check|verify|validate|confirm|which|what|whether)\b|^(?:vérifi|valid|contrôl|confirm|quel)/i;

/** Between the headings of a step: “Mitigation options > Restart”. */
const BETWEEN = / [>›] /;
const NUMBERING = /^[\d.()\s]+/;

const ROLLBACK = /\broll(?:ing|ed)?[ -]?back|\brevert|retour arrière/i;

/** @param step A heading, or those of a step, as they stand one in another. */
export function isMitigating(step: string): boolean {
  return step.split(BETWEEN).some(heading => {
    const words = heading.replace(NUMBERING, '').trim();
    if (LOOK.test(words)) return false;
    return MITIGATING.test(words) || CONTAIN.test(words) || (RESOLUTION.test(words) && !NAMES.test(words));
  });
}

/** Whether a block takes something back, by its heading or by what it runs. */
export function isRollback(step: string, command: string): boolean {
  return ROLLBACK.test(step) || /\brollback\b|\brollout\s+undo\b|\brevert\b/i.test(command);
}
