import * as vscode from 'vscode';
import { type CommandId, commandIds } from '../contributed.ts';
import type { DisposableStore } from '../disposables.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';

/**
 * Gets what the menu or keybinding passes: the clicked tree node and all selected ones, or nothing. What it resolves to
 * is for other commands that call it.
 */
export type CommandHandler = (...args: readonly unknown[]) => Promise<unknown> | void;

/** Every contributed command exactly once: a missing or unknown one does not compile. */
export type CommandTable = { readonly [id in CommandId]: CommandHandler };

/**
 * Registers all commands behind the error boundary, so that no failure is silent and none is shown raw. A command
 * is asked for when it is run: what it is made of need not be loaded before.
 */
export function registerCommands(
  commandOf: (id: CommandId) => Promise<CommandHandler>,
  boundary: ErrorBoundary,
  owner: DisposableStore,
): void {
  for (const id of commandIds) {
    owner.add(
      vscode.commands.registerCommand(id, async (...args: unknown[]) => {
        try {
          await (
            await commandOf(id)
          )(...args);
        } catch (error) {
          boundary.report(id, error);
        }
      }),
    );
  }
}
