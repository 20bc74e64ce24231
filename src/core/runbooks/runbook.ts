/** What the front matter of a runbook says it is for. Every list may be empty. */
export interface RunbookPurpose {
  readonly title: string | null;
  /** Names or ids of services, compared without case. */
  readonly services: readonly string[];
  /** Names of alerts, as the monitoring tool spells them. */
  readonly alerts: readonly string[];
  /** Patterns for the incident’s title: `*` stands for anything, case does not count. */
  readonly titles: readonly string[];
}

/** One fenced code block. */
export interface RunbookBlock {
  /** Opaque, the same as long as the text is (and its turn among equal ones): survives edits elsewhere. */
  readonly id: string;
  /** The first word of the info string, lower case; empty where there is none. */
  readonly language: string;
  /** The text that would run: prompts of console blocks are gone. For other blocks, the text itself. */
  readonly code: string;
  /** SHA-256 of `code` (hex): what a person saw is what runs. */
  readonly sha256: string;
  readonly runnable: boolean;
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
  readonly headings: readonly RunbookHeading[];
  readonly blocks: readonly RunbookBlock[];
  readonly checks: readonly RunbookCheck[];
  /** Targets of the links in the order of their number: `data-link="0"` is links[0]. */
  readonly links: readonly string[];
  readonly problems: readonly RunbookProblem[];
  /** Escaped HTML with `data-block`, `data-check`, `data-link`, `data-slug`, `data-line`; still to be sanitised by the webview. */
  readonly html: string;
}
