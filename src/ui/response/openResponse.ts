import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { ResponseParts } from './composeResponse.ts';
import type { Response } from './responses.ts';

/** A timeline on a slow disk is waited for so long. */
const patienceMs = 10_000;

/** The response to an incident that a command is about, once its timeline was read. Rejects with NotPossibleError. */
export async function openResponse(
  { responses, current, clock }: ResponseParts,
  incident: Incident,
): Promise<Response> {
  current.set(incident);
  const known = responses.of(incident.key);
  if (known) return known;
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      listening.dispose();
      cancel();
      end();
    };
    const listening = responses.onDidChange(key => {
      const response = key === incident.key ? responses.of(key) : null;
      if (response) settle(() => resolve(response));
    });
    const cancel = clock.after(patienceMs, () =>
      settle(() =>
        reject(
          new NotPossibleError(
            vscode.l10n.t(
              'The timeline of this incident cannot be read, so nobody knows how its response stands.',
            ),
            vscode.l10n.t('See what the view “Timeline” says about it, and try again.'),
          ),
        ),
      ),
    );
  });
}
