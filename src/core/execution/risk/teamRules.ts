import { globRegExp } from './commandLine.ts';
import { riskClasses, worse, type Reason, type RiskClass } from './risk.ts';

/** A rule of the team’s own, from the settings: the words of a command, `*` for anything. */
export interface TeamRule {
  readonly command: string;
  readonly risk: RiskClass;
  readonly reason: string;
  /** A rule that comes with a workspace can only raise: whoever wrote the runbook may have written it, too. */
  readonly mayLower: boolean;
}

/** Only what is a rule; the rest of a setting is passed over. */
export function teamRulesOf(value: unknown, mayLower: boolean): readonly TeamRule[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    if (typeof item !== 'object' || item === null) return [];
    const { command, risk, reason } = item as Record<string, unknown>;
    const known = riskClasses.find(one => one === risk);
    if (typeof command !== 'string' || command.trim() === '' || command.length > 500 || !known) return [];
    return [
      {
        command: command.trim(),
        risk: known,
        reason: typeof reason === 'string' && reason !== '' ? reason : 'A rule of your team says so.',
        mayLower,
      },
    ];
  });
}

/** The team’s word on a command: a rule that may lower stands for the table, any other only raises. */
export function byTeamRules(
  rules: readonly TeamRule[],
  command: string,
  judged: { readonly risk: RiskClass; readonly reason: Reason },
): { readonly risk: RiskClass; readonly reason: Reason } {
  const fitting = rules.filter(rule => globRegExp(rule.command).test(command));
  const own = fitting.filter(rule => rule.mayLower).at(-1);
  let result = own ? { risk: own.risk, reason: own.reason } : judged;
  for (const { risk, reason, mayLower } of fitting)
    if (!mayLower && risk !== result.risk && worse(risk, result.risk) === risk) result = { risk, reason };
  return result;
}
