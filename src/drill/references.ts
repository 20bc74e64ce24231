import { invalidInput } from './apiError.ts';
import type { DrillAccount } from './drillAccount.ts';
import type { DrillBridge, DrillPolicy, DrillPriority, DrillService, DrillUser } from './records.ts';

export type Wish = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Wish {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object that a body must hold. @throws ApiError 2001 */
export function objectIn(body: unknown, name: string): Wish {
  const found = isRecord(body) ? body[name] : undefined;
  if (!isRecord(found)) throw invalidInput(`${name} must be an object`);
  return found;
}

/** A list that a body must hold. @throws ApiError 2001 */
export function listIn(body: unknown, name: string): readonly unknown[] {
  const found = isRecord(body) ? body[name] : undefined;
  if (!Array.isArray(found)) throw invalidInput(`${name} must be an array`);
  return found;
}

/** A text that a body must hold and that is not blank. @throws ApiError 2001 */
export function textIn(body: unknown, name: string): string {
  const found = isRecord(body) ? body[name] : undefined;
  if (typeof found !== 'string' || found.trim() === '') throw invalidInput(`${name} can’t be blank`);
  return found;
}

/** A text that a body may hold. @throws ApiError 2001 */
export function optionalTextIn(body: unknown, name: string): string | undefined {
  return isRecord(body) && body[name] !== undefined ? textIn(body, name) : undefined;
}

const idOf = (reference: unknown) => (isRecord(reference) ? reference['id'] : undefined);

function found<T>(rows: readonly T[], matches: (row: T) => boolean, name: string): T {
  const row = rows.find(matches);
  if (!row) throw invalidInput(`${name} not found`);
  return row;
}

/** What a reference of a body means. @throws ApiError 2001 where there is no such thing */
export class References {
  constructor(private readonly account: DrillAccount) {}

  user = (reference: unknown): DrillUser =>
    found(this.account.directory.users, ({ id }) => id === idOf(reference), 'User');

  policy = (reference: unknown): DrillPolicy =>
    found(this.account.directory.policies, ({ id }) => id === idOf(reference), 'Escalation policy');

  service = (reference: unknown): DrillService => {
    const services = Object.values(this.account.directory.services);
    return found(services, ({ id }) => id === idOf(reference), 'Service');
  };

  /** As an object with an id, or by its name. There is no way to take a priority away again. */
  priority = (wish: unknown): DrillPriority => {
    const { priorities } = this.account.directory;
    if (typeof wish === 'string') return found(priorities, ({ name }) => name === wish, 'Priority');
    if (!idOf(wish)) throw invalidInput('Priority id cannot be empty');
    return found(priorities, ({ id }) => id === idOf(wish), 'Priority');
  };

  /** `[{assignee: {id}}]`, one at least. */
  assignees = (wish: unknown): readonly DrillUser[] => {
    if (!Array.isArray(wish) || wish.length === 0) throw invalidInput('assignments must be a list');
    return wish.map((assignment: unknown) => {
      const assignee = isRecord(assignment) ? assignment['assignee'] : undefined;
      return found(this.account.directory.users, ({ id }) => id === idOf(assignee), 'Assignee');
    });
  };

  bridge = (wish: unknown): DrillBridge => {
    if (!isRecord(wish)) throw invalidInput('conference_bridge must be an object');
    return {
      number: optionalTextIn(wish, 'conference_number') ?? null,
      url: optionalTextIn(wish, 'conference_url') ?? null,
    };
  };
}
