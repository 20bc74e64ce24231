import type { NeutralLine, Span } from '../neutralText.ts';
import { between, unlinked, unmentioned, withoutEmoji, type Format } from './format.ts';

/** Mattermost takes 16,383 characters (docs.mattermost.com, “Format messages”). */
const longest = 16_000;

/** Mattermost’s Markdown. It looks for mentions, hashtags and channels after the Markdown is read: a backslash is no help. */
export const mattermostFormat: Format<string> = {
  // What follows a list without an empty line would belong to its last item.
  write: lines =>
    lines
      .map((one, index) => (lines[index - 1]?.item && !one.item ? `\n${line(one)}` : line(one)))
      .join('\n'),
  fits: written => written.length <= longest,
};

function line({ item, spans }: NeutralLine): string {
  const said = spans.map(span).join('');
  if (item) return `- ${said}`;
  // Each line is one of its own, and none begins a heading, a list, a rule or code.
  return `${said
    .replace(/^\s+/, '')
    .replace(/^(\d{1,9})([.)])/, '$1\\$2')
    .replace(/^[-+=]/, '\\$&')}`;
}

function span({ text, strong, url }: Span): string {
  const said = url === null ? plain(text) : `[${plain(text)}](${url.replace(/[()<>]/g, escapeSign)})`;
  if (!strong || said.trim() === '') return said;
  const [, before, inner, after] = /^(\s*)([^]*?)(\s*)$/.exec(said)!;
  return `${before}**${inner}**${after}`;
}

function plain(text: string): string {
  return (
    withoutEmoji(unmentioned(unlinked(text)))
      .replace(/[\\`*_[\]>|~$#!]/g, '\\$&')
      // Nothing to escape them with is known; a name or a tag is not begun by them any more.
      .replace(/\\[#~]|[<&]/g, `$&${between}`)
  );
}

function escapeSign(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16)}`;
}
