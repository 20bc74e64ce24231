import { splitAtHidden } from '../core/runbooks/hiddenCharacters.ts';
import { element } from './dom.ts';

/** A value as code: characters that cannot be seen, or turn the direction of others, stand as their codes. */
export function visibleText(text: string): HTMLElement {
  const parts = splitAtHidden(text).flatMap(({ visible, escape }) =>
    escape === null ? [visible] : [visible, element('span', { class: 'escape' }, escape)],
  );
  return element('code', { class: 'value', dir: 'ltr' }, ...parts);
}
