import { t } from '@vscode/l10n';
import { type EntryText, parseEntryText } from '../../core/timeline/entryText.ts';
import { kindMarks } from '../../core/timeline/kindMarks.ts';
import { LocalZone } from '../../core/timeline/localZone.ts';
import type { PendingView } from '../../protocol/timeline.ts';
import { button } from '../buttons.ts';
import { clockText, dayKey, utcText } from '../details/times.ts';
import { element } from '../dom.ts';
import { icon } from '../icons.ts';
import { placeOfKeyboard, returnKeyboard } from '../keyboardPlace.ts';
import { sizeText } from './entryDrawing.ts';
import { kindLooks, markHints } from './kindLooks.ts';

export interface ComposerDeeds {
  /** By the incident’s clock, ms since the epoch. */
  readonly now: () => number;
  /** Resolves with false where it was not taken: then the text stays. */
  readonly write: (text: string, pending: readonly number[]) => Promise<boolean>;
  readonly attach: (file: File) => void;
  readonly chooseFile: () => void;
  readonly detach: (pending: number) => void;
  /** The text changed: it is kept over a reload. */
  readonly keep: (text: string) => void;
}

/** The box at the bottom: what is typed is shown back as it will be written. */
export class Composer {
  readonly body = element('form', { class: 'composer', 'aria-label': t('New entry') });
  readonly box = element('textarea', {
    rows: '1',
    'aria-label': t('What happened?'),
    'aria-describedby': 'composer-meant',
    placeholder: t('What happened? “10:15 …”, “-5m …”, “!decision”, “?hypothesis”, “#impact” …'),
  });
  readonly #meant = element('div', { id: 'composer-meant', class: 'meant' });
  readonly #marks = element('div', { class: 'marks', role: 'group', 'aria-label': t('Kind of the entry') });
  readonly #files = element('div', { class: 'attachments' });
  #zone = 'UTC';
  #pending: readonly PendingView[] = [];
  #writing = false;

  constructor(private readonly deeds: ComposerDeeds) {
    for (const [mark, kind] of Object.entries(kindMarks)) {
      const [picture, words] = kindLooks[kind];
      const made = button(picture, `${mark} ${words}`, () => this.#mark(mark), 'quiet');
      made.title = t('{0}: {1}', words, markHints[kind]);
      this.#marks.append(made);
    }
    const attach = button('clip', t('Attach File…'), () => deeds.chooseFile(), 'quiet');
    // Without Shift VS Code keeps what is dragged over a webview, and opens it.
    attach.title = t('Or paste a screenshot here, or drop a file while you hold Shift');
    const add = button('send', t('Add'), () => void this.#send(), 'primary');
    this.body.append(
      this.#files,
      element('div', { class: 'line' }, this.box, add),
      this.#meant,
      element('div', { class: 'tools' }, this.#marks, attach),
    );
    this.body.addEventListener('submit', event => event.preventDefault());
    this.box.addEventListener('input', () => this.#typed());
    this.box.addEventListener('keydown', event => this.#press(event));
    this.box.addEventListener('paste', event => this.#take(event, event.clipboardData));
    for (const over of ['dragenter', 'dragover'] as const) {
      this.body.addEventListener(over, event => {
        event.preventDefault();
        this.body.classList.add('dropping');
      });
    }
    this.body.addEventListener('dragleave', () => this.body.classList.remove('dropping'));
    this.body.addEventListener('drop', event => {
      this.body.classList.remove('dropping');
      this.#take(event, event.dataTransfer);
      event.preventDefault();
    });
    this.#typed();
  }

  set zone(zone: string) {
    if (zone === this.#zone) return;
    this.#zone = zone;
    this.#typed();
  }

  set text(text: string) {
    this.box.value = text;
    this.#typed();
  }

  /** What was begun elsewhere: under what stands here, on a line of its own. */
  add(text: string): void {
    const { value } = this.box;
    const before = value.trim() === '' ? '' : value;
    const apart = before === '' || before.endsWith('\n') ? '' : '\n';
    this.text = `${before}${apart}${text}`;
  }

  /** It stands in the timeline. What was typed after it, or meanwhile, is the next entry. */
  written(text: string): void {
    const { value } = this.box;
    if (value.startsWith(text)) this.text = value.slice(text.length);
  }

  focus(): void {
    this.box.focus();
  }

  /** As minutes go by, “now” is another time. */
  tick(): void {
    if (this.box.value.trim() !== '') this.#say();
  }

  showPending(pending: readonly PendingView[]): void {
    const hadFocus = this.#files.contains(placeOfKeyboard());
    this.#pending = pending;
    this.#files.replaceChildren(
      ...pending.map(({ number, name, bytes }) => {
        const remove = element(
          'button',
          { type: 'button', class: 'quiet', 'aria-label': t('Do not attach {0}', name) },
          icon('failed'),
        );
        remove.addEventListener('click', () => this.deeds.detach(number));
        return element(
          'span',
          { class: 'attachment' },
          icon('clip'),
          element('span', { class: 'words' }, name),
          element('span', { class: 'size' }, sizeText(bytes)),
          remove,
        );
      }),
    );
    if (hadFocus) returnKeyboard(this.box);
    this.#say();
  }

  #mark(mark: string): void {
    const bare = this.box.value.replace(/^\s*[!?=>#+]\s*/, '');
    this.box.value = `${mark} ${bare}`;
    this.box.focus();
    this.box.setSelectionRange(this.box.value.length, this.box.value.length);
    this.#typed();
  }

  #typed(): void {
    this.deeds.keep(this.box.value);
    this.#fit();
    this.#say();
  }

  /** As many lines as there are, up to eight. */
  #fit(): void {
    const lines = this.box.value.split('\n').length;
    this.box.rows = Math.min(8, Math.max(1, lines));
  }

  #parsed(): EntryText {
    const typed = this.box.value.trim() === '' && this.#pending.length > 0 ? t('Attached') : this.box.value;
    return parseEntryText(typed, this.deeds.now(), new LocalZone(this.#zone));
  }

  #say(): void {
    const empty = this.box.value.trim() === '' && this.#pending.length === 0;
    const entry = this.#parsed();
    this.#meant.classList.toggle('wrong', !empty && !entry.ok);
    if (empty) {
      this.#meant.textContent = t(
        'Enter adds it, Shift+Enter begins a new line. Time and kind may stand in front.',
      );
      return;
    }
    if (!entry.ok) {
      this.#meant.textContent = entry.reason;
      return;
    }
    const [picture, words] = kindLooks[entry.kind];
    const day =
      dayKey(entry.at, this.#zone) === dayKey(this.deeds.now(), this.#zone)
        ? ''
        : `${dayKey(entry.at, this.#zone)} `;
    const when = entry.timed ? `${day}${clockText(entry.at, this.#zone)} ${this.#zone}` : t('now');
    this.#meant.replaceChildren(
      icon(picture),
      element('strong', {}, words),
      element('span', { title: utcText(entry.at) }, when),
      element('span', { class: 'first-line' }, entry.text.split('\n')[0] ?? ''),
    );
  }

  #press(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.altKey || event.isComposing) return;
    event.preventDefault();
    void this.#send();
  }

  async #send(): Promise<void> {
    const text = this.box.value;
    if (this.#writing || (text.trim() === '' && this.#pending.length === 0)) return;
    if (!this.#parsed().ok) return this.#say();
    this.#writing = true;
    try {
      const taken = await this.deeds.write(
        text,
        this.#pending.map(({ number }) => number),
      );
      if (taken) this.written(text);
    } finally {
      this.#writing = false;
      this.#typed();
    }
  }

  #take(event: Event, data: DataTransfer | null): void {
    const files = [...(data?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    for (const file of files) this.deeds.attach(file);
  }
}
