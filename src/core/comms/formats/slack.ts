import type { NeutralLine, Span } from '../neutralText.ts';
import { between, unlinked, unmentioned, withoutEmoji, type Format } from './format.ts';

/** Slack cuts messages of more than 40,000 characters (docs.slack.dev, chat.postMessage); long before, nobody reads on. */
const longest = 12_000;

/** The three characters that Slack knows escapes for; every mention, link and command begins with the first of them. */
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Slack knows no escape for what begins markup: what looks alike stands there instead. */
const alike: Readonly<Record<string, string>> = { '*': '\u2217', _: '\uFF3F', '~': '\u223C', '`': '\u02CB' };

/** Slack’s “mrkdwn” (docs.slack.dev, “Formatting message text”). */
export const slackFormat: Format<string> = {
  write: lines => lines.map(line).join('\n'),
  fits: written => written.length <= longest,
};

function line({ item, spans }: NeutralLine): string {
  const said = spans.map(span).join('');
  // An escaped `>` begins a quotation all the same.
  return item ? `•  ${said}` : said.replace(/^\s*&gt;/, `${between}$&`);
}

function span({ text, strong, url }: Span): string {
  const said = url === null ? plain(text) : `<${target(url)}|${plain(text).replace(/\|/g, '\u01C0')}>`;
  if (!strong || said.trim() === '') return said;
  const [, before, inner, after] = /^(\s*)([^]*?)(\s*)$/.exec(said)!;
  return `${before}*${inner}*${after}`;
}

function plain(text: string): string {
  const marked = text
    // Inside a word an underscore means nothing: `checkout_api` stays as it is.
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, () => alike['_']!)
    .replace(/[*~`]/g, mark => alike[mark]!);
  return withoutEmoji(unmentioned(unlinked(marked))).replace(/[&<>]/g, sign => entities[sign]!);
}

function target(url: string): string {
  return url.replace(/[|<>]/g, encodeURIComponent).replace(/&/g, '&amp;');
}
