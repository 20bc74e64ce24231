import { t } from '@vscode/l10n';
import { LocalZone } from '../../core/timeline/localZone.ts';
import { parseTime } from '../../core/timeline/when.ts';
import type { EntryRow, VersionView } from '../../core/timeline/panel/panelView.ts';
import { button } from '../buttons.ts';
import { clockText, dayKey, utcText } from '../details/times.ts';
import { dialog, element } from '../dom.ts';

export interface EntryEdit {
  readonly id: string;
  /** Null where it stayed as it was. */
  readonly text: string | null;
  readonly time: string | null;
}

/** Text and time of an entry. What was there before stays in its history. */
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
  #row: EntryRow | null = null;
  #zone = 'UTC';
  #timeBefore = '';

  constructor(
    save: (edit: EntryEdit) => void,
    /** By the incident’s clock, ms since the epoch. */
    private readonly now: () => number,
  ) {
    const submit = () => {
      const row = this.#row;
      const time = this.#time.value.trim() === this.#timeBefore ? null : this.#time.value;
      const text = this.#text.value === row?.text ? null : this.#text.value;
      if (!row || this.#problem() !== null) return;
      this.body.close();
      if (time !== null || text !== null) save({ id: row.id, text, time });
    };
    this.body.append(
      element('label', { for: 'edit-time' }, t('When it happened')),
      this.#time,
      this.#meant,
      element('label', { for: 'edit-text' }, t('What happened')),
      this.#text,
      element('p', { class: 'quiet-words' }, t('What was there before is kept in its history.')),
      element(
        'div',
        { class: 'dialog-actions' },
        button('ok', t('Save'), submit, 'primary'),
        button('failed', t('Cancel'), () => this.body.close(), 'secondary'),
      ),
    );
    this.#time.addEventListener('input', () => this.#say());
    this.#text.addEventListener('input', () => this.#say());
    this.body.addEventListener('keydown', event => {
      const inTime = event.target === this.#time && event.key === 'Enter';
      if (!inTime && !(event.key === 'Enter' && (event.ctrlKey || event.metaKey))) return;
      event.preventDefault();
      submit();
    });
  }

  open(row: EntryRow, zone: string, at: 'text' | 'time'): void {
    this.#row = row;
    this.#zone = zone;
    this.#timeBefore = `${dayKey(row.at, zone)} ${clockText(row.at, zone)}`;
    this.#time.value = this.#timeBefore;
    this.#text.value = row.text;
    this.#say();
    this.body.showModal();
    if (at === 'text') this.#text.focus();
    else {
      this.#time.focus();
      this.#time.select();
    }
  }

  #problem(): string | null {
    if (this.#text.value.trim() === '') return t('Retract the entry instead of emptying it.');
    if (this.#time.value.trim() === this.#timeBefore) return null;
    const time = parseTime(this.#time.value, this.now(), new LocalZone(this.#zone));
    return time.ok ? null : time.reason;
  }

  #say(): void {
    const problem = this.#problem();
    const time = parseTime(this.#time.value, this.now(), new LocalZone(this.#zone));
    this.#meant.classList.toggle('wrong', problem !== null);
    this.#meant.textContent =
      problem ??
      (time.ok
        ? `${dayKey(time.at, this.#zone)} ${clockText(time.at, this.#zone)} ${this.#zone} · ${utcText(time.at)}`
        : '');
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
