import * as vscode from 'vscode';
import type { Clock } from '../core/clock.ts';
import type { Disposable } from '../core/events.ts';
import type { Claims } from '../core/incidents/notifications/claims.ts';
import type { Outbox, OutboxItem } from '../core/incidents/outbox/outbox.ts';
import type { CommandId } from './contributed.ts';
import type { ErrorBoundary } from './errorBoundary.ts';
import { notify } from './notify.ts';
import { LateRefusedError, mayTellOfRefusal, RefusedItemError } from './refusals.ts';
import type { OutboxNode } from './trees/outboxTree.ts';

/** Time for whoever waits for an action, perhaps in another window, to be the one that tells. */
const givesWayMs = 2_000;

/**
 * Tells of what was refused after those who asked for it had stopped waiting, as when it was done without a network:
 * what is sent in one go is told of in one message, by the window that sent it.
 */
export class LateRefusals implements Disposable {
  /** By id. */
  readonly #refused = new Map<string, OutboxItem>();
  #collecting = false;
  #disposed = false;
  #endPause = () => {};

  constructor(
    private readonly parts: {
      readonly outbox: Pick<Outbox, 'items' | 'settled'>;
      readonly claims: Claims;
      readonly clock: Clock;
      readonly boundary: Pick<ErrorBoundary, 'log' | 'watch' | 'sentence'>;
    },
  ) {}

  add(item: OutboxItem): void {
    this.#refused.set(item.id, item);
    if (this.#collecting) return;
    this.#collecting = true;
    this.parts.boundary.watch('Telling of what was refused', this.#collect());
  }

  async #collect(): Promise<void> {
    const { outbox } = this.parts;
    try {
      for (let known = -1; known < this.#refused.size && !this.#disposed;) {
        known = this.#refused.size;
        // Whoever asked for some of it waits for all of it, and only then tells.
        const onItsWay = outbox.items().filter(({ state }) => state === 'waiting');
        await outbox.settled(onItsWay.map(({ id }) => id));
        await this.#pause();
      }
    } finally {
      this.#collecting = false;
    }
    const refused = [...this.#refused.values()];
    this.#refused.clear();
    const ours: OutboxItem[] = [];
    for (const item of this.#still(refused)) {
      if (await mayTellOfRefusal(this.parts, item)) ours.push(item);
    }
    if (ours.length > 0 && !this.#disposed) this.#tell(ours);
  }

  #tell(refused: readonly OutboxItem[]): void {
    const { boundary } = this.parts;
    for (const { label, reason } of refused) boundary.log(label, new Error(reason ?? ''));
    const [again, drop] = [vscode.l10n.t('Send Again'), vscode.l10n.t('Drop')];
    const error = refused.length === 1 ? new RefusedItemError(refused[0]!) : new LateRefusedError(refused);
    void notify.warn(boundary.sentence(error), again, drop).then(pressed => {
      if (pressed === again) this.#run('onCall.retryWaiting', refused);
      if (pressed === drop) this.#run('onCall.dropWaiting', refused);
    });
  }

  /** The message may have waited for long. */
  #run(command: CommandId, refused: readonly OutboxItem[]): void {
    const nodes = this.#still(refused).map((item): OutboxNode => ({ type: 'outboxItem', item }));
    if (nodes.length > 0) void vscode.commands.executeCommand(command, nodes[0], nodes);
  }

  /** Those that are neither sent again nor dropped since. */
  #still(refused: readonly OutboxItem[]): readonly OutboxItem[] {
    const now = new Map(this.parts.outbox.items().map(({ id, revision }) => [id, revision]));
    return refused.filter(({ id, revision }) => now.get(id) === revision);
  }

  #pause(): Promise<void> {
    if (this.#disposed) return Promise.resolve();
    return new Promise(resolve => {
      const cancel = this.parts.clock.after(givesWayMs, resolve);
      this.#endPause = () => {
        cancel();
        resolve();
      };
    });
  }

  dispose(): void {
    this.#disposed = true;
    this.#endPause();
  }
}
