import * as vscode from 'vscode';
import { defaultFlags } from '../../core/response/rules.ts';
import type { IncidentPick } from '../incidentPick.ts';
import type { ResponseParts } from '../response/composeResponse.ts';
import { openResponse } from '../response/openResponse.ts';
import { flagName } from '../response/responseTexts.ts';
import { whichWords } from './changeIncidents.ts';

/** Says that something is so which escalation rules wait for, or that it is not so after all. */
export async function raiseFlag(
  parts: ResponseParts & { readonly pick: IncidentPick },
  args: readonly unknown[],
): Promise<void> {
  const incident = await parts.pick.one(args, undefined, { inTitle: true, remembered: true });
  if (!incident) return;
  const { state } = await openResponse(parts, incident);
  const asked = parts.rules().escalation.flatMap(({ when }) => (when.kind === 'flag' ? [when.flag] : []));
  const flags = [...new Set([...defaultFlags, ...asked])];
  const choice = await vscode.window.showQuickPick(
    flags.map(flag => {
      const raised = state.flags.has(flag);
      return {
        label: flagName(flag),
        description: raised ? vscode.l10n.t('said already: press to take it back') : '',
        flag,
        raised,
      };
    }),
    { title: vscode.l10n.t('What is so of {0}?', whichWords([incident])), ignoreFocusOut: true },
  );
  if (choice) await parts.deeds.flag(incident, choice.flag, !choice.raised, flagName(choice.flag));
}
