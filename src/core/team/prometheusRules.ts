import { t } from '@vscode/l10n';
import { stringify } from 'yaml';
import { readPromql } from './promql.ts';
import { isPromqlDuration } from './promqlTokens.ts';
import type { AlertDefinition } from './teamFile.ts';

export interface PrometheusRules {
  /** A rule file, what is left out as comments in it; null where no definition can be a rule. */
  readonly yaml: string | null;
  /** The definitions in it. */
  readonly written: readonly string[];
  /** The others, each with a whole sentence that says why. */
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
}

/** The definitions whose condition is PromQL as alerting rules of Prometheus, in their order. */
export function prometheusRules(definitions: readonly AlertDefinition[]): PrometheusRules {
  const rules: object[] = [];
  const written: string[] = [];
  const leftOut: { name: string; reason: string }[] = [];
  for (const definition of definitions) {
    const { name, condition, duration } = definition;
    const read = condition === null ? null : promqlCondition(condition);
    if (!read) leftOut.push({ name, reason: t('It has no condition.') });
    else if (!read.ok) leftOut.push({ name, reason: t('Its condition is not PromQL: {0}.', read.reason) });
    else if (duration !== null && !isZero(duration) && !isPromqlDuration(duration))
      leftOut.push({ name, reason: t('“{0}” is no time that Prometheus knows.', duration) });
    else {
      rules.push(ruleOf(definition, read.expression));
      written.push(name);
    }
  }
  if (rules.length === 0) return { yaml: null, written, leftOut };
  const file = { groups: [{ name: 'on-call', rules }] };
  // Quoted, because readers of YAML differ in what a bare word is.
  const yaml = stringify(file, { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' });
  const head = [t('Written by On-Call from the alert definitions of the team’s file.')].concat(
    leftOut.map(({ name, reason }) => t('Left out: “{0}”. {1}', name, reason)),
  );
  return { yaml: `${head.map(comment).join('')}\n${yaml}`, written, leftOut };
}

/** On one line, whatever the text holds. */
function comment(text: string): string {
  return `# ${text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ')}\n`;
}

function ruleOf({ name, duration, severity, notify, runbook }: AlertDefinition, expression: string): object {
  const isWeb = runbook !== null && /^https:/i.test(runbook);
  return {
    alert: name,
    expr: expression,
    ...(duration === null || isZero(duration) ? {} : { for: duration }),
    ...(severity === null ? {} : { labels: { severity } }),
    annotations: {
      summary: plain(name),
      ...(runbook === null ? {} : { [isWeb ? 'runbook_url' : 'runbook']: plain(runbook) }),
      ...(notify.length === 0 ? {} : { notify: plain(notify.join(', ')) }),
    },
  };
}

function isZero(duration: string): boolean {
  return /^0+[a-z]+$/.test(duration);
}

/** Annotations are templates of Go: what begins one is given out as a text. */
function plain(text: string): string {
  return text.replaceAll('{{', '{{ "{{" }}');
}

export type ConditionReading =
  | { readonly ok: true; readonly expression: string }
  /** The rest of a sentence, without its stop. */
  | { readonly ok: false; readonly reason: string };

/**
 * The condition as an expression that Prometheus takes: `error_rate > 1%` is `error_rate > 0.01`. A `%` between two values
 * stays the remainder that it is in PromQL.
 */
export function promqlCondition(condition: string): ConditionReading {
  const expression = withRatios(condition.replace(/\s+/g, ' ').trim());
  const read = readPromql(expression);
  if (!read.ok) return read;
  return read.type === 'vector'
    ? { ok: true, expression }
    : { ok: false, reason: t('it does not say anything of a series') };
}

/** Texts in quotes stay as they are. */
function withRatios(text: string): string {
  const percent =
    /("[^"]*"|'[^']*')|(?<![\w.:])([0-9]{1,15})(?:\.([0-9]{1,15}))? ?%(?= *(?:$|[),\]=!<>]|(?:and|or|unless)\b))/gi;
  return text.replace(percent, (whole, quoted: string | undefined, integer = '', fraction = '') =>
    quoted === undefined ? hundredth(String(integer), String(fraction)) : whole,
  );
}

/** Digits are moved, not divided: 1.1 / 100 is not 0.011 in floating point. */
function hundredth(integer: string, fraction: string): string {
  const digits = integer.padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/^0+(?=\d)/, '');
  const rest = `${digits.slice(-2)}${fraction}`.replace(/0+$/, '');
  return rest === '' ? whole : `${whole}.${rest}`;
}
