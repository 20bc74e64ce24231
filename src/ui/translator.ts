import * as vscode from 'vscode';

/** The words of the core’s findings and hints, in the language of VS Code. */
export const translator = {
  t: (message: string, ...args: (string | number)[]) => vscode.l10n.t(message, ...args),
};
