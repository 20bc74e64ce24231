import { t } from '@vscode/l10n';
import { type Alert, type Incident, type Severity, severityOfPriority } from '../incidents/incident.ts';
import { pathSegments } from './linkMatch.ts';
import type { MatchKind, RunbookCandidate, UnrankedMatch } from './matchRunbooks.ts';
import type { RunbookPurpose } from './runbook.ts';
import { matchesPattern } from './titlePattern.ts';

/** One thing that the front matter asks for and that the incident has. */
interface Fact {
  readonly kind: MatchKind;
  /** Goes on from “It is written for”. */
  readonly words: string;
}

/**
 * What the front matter says for the incident. One fact is enough; more of them weigh more, and what is named and
 * does not fit weighs against it. Severities choose nothing: they only put behind what is meant for others.
 */
export function purposeMatch(
  incident: Incident,
  alerts: readonly Alert[],
  { purpose }: RunbookCandidate,
): UnrankedMatch | null {
  const asked = [
    { fact: alertFact(purpose, alerts), named: purpose.alerts.length > 0 },
    { fact: labelFact(purpose, alerts), named: purpose.labels.length > 0 },
    // One of several ways to say the same thing, so titles that do not fit say nothing.
    { fact: titleFact(purpose, incident), named: false },
    { fact: serviceFact(purpose, incident), named: purpose.services.length > 0 },
  ];
  const facts = asked.flatMap(({ fact }) => fact ?? []);
  const [first] = facts;
  if (!first) return null;
  const against = asked.filter(({ named, fact }) => named && !fact).length;
  const weight = 4 + facts.length - against;
  const written = joined(facts.map(({ words }) => words));
  const others = otherSeverities(incident, purpose);
  if (others) {
    const reason = t(
      'It is written for {0}, but for {1} only, and this is {2}.',
      written,
      others.only,
      others.severity,
    );
    return { kind: 'otherSeverity', weight, reason, fragment: null };
  }
  return { kind: first.kind, weight, reason: t('It is written for {0}.', written), fragment: null };
}

function alertFact({ alerts: wanted }: RunbookPurpose, alerts: readonly Alert[]): Fact | null {
  const name = alertNames(alerts).find(known => wanted.includes(known));
  return name === undefined ? null : { kind: 'alertName', words: t('the alert “{0}”', name) };
}

/** All of them on one alert: labels of two alerts together describe neither. */
function labelFact({ labels: wanted }: RunbookPurpose, alerts: readonly Alert[]): Fact | null {
  if (wanted.length === 0) return null;
  const fits = alerts.some(({ labels }) =>
    wanted.every(({ name, value }) => Object.hasOwn(labels, name) && matchesPattern(labels[name]!, value)),
  );
  if (!fits) return null;
  const words = joined(wanted.map(({ name, value }) => `${name}=${value}`));
  return {
    kind: 'labels',
    words: wanted.length === 1 ? t('the label {0}', words) : t('the labels {0}', words),
  };
}

function titleFact({ titles }: RunbookPurpose, incident: Incident): Fact | null {
  const pattern = titles.find(one => matchesPattern(incident.title, one));
  return pattern === undefined ? null : { kind: 'title', words: t('incidents titled “{0}”', pattern) };
}

function serviceFact({ services }: RunbookPurpose, { service }: Incident): Fact | null {
  const wanted = services.map(name => name.toLowerCase());
  const fits = service && [service.name, service.id].some(name => wanted.includes(name.toLowerCase()));
  return fits ? { kind: 'service', words: t('the service “{0}”', service.name) } : null;
}

/** The severities that it is meant for, where the incident’s is none of them; else null. */
function otherSeverities(
  { severity }: Incident,
  purpose: RunbookPurpose,
): { readonly only: string; readonly severity: Severity } | null {
  const severities = severitiesOf(purpose);
  if (severity === null || severities.length === 0 || severities.includes(severity)) return null;
  return { only: joined(severities), severity };
}

/** “sev1”, “P1” and “1” are one severity; what is none of them is not counted. */
function severitiesOf({ severities }: RunbookPurpose): readonly Severity[] {
  const known = severities.map(name =>
    severityOfPriority(/^\d$/.test(name.trim()) ? `P${name.trim()}` : name),
  );
  return [...new Set(known.filter(severity => severity !== null))];
}

/** A file that is named like the alert, else like the service. Severities only put it behind. */
export function nameMatch(
  incident: Incident,
  alerts: readonly Alert[],
  candidate: RunbookCandidate,
): UnrankedMatch | null {
  const file = bareName(pathSegments(candidate.path).at(-1) ?? '');
  if (file === '') return null;
  const { service } = incident;
  const others = otherSeverities(incident, candidate.purpose);
  const like = (name: string, weight: number): UnrankedMatch => ({
    kind: others ? 'otherSeverity' : 'fileName',
    // Below any front matter that fits.
    weight: others ? weight - 4 : weight,
    fragment: null,
    reason: others
      ? t(
          'Its file is named like “{0}”, but it is for {1} only, and this is {2}.',
          name,
          others.only,
          others.severity,
        )
      : t('Its file is named like “{0}”.', name),
  });
  const alert = alertNames(alerts).find(name => bareName(name) === file);
  if (alert !== undefined) return like(alert, 5);
  return service && bareName(service.name) === file ? like(service.name, 4) : null;
}

function alertNames(alerts: readonly Alert[]): readonly string[] {
  return alerts.map(alert => alert.alertName ?? alert.title);
}

/** `HighErrorRate`, `high_error_rate` and `high-error-rate` are one name. */
function bareName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** “a”, “a and b”, “a, b and c”. */
function joined(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : t('{0} and {1}', words.slice(0, -1).join(', '), last);
}
