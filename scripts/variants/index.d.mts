/** One fault that is put into the code on purpose. */
export interface Variant {
  /** What is broken, in a few words. */
  readonly name: string;
  /** What would become of it. */
  readonly why: string;
  /** Where, from the root of the repository. */
  readonly file: string;
  /** Stands exactly once in that file. */
  readonly from: string;
  readonly to: string;
  /** Test files one of which must fail with it, by an assertion. */
  readonly tests: readonly string[];
  /** Of those, only the tests whose whole title holds this text. */
  readonly grep?: string;
}

export declare const variants: readonly Variant[];

/** The text of the variant’s file with the fault in it, or why it cannot be put in. */
export declare function brokenText(
  variant: Variant,
  text: string,
): { readonly broken: string; readonly problem: null } | { readonly broken: null; readonly problem: string };
