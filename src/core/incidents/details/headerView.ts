import type { Incident } from '../incident.ts';
import type { TeamService } from '../../team/teamFile.ts';
import type { DetailsAction } from './detailsActions.ts';
import type { HeaderAccount, HeaderView, ResponseFact } from './detailsView.ts';
import type { ShownValues } from './shownValues.ts';
import { shortText } from '../../shortText.ts';

export interface HeaderContext {
  /** Null when the account is no longer connected. */
  readonly account: HeaderAccount | null;
  readonly notice: string | null;
  readonly response?: readonly ResponseFact[];
  /** Null where the team’s file does not name the service. */
  readonly service?: Pick<TeamService, 'owners' | 'dashboards' | 'chat'> | null;
  readonly actions: readonly DetailsAction[];
}

export function headerView(
  incident: Incident,
  { account, notice, response = [], service = null, actions }: HeaderContext,
  values: ShownValues,
): HeaderView {
  const names = (those: readonly { readonly name: string }[]) => those.map(({ name }) => name);
  return {
    number: incident.number === null ? null : values.copyable(`#${incident.number}`),
    id: values.copyable(incident.id),
    title: values.copyable(incident.title),
    link: incident.url === null ? null : values.link(incident.url, incident.url),
    status: incident.status,
    severity: incident.severity,
    urgency: incident.urgency,
    priority: incident.priority?.name ?? null,
    service: incident.service?.name ?? null,
    owners: service?.owners ?? [],
    dashboards: (service?.dashboards ?? []).map(({ name, url }) => values.link(name, url)),
    chat: service?.chat ?? null,
    teams: names(incident.teams),
    assignees: names(incident.assignees),
    acknowledgers: names(incident.acknowledgers),
    escalationPolicy: incident.escalationPolicy?.name ?? null,
    createdAt: Date.parse(incident.createdAt),
    updatedAt: msOf(incident.updatedAt),
    resolvedAt: msOf(incident.resolvedAt),
    acknowledgedUntil: msOf(incident.acknowledgedUntil),
    account: account?.label ?? null,
    drill: account?.drill ?? false,
    ...{ notice, response, actions },
  };
}

function msOf(time: string | null): number | null {
  return time === null ? null : Date.parse(time);
}

/** How the panel’s tab is called: “#12 Checkout error rate…”; a tab is narrow. */
export function tabTitle({ number, title }: Pick<HeaderView, 'number' | 'title'>): string {
  const short = shortText(title.text, 40);
  return number === null ? short : `${number.text} ${short}`;
}
