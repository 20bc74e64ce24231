import * as vscode from 'vscode';
import { OnCallError } from '../core/errors.ts';
import { type Claims, mayTell } from '../core/incidents/notifications/claims.ts';
import type { OutboxItem } from '../core/incidents/outbox/outbox.ts';
import { actionWords } from './actionWords.ts';
import type { ErrorBoundary } from './errorBoundary.ts';

/** Who tells of a refusal: true for one of all windows, and of those in a window who might. */
export function mayTellOfRefusal(
  { claims, boundary }: { readonly claims: Claims; readonly boundary: Pick<ErrorBoundary, 'log'> },
  { id, revision }: OutboxItem,
): Promise<boolean> {
  return mayTell(claims, `refused ${id} ${revision}`, error =>
    boundary.log('Agreeing who tells of a refusal', error),
  );
}

export class RefusedItemError extends OnCallError {
  readonly nextStep: string;

  constructor({ label, action, reason, nextStep }: OutboxItem) {
    super(`${label}, ${actionWords(action)}: ${reason ?? vscode.l10n.t('It was refused.')}`);
    this.nextStep = nextStep ?? '';
  }
}

/** Names the first few; all of them stand in the view “Not Sent Yet”, each with its reason. */
export class SomeRefusedError extends OnCallError {
  readonly nextStep: string;

  constructor(refused: readonly OutboxItem[], all: number, waiting: number) {
    super(
      areResolved(refused)
        ? vscode.l10n.t(
            '{0} of {1} were resolved meanwhile, and this would open them again.',
            refused.length,
            all,
          )
        : vscode.l10n.t('{0} of {1} were refused. {2}', refused.length, all, firstOf(refused)),
    );
    this.nextStep = nextStepFor(refused.length, all, waiting);
  }
}

/** For those that nobody waited for any more. */
export class LateRefusedError extends OnCallError {
  readonly nextStep = vscode.l10n.t('“Not Sent Yet” lists them, each with its reason.');

  constructor(refused: readonly OutboxItem[]) {
    super(
      areResolved(refused)
        ? vscode.l10n.t(
            '{0} that had waited were resolved meanwhile, and this would open them again.',
            refused.length,
          )
        : vscode.l10n.t('{0} that had waited were refused. {1}', refused.length, firstOf(refused)),
    );
  }
}

function areResolved(refused: readonly OutboxItem[]): boolean {
  return refused.every(({ incident }) => incident?.status === 'resolved');
}

function firstOf(refused: readonly OutboxItem[]): string {
  return refused
    .slice(0, 3)
    .map(({ label, reason }) => `${label}: ${reason ?? ''}`)
    .join(' ');
}

function nextStepFor(refused: number, all: number, waiting: number): string {
  if (refused === all) return vscode.l10n.t('“Not Sent Yet” lists them, each with its reason.');
  if (waiting === 0)
    return vscode.l10n.t('Everything else was done. “Not Sent Yet” lists them, each with its reason.');
  return vscode.l10n.t(
    '“Not Sent Yet” lists them, each with its reason, and the {0} that still wait.',
    waiting,
  );
}
