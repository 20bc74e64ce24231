import { t } from '@vscode/l10n';
import type { EntryRow, VersionView } from '../../core/timeline/panel/panelView.ts';
import type { Answer } from '../../protocol/messages.ts';
import type { EntryAction, FromTimeline } from '../../protocol/timeline.ts';
import type { WithoutId } from '../host.ts';
import { type EditDeeds, EditDialog, type EditDraft, HistoryDialog } from './entryDialogs.ts';
import { EntryMenu, type MenuChoice } from './entryMenu.ts';
import type { EntryKey } from './timelineKeys.ts';

const said: { readonly [A in EntryAction]?: string } = {
  retract: t('Retracted'),
  restore: t('Restored'),
  markKey: t('Marked as key event'),
  unmarkKey: t('No key event any more'),
  copy: t('Copied'),
};

/** What a person does with one entry: by its menu, by a key, in a dialog. */
export class EntryDeeds {
  readonly #menu = new EntryMenu((choice, id) => void this.#choose(choice, id));
  readonly #edit: EditDialog;
  readonly #history = new HistoryDialog();
  readonly dialogs: readonly HTMLElement[];

  constructor(
    private readonly parts: {
      readonly ask: (request: WithoutId<FromTimeline>) => Promise<Answer>;
      readonly say: (words: string) => void;
      readonly row: (id: string) => EntryRow | undefined;
      /** In which times are typed. */
      readonly zone: () => string;
      readonly edit: EditDeeds;
    },
  ) {
    this.#edit = new EditDialog(parts.edit);
    this.dialogs = [this.#edit.body, this.#history.body];
  }

  /** The dialog as it stood when the page was thrown away. */
  restoreEdit(draft: EditDraft | null): void {
    if (draft) this.#edit.restore(draft);
  }

  /** Nothing where none stood open, or all of it was saved meanwhile. */
  showEdit(): void {
    this.#edit.show();
  }

  /** That much of what stands in the dialog is saved; null is what is not. */
  edited(entry: string, text: string | null, time: string | null): void {
    this.#edit.saved(entry, text, time);
  }

  openMenu(row: EntryRow, item: HTMLElement): void {
    this.#menu.open(row, item);
  }

  /** False where none was open. */
  closeMenu(): boolean {
    return this.#menu.close(true);
  }

  showHistory(versions: readonly VersionView[], zone: string): void {
    this.#history.show(versions, zone);
  }

  press(key: EntryKey, row: EntryRow, item: HTMLElement | undefined): void {
    switch (key) {
      case 'menu':
        return item && this.#menu.open(row, item);
      case 'editText':
      case 'editTime':
      case 'history':
      case 'copy':
        return void this.#choose(key, row.id);
      case 'retract':
        return void this.#choose(row.retracted ? 'restore' : 'retract', row.id);
      case 'key':
        return void this.#choose(row.key ? 'unmarkKey' : 'markKey', row.id);
      case 'output':
        return row.run ? void this.#choose('showOutput', row.id) : undefined;
      case 'runbook':
        return row.run ? void this.#choose('openRunbook', row.id) : undefined;
    }
  }

  async #choose(choice: MenuChoice, id: string): Promise<void> {
    const row = this.parts.row(id);
    if (!row) return;
    if (choice === 'editText' || choice === 'editTime') {
      if (row.retracted) return this.parts.say(t('Restore it first'));
      return this.#edit.open(row, this.parts.zone(), choice === 'editText' ? 'text' : 'time');
    }
    const answer = await this.parts.ask({ type: 'act', entry: id, action: choice });
    const words = said[choice];
    if (answer.ok && words !== undefined) this.parts.say(words);
  }
}
