import { inFormat } from './format.ts';
import { mattermostFormat } from './mattermost.ts';
import { slackFormat } from './slack.ts';
import { teamsFormat } from './teams.ts';

export type WebhookType = 'slackWebhook' | 'mattermostWebhook' | 'teamsWebhook';

/** What a webhook is sent, as JSON. */
export function webhookBody(type: WebhookType, text: string): object {
  switch (type) {
    case 'slackWebhook':
      return { text: inFormat(text, slackFormat), unfurl_links: false, unfurl_media: false };
    case 'mattermostWebhook':
      return { text: inFormat(text, mattermostFormat) };
    case 'teamsWebhook':
      return inFormat(text, teamsFormat);
  }
}
