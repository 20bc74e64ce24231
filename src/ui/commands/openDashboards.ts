import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import { webAddressOf } from '../../core/incidents/providers/wire.ts';
import { type IncidentPick, withoutIcons } from '../incidentPick.ts';
import type { TeamServices } from '../team/teamServices.ts';

export interface OpenDashboardsParts {
  readonly pick: IncidentPick;
  readonly services: TeamServices;
}

/** Opens a dashboard of the incident’s service in a browser; one alone without a question. */
export async function openDashboards(
  { pick, services }: OpenDashboardsParts,
  args: readonly unknown[],
): Promise<void> {
  const { t } = vscode.l10n;
  const incident = await pick.one(args);
  if (!incident) return;
  const service = await services.serviceOf(incident);
  const items = (service?.dashboards ?? []).flatMap(({ name, url }) => {
    const address = webAddressOf(url);
    return address === null
      ? []
      : [{ label: withoutIcons(name), description: new URL(address).host, address }];
  });
  if (items.length === 0) {
    const where = t(
      'Write them into the team’s file: “dashboards” of the service (“On-Call: Edit Team File”).',
    );
    throw new NotPossibleError(
      incident.service === null
        ? t('“{0}” names no service, so it has no dashboards.', incident.title)
        : t('No dashboards of “{0}” are known.', incident.service.name),
      where,
    );
  }
  const chosen =
    items.length === 1
      ? items[0]
      : await vscode.window.showQuickPick(items, {
          title: t('Which dashboard of {0}?', withoutIcons(service!.name)),
          ignoreFocusOut: true,
        });
  // VS Code itself shows the address and asks, unless the person trusted the site before.
  if (chosen) await vscode.env.openExternal(vscode.Uri.parse(chosen.address, true));
}
