import { readFileSync } from 'node:fs';
import { OpenAPIBackend, OpenAPIValidator, type Document } from 'openapi-backend';
import type { RecordedRequest } from '../../src/drill/faults.ts';
import { corrections, type Description } from './corrections.ts';
import { isAddress } from '../../src/core/webAddress.ts';

const isUrl = (text: string) => isAddress(text);

/** The formats that the description uses; without these the validator would let everything pass. */
const formats: Readonly<Record<string, RegExp | ((text: string) => boolean)>> = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/,
  email: /^[^\s@]+@[^\s@]+$/,
  url: isUrl,
  uri: isUrl,
  tzinfo: /^[A-Za-z]+(?:\/[A-Za-z_+-]+)*$/,
  time: /^\d\d:\d\d(?::\d\d)?/,
  'partial-time': /^\d\d:\d\d(?::\d\d)?/,
  'activesupport-time-zone': /./,
};

/** What the client and the drill use of it; some of the other paths are not valid OpenAPI, so they are left out. */
const usedPaths = [
  '/incidents',
  '/incidents/{id}',
  '/incidents/{id}/alerts',
  '/incidents/{id}/custom_fields/values',
  '/incidents/{id}/log_entries',
  '/incidents/{id}/merge',
  '/incidents/{id}/notes',
  '/incidents/{id}/past_incidents',
  '/incidents/{id}/related_change_events',
  '/incidents/{id}/related_incidents',
  '/incidents/{id}/responder_requests',
  '/incidents/{id}/responder_requests/cancel',
  '/incidents/{id}/snooze',
  '/incidents/{id}/status_updates',
  '/escalation_policies',
  '/escalation_policies/{id}',
  '/incident_workflows',
  '/incident_workflows/{id}/instances',
  '/oncalls',
  '/schedules',
  '/services',
  '/services/{id}',
  '/teams',
  '/users',
  '/users/me',
  '/users/{id}',
  '/priorities',
  '/abilities',
];

/** PagerDuty’s official description, as a judge over requests and responses. */
export class OfficialApi {
  private constructor(
    private readonly validator: OpenAPIValidator,
    readonly description: Description,
  ) {}

  /** @param path of `pagerduty-subset.openapi.json` */
  static async load(path: string): Promise<OfficialApi> {
    const description = JSON.parse(readFileSync(path, 'utf8')) as Description;
    for (const { apply } of corrections) apply(description);
    const paths = Object.fromEntries(usedPaths.map(name => [name, description.paths[name]]));
    const backend = new OpenAPIBackend({
      definition: structuredClone({ ...description, paths }) as unknown as Document,
      strict: true,
      validate: false,
    });
    await backend.init();
    const validator = new OpenAPIValidator({
      definition: backend.definition,
      router: backend.router,
      // Compiling all of it takes many times as long as all tests; an operation is compiled when it is judged.
      lazyCompileValidators: true,
      ajvOpts: { allErrors: true },
      customizeAjv: ajv =>
        Object.entries(formats).reduce((all, [name, format]) => all.addFormat(name, format), ajv),
    });
    return new OfficialApi(validator, description);
  }

  /** What is wrong with a request; empty where it is as described. */
  requestFaults(request: Pick<RecordedRequest, 'method' | 'path' | 'query' | 'headers' | 'body'>): string[] {
    const { method, path, headers } = request;
    const query: Record<string, string | string[]> = {};
    for (const name of new Set(request.query.keys())) {
      const values = request.query.getAll(name);
      query[name] = name.endsWith('[]') ? values : (values[0] ?? '');
    }
    const body = request.body === '' ? undefined : (JSON.parse(request.body) as unknown);
    if (!this.operationOf(method, path)) return [`${method} ${path} is not described`];
    return sentences(this.validator.validateRequest({ method, path, query, headers, body }));
  }

  /** What is wrong with an answer to an operation; empty where it is as described. */
  responseFaults(operationId: string, status: number, contentType: string | null, body: unknown): string[] {
    const declared = this.validator.router.getOperation(operationId)?.responses ?? {};
    // The validator has nothing to say about a status that is not described; that is a fault, too.
    if (!Object.hasOwn(declared, String(status)))
      return [`${operationId} is not described to answer ${status}`];
    const faults = sentences(this.validator.validateResponse(body, operationId, status));
    return contentType?.startsWith('application/json')
      ? faults
      : [...faults, `Content-Type is ${contentType}`];
  }

  operationOf(method: string, path: string): string | undefined {
    return this.validator.router.matchOperation({ method, path, headers: {} })?.operationId;
  }
}

function sentences({ errors }: ReturnType<OpenAPIValidator['validateRequest']>): string[] {
  return (errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
  );
}
