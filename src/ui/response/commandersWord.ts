import * as vscode from 'vscode';

/** Who decided something; null where nobody had to be asked. */
export interface CommandersWord {
  readonly decidedBy: string | null;
}

/**
 * Who decided what the Incident Commander alone decides: asked where somebody else has the command than the person at
 * this machine. Undefined where nothing was decided.
 * @param commander null where nobody has the command
 * @param author the person at this machine @param what “Declare the end of the incident”
 */
export async function commandersWord(
  commander: string | null,
  author: string,
  what: string,
): Promise<CommandersWord | undefined> {
  if (commander === null || commander === author) return { decidedBy: null };
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
