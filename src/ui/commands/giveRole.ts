import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import { handOverText } from '../../core/response/handOver.ts';
import { holdersOf, type Role } from '../../core/response/roles.ts';
import { languageOf } from '../../core/postmortem/languages/index.ts';
import { type IncidentPick, withoutIcons } from '../incidentPick.ts';
import { notify } from '../notify.ts';
import type { GeneratedTexts } from '../postMortems/generatedTexts.ts';
import { setItems } from '../quickPicks.ts';
import type { ResponseParts } from '../response/composeResponse.ts';
import { openResponse } from '../response/openResponse.ts';
import { isRoleNode } from '../response/responseNodes.ts';
import type { Response } from '../response/responses.ts';
import type { Sessions } from '../sessions.ts';

export type RoleParts = ResponseParts & {
  readonly pick: IncidentPick;
  readonly sessions: Sessions;
  readonly texts: GeneratedTexts;
};

/** Gives a role to a person who is asked for; whoever had it has it no longer. */
export async function assignRole(parts: RoleParts, args: readonly unknown[]): Promise<void> {
  const asked = await askRole(parts, args, () => true);
  if (!asked) return;
  const { incident, response, role } = asked;
  const person = await askPerson(parts, response, role);
  if (!person) return;
  const { state } = await openResponse(parts, incident);
  if (!(await parts.deeds.assign(incident, state, role, person))) throw hasItAlready(person, role);
}

/** The same, with a summary of how things stand: kept in the timeline and opened to be read or sent. */
export async function handOverRole(parts: RoleParts, args: readonly unknown[]): Promise<void> {
  const asked = await askRole(parts, args, ({ state }, { name }) => holdersOf(name, state.roles).length > 0);
  if (!asked) return;
  const { incident, role } = asked;
  const to = await askPerson(parts, asked.response, role);
  if (!to) return;
  // As it stands now: others go on while the person is chosen.
  const response = await openResponse(parts, incident);
  const holders = holdersOf(role.name, response.state.roles);
  // Of a role that several have, the row that was pressed says whose goes.
  const from = role.shared && asked.person !== null ? asked.person : (holders.at(-1) ?? null);
  const { rules, clock, deeds } = parts;
  const { roles, checklists } = rules();
  const text = handOverText(
    {
      ...{ incident, state: response.state, entries: response.entries, roles },
      deadlines: response.deadlines(response.now()),
      checklist: checklists.get(response.state.stage) ?? null,
    },
    { role: role.name, from, to },
    languageOf(vscode.env.language),
  );
  if (!(await deeds.handOver(incident, response.state, role, from, to))) {
    throw hasItAlready(to, role);
  }
  await deeds.note(incident, text, clock.now());
  // Read, not edited: what is to be changed is the entry.
  const name = vscode.l10n.t('Hand-over of {0}', role.title).replaceAll('/', ' ');
  await vscode.window.showTextDocument(parts.texts.keep(`${name}.md`, text), { preview: true });
  const copy = vscode.l10n.t('Copy the Summary');
  const said = vscode.l10n.t('{0} is {1}. The summary stands in the timeline.', to, role.title);
  if ((await notify.info(said, copy)) === copy) await vscode.env.clipboard.writeText(text);
}

export async function giveUpRole(parts: RoleParts, args: readonly unknown[]): Promise<void> {
  const asked = await askRole(parts, args, ({ state }, { name }) => holdersOf(name, state.roles).length > 0);
  if (!asked) return;
  const { incident, response, role } = asked;
  const holders = holdersOf(role.name, response.state.roles);
  const person =
    asked.person ?? (holders.length > 1 ? await vscode.window.showQuickPick([...holders]) : holders[0]);
  if (person) await parts.deeds.giveUp(incident, role.name, person);
}

function hasItAlready(person: string, { title }: Role): NotPossibleError {
  return new NotPossibleError(
    vscode.l10n.t('{0} already has the role {1}.', person, title),
    vscode.l10n.t('Choose somebody else.'),
  );
}

interface Asked {
  readonly incident: Incident;
  readonly response: Response;
  readonly role: Role;
  /** Of the row that was pressed; null for none. */
  readonly person: string | null;
}

async function askRole(
  parts: RoleParts,
  args: readonly unknown[],
  accepts: (response: Response, role: Role) => boolean,
): Promise<Asked | undefined> {
  const incident = await parts.pick.one(args, undefined, { remembered: true });
  if (!incident) return undefined;
  const response = await openResponse(parts, incident);
  const { roles } = parts.rules();
  const [node] = args;
  if (isRoleNode(node)) {
    const role = roles.find(({ name }) => name === node.role);
    return role && { incident, response, role, person: node.person };
  }
  const items = roles
    .filter(role => accepts(response, role))
    .map(role => ({
      label: role.title,
      description: withoutIcons(
        holdersOf(role.name, response.state.roles).join(', ') || vscode.l10n.t('nobody'),
      ),
      role,
    }));
  const choice = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Which role?'),
    placeHolder: items.length === 0 ? vscode.l10n.t('Nobody has a role yet.') : '',
    ignoreFocusOut: true,
  });
  return choice && { incident, response, role: choice.role, person: null };
}

/** Those who are at it first, then everybody whom the provider knows; or a name that is typed. */
async function askPerson(
  { sessions, author, boundary }: RoleParts,
  { incident, state }: Response,
  { name, title }: Role,
): Promise<string | undefined> {
  const near = new Set([
    author(),
    ...state.roles.map(({ person }) => person),
    ...[...incident.acknowledgers, ...incident.assignees].map(person => person.name),
  ]);
  for (const holder of holdersOf(name, state.roles)) near.delete(holder);
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly person: string }>();
  pick.title = vscode.l10n.t('Who is {0}?', title);
  pick.placeholder = vscode.l10n.t('A name');
  pick.ignoreFocusOut = true;
  pick.keepScrollPosition = true;
  let known = [...near];
  const show = () => {
    const typed = pick.value.trim();
    const own = typed !== '' && !known.some(person => person.toLowerCase() === typed.toLowerCase());
    const items = [...known, ...(own ? [typed] : [])].map(person => ({
      label: withoutIcons(person),
      ...(person === author() ? { description: vscode.l10n.t('you') } : {}),
      person,
    }));
    setItems(pick, items, row => row.person.toLowerCase());
  };
  show();
  pick.onDidChangeValue(show);
  const session = sessions.get(incident.accountId);
  if (session?.provider.capabilities.directory) {
    pick.busy = true;
    session.provider.people('').then(
      people => {
        known = [...new Set([...near, ...people.map(person => person.name)])];
        pick.busy = false;
        show();
      },
      (error: unknown) => {
        // A name can be typed all the same.
        boundary.log('Reading the people', error);
        pick.busy = false;
      },
    );
  }
  try {
    return await new Promise(resolve => {
      // Whoever types fast presses Enter before the row with the typed name is there.
      pick.onDidAccept(() => resolve(pick.selectedItems[0]?.person ?? (pick.value.trim() || undefined)));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}
