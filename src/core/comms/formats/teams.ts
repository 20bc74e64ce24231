import type { NeutralLine, Span } from '../neutralText.ts';
import { between, bytesOf, unlinked, unmentioned, type Format } from './format.ts';

/** Teams takes 28 KB a message (learn.microsoft.com, “Limits and specifications for Teams”), with all that is around it. */
const longest = 20_000;

export interface TeamsMessage {
  readonly type: 'message';
  readonly attachments: readonly [TeamsCard];
}

interface TeamsCard {
  readonly contentType: 'application/vnd.microsoft.card.adaptive';
  readonly contentUrl: null;
  readonly content: {
    readonly $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
    readonly type: 'AdaptiveCard';
    readonly version: '1.4';
    readonly body: readonly RichText[];
    readonly msteams: { readonly width: 'Full' };
  };
}

interface RichText {
  readonly type: 'RichTextBlock';
  readonly spacing: 'Small';
  readonly inlines: readonly TextRun[];
}

interface TextRun {
  readonly type: 'TextRun';
  readonly text: string;
  readonly weight?: 'Bolder';
  readonly selectAction?: { readonly type: 'Action.OpenUrl'; readonly url: string };
}

/**
 * What a webhook of Teams’ Workflows takes: a message with one Adaptive Card. Its text stands in runs, which know no
 * Markdown (adaptivecards.io, TextRun), so that nothing has to be escaped; a mention would need an entity of its own.
 */
export const teamsFormat: Format<TeamsMessage> = {
  write: lines => ({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: lines.map(richText).filter(({ inlines }) => inlines.length > 0),
          msteams: { width: 'Full' },
        },
      },
    ],
  }),
  fits: written => bytesOf(JSON.stringify(written)) <= longest,
};

function richText({ item, spans }: NeutralLine): RichText {
  const bullet: readonly TextRun[] = item ? [{ type: 'TextRun', text: '• ' }] : [];
  return { type: 'RichTextBlock', spacing: 'Small', inlines: [...bullet, ...spans.map(run)] };
}

function run({ text, strong, url }: Span): TextRun {
  return {
    type: 'TextRun',
    text: plain(text),
    ...(strong && { weight: 'Bolder' }),
    ...(url !== null && { selectAction: { type: 'Action.OpenUrl', url } }),
  };
}

/** `{{DATE(…)}}` is replaced in any text of a card, and `<at>` begins a mention. */
function plain(text: string): string {
  return unmentioned(unlinked(text)).replace(/[{<](?=[{a-z/])/gi, `$&${between}`);
}
