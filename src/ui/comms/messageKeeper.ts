import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { LongWaits } from '../../core/comms/longWaits.ts';
import { targetText } from '../../core/comms/messageEntry.ts';
import type { Messenger, OutgoingMessage } from '../../core/comms/messenger.ts';
import { NotPossibleError } from '../../core/errors.ts';
import { type Claims, mayTell } from '../../core/incidents/notifications/claims.ts';
import { DisposableStore } from '../disposables.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import { notify } from '../notify.ts';
import type { UnsentMessages, UnsentNode } from './unsentMessages.ts';

/**
 * Tells people of messages that did not simply go out: refused, perhaps arrived, waiting for long. Whoever wrote one
 * may have closed that window; the one that sends, or any one of those that see it wait, tells of it.
 */
export class MessageKeeper implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #waits = new LongWaits();
  #cancelLook = () => {};

  constructor(
    private readonly parts: {
      readonly messenger: Pick<Messenger, 'onDidFinish' | 'onDidSetAside'>;
      readonly unsent: Pick<UnsentMessages, 'list' | 'onDidChange'>;
      /** One window of the machine tells of a wait. */
      readonly claims: Claims;
      readonly clock: Clock;
      readonly boundary: ErrorBoundary;
    },
  ) {
    const { messenger, unsent } = parts;
    this.#owned.add(messenger.onDidFinish(message => this.#finished(message)));
    this.#owned.add(messenger.onDidSetAside(path => this.#damaged(path)));
    this.#owned.add(unsent.onDidChange(() => this.#look()));
    this.#owned.add({ dispose: () => this.#cancelLook() });
    this.#look();
  }

  #finished(message: OutgoingMessage): void {
    if (message.state === 'sent') return;
    const { t } = vscode.l10n;
    const to = targetText(message.target);
    const sentence =
      message.state === 'refused'
        ? t('A message to {0} was not sent.', to)
        : t('A message to {0} may or may not have arrived.', to);
    this.#tell(sentence, message, message);
  }

  #damaged(path: string): void {
    const error = new NotPossibleError(
      vscode.l10n.t(
        'A message that waited to be sent is damaged, so it was not sent. It was set aside: {0}',
        path,
      ),
      vscode.l10n.t('Look into the file for what it said, and send it again.'),
    );
    this.parts.boundary.report('Reading the messages', error);
  }

  #look(): void {
    const { unsent, clock, boundary } = this.parts;
    this.#cancelLook();
    const { tell, lookAt } = this.#waits.look(unsent.list(), clock.now());
    if (lookAt !== null) {
      this.#cancelLook = clock.after(Math.max(0, lookAt - clock.now()), () => this.#look());
    }
    if (tell.length > 0) boundary.watch('Telling of messages that wait', this.#tellWaiting(tell));
  }

  /** What waits for the same is told in one message. */
  async #tellWaiting(waiting: readonly OutgoingMessage[]): Promise<void> {
    const ours: OutgoingMessage[] = [];
    for (const message of waiting) {
      if (await this.#isOurs(message)) ours.push(message);
    }
    const [first] = ours;
    if (!first) return;
    const { t } = vscode.l10n;
    if (ours.length > 1) return this.#tell(t('{0} messages are not sent yet.', ours.length), first, null);
    this.#tell(t('A message to {0} is not sent yet.', targetText(first.target)), first, first);
  }

  #isOurs({ id }: OutgoingMessage): Promise<boolean> {
    const { claims, boundary } = this.parts;
    return mayTell(claims, `message ${id}`, error => boundary.log('Agreeing who tells of a message', error));
  }

  /** @param about what the button asks about; one is chosen there where it is null */
  #tell(sentence: string, { reason, nextStep }: OutgoingMessage, about: OutgoingMessage | null): void {
    const answer = vscode.l10n.t('Answer…');
    const said = [sentence, reason, nextStep].filter(Boolean).join(' ');
    void notify.warn(said, answer).then(pressed => {
      if (pressed !== answer) return;
      const node: UnsentNode[] = about ? [{ type: 'unsentMessage', message: about }] : [];
      void vscode.commands.executeCommand('onCall.answerMessage', ...node);
    });
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
