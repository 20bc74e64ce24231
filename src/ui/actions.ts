import * as vscode from 'vscode';
import { NotPossibleError } from '../core/errors.ts';
import { type Disposable, Emitter } from '../core/events.ts';
import { isDrillAccount } from '../core/incidents/accounts/drillAccounts.ts';
import type { Action } from '../core/incidents/action.ts';
import type { Incident } from '../core/incidents/incident.ts';
import type { IncidentStore } from '../core/incidents/incidentStore.ts';
import type { Outbox, OutboxItem } from '../core/incidents/outbox/outbox.ts';
import type { Claims } from '../core/incidents/notifications/claims.ts';
import { isAsLeft, undoOf } from '../core/incidents/undo.ts';
import type { LogFollower } from '../core/timeline/logFollower.ts';
import type { ErrorBoundary } from './errorBoundary.ts';
import { notify } from './notify.ts';
import { withProgress } from './prompts.ts';
import { mayTellOfRefusal, RefusedItemError, SomeRefusedError } from './refusals.ts';
import type { Sessions } from './sessions.ts';
import { type Deed, UndoStep } from './undoStep.ts';

/** For all the same, or for each what it says, in that order. */
export type ActionFor = Action | ((incident: Incident) => readonly Action[]);

/** So many steps can be taken back, one after the other. */
const mostSteps = 20;

/** Does what a responder asks through the outbox, says what came of it, and remembers how to take it back. */
export class Actions implements Disposable {
  readonly #steps: UndoStep[] = [];
  readonly #changed = new Emitter<void>();
  /** There is another step to take back, or none, or less of one. */
  readonly onDidChangeUndo = this.#changed.event;
  readonly #begun = new Emitter<readonly Incident[]>();
  /** Something is about to be done to these, or taken back. */
  readonly onWillChange = this.#begun.event;
  readonly #listening: readonly Disposable[];

  constructor(
    private readonly parts: {
      readonly outbox: Outbox;
      readonly store: IncidentStore;
      readonly sessions: Sessions;
      readonly follower: LogFollower;
      readonly boundary: ErrorBoundary;
      /** Shared by all windows: whoever waits for an action tells that it was refused. */
      readonly claims: Claims;
    },
  ) {
    this.#listening = [
      parts.outbox.onDidChange(() => this.#noticeRefused()),
      parts.sessions.onDidChange(() => this.#noticeOver()),
    ];
  }

  get nextUndo(): UndoStep | null {
    return this.#steps.findLast(({ deeds }) => deeds.length > 0) ?? null;
  }

  /**
   * Shows the actions at once and waits until each has arrived, was refused, or has to wait.
   * Resolves to whether all of it has arrived; rejects where one was refused, or could not be kept.
   * @param words what was done, for Undo, given to what: “Acknowledged 3 incidents”; null for what is a part of
   * something else
   */
  async perform(
    incidents: readonly Incident[],
    action: ActionFor,
    words: ((which: string) => string) | null,
  ): Promise<boolean> {
    this.#begun.fire(incidents);
    const made: Deed[] = [];
    try {
      await this.#add(incidents, action, made);
    } finally {
      // What is kept for one account is done, also where another’s could not be kept.
      const undoable = made.filter(
        ({ before, action: done }) => undoOf(done, before, this.#me(before)).possible,
      );
      if (words !== null && undoable.length > 0) this.#remember(new UndoStep(undoable, words));
    }
    const ended = await this.#wait(made.map(({ itemId }) => itemId));
    return ended.length === made.length && ended.every(({ state }) => state === 'done');
  }

  /** Opens a new incident; the store learns of it from the answer. */
  async trigger(accountId: string, action: Extract<Action, { type: 'trigger' }>): Promise<Incident | null> {
    const item = await this.parts.outbox.addTrigger(accountId, action);
    const [ended] = await this.#wait([item.id]);
    return ended?.incident ?? null;
  }

  /**
   * Takes the last step back: what was not sent yet is dropped, the rest is done the other way round. Where it rejects
   * before all of that is kept, what is left of the step is the next one still.
   * @param named What the person read that it takes back: no other step is taken back in its place.
   */
  async undo(named?: UndoStep): Promise<void> {
    const step = this.nextUndo;
    if (!step) {
      throw new NotPossibleError(
        vscode.l10n.t('There is nothing to take back.'),
        vscode.l10n.t('Notes, merges, status updates and workflows cannot be taken back.'),
      );
    }
    if (named && named !== step) {
      throw new NotPossibleError(
        vscode.l10n.t('Nothing was taken back: what you pressed is not the last step any more.'),
        vscode.l10n.t('Use “Undo” again to take back the one that is: {0}.', step.words),
      );
    }
    const { store } = this.parts;
    const { deeds } = step;
    this.#steps.splice(this.#steps.indexOf(step), 1);
    this.#changed.fire();
    this.#begun.fire(deeds.map(({ before }) => before));
    const reversed: Deed[] = [];
    const changedSince: string[] = [];
    try {
      step.takenBack(await this.#dropWaiting(deeds));
      const reverse = new Map<string, readonly Action[]>();
      const incidents: Incident[] = [];
      for (const { before, action } of [...step.deeds].reverse()) {
        // Without its account nobody knows how it stands.
        this.parts.sessions.of(before);
        const now = store.base(before.key) ?? store.get(before.key);
        const undo = undoOf(action, before, this.#me(before));
        if (!now || !undo.possible || !isAsLeft(action, now, { before, me: this.#me(before) })) {
          changedSince.push(before.title);
          continue;
        }
        reverse.set(before.key, undo.actions);
        incidents.push(now);
      }
      if (incidents.length > 0) this.#begun.fire(incidents);
      await this.#add(incidents, ({ key }) => reverse.get(key)!, reversed);
    } catch (error) {
      // What was not taken back still can be.
      const keys = new Set(reversed.map(({ before }) => before.key));
      step.takenBack(step.deeds.filter(({ before }) => keys.has(before.key)));
      this.#remember(step);
      throw error;
    }
    if (reversed.length > 0) await this.#wait(reversed.map(({ itemId }) => itemId));
    if (changedSince.length > 0) {
      void notify.warn(
        vscode.l10n.t(
          'Somebody changed it since, so it was left as it is: {0}.',
          changedSince.map(title => vscode.l10n.t('“{0}”', title)).join(', '),
        ),
      );
    }
  }

  /** @returns those of which nothing is left: they were never sent, whatever somebody else did meanwhile. */
  async #dropWaiting(deeds: readonly Deed[]): Promise<readonly Deed[]> {
    const { outbox } = this.parts;
    const waiting = new Set(outbox.items().map(({ id }) => id));
    const forgotten = await outbox.drop(...deeds.map(({ itemId }) => itemId).filter(id => waiting.has(id)));
    const dropped = new Map(forgotten.map(item => [item.id, item]));
    return deeds.filter(({ itemId, before, action }) => {
      const item = dropped.get(itemId);
      return item && !(item.maybeArrived && this.#arrived(action, before));
    });
  }

  /** Whether the provider has it by all appearances, although no answer came. */
  #arrived(action: Action, before: Incident): boolean {
    const base = this.parts.store.base(before.key);
    return base !== undefined && isAsLeft(action, base, { before, me: this.#me(before) });
  }

  /** Account by account. @param made takes what is kept, also where it rejects because the next one’s is not. */
  async #add(incidents: readonly Incident[], action: ActionFor, made: Deed[]): Promise<void> {
    const { outbox, store, follower } = this.parts;
    for (const accountId of new Set(incidents.map(incident => incident.accountId))) {
      const its = incidents.filter(incident => incident.accountId === accountId);
      // Where nothing can be sent to, nothing is shown as done.
      this.parts.sessions.of(its[0]!);
      const before = new Map(its.map(incident => [incident.id, store.latest(incident)]));
      const items = await outbox.add(accountId, its, action);
      follower.followAll(its);
      for (const item of items) {
        made.push({ itemId: item.id, before: before.get(item.incidentId!)!, action: item.action });
      }
    }
  }

  async #wait(ids: readonly string[]): Promise<readonly OutboxItem[]> {
    const ended = await withProgress({ location: { viewId: 'onCall.incidents' } }, () =>
      this.parts.outbox.settled(ids),
    );
    this.#report(ended);
    return ended;
  }

  #report(ended: readonly OutboxItem[]): void {
    const { boundary } = this.parts;
    const refused = ended.filter(({ state }) => state === 'refused');
    const waiting = ended.filter(({ state }) => state === 'waiting');
    const [first] = refused;
    if (first) {
      // Told here, so no window tells of them as of what nobody waits for.
      for (const item of refused) void mayTellOfRefusal(this.parts, item);
      for (const { label, reason } of refused) boundary.log(label, new Error(reason ?? ''));
      throw refused.length === 1
        ? new RefusedItemError(first)
        : new SomeRefusedError(refused, ended.length, waiting.length);
    }
    const [kept] = waiting;
    if (kept) {
      void notify.warn(
        vscode.l10n.t(
          // A toast is cut off after its first line: what calms comes first.
          'Not sent yet, but kept: it goes out by itself, see “Not Sent Yet”. {0}',
          kept.reason ?? vscode.l10n.t('Sending takes longer than usual.'),
        ),
      );
    }
  }

  #remember(step: UndoStep): void {
    this.#steps.push(step);
    if (this.#steps.length > mostSteps) this.#steps.shift();
    step.update(this.#held());
    this.#dropOver(step);
    this.#changed.fire();
  }

  /** The provider says no at once, or long after whoever asked stopped waiting, perhaps to another window. */
  #noticeRefused(): void {
    if (this.#steps.length === 0) return;
    const held = this.#held();
    const other = this.#steps.filter(step => step.update(held));
    if (other.length > 0) this.#changed.fire();
  }

  /** What was done in a drill ends with it, and whoever shows the next step has to hear of it. */
  #noticeOver(): void {
    const other = this.#steps.filter(step => this.#dropOver(step));
    if (other.length > 0) this.#changed.fire();
  }

  /** @returns whether the step is another one by that */
  #dropOver(step: UndoStep): boolean {
    const over = step.deeds.filter(deed => this.#isOver(deed));
    step.takenBack(over);
    return over.length > 0;
  }

  #held(): ReadonlyMap<string, OutboxItem['state']> {
    return new Map(this.parts.outbox.items().map(({ id, state }) => [id, state]));
  }

  /** Of a drill that was stopped: nobody can sign in to its account again. */
  #isOver({ before: { accountId } }: Deed): boolean {
    return isDrillAccount(accountId) && !this.parts.sessions.get(accountId);
  }

  #me({ accountId }: Incident) {
    return this.parts.sessions.get(accountId)?.account.person ?? null;
  }

  dispose(): void {
    for (const each of this.#listening) each.dispose();
    this.#changed.dispose();
    this.#begun.dispose();
  }
}
