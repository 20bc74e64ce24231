/** Headings under which a run that ends well may have been what mitigated: a proposal, never a fact. */
const MITIGATING =
  /\bmitigat|\bremed(?:y|iat)|\broll(?:ing|ed)?[ -]?back|\brevert|\bfail(?:ing)?[ -]?over|\brestor|\bcontain|atténu|rétabli|restaur|bascul|retour arrière/i;

const ROLLBACK = /\broll(?:ing|ed)?[ -]?back|\brevert|retour arrière/i;

export function isMitigating(step: string): boolean {
  return MITIGATING.test(step);
}

/** Whether a block takes something back, by its heading or by what it runs. */
export function isRollback(step: string, command: string): boolean {
  return ROLLBACK.test(step) || /\brollback\b|\brollout\s+undo\b|\brevert\b/i.test(command);
}
