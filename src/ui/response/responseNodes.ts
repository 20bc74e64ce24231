import type { Incident } from '../../core/incidents/incident.ts';
import { type ChecklistItem, checklistItems } from '../../core/response/checklists.ts';
import type { Deadline } from '../../core/response/deadlines.ts';
import { holdersOf, missingRoles } from '../../core/response/roles.ts';
import type { ResponseRules } from '../../core/response/rules.ts';
import type { StageProposal } from '../../core/response/stageProposal.ts';
import type { ChecklistOwner } from '../../core/timeline/checklistName.ts';
import type { Response } from './responses.ts';

/** What a row of the response stands for; `incident` is what a command on it means. */
export type ResponseNode = { readonly incident: Incident } & (
  | { readonly type: 'severity'; readonly response: Response }
  | { readonly type: 'stage'; readonly response: Response }
  | { readonly type: 'proposal'; readonly proposal: StageProposal }
  | {
      readonly type: 'checklist';
      readonly owner: ChecklistOwner;
      readonly items: readonly ChecklistItem[];
      readonly bridge: string | null;
    }
  | {
      readonly type: 'item';
      readonly owner: ChecklistOwner;
      readonly item: ChecklistItem;
      /** What the response knows of it already; null for most. */
      readonly known: string | null;
    }
  | { readonly type: 'roles'; readonly roles: readonly RoleNode[] }
  | RoleNode
  | { readonly type: 'deadlines'; readonly deadlines: readonly DeadlineNode[] }
  | DeadlineNode
);

type RoleNode = {
  readonly type: 'role';
  readonly incident: Incident;
  readonly role: string;
  /** What it is called. */
  readonly title: string;
  /** What is expected of whoever has it; empty where nothing is said. */
  readonly duties: string;
  /** Null where nobody has it. */
  readonly person: string | null;
  readonly missing: boolean;
};

export type DeadlineNode = {
  readonly type: 'deadline';
  readonly incident: Incident;
  readonly deadline: Deadline;
};

/** The rows of a response, each below the one before in the order in which they are needed. */
export function responseNodes(
  response: Response,
  { roles, checklists }: ResponseRules,
): readonly ResponseNode[] {
  const { incident, state, proposal } = response;
  const checklistNode = (owner: ChecklistOwner): readonly ResponseNode[] => {
    const checklist = checklists.get(owner);
    if (!checklist || checklist.items.length === 0) return [];
    const items = checklistItems(checklist, state.ticks);
    return [{ type: 'checklist', incident, owner, items, bridge: state.bridge }];
  };
  const missing = missingRoles(state.severity, state.roles, roles);
  const roleNodes = roles.flatMap(({ name, title, duties }): RoleNode[] => {
    const holders = holdersOf(name, state.roles);
    const node = { type: 'role', incident, role: name, title, duties } as const;
    return holders.length > 0
      ? holders.map(person => ({ ...node, person, missing: false }))
      : [{ ...node, person: null, missing: missing.some(one => one.name === name) }];
  });
  const deadlines = response
    .deadlines(response.now())
    .filter(deadline => deadline.state !== 'done')
    .map((deadline): DeadlineNode => ({ type: 'deadline', incident, deadline }));
  return [
    { type: 'severity', incident, response },
    { type: 'stage', incident, response },
    ...(proposal ? [{ type: 'proposal', incident, proposal } as const] : []),
    ...(deadlines.length > 0 ? [{ type: 'deadlines', incident, deadlines } as const] : []),
    ...checklistNode(state.stage),
    { type: 'roles', incident, roles: roleNodes },
    // Below the roles, which must stay in sight.
    ...(state.severity === 'P1' ? checklistNode('warRoom') : []),
  ];
}

export function childrenOf(node: ResponseNode): readonly ResponseNode[] {
  if (node.type === 'roles') return node.roles;
  if (node.type === 'deadlines') return node.deadlines;
  if (node.type !== 'checklist') return [];
  const { incident, owner, items, bridge } = node;
  const knownOf = ({ id }: ChecklistItem) => (id === 'warRoom.bridge' ? bridge : null);
  return items.map(item => ({ type: 'item', incident, owner, item, known: knownOf(item) }));
}

/** How a row is told from the others, over every change of what it says. */
export function nodeId(node: ResponseNode): string {
  return JSON.stringify([node.incident.key, node.type, ...nameParts(node)]);
}

function nameParts(node: ResponseNode): readonly string[] {
  if (node.type === 'item') return [node.owner, node.item.id];
  if (node.type === 'role') return [node.role, node.person ?? ''];
  if (node.type === 'deadline') return [node.deadline.id];
  return node.type === 'checklist' ? [node.owner] : [];
}

/** Whether a command got the row of a role. */
export function isRoleNode(value: unknown): value is RoleNode {
  return (value as { type?: unknown } | undefined)?.type === 'role';
}

export function isDeadlineNode(value: unknown): value is DeadlineNode {
  return (value as { type?: unknown } | undefined)?.type === 'deadline';
}
