import type {
  DrillLevel,
  DrillPolicy,
  DrillPriority,
  DrillSchedule,
  DrillService,
  DrillTeam,
  DrillUser,
  DrillWorkflow,
} from './records.ts';

/** The people and things of the drill’s account; they stay as they are while it runs. */
export interface Directory {
  /** The person at the keyboard: the one the user key belongs to. */
  readonly me: DrillUser;
  readonly colleague: DrillUser;
  /** Stands on the last level of both teams by name. */
  readonly lead: DrillUser;
  readonly users: readonly DrillUser[];
  /** `me` belongs to the first two. */
  readonly teams: readonly DrillTeam[];
  readonly schedules: readonly DrillSchedule[];
  readonly policies: readonly DrillPolicy[];
  readonly services: {
    readonly checkout: DrillService;
    readonly ordersDb: DrillService;
    readonly exports: DrillService;
  };
  /** Most severe first, as PagerDuty lists them. */
  readonly priorities: readonly [DrillPriority, DrillPriority, DrillPriority, DrillPriority];
  readonly workflows: readonly DrillWorkflow[];
}

const hour = 3_600_000;
const day = 24 * hour;

/** @param now the first turns begin at the latest hand-over before it: `me` and `colleague` are on call then */
export function createDirectory(newId: () => string, now: number): Directory {
  const team = (name: string, description: string): DrillTeam => ({ id: newId(), name, description });
  const storefront = team('Storefront', 'What customers see and click');
  const data = team('Data Platform', 'Databases and exports');
  const network = team('Network', 'Load balancers, DNS and links');

  const user = (name: string, jobTitle: string, timeZone: string, ...teams: DrillTeam[]): DrillUser => ({
    kind: 'user',
    id: newId(),
    name,
    email: `${name.toLowerCase().replace(' ', '.')}@example.com`,
    jobTitle,
    timeZone,
    teams,
  });
  const me = user('Robin Castillo', 'Site Reliability Engineer', 'Europe/Berlin', storefront, data);
  const colleague = user('Mina Okafor', 'Database Engineer', 'Africa/Lagos', data);
  const lead = user('Jonas Lindqvist', 'Engineering Manager', 'Europe/Stockholm', storefront, data);
  const sofia = user('Sofia Marchetti', 'Frontend Engineer', 'America/New_York', storefront);
  const kenji = user('Kenji Watanabe', 'Payments Engineer', 'Asia/Tokyo', storefront);
  const priya = user('Priya Raman', 'Data Engineer', 'Asia/Kolkata', data);
  const elena = user('Elena Petrova', 'Network Engineer', 'Europe/Sofia', network);
  const tomas = user('Tomas Ferreira', 'Network Engineer', 'America/Sao_Paulo', network);

  /** `handOver` is the UTC hour of 9:00 in winter there; turns are whole days, so summer time moves it by an hour. */
  const schedule = (
    name: string,
    owner: DrillTeam,
    { timeZone, handOver }: { readonly timeZone: string; readonly handOver: number },
    days: number,
    ...users: DrillUser[]
  ): DrillSchedule => {
    const anchor = Math.floor((now - handOver * hour) / day) * day + handOver * hour;
    return { kind: 'schedule', id: newId(), name, timeZone, team: owner, users, anchor, turn: days * day };
  };
  const berlin = { timeZone: 'Europe/Berlin', handOver: 8 };
  const newYork = { timeZone: 'America/New_York', handOver: 14 };
  const tokyo = { timeZone: 'Asia/Tokyo', handOver: 0 };
  // Two days at least: nobody’s first turn ends within the day in which the drill is tried out.
  const storefrontFirst = schedule('Storefront primary', storefront, berlin, 2, me, sofia, kenji);
  const storefrontSecond = schedule('Storefront secondary', storefront, newYork, 7, sofia, kenji, me);
  const dataFirst = schedule('Data Platform primary', data, newYork, 3, me, priya, colleague);
  const dataSecond = schedule('Data Platform secondary', data, tokyo, 7, colleague, priya);
  const networkFirst = schedule('Network primary', network, tokyo, 2, elena, tomas);

  const policy = (
    name: string,
    owner: DrillTeam,
    description: string,
    ...levels: DrillLevel[]
  ): DrillPolicy => ({ kind: 'policy', id: newId(), name, description, team: owner, levels });
  const level = (delayMinutes: number, ...targets: DrillLevel['targets']): DrillLevel => ({
    delayMinutes,
    targets,
  });
  const storefrontPolicy = policy(
    'Storefront on call',
    storefront,
    'Whoever sells must be reachable',
    level(5, storefrontFirst),
    level(10, storefrontSecond),
    level(15, lead),
  );
  const dataPolicy = policy(
    'Data Platform on call',
    data,
    'Databases first, reports tomorrow',
    level(5, dataFirst),
    level(15, dataSecond),
    level(30, lead),
  );
  const networkPolicy = policy(
    'Network on call',
    network,
    'It is not always DNS',
    level(10, networkFirst),
    level(20, tomas, elena),
  );

  const service = (
    name: string,
    description: string,
    owner: DrillTeam,
    itsPolicy: DrillPolicy,
  ): DrillService => ({ kind: 'service', id: newId(), name, description, team: owner, policy: itsPolicy });
  const priority = (name: string, order: number, color: string, description: string): DrillPriority => ({
    id: newId(),
    name,
    description,
    color,
    order,
  });
  const workflow = (name: string, description: string): DrillWorkflow => ({
    id: newId(),
    name,
    description,
    createdAt: now - 90 * day,
  });

  return {
    me,
    colleague,
    lead,
    users: [me, colleague, lead, sofia, kenji, priya, elena, tomas],
    teams: [storefront, data, network],
    schedules: [storefrontFirst, storefrontSecond, dataFirst, dataSecond, networkFirst],
    policies: [storefrontPolicy, dataPolicy, networkPolicy],
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
    workflows: [
      workflow('Major incident', 'Opens a bridge, calls the incident commander, tells the status page'),
      workflow('Security review', 'Asks the security team to look at the incident'),
    ],
  };
}
