import { shortText } from '../../shortText.ts';
import type { Interpreter } from '../interpreter.ts';
import { assessBlock } from './assessBlock.ts';
import { assessProgram } from './assessProgram.ts';
import type { BashParser } from './parser.ts';
import { worse, type RiskClass, type RiskReport } from './risk.ts';
import { riskOfSql } from './sql.ts';
import { assignmentsOf } from './startVariables.ts';
import type { TeamRule } from './teamRules.ts';

/** A block as it is judged; plain data, so that it can go to another thread. */
export interface RiskRequest {
  readonly code: string;
  /** Null where nothing runs it; it is read as bash. */
  readonly interpreter: Interpreter | null;
  /** What the runbook says of it; it only raises. */
  readonly declared: RiskClass | null;
  readonly team: readonly TeamRule[];
  /** What variables will be, for the targets that the block names by them; the class does not depend on it. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The program that runs it, where only its path is known, and not what it is: `foreignProgram`. */
  readonly program?: string;
  /** Those that decide what runs, by `decidesWhatRuns`, as if the block began with setting them. Null: not known. */
  readonly startVariables?: Readonly<Record<string, string | null>>;
}

/** What a block may do at most, whatever runs it. Throws where `assessBlock` does. */
export function assess(parser: BashParser, request: RiskRequest, mayGoOn?: () => boolean): RiskReport {
  const report = byProgram(
    request,
    withStart(parser, request, withTargets(parser, request, mayGoOn), mayGoOn),
  );
  const { declared } = request;
  if (declared === null || declared === report.risk || worse(declared, report.risk) !== declared)
    return report;
  const finding = { risk: declared, command: '', line: 1, reason: 'The runbook says so of this block.' };
  return { ...report, risk: declared, findings: [finding, ...report.findings] };
}

/** Its name is that of an interpreter, but it may do anything with the block. */
function byProgram({ program }: RiskRequest, report: RiskReport): RiskReport {
  if (program === undefined) return report;
  const finding = {
    risk: 'changing',
    command: shortText(program, 120),
    line: 1,
    reason: ['The block is run by {0}, which stands where no programs are looked for.', program],
  } as const;
  return { ...report, risk: worse('changing', report.risk), findings: [finding, ...report.findings] };
}

/** Whatever runs the block, the programs that it starts find them. */
function withStart(
  parser: BashParser,
  { startVariables = {}, team }: RiskRequest,
  report: RiskReport,
  mayGoOn?: () => boolean,
): RiskReport {
  const code = assignmentsOf(startVariables);
  if (code === '') return report;
  const start = assessBlock(parser, code, team, mayGoOn);
  if (start.risk === 'read-only') return report;
  return {
    risk: worse(start.risk, report.risk),
    findings: [...start.findings.map(finding => ({ ...finding, line: 1 })), ...report.findings],
    touches: [...new Set([...start.touches, ...report.touches])],
    named: [...start.named, ...report.named],
  };
}

function withTargets(parser: BashParser, request: RiskRequest, mayGoOn?: () => boolean): RiskReport {
  const { environment, ...rest } = request;
  const report = byInterpreter(parser, rest, mayGoOn);
  if (!environment) return report;
  return { ...report, named: byInterpreter(parser, request, mayGoOn).named };
}

function byInterpreter(
  parser: BashParser,
  { code, interpreter, team, environment }: RiskRequest,
  mayGoOn?: () => boolean,
): RiskReport {
  switch (interpreter) {
    case null:
    case 'bash':
    case 'sh':
    case 'zsh':
    // Near enough to bash: what is not, is an error of the tree, and then it is changing at least.
    case 'fish':
      return assessBlock(parser, code, team, mayGoOn, environment);
    case 'psql':
      return assessSql(code);
    case 'python':
    case 'node':
    case 'pwsh':
      return assessProgram(interpreter, code, text => assessBlock(parser, text, team, mayGoOn));
  }
}

function assessSql(code: string): RiskReport {
  const { risk, reason } = riskOfSql(code);
  const command = code.replace(/\s+/g, ' ').trim().slice(0, 120);
  return { risk, findings: [{ risk, command, line: 1, reason }], touches: ['database'], named: [] };
}

/** For a block that nothing is known of: it counts as the worst, on every target. */
export function notAssessed(code: string, reason: string): RiskReport {
  const command = code.replace(/\s+/g, ' ').trim().slice(0, 80);
  return {
    risk: 'destructive',
    findings: [{ risk: 'destructive', command, line: 1, reason }],
    touches: ['kubernetes', 'aws', 'gcloud', 'azure', 'docker', 'database', 'redis', 'host'],
    named: [],
  };
}
