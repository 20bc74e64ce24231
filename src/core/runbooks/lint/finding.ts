import { shortText } from '../../shortText.ts';

/** A place in the file as editors count: lines and UTF-16 units from 0, line breaks not counted. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** `end` is exclusive. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface TextEdit {
  readonly range: Range;
  /** Lines end in `\n`, whatever the file’s own end in. */
  readonly newText: string;
}

/** A change that mends a finding; all of its edits or none. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

export type FindingCode =
  | 'attribute-unknown'
  | 'attribute-value'
  | 'destructive-unguarded'
  | 'front-matter'
  | 'front-matter-key'
  | 'front-matter-value'
  | 'hidden-character'
  | 'kubectl-target'
  | 'link-dead'
  | 'markdown'
  | 'name-duplicate'
  | 'owner-missing'
  | 'review-missing'
  | 'review-stale'
  | 'secret'
  | 'section-missing'
  | 'shell-syntax'
  | 'shellcheck'
  | 'variable-declaration'
  | 'variable-undefined';

/** Something that the writer of a runbook should look at. */
export interface Finding {
  readonly code: FindingCode;
  /** `error`: it does not work or must not be shared; `warning`: it will surprise; `information`: it could be better. */
  readonly severity: 'error' | 'warning' | 'information';
  /** A sentence or two, as plain text. Never holds a secret that was found. */
  readonly message: string;
  readonly range: Range;
  /** The likeliest first. */
  readonly fixes: readonly Fix[];
  /** The rule of the tool that said so, such as `SC2086`; only where a tool did. */
  readonly rule?: string;
}

/** The words of messages and fixes, as `vscode.l10n` gives them: `{0}` stands for the first argument. */
export interface Translator {
  t(message: string, ...args: (string | number)[]): string;
}

export function rangeOn(line: number, from: number, to: number): Range {
  return { start: { line, character: from }, end: { line, character: to } };
}

export function insertion(position: Position, newText: string): TextEdit {
  return { range: { start: position, end: position }, newText };
}

/** A text of the file in a message. */
export function shown(text: string): string {
  return shortText(text, 60);
}
