import { t } from '@vscode/l10n';
import { type EntryFilter, everything, type PanelView } from '../../core/timeline/panel/panelView.ts';
import { numberText } from '../details/locale.ts';
import { element } from '../dom.ts';
import { icon, type IconName } from '../icons.ts';
import { placeOfKeyboard, returnKeyboard } from '../keyboardPlace.ts';
import { groupWords } from './kindLooks.ts';

/** What of the entries is shown: search, and a toggle for each group of kinds and each person. */
export class FilterBar {
  readonly body = element('div', { class: 'filters' });
  readonly box = element('input', {
    type: 'search',
    placeholder: t('Search'),
    'aria-label': t('Search the timeline'),
    autocomplete: 'off',
    spellcheck: 'false',
  });
  readonly #toggles = element('div', { class: 'toggles' });
  readonly #people = element('div', { class: 'toggles', role: 'group', 'aria-label': t('People') });
  readonly #groups = element('div', { class: 'toggles', role: 'group', 'aria-label': t('Kinds') });
  #filter: EntryFilter = everything;
  #drawn = '';
  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly change: (filter: EntryFilter) => void) {
    this.#toggles.append(this.#groups, this.#people);
    this.body.append(
      element('div', { class: 'search-box', role: 'search' }, icon('search'), this.box),
      this.#toggles,
    );
    this.box.addEventListener('input', () => {
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => this.#set({ search: this.box.value.slice(0, 200) }), 150);
    });
  }

  get isOn(): boolean {
    return JSON.stringify(this.#filter) !== JSON.stringify(everything);
  }

  clear(): void {
    this.box.value = '';
    this.#filter = everything;
    this.change(this.#filter);
  }

  show(view: PanelView): void {
    this.#filter = view.filter;
    if (document.activeElement !== this.box) this.box.value = view.filter.search;
    const { groups, people, keyEvents, retracted, filter } = view;
    const drawn = JSON.stringify({ groups, people, keyEvents, retracted, filter });
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const focused = (placeOfKeyboard() as HTMLElement | null)?.dataset['toggle'];
    this.#groups.replaceChildren(
      ...groups.map(({ group, count }) =>
        this.#toggle(`group ${group}`, groupWords[group], count, filter.groups.includes(group), () =>
          this.#set({ groups: toggled(filter.groups, group) }),
        ),
      ),
      ...(keyEvents > 0 || filter.keyOnly
        ? [
            this.#toggle(
              'key',
              t('Key events'),
              keyEvents,
              filter.keyOnly,
              () => this.#set({ keyOnly: !filter.keyOnly }),
              'star',
            ),
          ]
        : []),
      ...(retracted > 0 || filter.retracted
        ? [
            this.#toggle('retracted', t('Retracted'), retracted, filter.retracted, () =>
              this.#set({ retracted: !filter.retracted }),
            ),
          ]
        : []),
    );
    // One person alone is no choice.
    const several = people.length > 1 || filter.people.length > 0;
    this.#people.replaceChildren(
      ...(several ? people : []).map(({ number, name, count }) =>
        this.#toggle(
          `person ${number}`,
          name || t('Somebody'),
          count,
          filter.people.includes(number),
          () => this.#set({ people: toggled(filter.people, number) }),
          'person',
        ),
      ),
    );
    if (focused !== undefined)
      returnKeyboard(this.body.querySelector<HTMLElement>(`[data-toggle="${CSS.escape(focused)}"]`));
  }

  #toggle(
    name: string,
    words: string,
    count: number,
    on: boolean,
    press: () => void,
    picture?: IconName,
  ): HTMLButtonElement {
    const made = element(
      'button',
      { type: 'button', class: 'quiet toggle', 'aria-pressed': String(on), 'data-toggle': name },
      ...(picture ? [icon(picture)] : []),
      element('span', {}, words),
      element('span', { class: 'count' }, numberText(count)),
    );
    made.addEventListener('click', press);
    return made;
  }

  #set(change: Partial<EntryFilter>): void {
    this.#filter = { ...this.#filter, ...change };
    this.change(this.#filter);
  }
}

function toggled<T>(list: readonly T[], value: T): readonly T[] {
  return list.includes(value) ? list.filter(each => each !== value) : [...list, value];
}
