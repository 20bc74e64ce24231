/** Headings under which a run that ends well may have been what mitigated: a proposal, never a fact. */
const MITIGATING =
  /\bmitigat|\bremed(?:y|iat)|\broll(?:ing|ed)?[ -]?back|\brevert|\bfail(?:ing)?[ -]?over|\brestor|\bcontain|atténu|rétabli|restaur|bascul|retour arrière/i;

export function isMitigating(step: string): boolean {
  return MITIGATING.test(step);
}
