import type { Clock } from '../../clock.ts';
import { inMarkup, type Markup } from './plainMarkup.ts';

/** Slack knows three entities (docs.slack.dev, “Formatting message text”); a mention begins with the first of them. */
const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
/** What would begin markup gets a zero-width space beside it: Slack knows no escape for it. */
const plain = (text: string) =>
  escape(text)
    .replace(/[*_~`]/g, '$&\u200b')
    .replace(/@(?=\w)/g, '@\u200b');

const slack: Markup = {
  text: plain,
  strong: text => wrapped('*', text),
  emphasis: text => wrapped('_', text),
  strike: text => wrapped('~', text),
  code: text => `\`${escape(text).replace(/`/g, 'ˋ')}\``,
  link: (words, url) => `<${escape(url).replace(/\|/g, '%7C')}|${words.replace(/[\n|]/g, ' ')}>`,
  lineBreak: '\n',
  heading: words => wrapped('*', words.replace(/[*\u200b]/g, '')),
  item: (words, depth, ordered, number) =>
    `${'    '.repeat(depth - 1)}${ordered ? `${number}.` : '•'} ${words.replace(/\n/g, ' ')}`,
  block: text => `\`\`\`\n${escape(text).replace(/```/g, 'ˋˋˋ')}\n\`\`\``,
  quote: text => text.replace(/^/gm, '> '),
  // Slack has no tables: each row is a line, with the names of its columns where there are more than two.
  table: (head, rows) =>
    rows
      .map(row => {
        const said = row.map((cell, index) => [head[index] ?? '', cell.replace(/\n/g, ' ').trim()] as const);
        const filled = said.filter(([, cell]) => cell !== '');
        if (head.length <= 2 || filled.length <= 1) return `• ${filled.map(([, cell]) => cell).join(': ')}`;
        const [first, ...others] = filled;
        return `• ${first![1]} (${others.map(([name, cell]) => `${name}: ${cell}`).join(', ')})`;
      })
      .join('\n'),
  rule: '———',
};

/** The document as Slack writes it (“mrkdwn”), to be pasted with “Apply formatting” or sent. Throws NotPossibleError. */
export function slackText(source: string, clock: Clock): string {
  return inMarkup(source, slack, clock);
}

function wrapped(mark: string, text: string): string {
  return text.trim() === '' ? text : mark + text.trim() + mark;
}
