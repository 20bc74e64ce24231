import { t } from '@vscode/l10n';
import type { PanelView } from '../../core/timeline/panel/panelView.ts';
import type { Answer } from '../../protocol/messages.ts';
import type { FromTimeline, ToTimeline } from '../../protocol/timeline.ts';
import { element, takesText, whenIdle } from '../dom.ts';
import type { Host, WithoutId } from '../host.ts';
import { KeyListDialog } from '../keyListDialog.ts';
import { returnKeyboard } from '../keyboardPlace.ts';
import { Notice } from '../notice.ts';
import { contentOf } from './attachedFile.ts';
import { Composer } from './composer.ts';
import { EntryDeeds } from './entryDeeds.ts';
import type { EditDraft } from './entryDialogs.ts';
import { EntryWindow } from './entryWindow.ts';
import { FilterBar } from './filterBar.ts';
import { Pictures } from './pictures.ts';
import { TimelineHeader } from './timelineHeader.ts';
import { isEntryKey, type TimelineKey, timelineKeyList, timelineKeyOf } from './timelineKeys.ts';

/** What is kept while the panel is hidden, and over a reload of the window. */
interface Saved {
  readonly restore: PanelView['restore'] | null;
  readonly draft: string;
  /** Of the dialog that stands open; left out by a page of before it was kept. */
  readonly edit?: EditDraft | null;
  readonly utc: boolean;
}
export type TimelineHost = Host<ToTimeline, FromTimeline, Saved>;
type News = Exclude<ToTimeline, { readonly type: 'answer' }>;

/** The screen of one timeline: a view of what the host knows, and the way back to it. */
export class TimelineScreen {
  readonly #filters = new FilterBar(filter => void this.#report({ type: 'filter', ...filter }));
  readonly #header = new TimelineHeader(
    { toggleUtc: () => this.#toggleUtc(), showKeys: () => this.#keys.open() },
    this.#filters.body,
  );
  readonly #entries = new EntryWindow({
    ask: part => this.host.tell(part),
    drawn: (item, row) => this.#pictures.watch(item, row),
    say: words => this.#say(words),
    filter: this.#filters,
    now: () => this.#now(),
  });
  readonly #notice = new Notice();
  readonly #said = element('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
  readonly #keys = new KeyListDialog(t('Keys in a timeline'), timelineKeyList);
  readonly #deeds = new EntryDeeds({
    ask: request => this.#report(request),
    say: words => this.#say(words),
    row: id => this.#entries.list.row(id),
    zone: () => this.#view?.zone ?? 'UTC',
    edit: {
      now: () => this.#now(),
      save: edit => this.host.ask(edit),
      refused: reason => this.#notice.show(reason),
      keep: draft => {
        this.#edit = draft;
        this.#save();
      },
    },
  });
  readonly #pictures: Pictures;
  readonly #composer: Composer;
  #view: PanelView | null = null;
  #utc: boolean;
  #draft: string;
  #edit: EditDraft | null = null;
  #lastShown = '';

  constructor(
    private readonly host: TimelineHost,
    app: HTMLElement,
  ) {
    this.#utc = host.saved?.utc ?? false;
    const draft = host.saved?.draft ?? '';
    this.#draft = draft;
    this.#deeds.restoreEdit(host.saved?.edit ?? null);
    this.#composer = new Composer({
      now: () => this.#now(),
      write: async (text, pending) => {
        this.#entries.toEnd();
        return (await this.#report({ type: 'write', text, pending })).ok;
      },
      attach: file => void this.#attach(file),
      chooseFile: () => void this.#report({ type: 'chooseFile' }),
      detach: pending => void this.#report({ type: 'detach', pending }),
      keep: text => {
        this.#draft = text;
        this.#save();
      },
    });
    this.#composer.text = draft;
    this.#pictures = new Pictures(
      (entry, attachment) => void this.host.ask({ type: 'picture', entry, attachment }),
    );

    this.#header.showUtc(this.#utc);
    // Above the box, never over it: what is typed there must be seen, and be there to be copied.
    const notices = element('div', { class: 'notices' }, this.#notice.body, host.unheard);
    const foot = element('div', { class: 'foot' }, this.#entries.toNewest, notices, this.#composer.body);
    app.replaceChildren(
      ...[this.#header.body, this.#entries.body, foot, this.#said],
      ...[...this.#deeds.dialogs, this.#keys.body],
    );
    for (const dialog of [...this.#deeds.dialogs, this.#keys.body])
      dialog.addEventListener('close', () => this.#backToEntries(dialog));
    app.addEventListener('click', event => this.#press(event));
    app.addEventListener('auxclick', event => this.#press(event));
    app.addEventListener('focusin', event => this.#follow(event));
    document.addEventListener('keydown', event => this.#key(event));
    window.setInterval(() => {
      this.#composer.tick();
      this.#entries.list.sayDays();
    }, 20_000);
  }

  hear(news: News): void {
    switch (news.type) {
      case 'panel':
        return this.#showPanel(news.view);
      case 'rows':
        return this.#entries.show(news, this.#zone);
      case 'pending':
        return this.#composer.showPending(news.pending);
      case 'history':
        return this.#deeds.showHistory(news.versions, this.#zone);
      case 'picture':
        return this.#pictures.show(news);
      case 'notice':
        return this.#notice.show(news.text);
      case 'written':
        return this.#composer.written(news.text);
      case 'edited':
        return this.#deeds.edited(news.entry, news.text, news.time);
      case 'compose':
        if (news.text !== null) this.#composer.add(news.text);
        return this.#composer.focus();
    }
  }

  /** By the incident’s clock, as its entries are. */
  #now(): number {
    return Date.now() + (this.#view?.clockOffsetMs ?? 0);
  }

  get #zone(): string {
    return this.#utc ? 'UTC' : (this.#view?.zone ?? 'UTC');
  }

  #showPanel(view: PanelView): void {
    const first = this.#view === null;
    this.#view = view;
    this.#composer.zone = view.zone;
    this.#header.show(view, this.#zone);
    this.#filters.show(view);
    this.#entries.sayNone();
    this.#save();
    if (!first) return;
    returnKeyboard(this.#composer.box);
    this.#deeds.showEdit();
  }

  #toggleUtc(): void {
    this.#utc = !this.#utc;
    this.#header.showUtc(this.#utc);
    if (this.#view) this.#showPanel(this.#view);
    this.#entries.showIn(this.#zone);
    this.#save();
  }

  #press(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target : null;
    const pressed = target?.closest<HTMLElement>('a, button');
    const item = target?.closest<HTMLElement>('li[data-id]');
    const id = item?.dataset['id'];
    if (pressed?.localName === 'a') {
      // VS Code’s own handler would scroll to the top for a “#”.
      event.preventDefault();
      event.stopPropagation();
    } else if (event.type !== 'click') return;
    if (!item || id === undefined || !pressed) return;
    const row = this.#entries.list.row(id);
    const { link, attachment, act } = pressed.dataset;
    if (link !== undefined) void this.#report({ type: 'openLink', entry: id, link: Number(link) });
    else if (attachment !== undefined)
      void this.#report({ type: 'openAttachment', entry: id, attachment: Number(attachment) });
    else if (act === 'history') void this.#report({ type: 'act', entry: id, action: 'history' });
    else if ('all' in pressed.dataset) this.#entries.unfold(id);
    else if ('menu' in pressed.dataset && row) this.#deeds.openMenu(row, item);
  }

  #follow({ target }: FocusEvent): void {
    const id = target instanceof HTMLElement && target.localName === 'li' ? target.dataset['id'] : undefined;
    if (id !== undefined && id !== this.#entries.list.current) this.#entries.list.focus(id);
  }

  #key(event: KeyboardEvent): void {
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
    if (event.key === 'Escape') return this.#escape(event);
    const typing = takesText(event.target);
    const does = timelineKeyOf(event, typing);
    if (does === null) return;
    const inList = event.target instanceof HTMLElement && event.target.localName === 'li';
    // A button takes Enter, Space and the arrows of its own.
    if (!inList && !['compose', 'search', 'keys'].includes(does)) return;
    event.preventDefault();
    this.#do(does);
  }

  /** An entry that was drawn anew while a dialog stood over it cannot be given the focus back by the browser. */
  #backToEntries(closed: HTMLElement): void {
    const current = this.#entries.list.current;
    const at = document.activeElement;
    const nowhere = at === document.body || closed.contains(at);
    if (nowhere && current !== null) this.#entries.list.focus(current);
  }

  #escape(event: KeyboardEvent): void {
    if (this.#deeds.closeMenu()) return event.preventDefault();
    if (event.target === this.#filters.box && this.#filters.box.value !== '') return;
    const current = this.#entries.list.current;
    if (takesText(event.target) && current !== null) {
      event.preventDefault();
      this.#entries.list.focus(current);
    }
  }

  #do(key: TimelineKey): void {
    if (isEntryKey(key)) {
      const id = this.#entries.list.current;
      const row = id === null ? undefined : this.#entries.list.row(id);
      return row && this.#deeds.press(key, row, this.#entries.list.item(row.id));
    }
    switch (key) {
      case 'next':
        return this.#step(1);
      case 'previous':
        return this.#step(-1);
      case 'pageDown':
        return this.#step(10);
      case 'pageUp':
        return this.#step(-10);
      case 'first':
      case 'last':
        return this.#entries.goToEdge(key);
      case 'compose':
        return this.#composer.focus();
      case 'search':
        return this.#filters.box.focus();
      case 'keys':
        return this.#keys.open();
    }
  }

  /** Behind the newest entry comes the box for the next one. */
  #step(by: number): void {
    if (!this.#entries.walk(by)) this.#composer.focus();
  }

  async #attach(file: File): Promise<void> {
    const read = await contentOf(file);
    if (!read.ok) return this.#notice.show(read.reason);
    const { content } = read;
    // A screenshot out of the clipboard is always called “image.png”.
    await this.#report({ type: 'attach', name: file.name.slice(0, 300) || 'screenshot.png', content });
  }

  async #report(request: WithoutId<FromTimeline>): Promise<Answer> {
    const answer = await this.host.ask(request);
    if (!answer.ok) this.#notice.show(answer.error);
    return answer;
  }

  /** A live region says only what is new in it. */
  #say(words: string): void {
    this.#said.textContent = '';
    whenIdle(() => (this.#said.textContent = words));
  }

  #save(): void {
    const saved: Saved = {
      restore: this.#view?.restore ?? this.host.saved?.restore ?? null,
      draft: this.#draft,
      edit: this.#edit,
      utc: this.#utc,
    };
    const text = JSON.stringify(saved);
    if (text === this.#lastShown) return;
    this.#lastShown = text;
    this.host.save(saved);
  }
}
