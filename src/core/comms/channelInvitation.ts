import { t } from '@vscode/l10n';
import { MissingScopeError, NotAllowedError, RefusedError } from '../errors.ts';
import type { SlackWorkspace } from './slack/slackWorkspace.ts';

/** Null where it is done; else why this person cannot be invited, which keeps nobody else out. */
export async function invited(slack: SlackWorkspace, channel: string, who: string): Promise<string | null> {
  try {
    const user = who.includes('@') ? await slack.userByEmail(who) : who;
    if (user === null) return t('Nobody with this address is in the workspace.');
    await slack.invite(channel, user);
    return null;
  } catch (error) {
    if (
      error instanceof RefusedError ||
      error instanceof NotAllowedError ||
      error instanceof MissingScopeError
    )
      return error.message;
    throw error;
  }
}
