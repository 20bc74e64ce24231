import * as vscode from 'vscode';
import { type Checked, type Line, plain, plainCheck, prompts } from './prompts.ts';

/**
 * Asks for one line after the other, in one box. With a box for each, VS Code gives the keyboard back to the page below
 * between two of them, and a page takes it a moment later: what is typed then goes there, not into the box that is shown.
 */
export class LineBox implements vscode.Disposable {
  readonly #box = prompts.box('');

  /** What was entered; undefined where the person gave up. One line is asked for at a time. */
  ask({ title, prompt, value = '', password = false, validateInput }: Line): Promise<string | undefined> {
    const box = this.#box;
    const said = () => plainCheck(validateInput?.(box.value)) || undefined;
    box.title = title;
    box.prompt = prompt === undefined ? prompt : plain(prompt);
    // First, so that what was entered before is never shown where it was a secret.
    box.value = value;
    box.password = password;
    box.valueSelection = [0, value.length];
    box.validationMessage = undefined;
    // Whoever answers has to look at the page, or elsewhere, for what the value is.
    box.ignoreFocusOut = true;
    return new Promise(resolve => {
      const listeners = [
        box.onDidChangeValue(() => (box.validationMessage = said())),
        box.onDidAccept(() => {
          box.validationMessage = said();
          if (!isRefused(box.validationMessage)) end(box.value);
        }),
        box.onDidHide(() => end(undefined)),
      ];
      const end = (entered: string | undefined) => {
        for (const listener of listeners) listener.dispose();
        resolve(entered);
      };
      box.show();
    });
  }

  dispose(): void {
    this.#box.dispose();
  }
}

function isRefused(checked: Checked): boolean {
  if (!checked) return false;
  return typeof checked === 'string' || checked.severity === vscode.InputBoxValidationSeverity.Error;
}
