import * as vscode from 'vscode';
import type { IncidentStore } from '../../core/incidents/incidentStore.ts';
import {
  isFiltering,
  severities,
  statuses,
  urgencies,
  type IncidentFilter,
} from '../../core/incidents/list/incidentView.ts';
import type { IncidentViews } from '../../core/incidents/list/incidentViews.ts';
import { withoutIcons } from '../incidentPick.ts';
import { pickSeveral } from '../quickPicks.ts';
import type { Sessions } from '../sessions.ts';
import { severityWords, statusWords, urgencyWords } from '../viewWords.ts';
import { findIncidents } from './findIncidents.ts';

export interface FilterParts {
  readonly views: IncidentViews;
  readonly store: IncidentStore;
  readonly sessions: Sessions;
}

interface Step extends vscode.QuickPickItem {
  readonly take?: () => Promise<void>;
  /** Whether this ends the filtering rather than leading back here. */
  readonly last?: true;
}

interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** Filter after filter, each seen in the list at once, until Escape. */
export async function filterIncidents(parts: FilterParts): Promise<void> {
  let last: string | undefined;
  for (;;) {
    const step = await chooseStep(steps(parts), last);
    if (!step?.take) return;
    await step.take();
    if (step.last) return;
    last = step.label;
  }
}

export async function clearFilters(views: IncidentViews): Promise<void> {
  await views.clearFilter();
}

/** What is set is ticked, and says to what. */
function steps({ views, store, sessions }: FilterParts): Step[] {
  const { filter } = views.current;
  const set = (change: Partial<IncidentFilter>) => views.set({ filter: change });
  const toggle = (name: 'mine' | 'myTeams', label: string): Step =>
    step(label, filter[name] ? [vscode.l10n.t('on')] : [], () => set({ [name]: !filter[name] }));
  const list = <N extends 'urgencies' | 'severities' | 'statuses'>(
    name: N,
    label: string,
    values: readonly IncidentFilter[N][number][],
    words: Readonly<Record<string, string>>,
  ): Step => {
    const chosen: readonly string[] = filter[name];
    const items = values.map(value => choice<string>(value, words[value]!, chosen.includes(value)));
    const wordsOfChosen = chosen.map(value => words[value]!);
    return step(label, wordsOfChosen, () => pickMany(label, items, picked => set({ [name]: picked })));
  };
  const accounts = sessions.all().map(({ account: { id, label } }) => ({ id, label }));
  const services = knownServices(store, filter);
  return [
    toggle('mine', vscode.l10n.t('Mine')),
    toggle('myTeams', vscode.l10n.t('My Teams')),
    step(
      vscode.l10n.t('Service…'),
      filter.services.map(({ name }) => name),
      () =>
        pickMany(
          vscode.l10n.t('Service…'),
          services.map(service =>
            choice(
              service,
              service.name,
              filter.services.some(({ id }) => id === service.id),
            ),
          ),
          picked => set({ services: picked }),
        ),
    ),
    list('urgencies', vscode.l10n.t('Urgency…'), urgencies, urgencyWords()),
    list('severities', vscode.l10n.t('Severity…'), severities, severityWords()),
    list('statuses', vscode.l10n.t('Status…'), statuses, statusWords()),
    ...(accounts.length > 1 || filter.accounts.length > 0
      ? [
          step(
            vscode.l10n.t('Account…'),
            filter.accounts.map(id => accounts.find(account => account.id === id)?.label ?? id),
            () =>
              pickMany(
                vscode.l10n.t('Account…'),
                accounts.map(({ id, label }) => choice(id, label, filter.accounts.includes(id))),
                picked => set({ accounts: picked }),
              ),
          ),
        ]
      : []),
    step(vscode.l10n.t('Text…'), filter.text ? [vscode.l10n.t('“{0}”', filter.text)] : [], () =>
      findIncidents(views),
    ),
    ...(isFiltering(filter)
      ? [
          { label: '', kind: vscode.QuickPickItemKind.Separator },
          {
            label: vscode.l10n.t('Show All Incidents'),
            take: () => clearFilters(views),
            last: true as const,
          },
        ]
      : []),
  ];
}

function step(label: string, chosen: readonly string[], take: () => Promise<void>): Step {
  if (chosen.length === 0) return { label, take };
  const description = withoutIcons(chosen.join(', '));
  return { label, description, iconPath: new vscode.ThemeIcon('check'), take };
}

function choice<T>(value: T, words: string, picked: boolean): Choice<T> {
  return { label: withoutIcons(words), picked, value };
}

/** Those of the incidents that are here, and those that are chosen already. */
function knownServices(store: IncidentStore, { services }: IncidentFilter) {
  const known = new Map(services.map(service => [service.id, service]));
  for (const { service } of store.all()) if (service) known.set(service.id, service);
  return [...known.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** Nothing ticked stands for any; Escape changes nothing. */
async function pickMany<T>(
  title: string,
  items: readonly Choice<T>[],
  set: (picked: readonly T[]) => Promise<void>,
): Promise<void> {
  const placeHolder = vscode.l10n.t('None ticked: any');
  const picked = await pickSeveral(items, { title, placeHolder });
  if (picked) await set(picked.map(({ value }) => value));
}

/** Comes back to where it was, so that several are set without looking for the place again. */
async function chooseStep(items: readonly Step[], last: string | undefined): Promise<Step | undefined> {
  const quickPick = vscode.window.createQuickPick<Step>();
  quickPick.title = vscode.l10n.t('Filter Incidents');
  quickPick.placeholder = vscode.l10n.t('Choose what is shown; Escape when done');
  quickPick.items = items;
  quickPick.activeItems = items.filter(({ label }) => label === last);
  try {
    return await new Promise(resolve => {
      quickPick.onDidAccept(() => resolve(quickPick.selectedItems[0]));
      quickPick.onDidHide(() => resolve(undefined));
      quickPick.show();
    });
  } finally {
    quickPick.dispose();
  }
}
