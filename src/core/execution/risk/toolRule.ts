import type { RiskClass, TargetKind } from './risk.ts';

/**
 * A row of the table: words, class, reason. Words are compared with the operands of the command from the first one
 * on; `*` stands for anything within a word, `$` for the end, and the row that fits first counts.
 */
export type Row = readonly [words: string, risk: RiskClass, reason: string];

/**
 * One tool, or several that take the same commands. To add one, write such an object and put it into the list of
 * its family; nothing else has to know of it.
 */
export interface ToolRule {
  readonly names: readonly string[];
  readonly touches?: TargetKind;
  /** Options that take the next word as their value, apart from spaces: `-n --namespace`. */
  readonly values?: string;
  /** Options known to take none. Before the first operand any other option is read both ways, and the worse counts. */
  readonly switches?: string;
  readonly rows?: readonly Row[];
  /** Options that make it worse wherever they stand: `-i`, `--force`, `--output=*`. */
  readonly options?: readonly Row[];
  /** Options after which nothing is done at all (a dry run). */
  readonly harmless?: readonly string[];
  /** Options, or operands, beside which the harmless ones change nothing: `-e` of nc starts a program though `-z` sends nothing. */
  readonly butNot?: string;
  /**
   * Operands that are files of commands, by their end, as what is read from them is destructive. One whose end is only
   * known when it runs is taken for what the tool acts on.
   */
  readonly scripts?: RegExp;
  /** Where no row fits. */
  readonly otherwise: readonly [risk: RiskClass, reason: string];
  /** Options, or operands from a place on, whose value is SQL; so is what it reads, but beside what is `alone`. */
  readonly sql?: { readonly options: string; readonly operand?: number; readonly alone?: RegExp | 'operand' };
  /**
   * It takes commands from its input, line by line, but not beside these options. `looks`: which of the lines only
   * look; without it a line is read as the operands are, and beside operands there is no input.
   */
  readonly reads?: { readonly notWith: RegExp; readonly looks?: RegExp };
  /** Options whose value names the target: `--context`. */
  readonly target?: string;
  /** Options whose value names a part of it: `--namespace`. What is only known when it runs says nothing here. */
  readonly place?: string;
}

/** Rows of the same class and reason, written as a list. */
export function rows(risk: RiskClass, reason: string, ...words: readonly string[]): readonly Row[] {
  return words.map(word => [word, risk, reason] as const);
}

/** Tools that only look, whatever their operands. */
export function looks(names: string, options: readonly Row[] = []): ToolRule {
  return { names: names.split(' '), otherwise: ['read-only', 'Only looks.'], options };
}

export function tool(
  names: string,
  risk: RiskClass,
  reason: string,
  more: Omit<ToolRule, 'names' | 'otherwise'> = {},
): ToolRule {
  return { names: names.split(' '), otherwise: [risk, reason], ...more };
}
