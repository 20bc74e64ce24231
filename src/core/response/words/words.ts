import type { Language } from '../../postmortem/languages/language.ts';
import type { Stage } from '../../timeline/entry.ts';
import type { Detection, Level } from '../severity.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';

/** What the parts of a response are called, and what is said of them. One dictionary a language. */
export interface ResponseWords {
  readonly stages: { readonly [S in Stage]: string };
  /** What usually comes next in a stage. */
  readonly next: { readonly [S in Stage]: string };
  readonly levels: { readonly [L in Level]: string };
  readonly detections: { readonly [D in Detection]: string };
  readonly flags: Readonly<Record<string, string>>;
  readonly handOver: HandOverWords;
}

/** The headings and sentences of a hand-over. */
export interface HandOverWords {
  readonly title: (role: string, from: string | null, to: string) => string;
  /** What stands after a heading: a colon, as the language sets it. */
  readonly colon: string;
  readonly incident: string;
  readonly severity: string;
  readonly stage: string;
  readonly since: (time: string) => string;
  readonly roles: string;
  readonly missing: (role: string) => string;
  readonly impact: string;
  readonly hypotheses: string;
  readonly decisions: string;
  readonly runs: string;
  readonly open: string;
  readonly due: string;
  readonly update: string;
  readonly overdue: string;
  readonly nothing: string;
  readonly notRecorded: string;
}

export const responseWords: Readonly<Record<Language, ResponseWords>> = { en, fr };
