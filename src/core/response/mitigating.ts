/** Headings under which a run that ends well may have been what mitigated: a proposal, never a fact. */
const MITIGATING =
  /\bmitigat|\bremed(?:y|iat)|\broll(?:ing|ed)?[ -]?back|\brevert|\bfail(?:ing)?[ -]?over|\brestor|\bcontainment\b|atténu|rétabli|restaur|bascul|retour arrière/i;

/** As what is to be done, not as in “Which pods contain the error”. */
const CONTAIN = /(?:^|[:–—-] |\band )contain(?:ing)?\b/i;

/** A look at something, which ends nothing by ending well. */
const LOOK = /\?\s*$|^(?:check|verify|confirm|which|what|whether)\b|^(?:vérifi|contrôl|quel)/i;

/** Between the headings of a step: “Mitigation options > Restart”. */
const BETWEEN = / [>›] /;
const NUMBERING = /^[\d.()\s]+/;

const ROLLBACK = /\broll(?:ing|ed)?[ -]?back|\brevert|retour arrière/i;

export function isMitigating(step: string): boolean {
  return step.split(BETWEEN).some(heading => {
    const words = heading.replace(NUMBERING, '').trim();
    return !LOOK.test(words) && (MITIGATING.test(words) || CONTAIN.test(words));
  });
}

/** Whether a block takes something back, by its heading or by what it runs. */
export function isRollback(step: string, command: string): boolean {
  return ROLLBACK.test(step) || /\brollback\b|\brollout\s+undo\b|\brevert\b/i.test(command);
}
