import { t } from '@vscode/l10n';
import type { GoTo } from '../protocol/runbook.ts';

export type KeyAction = GoTo | 'run' | 'source' | 'keys';

/** What of a KeyboardEvent counts. */
export interface Pressed {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

const single: Readonly<Record<string, KeyAction>> = {
  ...{ n: 'nextStep', j: 'nextStep', p: 'previousStep', k: 'previousStep' },
  ...{ f: 'nextFailure', F: 'previousFailure', '/': 'search', '?': 'keys', r: 'run', e: 'source' },
};

/** As the list of the keys shows them. */
export const keyList: readonly { readonly keys: readonly string[]; readonly words: string }[] = [
  { keys: ['n', 'j', 'Alt+↓'], words: t('Next step') },
  { keys: ['p', 'k', 'Alt+↑'], words: t('Previous step') },
  { keys: ['f'], words: t('Next block that failed') },
  { keys: [t('Shift+F')], words: t('Previous block that failed') },
  { keys: ['/', 'Ctrl+F'], words: t('Search; Enter and Shift+Enter go through what was found') },
  { keys: ['r'], words: t('Run the block that has the focus') },
  { keys: ['e'], words: t('Open the file where the focus is') },
  { keys: [t('Esc')], words: t('Close the search, a menu or a message') },
  { keys: ['?'], words: t('Show these keys') },
];

/** What a key does; null where it is not one of ours. `typing`: the focus is where text is written. */
export function actionOf({ key, altKey, ctrlKey, metaKey }: Pressed, typing: boolean): KeyAction | null {
  if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === 'f') return 'search';
  if (ctrlKey || metaKey || typing) return null;
  if (altKey) return key === 'ArrowDown' ? 'nextStep' : key === 'ArrowUp' ? 'previousStep' : null;
  return Object.hasOwn(single, key) ? single[key]! : null;
}

const modifiers: ReadonlySet<string> = new Set(['Control', 'Meta', 'Shift', 'Alt', 'AltGraph']);

/** The keys in the order in which they come: VS Code’s chords begin with Ctrl+K (Cmd+K), and the key after it is theirs. */
export class Keys {
  #chord = false;

  actionOf(pressed: Pressed, typing: boolean): KeyAction | null {
    if (modifiers.has(pressed.key)) return null;
    const theirs = this.#chord;
    this.#chord =
      !theirs && (pressed.ctrlKey || pressed.metaKey) && !pressed.altKey && pressed.key.toLowerCase() === 'k';
    return theirs ? null : actionOf(pressed, typing);
  }
}
