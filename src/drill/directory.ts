import type { DrillPolicy, DrillPriority, DrillService, DrillTeam, DrillUser } from './records.ts';

/** The people and things of the drill’s account; they stay as they are while it runs. */
export interface Directory {
  /** The person at the keyboard: the one the user key belongs to. */
  readonly me: DrillUser;
  readonly colleague: DrillUser;
  readonly users: readonly DrillUser[];
  readonly teams: readonly DrillTeam[];
  readonly policies: readonly DrillPolicy[];
  readonly services: {
    readonly checkout: DrillService;
    readonly ordersDb: DrillService;
    readonly exports: DrillService;
  };
  /** Most severe first, as PagerDuty lists them. */
  readonly priorities: readonly [DrillPriority, DrillPriority, DrillPriority, DrillPriority];
}

export function createDirectory(newId: () => string): Directory {
  const user = (name: string, jobTitle: string): DrillUser => ({
    kind: 'user',
    id: newId(),
    name,
    email: `${name.toLowerCase().replace(' ', '.')}@example.com`,
    jobTitle,
  });
  const me = user('Robin Castillo', 'Site Reliability Engineer');
  const colleague = user('Mina Okafor', 'Database Engineer');
  const lead = user('Jonas Lindqvist', 'Engineering Manager');

  const storefront: DrillTeam = { id: newId(), name: 'Storefront' };
  const data: DrillTeam = { id: newId(), name: 'Data Platform' };
  const storefrontPolicy: DrillPolicy = { id: newId(), name: 'Storefront on call', levels: [me, lead] };
  const dataPolicy: DrillPolicy = {
    id: newId(),
    name: 'Data Platform on call',
    levels: [me, colleague, lead],
  };

  const service = (
    name: string,
    description: string,
    team: DrillTeam,
    policy: DrillPolicy,
  ): DrillService => ({
    kind: 'service',
    id: newId(),
    name,
    description,
    team,
    policy,
  });
  const priority = (name: string, order: number, color: string, description: string): DrillPriority => ({
    id: newId(),
    name,
    description,
    color,
    order,
  });

  return {
    me,
    colleague,
    users: [me, colleague, lead],
    teams: [storefront, data],
    policies: [storefrontPolicy, dataPolicy],
    services: {
      checkout: service('checkout', 'Takes orders and payments', storefront, storefrontPolicy),
      ordersDb: service('orders-db', 'The orders database and its connection pool', data, dataPolicy),
      exports: service('exports', 'Nightly exports for the warehouse', data, dataPolicy),
    },
    priorities: [
      priority('P1', 8, 'a8171c', 'Customers cannot use the product'),
      priority('P2', 4, 'eb6016', 'Many customers are affected'),
      priority('P3', 2, 'f9b406', 'Some customers notice'),
      priority('P4', 1, '555555', 'Nobody notices yet'),
    ],
  };
}
