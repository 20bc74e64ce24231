import type { Block } from '../blocks/block.ts';
import type { Localized } from '../languages/language.ts';

export interface Section {
  readonly heading: Localized;
  readonly level: 2 | 3;
  /** Without any, a heading for those below it. Where all of them are empty, the section is left out. */
  readonly blocks: readonly Block[];
}

/** The sections of one way to write a post-mortem, exactly as its source publishes them. */
export interface Template {
  readonly id: string;
  readonly name: string;
  /** For whom it is, in one line. */
  readonly about: Localized;
  /** What stands between the title and the first section. */
  readonly head: readonly Block[];
  readonly sections: readonly Section[];
}

export function section(en: string, fr: string, ...blocks: readonly Block[]): Section {
  return { heading: { en, fr }, level: 2, blocks };
}

export function subsection(en: string, fr: string, ...blocks: readonly Block[]): Section {
  return { heading: { en, fr }, level: 3, blocks };
}
