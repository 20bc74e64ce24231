import { t } from '@vscode/l10n';
import { LocalZone } from '../../core/timeline/localZone.ts';
import { parseTime } from '../../core/timeline/when.ts';
import type { EntryRow, VersionView } from '../../core/timeline/panel/panelView.ts';
import type { Answer } from '../../protocol/messages.ts';
import type { FromTimeline } from '../../protocol/timeline.ts';
import { button } from '../buttons.ts';
import { clockText, dayKey, utcText } from '../details/times.ts';
import { dialog, element } from '../dom.ts';
import type { WithoutId } from '../host.ts';

/** What stands in the dialog while it is open. */
export interface EditDraft {
  readonly id: string;
  readonly text: string;
  readonly time: string;
  /** As they were when it was opened, or were saved since: what stayed like that is not sent. */
  readonly textBefore: string;
  readonly timeBefore: string;
  /** Of both times. */
  readonly zone: string;
}

export interface EditDeeds {
  /** By the incident’s clock, ms since the epoch. */
  readonly now: () => number;
  readonly save: (
    edit: WithoutId<Extract<FromTimeline, { readonly type: 'editText' | 'editTime' }>>,
  ) => Promise<Answer>;
  /** Of what was refused once the dialog is closed. */
  readonly refused: (reason: string) => void;
  /** It is kept while the panel is hidden; null once it is closed. */
  readonly keep: (draft: EditDraft | null) => void;
}

/** Text and time of an entry. What was there before stays in its history. It stays open until both are taken. */
export class EditDialog {
  readonly body = dialog('edit', t('Edit the entry'));
  readonly #time = element('input', {
    type: 'text',
    id: 'edit-time',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  readonly #meant = element('p', { class: 'meant', role: 'status' });
  readonly #text = element('textarea', { id: 'edit-text', rows: '5' });
  readonly #refused = element('p', { class: 'refused', role: 'alert' });
  #draft: EditDraft | null = null;
  #saving = false;

  constructor(private readonly deeds: EditDeeds) {
    const submit = () => void this.#submit();
    this.body.append(
      element('label', { for: 'edit-time' }, t('When it happened')),
      this.#time,
      this.#meant,
      element('label', { for: 'edit-text' }, t('What happened')),
      this.#text,
      this.#refused,
      element('p', { class: 'quiet-words' }, t('What was there before is kept in its history.')),
      element(
        'div',
        { class: 'dialog-actions' },
        button('ok', t('Save'), submit, 'primary'),
        button('failed', t('Cancel'), () => this.#close(), 'secondary'),
      ),
    );
    for (const box of [this.#time, this.#text]) box.addEventListener('input', () => this.#typed());
    this.body.addEventListener('close', () => {
      if (!this.body.open) this.#keep(null);
    });
    this.body.addEventListener('keydown', event => {
      const inTime = event.target === this.#time && event.key === 'Enter';
      if (!inTime && !(event.key === 'Enter' && (event.ctrlKey || event.metaKey))) return;
      event.preventDefault();
      submit();
    });
  }

  open({ id, at, text }: EntryRow, zone: string, field: 'text' | 'time'): void {
    const time = `${dayKey(at, zone)} ${clockText(at, zone)}`;
    this.restore({ id, text, time, textBefore: text, timeBefore: time, zone });
    this.show();
    if (field === 'text') return;
    this.#time.focus();
    this.#time.select();
  }

  /** As it stood when the page was thrown away. */
  restore(draft: EditDraft): void {
    this.#time.value = draft.time;
    this.#text.value = draft.text;
    this.#keep(draft);
    this.#refuse([]);
    this.#say();
  }

  show(): void {
    if (!this.#draft) return;
    this.body.showModal();
    this.#text.focus();
  }

  /** That much of it is saved; null is what is not. */
  saved(entry: string, text: string | null, time: string | null): void {
    const draft = this.#draft;
    if (draft?.id !== entry) return;
    const [textBefore, timeBefore] = [text ?? draft.textBefore, time ?? draft.timeBefore];
    this.#keep({ ...draft, textBefore, timeBefore });
    if (!this.#changed('text') && !this.#changed('time')) this.#close();
  }

  /** Each for itself: with a time that is refused the text is saved all the same. */
  async #submit(): Promise<void> {
    const draft = this.#draft;
    if (!draft || this.#saving || this.#problem() !== null) return;
    const { id: entry, text, time } = draft;
    const [newTime, newText] = [this.#changed('time'), this.#changed('text')];
    if (!newTime && !newText) return this.#close();
    this.#saving = true;
    this.#refuse([]);
    const reasons: string[] = [];
    if (newTime) {
      const answer = await this.deeds.save({ type: 'editTime', entry, time });
      if (answer.ok) this.saved(entry, null, time);
      else reasons.push(answer.error);
    }
    if (newText) {
      const answer = await this.deeds.save({ type: 'editText', entry, text });
      if (answer.ok) this.saved(entry, text, null);
      else reasons.push(answer.error);
    }
    this.#saving = false;
    if (this.#draft?.id === entry) this.#refuse(reasons);
    else for (const reason of reasons) this.deeds.refused(reason);
  }

  #changed(field: 'text' | 'time'): boolean {
    const { text, textBefore, time, timeBefore } = this.#draft!;
    return field === 'text' ? text !== textBefore : time.trim() !== timeBefore.trim();
  }

  #typed(): void {
    this.#keep(this.#draft && { ...this.#draft, text: this.#text.value, time: this.#time.value });
    this.#say();
  }

  #keep(draft: EditDraft | null): void {
    this.#draft = draft;
    this.deeds.keep(draft);
  }

  #close(): void {
    this.#keep(null);
    this.body.close();
  }

  #refuse(reasons: readonly string[]): void {
    this.#refused.textContent = reasons.join(' ');
    this.#refused.hidden = reasons.length === 0;
  }

  #problem(): string | null {
    if (this.#text.value.trim() === '') return t('Retract the entry instead of emptying it.');
    if (!this.#draft || !this.#changed('time')) return null;
    const time = this.#parsedTime(this.#draft.zone);
    return time.ok ? null : time.reason;
  }

  #parsedTime(zone: string) {
    return parseTime(this.#time.value, this.deeds.now(), new LocalZone(zone));
  }

  #say(): void {
    const problem = this.#problem();
    const zone = this.#draft?.zone ?? 'UTC';
    const time = this.#parsedTime(zone);
    this.#meant.classList.toggle('wrong', problem !== null);
    this.#meant.textContent =
      problem ??
      (time.ok ? `${dayKey(time.at, zone)} ${clockText(time.at, zone)} ${zone} · ${utcText(time.at)}` : '');
  }
}

/** Every version of an entry, the newest first. */
export class HistoryDialog {
  readonly body = dialog('history', t('History of the entry'));
  readonly #list = element('ol');

  constructor() {
    this.body.append(
      this.#list,
      button('failed', t('Close'), () => this.body.close(), 'secondary'),
    );
  }

  show(versions: readonly VersionView[], zone: string): void {
    const items = versions.map((version, index) => {
      const before = versions[index - 1];
      const head = element(
        'div',
        { class: 'entry-head' },
        element('strong', {}, deedOf(version, before)),
        element('span', {}, t('by {0}', version.author)),
        element(
          'span',
          { class: 'quiet-words', title: utcText(version.writtenAt) },
          `${dayKey(version.writtenAt, zone)} ${clockText(version.writtenAt, zone)}`,
        ),
      );
      const item = element('li', {}, head);
      if (!before || before.at !== version.at) {
        const { at } = version;
        const words = t('Happened {0} {1} ({2})', dayKey(at, zone), clockText(at, zone), zone);
        item.append(element('div', { class: 'quiet-words', title: utcText(at) }, words));
      }
      if (!before || before.text !== version.text)
        item.append(element('div', { class: 'text' }, version.text));
      return item;
    });
    this.#list.replaceChildren(...items.reverse());
    if (!this.body.open) this.body.showModal();
  }
}

/** What somebody did with this version. */
function deedOf(version: VersionView, before: VersionView | undefined): string {
  if (!before) return t('Written');
  if (version.retracted) return t('Retracted');
  if (before.retracted) return t('Restored');
  const deeds = [
    ...(before.text !== version.text ? [t('text edited')] : []),
    ...(before.at !== version.at ? [t('time edited')] : []),
    ...(before.key !== version.key
      ? [version.key ? t('marked as key event') : t('no key event any more')]
      : []),
  ];
  if (deeds.length === 0) return t('Written again');
  const words = deeds.join(', ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
