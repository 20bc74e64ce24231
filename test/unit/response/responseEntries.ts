// Entries as the response to an incident leaves them; minutes count from the incident’s beginning.
import { utc } from '../../../src/core/clock.ts';
import type { JsonValue, Stage, TimelineEntry } from '../../../src/core/timeline/entry.ts';
import { checklistName, type ChecklistOwner } from '../../../src/core/timeline/checklistName.ts';
import { sampleEntry, START } from '../timeline/sampleEntries.ts';

export const minute = 60_000;
export const atMinute = (minutes: number) => utc(START + minutes * minute);

let number = 0;

function entryOf(
  minutes: number,
  kind: TimelineEntry['kind'],
  data: { readonly [name: string]: JsonValue },
): TimelineEntry {
  const at = atMinute(minutes);
  return sampleEntry(++number, { kind, data, at, writtenAt: at });
}

export const severity = (minutes: number, to: string, from: string | null = null) =>
  entryOf(minutes, 'severity', { from, to, reason: '' });
export const stage = (minutes: number, to: Stage, more: { readonly [name: string]: JsonValue } = {}) =>
  entryOf(minutes, 'stage', { from: null, to, ...more });
export const role = (minutes: number, name: string, from: string | null, to: string | null) =>
  entryOf(minutes, 'role', { role: name, from, to });
export const tick = (minutes: number, of: ChecklistOwner, item: string, checked = true) =>
  entryOf(minutes, 'checklist', { runbook: checklistName(of), item, checked });
export const message = (minutes: number, purpose: 'initial' | 'update' | 'resolution' | 'other') =>
  entryOf(minutes, 'message', { channel: 'Slack #checkout', purpose, text: 'We know.' });
export const flag = (minutes: number, name: string, raised = true) =>
  entryOf(minutes, 'flag', { flag: name, raised });
export const bridge = (minutes: number, url: JsonValue) => entryOf(minutes, 'bridge', { url });
export const deadline = (
  minutes: number,
  id: string,
  event: 'due' | 'postponed' | 'done',
  dueAt: string,
  until: string | null = null,
) => entryOf(minutes, 'deadline', { deadline: id, name: id, event, dueAt, until, reason: 'because' });
/** @param met whether it did what its block says it should; left out where that says nothing */
export const run = (
  minutes: number,
  step: string,
  outcome: 'ok' | 'failed',
  helpsWithin?: number,
  met?: boolean,
) =>
  entryOf(minutes, 'run', {
    ...(helpsWithin !== undefined && { helpsWithin }),
    ...(met !== undefined && { met }),
    ...{ runId: `r${number}`, runbook: 'runbooks/a.md', step, command: 'true', cwd: '/', outcome },
    ...{ exitCode: outcome === 'ok' ? 0 : 1, startedAt: atMinute(minutes), durationMs: 5 },
    ...{ outputTail: '', outputCut: false },
  });
export const approval = (minutes: number, step: string, risk: string) =>
  entryOf(minutes, 'approval', {
    ...{ runbook: 'runbooks/a.md', step, command: 'x', risk, target: 'prod', environment: 'production' },
    ...{ role: 'Incident Commander', approvedBy: 'Ada', reason: 'it has to be', approved: 'hash' },
  });
