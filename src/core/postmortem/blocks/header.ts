import { markdownLink } from '../../timeline/markdownText.ts';
import type { Moment } from '../facts/moments.ts';
import type { HeaderFact } from '../languages/language.ts';
import {
  type Block,
  type BlockContext,
  dayAndTime,
  durationOr,
  labelOf,
  missing,
  table,
  textOr,
} from './block.ts';

type Cells = readonly [value: string, entry?: string | null];

/** The facts at the head of a document: a template’s own, and below them what it is and how far its review is. */
export function header(...names: readonly HeaderFact[]): Block {
  return factTable(...names, 'template', 'reviewStatus', 'reviewDue');
}

export function factTable(...names: readonly HeaderFact[]): Block {
  return context => {
    const { words, facts } = context;
    const { fact, value, entry } = words.columns;
    return table(
      words,
      [fact, value, entry],
      names.map(name => {
        const [text, id = null] = cells[name](context);
        return [words.facts[name], text, labelOf(id, facts)];
      }),
    );
  };
}

const open = ({ words }: BlockContext): Cells => [missing(words)];

const cells: Readonly<Record<HeaderFact, (context: BlockContext) => Cells>> = {
  incident: ({ facts }) => [markdownLink(facts.label, facts.url)],
  severity: ({ facts, words }) => [textOr(facts.severity, words), facts.severityChanges.at(-1)?.id ?? null],
  status: ({ facts, words }) => [words.incidentStatus[facts.status]],
  service: ({ facts, words }) => [textOr(facts.service, words)],
  impactBegan: context => moment(context, context.facts.moments.impact),
  detected: context => moment(context, context.facts.moments.detected),
  acknowledged: context => moment(context, context.facts.moments.acknowledged),
  mitigated: context => {
    const { facts, words } = context;
    const proposed = facts.proposedMitigation;
    if (!proposed) return moment(context, facts.moments.mitigated);
    const perhaps = words.proposed(`${dayAndTime(proposed.at)} UTC`, labelOf(proposed.entry, facts));
    return [`${missing(words)} (${perhaps})`];
  },
  resolved: context => moment(context, context.facts.moments.resolved),
  timeToDetect: ({ facts, words }) => [durationOr(facts.durations.detect, words)],
  timeToAcknowledge: ({ facts, words }) => [durationOr(facts.durations.acknowledge, words)],
  timeToMitigate: ({ facts, words }) => [durationOr(facts.durations.mitigate, words)],
  timeToResolve: ({ facts, words }) => [durationOr(facts.durations.resolve, words)],
  owner: open,
  meeting: open,
  recording: open,
  authors: open,
  contact: open,
  template: ({ template, words }) => [`${template}, ${words.name}`],
  reviewStatus: ({ words }) => [words.reviewStatus.draft],
  reviewDue: ({ facts, words, due }) => [
    due ?? (facts.moments.resolved ? missing(words) : `${missing(words)} (${words.dueAfterResolution})`),
  ],
};

function moment({ words }: BlockContext, found: Moment | null): Cells {
  return found ? [`${dayAndTime(found.at)} UTC`, found.entry] : [missing(words)];
}
