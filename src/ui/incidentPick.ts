import * as vscode from 'vscode';
import { NotPossibleError } from '../core/errors.ts';
import type { Incident } from '../core/incidents/incident.ts';
import type { IncidentStore } from '../core/incidents/incidentStore.ts';
import type { CurrentIncident } from './currentIncident.ts';
import { severityText } from './trees/incidentNodes.ts';

/** A title may hold `$(name)`, which VS Code would draw as an icon; a zero-width space keeps it text. */
export function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$\u200b(');
}

interface NodeArgument {
  readonly type?: unknown;
  readonly incident?: Incident;
}

/**
 * Which incidents a command means: those of the menu it was called from, else those selected in the tree,
 * else the current one, else the only one there is, else what the person picks.
 */
export class IncidentPick {
  constructor(
    private readonly parts: {
      readonly store: IncidentStore;
      readonly current: CurrentIncident;
      readonly selected: () => readonly Incident[];
    },
  ) {}

  /** Undefined when the person picks nothing. Always as the store has it now, never as the menu remembered it. */
  async one(
    args: readonly unknown[],
    accept: (incident: Incident) => boolean = () => true,
  ): Promise<Incident | undefined> {
    return (await this.many(args, accept))?.[0];
  }

  async many(
    args: readonly unknown[],
    accept: (incident: Incident) => boolean = () => true,
  ): Promise<readonly Incident[] | undefined> {
    const { store, current, selected } = this.parts;
    const named = fromArguments(args);
    if (named.length > 0) return this.#fresh(named).filter(accept);
    const chosen = this.#fresh(selected()).filter(accept);
    if (chosen.length > 0) return chosen;
    const working = current.get();
    if (working && accept(working)) return [working];
    const possible = store.all().filter(accept);
    if (possible.length === 0) {
      throw new NotPossibleError(
        vscode.l10n.t('There is no incident that this can be done with now.'),
        vscode.l10n.t('Refresh the incidents, sign in, or start a drill.'),
      );
    }
    return possible.length === 1 ? possible : this.#ask(possible);
  }

  #fresh(incidents: readonly Incident[]): Incident[] {
    return incidents.map(incident => this.parts.store.get(incident.key) ?? incident);
  }

  async #ask(incidents: readonly Incident[]): Promise<readonly Incident[] | undefined> {
    const items = incidents.map(incident => ({
      label: withoutIcons(`${severityText(incident)}  ${incident.title}`),
      description: withoutIcons([incident.service?.name, incident.status].filter(Boolean).join(' · ')),
      incident,
    }));
    const choice = await vscode.window.showQuickPick(items, {
      placeHolder: vscode.l10n.t('Which incident?'),
      matchOnDescription: true,
    });
    return choice && [choice.incident];
  }
}

/** Menus call with the clicked node and, when several are selected, with all of them as the second argument. */
function fromArguments(args: readonly unknown[]): Incident[] {
  const [clicked, all] = args;
  const nodes = Array.isArray(all) && all.length > 0 ? (all as unknown[]) : [clicked];
  return nodes.flatMap(node => {
    const { type, incident } = (node ?? {}) as NodeArgument;
    return type === 'incident' && incident ? [incident] : [];
  });
}
