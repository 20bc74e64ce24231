import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { TitledLink } from '../../core/timeline/noteData.ts';
import { bridgeLink } from '../../core/timeline/knownLinks.ts';
import { webAddressOf } from '../../core/incidents/providers/wire.ts';
import type { IncidentPick } from '../incidentPick.ts';
import { notify } from '../notify.ts';
import { withProgress } from '../prompts.ts';
import type { TeamServices } from '../team/teamServices.ts';

export interface JoinBridgeParts {
  readonly pick: IncidentPick;
  readonly services: TeamServices;
  /** Hears what the addresses that were read are called. */
  readonly learn: (links: readonly TitledLink[]) => void;
}

/** Opens the meeting in a browser; the phone number stands beside it, ready to be copied. */
export async function joinBridge(
  { pick, services, learn }: JoinBridgeParts,
  args: readonly unknown[],
): Promise<void> {
  const incident = await pick.one(args);
  if (!incident) return;
  const bridge = await withProgress({ location: { viewId: 'onCall.incidents' } }, () =>
    services.bridgeOf(incident),
  );
  const address = webAddressOf(bridge?.url);
  const phone = bridge?.phone ?? null;
  if (address === null && phone === null) {
    throw new NotPossibleError(
      vscode.l10n.t('“{0}” has no conference bridge.', incident.title),
      vscode.l10n.t(
        'Say it with “On-Call: Set the Call of the Incident…”, or add it in PagerDuty or to the service in the team’s file.',
      ),
    );
  }
  if (address !== null) learn([bridgeLink(incident, address)]);
  // VS Code itself shows the address and asks, unless the person trusted the site before.
  if (address !== null) await vscode.env.openExternal(vscode.Uri.parse(address, true));
  if (phone !== null) void showPhone(phone, address !== null);
}

async function showPhone(phone: string, hasMeeting: boolean): Promise<void> {
  const copy = vscode.l10n.t('Copy Number');
  const words = hasMeeting
    ? vscode.l10n.t('The bridge by phone: {0}', phone)
    : vscode.l10n.t('This bridge is by phone: {0}', phone);
  if ((await notify.info(words, copy)) === copy) await vscode.env.clipboard.writeText(phone);
}
