import { markdownText } from '../../timeline/markdownText.ts';
import { type Block, dayAndTime, labelOf, table } from './block.ts';

export const responders: Block = ({ facts, words }) => {
  const { name, roles, deeds, entry } = words.columns;
  return table(
    words,
    [name, roles, deeds, entry],
    facts.responders.map(person => [
      markdownText(person.name),
      markdownText(person.roles.join(', ')),
      words.deeds(person.entries, person.runs),
      labelOf(person.first, facts),
    ]),
  );
};

export const severityChanges: Block = ({ facts, words }) => {
  const { time, who, from, to, why, entry } = words.columns;
  return table(
    words,
    [time, who, from, to, why, entry],
    facts.severityChanges.map(({ id, at, author, data }) => [
      dayAndTime(at),
      markdownText(author),
      markdownText(data.from ?? ''),
      markdownText(data.to),
      markdownText(data.reason),
      labelOf(id, facts),
    ]),
  );
};

export const roleChanges: Block = ({ facts, words }) => {
  const { time, roles, from, to, entry } = words.columns;
  return table(
    words,
    [time, roles, from, to, entry],
    facts.roles.map(({ id, at, data }) => [
      dayAndTime(at),
      markdownText(data.role),
      markdownText(data.from ?? words.nobody),
      markdownText(data.to ?? words.nobody),
      labelOf(id, facts),
    ]),
  );
};
