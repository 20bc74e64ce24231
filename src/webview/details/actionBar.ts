import { t } from '@vscode/l10n';
import type { DetailsAction } from '../../core/incidents/details/detailsActions.ts';
import type { HeaderView } from '../../core/incidents/details/detailsView.ts';
import { element } from '../dom.ts';
import { icon, type IconName } from '../icons.ts';
import { placeOfKeyboard } from '../keyboardPlace.ts';
import { takeOver } from '../rest.ts';

interface Words {
  readonly icon: IconName;
  readonly words: string;
  /** Stands in the bar; the others are under More. */
  readonly inBar?: boolean;
}

const actions: { readonly [A in DetailsAction]: Words } = {
  acknowledge: { icon: 'eye', words: t('Acknowledge'), inBar: true },
  resolve: { icon: 'ok', words: t('Resolve'), inBar: true },
  addNote: { icon: 'note', words: t('Add Note'), inBar: true },
  openRunbook: { icon: 'book', words: t('Open Runbook'), inBar: true },
  joinBridge: { icon: 'call', words: t('Join Bridge'), inBar: true },
  resolveWithNote: { icon: 'ok', words: t('Resolve with a Note…') },
  snooze: { icon: 'clock', words: t('Snooze…') },
  escalate: { icon: 'up', words: t('Escalate…') },
  reassign: { icon: 'person', words: t('Reassign…') },
  addResponders: { icon: 'person', words: t('Add Responders…') },
  sendStatusUpdate: { icon: 'bell', words: t('Send a Status Update…') },
  setPriority: { icon: 'critical', words: t('Set Priority…') },
  setUrgency: { icon: 'warning', words: t('Set Urgency…') },
  editTitle: { icon: 'edit', words: t('Edit Title…') },
  merge: { icon: 'merge', words: t('Merge into Another…') },
  startWorkflow: { icon: 'run', words: t('Start a Workflow…') },
  retrigger: { icon: 'refresh', words: t('Put Back to Triggered') },
  chooseRunbook: { icon: 'book', words: t('Open Another Runbook…') },
  showSuspectChanges: { icon: 'source', words: t('Show Suspect Changes') },
  addTimelineEntry: { icon: 'edit', words: t('Add Timeline Entry…') },
  openTimeline: { icon: 'source', words: t('Open Timeline') },
  generatePostMortem: { icon: 'source', words: t('Generate Post-mortem') },
  openInBrowser: { icon: 'external', words: t('Open in Browser') },
};
const names = Object.keys(actions) as DetailsAction[];

/** What can be done, always within reach. Every button exists from the start and shows when its time has come. */
export class ActionBar {
  readonly body = element('div', { class: 'actions', role: 'group', 'aria-label': t('Actions') });
  readonly #buttons = new Map<DetailsAction, HTMLButtonElement>();
  readonly #menu = element('div', {
    class: 'menu',
    id: 'more-actions',
    role: 'group',
    'aria-label': t('More actions'),
  });
  readonly #more = element(
    'button',
    { type: 'button', class: 'secondary', 'aria-expanded': 'false', 'aria-controls': 'more-actions' },
    element('span', {}, t('More')),
    icon('chevron'),
  );

  constructor(private readonly act: (action: DetailsAction) => void) {
    for (const name of names) {
      const { inBar, words, icon: drawn } = actions[name];
      const className = inBar ? 'secondary' : 'quiet';
      const button = element(
        'button',
        { type: 'button', class: className },
        icon(drawn),
        element('span', {}, words),
      );
      button.hidden = true;
      button.addEventListener('click', () => {
        this.#fold();
        this.act(name);
      });
      this.#buttons.set(name, button);
      (inBar ? this.body : this.#menu).append(button);
    }
    this.#menu.hidden = true;
    this.#more.hidden = true;
    const holder = element('div', { class: 'more-holder' }, this.#more, this.#menu);
    this.body.append(holder);
    this.#more.addEventListener('click', () => (this.#menu.hidden ? this.#unfold() : this.#fold()));
    holder.addEventListener('keydown', event => this.#steer(event));
    holder.addEventListener('focusout', event => {
      if (!holder.contains(event.relatedTarget as Node | null)) this.#fold(false);
    });
  }

  show({ actions: possible, status }: HeaderView): void {
    const focused = placeOfKeyboard();
    this.#more.hidden = false;
    for (const [name, button] of this.#buttons) button.hidden = !possible.includes(name);
    // The one thing to do next stands out.
    const next: DetailsAction = status === 'triggered' ? 'acknowledge' : 'resolve';
    for (const name of ['acknowledge', 'resolve'] as const) {
      this.#buttons.get(name)!.className = name === next ? 'primary' : 'secondary';
    }
    if (focused instanceof HTMLButtonElement && focused.hidden && this.body.contains(focused)) {
      takeOver(this.body.querySelector<HTMLButtonElement>('button:not([hidden])'));
    }
  }

  #unfold(): void {
    this.#menu.hidden = false;
    this.#more.setAttribute('aria-expanded', 'true');
    this.#choices()[0]?.focus();
  }

  /** @param back whether the keyboard returns to the button; not where it went elsewhere by itself */
  #fold(back = true): void {
    if (this.#menu.hidden) return;
    if (back) this.#more.focus();
    this.#menu.hidden = true;
    this.#more.setAttribute('aria-expanded', 'false');
  }

  #steer(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      // One key does one thing: what else it would close stays.
      if (!this.#menu.hidden) event.preventDefault();
      return this.#fold();
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || this.#menu.hidden) return;
    event.preventDefault();
    const choices = this.#choices();
    const at = choices.indexOf(document.activeElement as HTMLButtonElement);
    choices[(at + step + choices.length) % choices.length]?.focus();
  }

  #choices(): readonly HTMLButtonElement[] {
    return [...this.#menu.querySelectorAll<HTMLButtonElement>('button:not([hidden])')];
  }
}
