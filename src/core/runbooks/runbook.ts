import type { Interpreter } from '../execution/interpreter.ts';
import type { BlockAttributes } from './blockAttributes.ts';
import type { DeclaredVariable } from './variables.ts';

/**
 * Stands between two parts of the HTML, at the top level only. A screen may sanitise and show part after
 * part; whoever ignores it sees a comment. Text of the runbook cannot contain it: it is escaped.
 */
export const partSeparator = '<!--part-->';

/** Characters, and bytes of UTF-8; of what is larger only the beginning is shown. */
export const largestRunbook = 1024 * 1024;

/** What the front matter of a runbook says it is for. Every list may be empty. */
export interface RunbookPurpose {
  readonly title: string | null;
  /** Names or ids of services, compared without case. */
  readonly services: readonly string[];
  /** Names of alerts, as the monitoring tool spells them. */
  readonly alerts: readonly string[];
  /** Patterns for the incident’s title: `*` stands for anything, case does not count. */
  readonly titles: readonly string[];
  /** Labels that one alert must have all of; `*` in a value stands for anything. */
  readonly labels: readonly { readonly name: string; readonly value: string }[];
  /** P1 to P4. By themselves they choose no runbook: they narrow what the others choose. */
  readonly severities: readonly string[];
}

/** One fenced code block. */
export interface RunbookBlock {
  /** Opaque, the same as long as the text is (and its turn among equal ones): survives edits elsewhere. */
  readonly id: string;
  /** The first word of the info string, lower case; empty where there is none. */
  readonly language: string;
  /** The text that would run: prompts of console blocks are gone. For other blocks, the text itself. */
  readonly code: string;
  /** SHA-256 (hex) of `code`, interpreter and attributes: what a person saw is what runs. */
  readonly sha256: string;
  readonly runnable: boolean;
  /** What runs it; null where it is not runnable. */
  readonly interpreter: Interpreter | null;
  readonly attributes: BlockAttributes;
  /** Of the front matter’s variables those that decide what runs: what the block does depends on them, whatever it says. */
  readonly startVariables?: readonly Pick<DeclaredVariable, 'name' | 'default' | 'secret'>[];
  /** 1-based line of the opening fence in the file. */
  readonly line: number;
  /** The heading it stands under; empty before the first one. */
  readonly step: string;
  /** Bidi, invisible and control characters in it, named (“U+202E right-to-left override”); Run asks first. */
  readonly hidden: readonly string[];
}

export interface RunbookCheck {
  readonly id: string;
  readonly text: string;
  readonly checkedInFile: boolean;
  readonly line: number;
}

export interface RunbookHeading {
  /** As GitHub makes it from the text, so that `#fragment` links work. */
  readonly slug: string;
  readonly text: string;
  readonly depth: number;
  readonly line: number;
}

/** Something the writer should mend; the runbook is usable all the same. */
export interface RunbookProblem {
  readonly line: number;
  readonly message: string;
}

/** One runbook, read and rendered. */
export interface Runbook {
  readonly title: string;
  readonly purpose: RunbookPurpose;
  readonly variables: readonly DeclaredVariable[];
  /** After how long it should have helped, in minutes; null where it does not say. */
  readonly helpsWithin: number | null;
  readonly headings: readonly RunbookHeading[];
  readonly blocks: readonly RunbookBlock[];
  readonly checks: readonly RunbookCheck[];
  /** Targets of the links in the order of their number: `data-link="0"` is links[0]. */
  readonly links: readonly string[];
  readonly problems: readonly RunbookProblem[];
  /** Escaped HTML with `data-block`, `data-check`, `data-link`, `data-slug`, `data-line`; still to be sanitised by the webview. */
  readonly html: string;
  /** The 1-based lines on which its parts begin, which `partSeparator` keeps apart in the HTML. */
  readonly partLines: readonly number[];
}
