import type { UtcTime } from '../clock.ts';
import type { RunData } from '../timeline/entry.ts';
import { durationText } from '../timeline/durationText.ts';
import { markdownCode, markdownLink, markdownText } from '../timeline/markdownText.ts';
import type { PostMortemFacts } from './facts.ts';

const NOT_RECORDED = '*not recorded*';
const COMMAND_LINES = 12;

/**
 * The post-mortem as far as the facts go; what people have to say stands as *not recorded* with a question.
 * Every table always has its head, and each fact a line of its own, so that a later one merges line by line.
 */
export function renderPostMortem(facts: PostMortemFacts): string {
  const sections = [
    `# Post-mortem: ${markdownText(facts.title)}`,
    header(facts),
    prompt('Summary', 'What happened, in three sentences that somebody from another team understands?'),
    prompt('Impact', 'Who noticed what, how many were they, and for how long? What did it cost?'),
    `## Timeline\n\nTimes are UTC.\n\n${timeline(facts)}`,
    `## What was run\n\n${runs(facts)}`,
    ...(facts.checks.length > 0 ? [`## Checklist\n\n${checklist(facts)}`] : []),
    prompt(
      'Root cause',
      'What made it possible, and what set it off? Ask why until a process answers, not a person.',
    ),
    prompt('Resolution', 'What ended it, and is that a workaround or the fix?'),
    prompt('What went well', 'What helped, and should stay as it is?'),
    prompt('What went badly', 'What was slow, missing or misleading? Where were we only lucky?'),
    `## Action items\n\n${table(['Action', 'Type', 'Owner', 'Due'], [[NOT_RECORDED, '', '', '']])}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

function header(facts: PostMortemFacts): string {
  return table(
    ['Fact', 'Value'],
    [
      ['Incident', markdownLink(facts.label, facts.url)],
      ['Severity', textOr(facts.severity)],
      ['Status', facts.status],
      ['Service', textOr(facts.service)],
      ['Started', dateAndTime(facts.startedAt)],
      ['Acknowledged', dateAndTime(facts.acknowledgedAt)],
      ['Mitigated', NOT_RECORDED],
      ['Resolved', dateAndTime(facts.resolvedAt)],
      ['Time to acknowledge', duration(facts.timeToAcknowledge)],
      ['Duration', duration(facts.timeToResolve)],
      ['Responders', textOr(facts.responders.join(', '))],
    ],
  );
}

function timeline(facts: PostMortemFacts): string {
  return table(
    ['Time', 'Who', 'What'],
    facts.timeline.map(({ entry }) => [
      dateAndTime(entry.at, ''),
      markdownText(entry.author),
      markdownText(entry.text),
    ]),
  );
}

function runs(facts: PostMortemFacts): string {
  return table(
    ['Time', 'Who', 'Runbook', 'Command', 'End', 'Duration'],
    facts.runs.map(({ at, author, run }) => [
      dateAndTime(at, ''),
      markdownText(author),
      markdownText(run.step === '' ? run.runbook : `${run.runbook}: ${run.step}`),
      markdownCode(run.command, COMMAND_LINES),
      endOf(run),
      durationText(run.durationMs),
    ]),
  );
}

function checklist(facts: PostMortemFacts): string {
  return table(
    ['Done', 'Item', 'Time', 'Who'],
    facts.checks.map(({ checked, text, at, author }) => [
      checked ? 'yes' : 'no',
      markdownText(text),
      dateAndTime(at, ''),
      markdownText(author),
    ]),
  );
}

function prompt(heading: string, question: string): string {
  return `## ${heading}\n\n*Not recorded. ${question}*`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const shown = rows.length > 0 ? rows : [[NOT_RECORDED, ...head.slice(1).map(() => '')]];
  return [head, head.map(() => '---'), ...shown].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}

function endOf({ outcome, exitCode }: RunData): string {
  return exitCode === null ? outcome : `${outcome} (exit ${exitCode})`;
}

function textOr(text: string | null): string {
  return text ? markdownText(text) : NOT_RECORDED;
}

function duration(ms: number | null): string {
  return ms === null ? NOT_RECORDED : durationText(ms);
}

/** `2026-11-22 10:15:00 UTC` */
function dateAndTime(at: UtcTime | null, zone = ' UTC'): string {
  return at === null ? NOT_RECORDED : `${at.slice(0, 10)} ${at.slice(11, 19)}${zone}`;
}
