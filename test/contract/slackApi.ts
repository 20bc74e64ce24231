import { readFileSync } from 'node:fs';
import { OpenAPIBackend, OpenAPIValidator, type Document } from 'openapi-backend';
import type { RecordedRequest } from '../../src/drill/faults.ts';
import type { Judge } from './officialApiGateway.ts';
import { slackCorrections, usedMethods, type SlackDescription } from './slackCorrections.ts';

/** Slack’s official description, as a judge over requests and answers. */
export class SlackApi implements Judge {
  private constructor(private readonly validator: OpenAPIValidator) {}

  /** @param path of `slack-web.openapi.json` */
  static async load(path: string): Promise<SlackApi> {
    const description = JSON.parse(readFileSync(path, 'utf8')) as SlackDescription;
    for (const { apply } of slackCorrections) apply(description);
    const backend = new OpenAPIBackend({
      definition: asOpenApi3(description) as unknown as Document,
      strict: true,
      // Its check of the document knows OpenAPI 3.0 alone, where a type is never a list.
      quick: true,
      validate: false,
    });
    await backend.init();
    const validator = new OpenAPIValidator({
      definition: backend.definition,
      router: backend.router,
      lazyCompileValidators: true,
      ajvOpts: { allErrors: true },
      customizeAjv: ajv => ['uri', 'email'].reduce((all, format) => all.addFormat(format, /^\S+$/), ajv),
    });
    return new SlackApi(validator);
  }

  /** What is wrong with a request; empty where it is as described. */
  requestFaults(request: Pick<RecordedRequest, 'method' | 'path' | 'query' | 'headers' | 'body'>): string[] {
    const { method, headers } = request;
    const path = request.path.replace(/^\/api/, '');
    const query = Object.fromEntries(request.query);
    const body = request.body === '' ? undefined : (JSON.parse(request.body) as unknown);
    const operation = this.validator.router.matchOperation({ method, path, headers: {} });
    if (!operation) return [`${method} ${path} is not described`];
    const known = new Set(
      (operation.parameters ?? []).flatMap(one => ('name' in one && one.in === 'query' ? [one.name] : [])),
    );
    const strangers = Object.keys(query).filter(name => !known.has(name));
    return [
      ...sentences(this.validator.validateRequest({ method, path, query, headers, body })),
      ...strangers.map(name => `${name} is not described`),
    ];
  }

  /** What is wrong with an answer to a method; empty where it is as described. */
  responseFaults(name: string, status: number, contentType: string | null, body: unknown): string[] {
    // Every answer comes with 200; what is described as the default is the one that is not ok.
    const { ok } = body as { readonly ok?: unknown };
    return [
      ...sentences(this.validator.validateResponse(body, name, ok === true ? 200 : 400)),
      ...(status === 200 ? [] : [`Slack says it with 200, not ${status}`]),
      ...(contentType?.startsWith('application/json') ? [] : [`Content-Type is ${contentType}`]),
    ];
  }

  operationOf(method: string, path: string): string | undefined {
    const operation = { method, path: path.replace(/^\/api/, ''), headers: {} };
    return this.validator.router.matchOperation(operation)?.operationId;
  }
}

/** The used methods as OpenAPI 3, which is what the judge reads. */
function asOpenApi3({ paths, definitions }: SlackDescription): object {
  const used = Object.entries(usedMethods).map(([name, method]) => {
    const { parameters, responses } = paths[`/${name}`]![method]!;
    const fields = parameters.filter(one => one.in === 'formData');
    const schemaOf = ({ type }: { type: string }) => ({ type });
    const operation = {
      operationId: name,
      parameters: parameters
        .filter(one => one.in === 'query')
        .map(one => ({ ...one, type: undefined, schema: schemaOf(one) })),
      ...(method === 'post' && {
        requestBody: {
          required: true,
          content: {
            // “consumes” names JSON beside the form.
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: fields.filter(one => one.required).map(one => one.name),
                properties: Object.fromEntries(fields.map(one => [one.name, schemaOf(one)])),
              },
            },
          },
        },
      }),
      responses: Object.fromEntries(
        Object.entries(responses).map(([status, { schema }]) => [
          status === 'default' ? '400' : status,
          { description: status, content: { 'application/json': { schema } } },
        ]),
      ),
    };
    return [`/${name}`, { [method]: operation }] as const;
  });
  const document = {
    openapi: '3.1.0',
    info: { title: 'Slack Web API', version: '1.7.0' },
    paths: Object.fromEntries(used),
    components: { schemas: definitions },
  };
  return JSON.parse(JSON.stringify(document).replaceAll('#/definitions/', '#/components/schemas/')) as object;
}

function sentences({ errors }: ReturnType<OpenAPIValidator['validateRequest']>): string[] {
  return (errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
  );
}
