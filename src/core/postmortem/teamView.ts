import type { UtcTime } from '../clock.ts';
import { durationText } from '../timeline/durationText.ts';
import type { TimelineEntry } from '../timeline/entry.ts';
import { actionItems, runs } from './blocks/deeds.ts';
import { type Block, type BlockContext, dayAndTime, labelOf, outcomeOf, placeOf } from './blocks/block.ts';
import { phasesDrawing, timelineDiagram } from './blocks/drawings.ts';
import { timelineTable } from './blocks/timelineTable.ts';
import type { Moment } from './facts/moments.ts';
import type { FromEntry } from './facts/fromEntry.ts';

/** What a team’s template may name: docs/post-mortem.md describes them. */
export const singles = [
  'title',
  'drill',
  'incident',
  'url',
  'service',
  'severity',
  'status',
  'impactBegan',
  'detected',
  'acknowledged',
  'mitigated',
  'resolved',
  'timeToDetect',
  'timeToAcknowledge',
  'timeToMitigate',
  'timeToResolve',
  'reviewStatus',
  'reviewDue',
  'notRecorded',
  'timelineTable',
  'timelineDiagram',
  'phasesDrawing',
  'runsTable',
  'actionItemsTable',
] as const;

const statement = ['time', 'who', 'what', 'entry'] as const;
export const lists = {
  timeline: [...statement, 'key'],
  runs: ['time', 'who', 'runbook', 'command', 'end', 'duration', 'entry'],
  approvals: ['time', 'who', 'risk', 'block', 'target', 'why', 'entry'],
  checks: ['done', 'item', 'time', 'who', 'entry'],
  messages: ['time', 'who', 'channel', 'message', 'entry'],
  severityChanges: ['time', 'who', 'from', 'to', 'why', 'entry'],
  roles: ['time', 'role', 'from', 'to', 'entry'],
  responders: ['name', 'roles', 'entries', 'entry'],
  commits: ['time', 'who', 'repository', 'commit', 'what', 'entry'],
  gaps: ['from', 'to', 'duration'],
  actions: ['action', 'owner', 'runbook', 'entry'],
  impacts: statement,
  decisions: statement,
  hypotheses: statement,
  observations: statement,
  activities: statement,
} as const satisfies Readonly<Record<string, readonly string[]>>;

type Value = string | number | boolean;
type Lists = {
  readonly [list in keyof typeof lists]: readonly Readonly<Record<(typeof lists)[list][number], Value>>[];
};
type TeamView = Readonly<Record<(typeof singles)[number], string>> & Lists;

export type TeamViewContext = BlockContext;

/** Plain values only; what is not known says so. Tables are Markdown already and go into `{{{ }}}`. */
export function teamView(context: TeamViewContext): TeamView {
  const { facts, words, due } = context;
  const unknown = words.notRecorded;
  const time = (moment: Moment | null) => (moment ? `${dayAndTime(moment.at)} UTC` : unknown);
  const lasting = (ms: number | null) => (ms === null ? unknown : words.duration(durationText(ms)));
  const block = (make: Block) => make(context);
  const common = ({ id, at, author }: { id: string; at: UtcTime; author: string }) => ({
    time: dayAndTime(at),
    who: author,
    entry: labelOf(id, facts),
  });
  const said = (statements: readonly FromEntry<TimelineEntry>[]) =>
    statements.map(fact => ({ ...common(fact), what: fact.text }));
  return {
    title: facts.title,
    drill: facts.drill ? words.drill : '',
    incident: facts.label,
    url: facts.url ?? unknown,
    service: facts.service ?? unknown,
    severity: facts.severity ?? unknown,
    status: words.incidentStatus[facts.status],
    impactBegan: time(facts.moments.impact),
    detected: time(facts.moments.detected),
    acknowledged: time(facts.moments.acknowledged),
    mitigated: time(facts.moments.mitigated),
    resolved: time(facts.moments.resolved),
    timeToDetect: lasting(facts.durations.detect),
    timeToAcknowledge: lasting(facts.durations.acknowledge),
    timeToMitigate: lasting(facts.durations.mitigate),
    timeToResolve: lasting(facts.durations.resolve),
    reviewStatus: words.reviewStatus.draft,
    reviewDue: due ?? unknown,
    notRecorded: unknown,
    timelineTable: block(timelineTable),
    timelineDiagram: block(timelineDiagram),
    phasesDrawing: block(phasesDrawing),
    runsTable: block(runs),
    actionItemsTable: block(actionItems),
    timeline: facts.timeline.map(({ id, entry, history }) => ({
      ...common({ id, at: entry.at, author: (history[0] ?? entry).author }),
      what: entry.text,
      key: entry.key === true,
    })),
    runs: facts.runs.map(fact => ({
      ...common(fact),
      runbook: placeOf(fact.data),
      command: fact.data.command,
      end: outcomeOf(fact.data, words),
      duration: lasting(fact.data.durationMs),
    })),
    approvals: facts.approvals.map(fact => ({
      ...common(fact),
      who: fact.data.approvedBy,
      risk: words.risks[fact.data.risk],
      block: placeOf(fact.data),
      target: fact.data.target,
      why: fact.data.reason,
    })),
    checks: facts.checks.map(fact => ({ ...common(fact), done: fact.data.checked, item: fact.text })),
    messages: facts.messages.map(fact => ({
      ...common(fact),
      channel: fact.data.channel,
      message: fact.data.text,
    })),
    severityChanges: facts.severityChanges.map(fact => ({
      ...common(fact),
      from: fact.data.from ?? '',
      to: fact.data.to,
      why: fact.data.reason,
    })),
    roles: facts.roles.map(fact => ({
      ...common(fact),
      role: fact.data.role,
      from: fact.data.from ?? words.nobody,
      to: fact.data.to ?? words.nobody,
    })),
    responders: facts.responders.map(({ name, roles, entries, first }) => ({
      name,
      roles: roles.join(', '),
      entries,
      entry: labelOf(first, facts),
    })),
    commits: facts.commits.map(fact => ({
      ...common(fact),
      repository: fact.data.repository,
      commit: fact.data.sha.slice(0, 10),
      what: fact.data.subject,
    })),
    gaps: facts.gaps.map(({ from, to, ms }) => ({
      from: dayAndTime(from),
      to: dayAndTime(to),
      duration: lasting(ms),
    })),
    actions: facts.actions.map(({ id, text, owner, runbook, step }) => ({
      action: text,
      owner: owner ?? '',
      runbook: runbook === null ? '' : placeOf({ runbook, step }),
      entry: labelOf(id, facts),
    })),
    impacts: said(facts.statements.impact),
    decisions: said(facts.statements.decision),
    hypotheses: said(facts.statements.hypothesis),
    observations: said(facts.statements.observation),
    activities: said(facts.statements.activity),
  };
}
