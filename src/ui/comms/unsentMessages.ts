import type { Messenger, OutgoingMessage } from '../../core/comms/messenger.ts';
import { type Disposable, Emitter } from '../../core/events.ts';
import { isDrillAccount } from '../../core/incidents/accounts/drillAccounts.ts';

/** A message in the view “Not Sent Yet”, and what a click there is about. */
export interface UnsentNode {
  readonly type: 'unsentMessage';
  readonly message: OutgoingMessage;
}

/** The messages that are not sent, for whoever counts or lists them; none while the messages are not loaded. */
export class UnsentMessages implements Disposable {
  #messenger: Pick<Messenger, 'messages'> | null = null;
  #isForeign: (message: OutgoingMessage) => boolean = () => false;
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  #listening: Disposable | null = null;

  /** @param isForeign whether it belongs to the drill of another window, which alone can do something about it */
  follow(
    messenger: Pick<Messenger, 'messages' | 'onDidChange'>,
    isForeign: (message: OutgoingMessage) => boolean,
  ): void {
    this.#listening?.dispose();
    this.#messenger = messenger;
    this.#isForeign = isForeign;
    this.#listening = messenger.onDidChange(() => this.#changed.fire());
    this.#changed.fire();
  }

  list(): readonly OutgoingMessage[] {
    const all = this.#messenger?.messages() ?? [];
    return all.filter(message => message.state !== 'sent' && !this.#isForeign(message));
  }

  dispose(): void {
    this.#listening?.dispose();
    this.#changed.dispose();
  }
}

/** A drill belongs to one window. @param mine the chats of this window’s drill */
export function isForeignDrill(
  { incidentKey, target }: Pick<OutgoingMessage, 'incidentKey' | 'target'>,
  mine: readonly { readonly id: string }[],
): boolean {
  return isDrillAccount(incidentKey) && !mine.some(({ id }) => id === target.account);
}
