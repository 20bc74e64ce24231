import { t } from '@vscode/l10n';
import type {
  AlertView,
  DetailsNews,
  LogView,
  PartContents,
  PartName,
  PartStatus,
} from '../../core/incidents/details/detailsView.ts';
import type { FromDetails, ToDetails } from '../../protocol/details.ts';
import type { Answer } from '../../protocol/messages.ts';
import { setText } from '../buttons.ts';
import { element, whenIdle } from '../dom.ts';
import { icon } from '../icons.ts';
import type { Host } from '../host.ts';
import { Notice } from '../notice.ts';
import { drawAlerts, drawTable } from './alertsDrawing.ts';
import type { Opened } from './drawing.ts';
import { Header } from './header.ts';
import { drawLog, drawWords } from './logDrawing.ts';
import { button, type TimeForm, wordsOf } from './pieces.ts';
import { drawChanges, drawRelated } from './relatedDrawing.ts';
import { Section } from './section.ts';

/** What is kept while the panel is hidden. */
interface Saved {
  readonly scroll: number;
  readonly values: readonly number[];
  readonly alerts: readonly (readonly [string, boolean])[];
}
export type DetailsHost = Host<ToDetails, FromDetails, Saved>;

const firstShown = { alerts: 20, log: 30 } as const;
/** A long list grows by so many whenever the browser has time. */
const step = 100;

/** The screen of one incident: a view of what the host knows, and the way back to it. */
export class DetailsScreen {
  readonly #header = new Header(action => void this.#report(this.host.ask({ type: 'act', action })));
  readonly #sections: readonly Section[];
  readonly #statusUpdates: Section;
  readonly #notice = new Notice();
  readonly #said = element('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
  readonly #contents: { -readonly [P in PartName]?: PartContents[P] } = {};
  readonly #values = new Set<number>();
  readonly #alerts = new Map<string, boolean>();
  readonly #most = { ...firstShown } as { alerts: number; log: number };
  #scroll: number;
  #willDrawAlerts = false;

  constructor(
    private readonly host: DetailsHost,
    app: HTMLElement,
  ) {
    const saved = host.saved;
    this.#scroll = saved?.scroll ?? 0;
    for (const value of saved?.values ?? []) this.#values.add(value);
    for (const [id, open] of saved?.alerts ?? []) this.#alerts.set(id, open);

    const section = (part: PartName, title: string) => new Section(part, title);
    const copyLog = button('copy', t('Copy'), { copyLog: '', what: t('the history') }, 'quiet');
    copyLog.setAttribute('aria-label', t('Copy the history'));
    const log = new Section('log', t('History'), [copyLog]);
    this.#statusUpdates = section('log', t('Status updates'));
    const main = [
      section('alerts', t('Alerts')),
      section('notes', t('Notes')),
      this.#statusUpdates,
      section('customFields', t('Custom fields')),
    ];
    const side = [
      log,
      section('changes', t('Recent changes')),
      section('related', t('Related incidents')),
      section('past', t('Past incidents')),
    ];
    this.#sections = [...main, ...side];

    const page = element(
      'main',
      {},
      this.#header.body,
      element('div', { class: 'column' }, ...main.map(({ body }) => body)),
      element('div', { class: 'column' }, ...side.map(({ body }) => body)),
    );
    const notices = element('div', { class: 'notices' }, this.#notice.body, host.unheard);
    app.replaceChildren(this.#header.bar, page, notices, this.#said);
    app.addEventListener('click', event => this.#press(event));
    app.addEventListener('auxclick', event => this.#press(event));
    app.addEventListener('toggle', event => this.#fold(event), true);
    window.addEventListener('scrollend', () => this.#save());
    window.setInterval(() => this.#sayTimes(), 20_000);
  }

  hear(news: DetailsNews): void {
    switch (news.type) {
      case 'header':
        this.#header.show(news.header, news.parts);
        for (const { body, part } of this.#sections) body.hidden = !news.parts.includes(part);
        return;
      case 'status':
        return this.#showStatus(news.part, news.status);
      case 'content':
        Object.assign(this.#contents, { [news.content.part]: news.content.value });
        this.#draw(news.content.part);
        return this.#restore();
    }
  }

  #showStatus(part: PartName, status: PartStatus): void {
    if (part === 'runbook' || part === 'bridge') return this.#header.showStatus(part, status);
    for (const section of this.#sectionsOf(part)) {
      // One sentence and one button are enough where two sections come from one answer.
      if (section === this.#statusUpdates && status.state === 'failed') this.#showWithoutLog();
      else section.showStatus(status);
    }
  }

  #showWithoutLog(): void {
    this.#statusUpdates.showStatus({ state: 'read', at: 0 });
    if (this.#contents.log) return;
    const words = t('They come with the history, which could not be read.');
    this.#statusUpdates.show([element('p', { class: 'nothing' }, words)]);
  }

  #sectionsOf(part: PartName): readonly Section[] {
    return this.#sections.filter(section => section.part === part);
  }

  #draw(part: PartName): void {
    const contents = this.#contents;
    const opened: Opened = { values: this.#values, alerts: this.#alerts, most: this.#most };
    const section = this.#sectionsOf(part).find(each => each !== this.#statusUpdates);
    switch (part) {
      case 'runbook':
        return this.#header.showRunbook(contents.runbook ?? null);
      case 'bridge':
        return this.#header.showBridge(contents.bridge ?? null);
      case 'alerts':
        return section?.show(drawAlerts(contents.alerts ?? [], opened), contents.alerts?.length);
      case 'log':
        return this.#drawLog(section, contents.log, opened);
      case 'notes':
        return section?.show(
          drawWords(contents.notes ?? [], opened, {
            kind: 'note',
            by: author => t('note by {0}', author),
            none: t('No notes.'),
          }),
          contents.notes?.length,
        );
      case 'customFields': {
        const fields = contents.customFields ?? [];
        const none = element('p', { class: 'nothing' }, t('No custom fields.'));
        return section?.show([fields.length > 0 ? drawTable(fields, opened) : none]);
      }
      case 'related':
        return section?.show(
          drawRelated(contents.related ?? [], t('No related incidents.')),
          contents.related?.length,
        );
      case 'past':
        return section?.show(
          drawRelated(contents.past ?? [], t('None like it before.')),
          contents.past?.length,
        );
      case 'changes':
        return section?.show(drawChanges(contents.changes ?? []), contents.changes?.length);
    }
  }

  #drawLog(section: Section | undefined, log: LogView | undefined, opened: Opened): void {
    if (!log) return;
    section?.show(drawLog(log, opened), log.entries.length);
    const updates = drawWords(log.statusUpdates, opened, {
      kind: 'status update',
      by: author => t('status update by {0}', author),
      none: t('The provider’s log lists none.'),
    });
    this.#statusUpdates.show(updates, log.statusUpdates.length);
  }

  #press(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target.closest<HTMLElement>('a, button') : null;
    if (!target) return;
    // VS Code’s own handler would scroll to the top for a “#”.
    if (target.localName === 'a') {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.type !== 'click') return;
    const { copy, open, retry, all, more } = target.dataset;
    if (copy !== undefined) void this.#copy(target, this.host.ask({ type: 'copy', copy: Number(copy) }));
    else if ('copyLog' in target.dataset) void this.#copy(target, this.host.ask({ type: 'copyLog' }));
    else if (open !== undefined) void this.#report(this.host.ask({ type: 'open', open: Number(open) }));
    else if (retry !== undefined)
      void this.#report(this.host.ask({ type: 'retry', part: retry as PartName }));
    else if ('refresh' in target.dataset) void this.#report(this.host.ask({ type: 'refresh' }));
    else if (all !== undefined) this.#showAll(Number(all));
    else if (more === 'alerts' || more === 'log') this.#grow(more, target);
  }

  #showAll(value: number): void {
    if (!this.#values.delete(value)) this.#values.add(value);
    for (const part of ['alerts', 'notes', 'log', 'customFields'] as const) this.#draw(part);
    this.#save();
  }

  /** All of a long list, in steps, so that the page never stalls; the keyboard stays at the first new one. */
  #grow(list: 'alerts' | 'log', pressed: HTMLElement): void {
    const section = pressed.closest('section');
    const rows = list === 'alerts' ? 'summary' : 'li.entry';
    const before = this.#most[list];
    const next = () => {
      this.#most[list] += step;
      this.#draw(list);
      const total = list === 'alerts' ? this.#contents.alerts?.length : this.#contents.log?.entries.length;
      if (this.#most[list] < (total ?? 0)) whenIdle(next);
    };
    next();
    const first = section?.querySelectorAll<HTMLElement>(rows)[before];
    if (first && list === 'log') first.tabIndex = -1;
    first?.focus();
  }

  #fold(event: Event): void {
    const details = event.target;
    if (!(details instanceof HTMLDetailsElement)) return;
    const id = details.dataset['alert'];
    const index = this.#contents.alerts?.findIndex(alert => alert.id === id) ?? -1;
    const alert: AlertView | undefined = this.#contents.alerts?.[index];
    if (!alert) return;
    const drawn = details.children.length > 1;
    this.#alerts.set(alert.id, details.open);
    if (details.open && !drawn) this.#drawAlertsSoon();
    this.#save();
  }

  /** Once for all that were opened together. */
  #drawAlertsSoon(): void {
    if (this.#willDrawAlerts) return;
    this.#willDrawAlerts = true;
    requestAnimationFrame(() => {
      this.#willDrawAlerts = false;
      this.#draw('alerts');
    });
  }

  async #copy(pressed: HTMLElement, asked: Promise<Answer>): Promise<void> {
    if (!(await this.#report(asked))) return;
    const what = pressed.dataset['what'] ?? '';
    // A live region says only what is new in it.
    this.#said.textContent = '';
    whenIdle(() => (this.#said.textContent = t('Copied: {0}', what)));
    pressed.classList.add('copied');
    pressed.querySelector('svg')?.replaceWith(icon('ok'));
    setTimeout(() => {
      pressed.classList.remove('copied');
      pressed.querySelector('svg')?.replaceWith(icon('copy'));
    }, 1_500);
  }

  #sayTimes(): void {
    const now = Date.now();
    for (const time of document.querySelectorAll<HTMLElement>('[data-at][data-form]'))
      setText(time, wordsOf(Number(time.dataset['at']), time.dataset['form'] as TimeForm, now));
  }

  #save(): void {
    this.host.save({ scroll: window.scrollY, values: [...this.#values], alerts: [...this.#alerts] });
  }

  /** Back to where the person was, as soon as the page is long enough. */
  #restore(): void {
    if (this.#scroll === 0) return;
    if (document.documentElement.scrollHeight < this.#scroll + window.innerHeight) return;
    window.scrollTo(0, this.#scroll);
    this.#scroll = 0;
  }

  async #report(asked: Promise<Answer>): Promise<boolean> {
    const answer = await asked;
    if (!answer.ok) this.#notice.show(answer.error);
    return answer.ok;
  }
}
