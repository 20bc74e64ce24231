import { utc } from '../../../../src/core/clock.ts';
import type { Action } from '../../../../src/core/incidents/action.ts';
import type { Reference } from '../../../../src/core/incidents/incident.ts';
import type { Directory } from '../../../../src/drill/directory.ts';
import { clockOff, rateLimited, type Fault } from '../../../../src/drill/faults.ts';

const day = 86_400_000;
/** After so long the client gives up, ms. */
export const timeoutMs = 20_000;

const html = '<html><body>Sign in to the hotel’s network</body></html>';

/** What a person may do to an incident; `number` tells it from all others. */
export function randomAction(
  random: () => number,
  { priorities, lead, me, colleague, workflows, policies }: Directory,
  number: number,
  { now, others }: { readonly now: number; readonly others: readonly Reference[] },
): Action {
  const { id, name, color, order } = priorities[Math.floor(random() * 4)]!;
  const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const target = { type: 'user', id: lead.id, name: lead.name } as const;
  const choices: readonly Action[] = [
    { type: 'acknowledge' },
    { type: 'acknowledge' },
    { type: 'resolve' },
    { type: 'retrigger' },
    { type: 'reassign', to: [one([lead, colleague, me])].map(user => ({ id: user.id, name: user.name })) },
    { type: 'delegate', policy: reference(one(policies)) },
    { type: 'escalate', level: 1 + (number % 2), targets: ['whoever it is'] },
    { type: 'merge', into: one(others) },
    { type: 'startWorkflow', workflow: one(workflows.map(workflow => reference(workflow))) },
    { type: 'cancelResponders', targets: [target], requester: me.id },
    { type: 'note', text: `note ${number}` },
    { type: 'note', text: `note ${number}` },
    { type: 'note', text: `note ${number}` },
    { type: 'setTitle', title: `Title ${number}` },
    { type: 'setPriority', priority: { id, name, color, order } },
    { type: 'setUrgency', urgency: number % 2 ? 'low' : 'high' },
    { type: 'snooze', until: utc(now + day) },
    { type: 'statusUpdate', message: `update ${number}` },
    {
      type: 'addResponders',
      targets: [target],
      message: `help ${number}`,
      requester: me.id,
    },
  ];
  return choices[Math.floor(random() * choices.length)]!;
}

function reference({ id, name }: Reference): Reference {
  return { id, name };
}

/** What may happen to a request, once or a few times: before it is carried out or after. */
export function randomFault(random: () => number, now: number): Fault {
  const below = (n: number) => Math.floor(random() * n);
  const afterCommit = random() < 0.5;
  const choices: readonly Fault[] = [
    { afterCommit, effect: { type: 'reset' } },
    { afterCommit, effect: { type: 'answer', status: 500 + below(5), body: html } },
    { afterCommit, effect: { type: 'answer', status: 503, body: { error: { message: 'x' } } } },
    { effect: rateLimited(5 + below(100)) },
    { effect: rateLimited() },
    { afterCommit: true, delayMs: timeoutMs + 5_000, effect: { type: 'none' } },
    { afterCommit, effect: { type: 'hang' } },
    { afterCommit, effect: { type: 'answer', status: 200, body: html } },
    { effect: { type: 'cut', bytes: below(60), then: afterCommit ? 'end' : 'reset' } },
    { effect: clockOff(now, afterCommit ? day : -day) },
  ];
  return { ...choices[below(choices.length)]!, times: random() < 0.8 ? 1 : 2 + below(3) };
}
