import type { InputBox, InputBoxOptions } from 'vscode';

/**
 * Boxes that `answer` fills in for a person, at each time that one is shown: it gets what showInputBox would be given and
 * may type with `validateInput`; what it answers is typed and accepted, and nothing closes the box.
 */
export function inputBoxes(
  answer: (options: InputBoxOptions) => PromiseLike<string | undefined>,
): () => InputBox {
  return () => {
    const listeners = {
      change: new Set<() => void>(),
      accept: new Set<() => void>(),
      hide: new Set<() => void>(),
    };
    const event = (of: keyof typeof listeners) => (listener: () => void) => {
      listeners[of].add(listener);
      return { dispose: () => void listeners[of].delete(listener) };
    };
    const fire = (of: keyof typeof listeners) => [...listeners[of]].forEach(listener => listener());
    const type = (text: string) => {
      box.value = text;
      fire('change');
      return box.validationMessage ?? null;
    };
    const box = {
      value: '',
      onDidChangeValue: event('change'),
      onDidAccept: event('accept'),
      onDidHide: event('hide'),
      show: () => {
        const { title = '', prompt = '', value, password, ignoreFocusOut } = box;
        void answer({ title, prompt, value, password, ignoreFocusOut, validateInput: type }).then(text => {
          if (text !== undefined) type(text);
          fire(text === undefined ? 'hide' : 'accept');
        });
      },
      dispose: () => {},
    } as unknown as InputBox;
    return box;
  };
}
