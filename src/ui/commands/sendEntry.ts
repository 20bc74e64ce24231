import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { IncidentStore } from '../../core/incidents/incidentStore.ts';
import type { EntrySender } from '../changes/entrySender.ts';
import { type IncidentPick, withoutIcons } from '../incidentPick.ts';
import { fullTime } from '../localTime.ts';
import { notify } from '../notify.ts';
import type { Timelines } from '../timelines.ts';

export interface SendEntryParts {
  readonly entrySender: EntrySender;
  readonly pick: IncidentPick;
  readonly store: IncidentStore;
  readonly timelines: Timelines;
}

/** The entry that is named (`{ incidentKey, entryId }`, or a row of the timeline), else one that the person picks. */
export async function sendEntry(parts: SendEntryParts, args: readonly unknown[]): Promise<void> {
  const named = namedIn(args[0]);
  const incident = named ? await known(parts, named.incidentKey) : await parts.pick.one(args);
  if (!incident) {
    if (!named) return;
    throw new NotPossibleError(
      vscode.l10n.t('The incident of this entry is not known here any more.'),
      vscode.l10n.t('Refresh the incidents, or sign in to its account.'),
    );
  }
  const entryId = named?.entryId ?? (await chosen(parts, incident));
  if (entryId === undefined) return;
  const sent = await parts.entrySender.send(incident, entryId);
  if (!sent) void notify.info(vscode.l10n.t('The provider has this entry already.'));
}

/** What was resolved long ago has left the list, and its timeline is written up all the same. */
async function known(
  { store, timelines }: SendEntryParts,
  incidentKey: string,
): Promise<Incident | undefined> {
  const listed = store.get(incidentKey);
  if (listed) return listed;
  const remembered = (await timelines.remembered()).find(({ key }) => key === incidentKey);
  return remembered && store.latest(remembered);
}

async function chosen({ timelines }: SendEntryParts, incident: Incident): Promise<string | undefined> {
  const entries = (await timelines.view(incident))?.entries ?? [];
  const items = entries
    .filter(({ entry }) => entry.source.type !== 'provider')
    .reverse()
    .map(({ id, entry }) => ({
      label: withoutIcons(entry.text.replace(/\s+/g, ' ')),
      description: withoutIcons(`${fullTime(entry.at)} · ${entry.author}`),
      id,
    }));
  const choice = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Send an entry to the provider as a note'),
    placeHolder:
      items.length > 0
        ? vscode.l10n.t('Which? Everybody who sees the incident can read it.')
        : vscode.l10n.t('There is nothing in the timeline that the provider does not have.'),
    matchOnDescription: true,
  });
  return choice?.id;
}

function namedIn(argument: unknown): { readonly incidentKey: string; readonly entryId: string } | null {
  const { incidentKey, entryId, incident, viewed } = (argument ?? {}) as {
    readonly incidentKey?: unknown;
    readonly entryId?: unknown;
    readonly incident?: { readonly key?: unknown };
    readonly viewed?: { readonly id?: unknown };
  };
  const [key, id] = [incidentKey ?? incident?.key, entryId ?? viewed?.id];
  return typeof key === 'string' && typeof id === 'string' ? { incidentKey: key, entryId: id } : null;
}
