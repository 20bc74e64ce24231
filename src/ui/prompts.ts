import * as vscode from 'vscode';
import { withoutIcons, withoutLinks } from './plainText.ts';

export type Checked = string | vscode.InputBoxValidationMessage | undefined | null;

export interface Line extends vscode.InputBoxOptions {
  readonly validateInput?: (text: string) => Checked;
}

/** What asks for a line; the only way to do it: what stands below the box is drawn with links and icons. */
export const prompts = {
  line: (options: Line) => {
    const { prompt, validateInput } = options;
    return vscode.window.showInputBox({
      ...options,
      ...(prompt !== undefined && { prompt: plain(prompt) }),
      ...(validateInput && { validateInput: (text: string) => plainCheck(validateInput(text)) }),
    });
  },
  /** A box that whoever asked for it shows and disposes of. */
  box: (prompt: string): vscode.InputBox => {
    const box = vscode.window.createInputBox();
    box.prompt = plain(prompt);
    return box;
  },
};

/** The only way to show that something takes its time: a notification draws links in its title. */
export function withProgress<T>(
  options: vscode.ProgressOptions,
  work: (token: vscode.CancellationToken) => Thenable<T>,
): Thenable<T> {
  const { title } = options;
  return vscode.window.withProgress(
    { ...options, ...(title !== undefined && { title: withoutLinks(title) }) },
    (_progress, token) => work(token),
  );
}

/** As it is read, and nothing that VS Code draws as anything else. */
export function plain(text: string): string {
  return withoutIcons(withoutLinks(text));
}

export function plainCheck(checked: Checked): Checked {
  if (!checked) return checked;
  return typeof checked === 'string' ? plain(checked) : { ...checked, message: plain(checked.message) };
}
