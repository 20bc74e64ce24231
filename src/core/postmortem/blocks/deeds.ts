import { markdownCode, markdownText } from '../../timeline/markdownText.ts';
import type { RunData } from '../../timeline/entry.ts';
import type { Words } from '../languages/language.ts';
import { type Block, dayAndTime, durationOr, labelOf, outcomeOf, placeOf, table } from './block.ts';

const COMMAND_LINES = 12;

export const runs: Block = ({ facts, words }) => {
  const { time, who, runbook, command, end, duration, entry } = words.columns;
  return table(
    words,
    [time, who, runbook, command, end, duration, entry],
    facts.runs.map(({ id, at, author, data }) => [
      dayAndTime(at),
      markdownText(author),
      markdownText(placeOf(data)),
      markdownCode(data.command, COMMAND_LINES, words.moreLines),
      endOf(data, words),
      durationOr(data.durationMs, words),
      labelOf(id, facts),
    ]),
  );
};

export const approvals: Block = ({ facts, words }) => {
  const { time, who, as, risk, block, target, why, entry } = words.columns;
  return table(
    words,
    [time, who, as, risk, block, target, why, entry],
    facts.approvals.map(({ id, at, data }) => [
      dayAndTime(at),
      markdownText(data.approvedBy),
      words.approvers[data.role],
      words.risks[data.risk],
      markdownText(placeOf(data)),
      markdownText(data.environment === null ? data.target : `${data.target} (${data.environment})`),
      markdownText(data.reason),
      labelOf(id, facts),
    ]),
  );
};

export const checklist: Block = ({ facts, words }) => {
  const { done, item, time, who, entry } = words.columns;
  return table(
    words,
    [done, item, time, who, entry],
    facts.checks.map(({ id, data, text, at, author }) => [
      data.checked ? words.yes : words.no,
      markdownText(text),
      dayAndTime(at),
      markdownText(author),
      labelOf(id, facts),
    ]),
  );
};

export const messages: Block = ({ facts, words }) => {
  const { time, who, channel, type, message, entry } = words.columns;
  return table(
    words,
    [time, who, channel, type, message, entry],
    facts.messages.map(({ id, at, author, data }) => [
      dayAndTime(at),
      markdownText(author),
      markdownText(data.channel),
      words.purposes[data.purpose],
      markdownText(data.text),
      labelOf(id, facts),
    ]),
  );
};

export const commits: Block = ({ facts, words }) => {
  const { time, who, repository, commit, what, entry } = words.columns;
  return table(
    words,
    [time, who, repository, commit, what, entry],
    facts.commits.map(({ id, at, author, data }) => [
      dayAndTime(at),
      markdownText(author),
      markdownText(data.ref === null ? data.repository : `${data.repository} (${data.ref})`),
      markdownText(data.sha.slice(0, 10)),
      markdownText(data.subject),
      labelOf(id, facts),
    ]),
  );
};

/** The one table of what shall be done, whatever a template calls it. */
export const actionItems: Block = ({ facts, words }) => {
  const { action, type, owner, due, priority, issue } = words.columns;
  return table(
    words,
    [action, type, owner, due, priority, issue],
    facts.actions.map(({ text, owner: who, runbook, step }) => [
      markdownText(runbook === null ? text : `${text} (${placeOf({ runbook, step })})`),
      runbook === null ? '' : words.ofRunbook,
      markdownText(who ?? ''),
      '',
      '',
      '',
    ]),
  );
};

function endOf(run: RunData, words: Words): string {
  const ended = outcomeOf(run, words);
  return run.exitCode === null ? ended : `${ended} (${words.exitCode(run.exitCode)})`;
}
