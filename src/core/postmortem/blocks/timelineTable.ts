import { markdownText } from '../../timeline/markdownText.ts';
import { type Block, dayAndTime, labelOf, row, table } from './block.ts';

/** Every entry that counts. What each row says is put together by hand: there may be 100,000. */
export const timelineTable: Block = ({ facts, words }) => {
  const { time, who, what, entry: label } = words.columns;
  const head = [time, who, what, label];
  if (facts.timeline.length === 0) return `${words.timesAreUtc}\n\n${table(words, head, [])}`;
  const names = new Map<string, string>();
  const lines = [words.timesAreUtc, '', row(head), row(head.map(() => '---'))];
  for (const { id, entry, history } of facts.timeline) {
    // Whoever marked or mended it did not do it.
    const { author } = history[0] ?? entry;
    let name = names.get(author);
    if (name === undefined) names.set(author, (name = markdownText(author)));
    const said = markdownText(entry.text);
    const shown = entry.key ? `**${said}**` : said;
    lines.push(`| ${dayAndTime(entry.at)} | ${name} | ${shown} | ${labelOf(id, facts)} |`);
  }
  return lines.join('\n');
};
