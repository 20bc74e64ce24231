import type { Alert } from '../../../src/core/incidents/incident.ts';
import { readTeam } from '../../../src/core/team/readTeam.ts';
import { defaultTeam, type AlertDefinition, type TeamConfig } from '../../../src/core/team/teamFile.ts';
import { mergeTeam, type TeamLayer } from '../../../src/core/team/teamLayer.ts';

const plainWords = {
  t: (message: string, ...args: (string | number)[]) =>
    message.replace(/\{(\d)\}/g, (_, index) => String(args[Number(index)])),
};

export const file = '.oncall/config.yaml';

export const read = (text: string, lastGood: TeamLayer | null = null) =>
  readTeam(text, { file, l10n: plainWords, lastGood });

/** What holds with this file alone. */
export const teamOf = (text: string): TeamConfig => {
  const { layer } = read(text);
  return mergeTeam(layer ? [layer] : [], defaultTeam('en'));
};

/** `line:code`, lines from 1. */
export const told = (text: string): readonly string[] =>
  read(text).findings.map(({ code, range }) => `${range.start.line + 1}:${code}`);

export const definition = (fields: Partial<AlertDefinition> = {}): AlertDefinition => ({
  ...{ name: 'HighErrorRate', condition: 'error_rate > 1%', duration: '5m', severity: 'P2', notify: [] },
  ...{ runbook: null, origin: file },
  ...fields,
});

export const alert = (fields: Partial<Alert> = {}): Alert => ({
  ...{ id: 'A1', title: 'Errors are high', status: 'triggered', severity: null, details: [], links: [] },
  ...{ createdAt: '2026-11-23T10:00:00.000Z', runbook: null, alertName: null, labels: {} },
  ...fields,
});
