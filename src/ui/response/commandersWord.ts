import * as vscode from 'vscode';
import { holdersOf, incidentCommander } from '../../core/response/roles.ts';
import type { ResponseState } from '../../core/response/responseState.ts';

/** Who decided something; null where nobody had to be asked. */
export interface CommandersWord {
  readonly decidedBy: string | null;
}

/**
 * Who decided what the Incident Commander alone decides: asked where somebody else has the command than the person at
 * this machine. Undefined where nothing was decided.
 * @param author the person at this machine @param what “Declare the end of the incident”
 */
export async function commandersWord(
  { roles }: Pick<ResponseState, 'roles'>,
  author: string,
  what: string,
): Promise<CommandersWord | undefined> {
  const commander = holdersOf(incidentCommander, roles).at(-1);
  if (commander === undefined || commander === author) return { decidedBy: null };
  const { t } = vscode.l10n;
  const choice = await vscode.window.showQuickPick(
    [
      { label: t('{0} decided it', commander), description: t('Incident Commander'), decidedBy: commander },
      { label: t('I decide it in their place'), description: author, decidedBy: author },
    ],
    { title: t('{0}: who decided it?', what), ignoreFocusOut: true },
  );
  return choice && { decidedBy: choice.decidedBy };
}
