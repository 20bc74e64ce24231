import * as vscode from 'vscode';

/**
 * VS Code makes links of `[text](address)` in a message, and opens `command:` ones too. What an incident, an
 * alert or a provider says must never become one: a zero-width space keeps it text.
 */
function plainMessage(text: string): string {
  return text.replaceAll('](', ']\u200b(');
}

/** Messages that do not wait in front of everything else; the only way to show one. */
export const notify = {
  /** A question that must be answered before anything goes on; undefined where it was declined. */
  ask: (question: string, detail: string, ...answers: string[]) =>
    vscode.window.showWarningMessage(
      plainMessage(question),
      { modal: true, detail: plainMessage(detail) },
      ...answers,
    ),
  info: (message: string, ...actions: string[]) =>
    vscode.window.showInformationMessage(plainMessage(message), ...actions),
  warn: (message: string, ...actions: string[]) =>
    vscode.window.showWarningMessage(plainMessage(message), ...actions),
  error: (message: string, ...actions: string[]) =>
    vscode.window.showErrorMessage(plainMessage(message), ...actions),
};
