import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { SlackWorkspace } from '../../core/comms/slack/slackWorkspace.ts';
import { Webhook, type WebhookType, webhookNames } from '../../core/comms/webhooks.ts';
import { type Disposable, Emitter } from '../../core/events.ts';
import type { Logger } from '../../core/logger.ts';

/** Holds the list with tokens and addresses. */
const secretName = 'onCall.chat';

export interface SlackAccount {
  readonly id: string;
  readonly type: 'slack';
  /** The workspace’s. */
  readonly name: string;
  /** The workspace’s, as Slack calls it; left out of what was kept before it was asked for. */
  readonly teamId?: string;
  readonly token: string;
  /** Where messages go while an incident has no channel of its own. */
  readonly channel: { readonly id: string; readonly name: string };
  /** Of a drill’s; Slack’s own where it is left out. */
  readonly origin?: string;
}

export interface WebhookAccount {
  readonly id: string;
  readonly type: WebhookType;
  /** As people call it: `#incidents`. */
  readonly name: string;
  readonly url: string;
}

export type ChatAccount = SlackAccount | WebhookAccount;
/** Without its id: that is given when it is kept. */
export type NewChatAccount = Omit<SlackAccount, 'id'> | Omit<WebhookAccount, 'id'>;

/** Where messages can go: workspaces with their tokens and webhooks with their addresses, in SecretStorage. */
export class ChatAccounts implements Disposable {
  #kept: readonly ChatAccount[] = [];
  #drill: SlackAccount | null = null;
  readonly #workspaces = new Map<string, { readonly token: string; readonly workspace: SlackWorkspace }>();
  readonly #webhooks = new Map<string, { readonly url: string; readonly webhook: Webhook }>();
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #listener: Disposable;

  constructor(
    private readonly parts: {
      readonly secrets: vscode.SecretStorage;
      readonly clock: Clock;
      readonly logger: Logger;
      /** Called with every token and address before it is used. */
      readonly keepSecret: (value: string) => void;
    },
  ) {
    this.#listener = parts.secrets.onDidChange(({ key }) => {
      if (key !== secretName) return;
      this.read().catch((error: unknown) => parts.logger.error('The chats could not be read again', error));
    });
  }

  async read(): Promise<void> {
    const text = await this.parts.secrets.get(secretName);
    this.#kept = parsed(text);
    for (const account of this.#kept) this.parts.keepSecret(secretOf(account));
    this.#changed.fire();
  }

  /** A drill’s messages go to its own chat, and no others do. */
  useDrill(drill: SlackAccount | null): void {
    if (drill) this.parts.keepSecret(drill.token);
    this.#drill = drill;
    this.#changed.fire();
  }

  /** Those that messages about such an incident may go to. */
  all(drill: boolean): readonly ChatAccount[] {
    return drill ? (this.#drill ? [this.#drill] : []) : this.#kept;
  }

  /** Where messages go in a workspace; undefined while it is not connected. */
  channelOf(workspace: Pick<SlackAccount, 'name' | 'teamId'>): SlackAccount['channel'] | undefined {
    const kept = this.#kept.filter(one => one.type === 'slack');
    return kept.find(one => isOfWorkspace(one, workspace))?.channel;
  }

  /**
   * What waits is bound to an id, so the same place keeps its id; a new token is that of all channels of its workspace.
   * @param replaces the id of the one that it takes the place of, which need not be kept any more; null where a person
   *   named none
   */
  async add(account: NewChatAccount, replaces: string | null): Promise<ChatAccount> {
    const kept = parsed(await this.parts.secrets.get(secretName));
    const id = replaces ?? kept.find(one => isSamePlace(one, account))?.id ?? randomUUID();
    const added: ChatAccount = { ...account, id };
    const after = kept.map(one => (one.id === id ? added : withTokenOf(one, account)));
    await this.#store(after.includes(added) ? after : [...after, added]);
    return added;
  }

  async remove(id: string): Promise<void> {
    await this.#store(parsed(await this.parts.secrets.get(secretName)).filter(one => one.id !== id));
  }

  /** One object a token: its limits are in it. */
  slackOf(id: string): SlackWorkspace | undefined {
    const account = [...this.#kept, ...(this.#drill ? [this.#drill] : [])].find(one => one.id === id);
    if (account?.type !== 'slack') return undefined;
    const known = this.#workspaces.get(id);
    if (known?.token === account.token) return known.workspace;
    const workspace = this.workspace(account.token, account.origin);
    this.#workspaces.set(id, { token: account.token, workspace });
    return workspace;
  }

  webhookOf(type: WebhookType, id: string): Webhook | undefined {
    const account = this.#kept.find(one => one.id === id && one.type === type);
    if (!account || account.type === 'slack') return undefined;
    const known = this.#webhooks.get(id);
    if (known?.url === account.url) return known.webhook;
    const { clock, logger } = this.parts;
    const webhook = new Webhook({ type, url: account.url, clock, logger });
    this.#webhooks.set(id, { url: account.url, webhook });
    return webhook;
  }

  /** For a token that is checked before it is kept. */
  workspace(token: string, origin?: string): SlackWorkspace {
    const { clock, logger, keepSecret } = this.parts;
    keepSecret(token);
    return new SlackWorkspace({ token, clock, logger, ...(origin !== undefined && { origin }) });
  }

  async #store(accounts: readonly ChatAccount[]): Promise<void> {
    for (const account of accounts) this.parts.keepSecret(secretOf(account));
    await this.parts.secrets.store(secretName, JSON.stringify(accounts));
    await this.read();
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
  }
}

function isSamePlace(kept: ChatAccount, added: NewChatAccount): boolean {
  if (kept.type !== 'slack') return added.type === kept.type && added.url === kept.url;
  return added.type === 'slack' && isOfWorkspace(kept, added) && kept.channel.id === added.channel.id;
}

/** By its name where it was kept without the workspace’s id. */
function isOfWorkspace(kept: SlackAccount, { name, teamId }: Pick<SlackAccount, 'name' | 'teamId'>): boolean {
  return kept.teamId === undefined ? kept.name === name : kept.teamId === teamId;
}

function withTokenOf(kept: ChatAccount, added: NewChatAccount): ChatAccount {
  if (kept.type !== 'slack' || added.type !== 'slack' || !isOfWorkspace(kept, added)) return kept;
  const { token, teamId } = added;
  return { ...kept, token, ...(teamId !== undefined && { teamId }) };
}

function secretOf(account: ChatAccount): string {
  return account.type === 'slack' ? account.token : account.url;
}

function parsed(text: string | undefined): readonly ChatAccount[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.filter(isAccount) : [];
  } catch {
    return [];
  }
}

function isAccount(value: unknown): value is ChatAccount {
  const { id, type, name, token, url, channel } = (value ?? {}) as Record<string, unknown>;
  if (typeof id !== 'string' || typeof name !== 'string' || typeof type !== 'string') return false;
  if (type !== 'slack') return Object.hasOwn(webhookNames, type) && typeof url === 'string';
  const { id: channelId, name: channelName } = (channel ?? {}) as Record<string, unknown>;
  return typeof token === 'string' && typeof channelId === 'string' && typeof channelName === 'string';
}
