import * as vscode from 'vscode';
import { withoutLinks } from './plainText.ts';

/** Messages that do not wait in front of everything else; the only way to show one. */
export const notify = {
  /** A question that must be answered before anything goes on; undefined where it was declined. */
  ask: (question: string, detail: string, ...answers: string[]) =>
    vscode.window.showWarningMessage(
      withoutLinks(question),
      { modal: true, detail: withoutLinks(detail) },
      ...answers,
    ),
  info: (message: string, ...actions: string[]) =>
    vscode.window.showInformationMessage(withoutLinks(message), ...actions),
  warn: (message: string, ...actions: string[]) =>
    vscode.window.showWarningMessage(withoutLinks(message), ...actions),
  error: (message: string, ...actions: string[]) =>
    vscode.window.showErrorMessage(withoutLinks(message), ...actions),
};
