import type { Clock } from '../core/clock.ts';
import { notFound } from './apiError.ts';
import { directoryRoutes } from './directoryRoutes.ts';
import { DirectoryWire } from './directoryWire.ts';
import type { DrillAccount } from './drillAccount.ts';
import { incidentActionRoutes } from './incidentActionRoutes.ts';
import { incidentContextRoutes } from './incidentContextRoutes.ts';
import { incidentRoutes } from './incidentRoutes.ts';
import { IncidentWire } from './incidentWire.ts';
import { onCallRoutes } from './onCallRoutes.ts';
import { demand, type ApiRequest, type Route } from './routing.ts';
import { WireReferences } from './wireReferences.ts';
import { workflowRoutes } from './workflowRoutes.ts';

export type { ApiRequest } from './routing.ts';

export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** What every resource’s routes work with. */
export interface RouteParts {
  readonly account: DrillAccount;
  readonly clock: Clock;
  readonly references: WireReferences;
  readonly directory: DirectoryWire;
  readonly incidents: IncidentWire;
}

/** What the drill’s API offers, resource by resource. */
export class Routes {
  readonly #table: readonly (Route & { readonly pattern: RegExp })[];

  /** @param baseUrl without a slash at its end; links begin with it */
  constructor(
    private readonly account: DrillAccount,
    baseUrl: string,
    clock: Clock,
  ) {
    const references = new WireReferences(baseUrl);
    const directory = new DirectoryWire(references, account.directory);
    const incidents = new IncidentWire(references, directory, account.context.customFields);
    const parts: RouteParts = { account, clock, references, directory, incidents };
    const all = [
      incidentRoutes,
      incidentActionRoutes,
      incidentContextRoutes,
      directoryRoutes,
      onCallRoutes,
      workflowRoutes,
    ];
    this.#table = all
      .flatMap(routesOf => routesOf(parts))
      .map(route => ({ ...route, pattern: new RegExp(`^${route.path.replace('{id}', '([^/]+)')}$`) }));
  }

  answer(request: ApiRequest): ApiAnswer {
    for (const { method, pattern, handle, status = 200, part } of this.#table) {
      const match = method === request.method ? pattern.exec(request.path) : null;
      if (!match) continue;
      demand(part, this.account);
      return { status, body: handle(request, decode(match[1] ?? '')) };
    }
    throw notFound();
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw notFound();
  }
}
