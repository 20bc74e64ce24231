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

type Accept = (incident: Incident) => boolean;

/**
 * Which incidents a command means: those of the menu it was called from; else those selected in the tree or the
 * current one; else what the person picks. While something is selected that it cannot be done with, it asks: the
 * only other incident there is may not be the one that was meant.
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
  async one(args: readonly unknown[], accept: Accept = () => true): Promise<Incident | undefined> {
    const named = fromArguments(args);
    if (named.length > 0) return this.#fresh(named).find(accept);
    const working = this.parts.current.get();
    return working && accept(working) ? working : (await this.#choose(accept))?.[0];
  }

  async many(
    args: readonly unknown[],
    accept: Accept = () => true,
  ): Promise<readonly Incident[] | undefined> {
    const { current, selected } = this.parts;
    const named = fromArguments(args);
    if (named.length > 0) return this.#fresh(named).filter(accept);
    const several = selected();
    const chosen = several.length > 1 ? this.#fresh(several).filter(accept) : [];
    if (chosen.length > 0) return chosen;
    const working = current.get();
    return working && accept(working) ? [working] : this.#choose(accept);
  }

  async #choose(accept: Accept): Promise<readonly Incident[] | undefined> {
    const { store, current, selected } = this.parts;
    const possible = store.all().filter(accept);
    if (possible.length === 0) {
      throw new NotPossibleError(
        vscode.l10n.t('There is no incident that this can be done with now.'),
        vscode.l10n.t('Refresh the incidents, sign in, or start a drill.'),
      );
    }
    const undecided = current.get() === null && selected().length === 0;
    return possible.length === 1 && undecided ? possible : this.#ask(possible);
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
