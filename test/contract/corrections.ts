/** The parts of an OpenAPI document that the corrections touch. */
export interface Description {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: {
    readonly parameters: Record<string, Parameter>;
    readonly responses: Record<string, unknown>;
    readonly schemas: Record<string, Schema>;
  };
}

interface Operation {
  operationId?: string;
  parameters?: (Parameter & { $ref?: string })[];
  responses: Record<string, unknown>;
}

interface Parameter {
  in: string;
  required?: boolean;
  explode?: boolean;
  schema: Schema;
}

interface Schema {
  [keyword: string]: unknown;
  properties?: Record<string, Schema>;
  allOf?: Schema[];
}

export interface Correction {
  readonly reason: string;
  readonly apply: (description: Description) => void;
}

/**
 * Where the official description is wrong, and only there. Everything else is held to it as it stands; a
 * correction that is no longer needed fails a test.
 */
export const corrections: readonly Correction[] = [
  {
    reason: 'Content-Type is said to be required on GET, which has no body. It stays required on writes.',
    apply: description => {
      for (const operation of operations(description, ['get'])) {
        operation.parameters = withoutContentType(operation.parameters ?? []);
      }
      // One path says it for all its methods, of which it has one.
      for (const path of Object.values(description.paths)) {
        const { parameters } = path as { readonly parameters?: unknown };
        if (Array.isArray(parameters) && !path['put'] && !path['post'])
          Object.assign(path, { parameters: withoutContentType(parameters as Parameter[]) });
      }
    },
  },
  {
    reason: 'From is said to be required on every write; user keys do not need it, only account keys do.',
    apply: ({ components }) => {
      parameter(components.parameters, 'from_header').required = false;
    },
  },
  {
    reason: 'Parameters that may be repeated (name[]=a&name[]=b) are typed as one string.',
    apply: ({ components }) => {
      for (const one of Object.values(components.parameters)) {
        if (one.in !== 'query' || one.explode !== true || one.schema['type'] !== 'string') continue;
        one.schema = { type: 'array', items: { ...one.schema, uniqueItems: undefined }, uniqueItems: true };
      }
    },
  },
  {
    reason: 'These are null in the official examples or by their own description, but typed as never null.',
    apply: ({ components }) => {
      const incident = propertiesOf(components.schemas, 'Incident');
      for (const name of [
        'incident_key',
        'resolved_at',
        'alert_grouping',
        'priority',
        'resolve_reason',
        'conference_bridge',
      ]) {
        incident[name] = { anyOf: [incident[name], { type: 'null' }] };
      }
    },
  },
  {
    reason:
      'AcknowledgeLogEntry demands two types at once: acknowledge_log_entry, which is real, and another.',
    apply: ({ components }) => {
      const type = propertiesOf(components.schemas, 'AcknowledgeLogEntry')['type'];
      if (!type) throw new Error('AcknowledgeLogEntry has no type any more');
      type['enum'] = ['acknowledge_log_entry'];
    },
  },
  {
    reason: 'A channel of a log entry must fit exactly one of five shapes that all fit the same objects.',
    apply: ({ components }) => {
      const channel = schema(components.schemas, 'Channel');
      channel['anyOf'] = channel['oneOf'];
      delete channel['oneOf'];
    },
  },
  {
    reason: 'The details of an alert are a plain string from some integrations; only an object is described.',
    apply: ({ components }) => {
      const body = propertiesOf(components.schemas, 'Alert')['body'];
      if (!body?.properties) throw new Error('Alert has no body any more');
      body.properties['details'] = { anyOf: [{ type: 'object' }, { type: 'string' }] };
    },
  },
  {
    reason:
      'The body of an incident is a plain string in the official examples; only an object is described.',
    apply: ({ components }) => {
      const body = schema(components.schemas, 'IncidentBody').properties;
      if (!body) throw new Error('IncidentBody has no properties any more');
      body['details'] = { anyOf: [{ type: 'object' }, { type: 'string' }] };
    },
  },
  {
    reason:
      'A custom field has a plain value in the official examples; only objects that hold one are described.',
    apply: ({ components }) => {
      const value = propertiesOf(components.schemas, 'CustomFieldsFieldValue')['value'];
      const shapes = value?.['oneOf'];
      if (!Array.isArray(shapes)) throw new Error('A custom field’s value has no list of shapes any more');
      // Added behind: other parts of the description point at those that are there.
      shapes.push(...['string', 'number', 'boolean', 'null'].map(type => ({ type })), {
        type: 'array',
        items: { type: 'string' },
      });
    },
  },
  {
    reason: 'Null by their own description, or for an on-call of somebody by name, but typed as never null.',
    apply: ({ components }) => {
      const onCall = propertiesOf(components.schemas, 'Oncall');
      for (const name of ['schedule', 'start', 'end']) {
        onCall[name] = { anyOf: [onCall[name], { type: 'null' }] };
      }
    },
  },
  {
    reason: 'What include[] makes whole is described as a reference only.',
    apply: ({ components }) => {
      for (const [owner, field, whole] of [
        ['EscalationPolicy', 'services', 'Service'],
        ['EscalationPolicy', 'teams', 'Team'],
        ['User', 'teams', 'Team'],
        ['Service', 'teams', 'Team'],
        ['Service', 'escalation_policy', 'EscalationPolicy'],
        ['Oncall', 'user', 'User'],
        ['Oncall', 'schedule', 'Schedule'],
        ['Oncall', 'escalation_policy', 'EscalationPolicy'],
      ] as const) {
        const properties = propertiesOf(components.schemas, owner);
        const either = (reference: unknown): Schema => ({
          anyOf: [reference, { $ref: `#/components/schemas/${whole}` }],
        });
        const list = properties[field];
        if (list?.['type'] === 'array') list['items'] = either(list['items']);
        else properties[field] = either(list);
      }
    },
  },
  {
    reason: 'Errors that every operation can answer with are listed for some only.',
    apply: description => {
      const names = {
        400: 'ArgumentError',
        401: 'Unauthorized',
        402: 'PaymentRequired',
        403: 'Forbidden',
        404: 'NotFound',
        429: 'TooManyRequests',
      };
      for (const operation of operations(description, ['get', 'put', 'post'])) {
        for (const [status, name] of Object.entries(names)) {
          operation.responses[status] ??= { $ref: `#/components/responses/${name}` };
        }
      }
    },
  },
  {
    reason: '/users/me with an account key answers with an error that is a string, not an object.',
    apply: description => {
      const me = operations(description, ['get']).find(({ operationId }) => operationId === 'getCurrentUser');
      if (!me) throw new Error('There is no getCurrentUser any more');
      const text = { type: 'object', required: ['error'], properties: { error: { type: 'string' } } };
      me.responses['400'] = { description: 'Account key', content: { 'application/json': { schema: text } } };
    },
  },
];

function withoutContentType(
  parameters: NonNullable<Operation['parameters']>,
): NonNullable<Operation['parameters']> {
  return parameters.filter(({ $ref }) => !$ref?.endsWith('/header_Content-Type'));
}

function operations({ paths }: Description, methods: readonly string[]): Operation[] {
  return Object.values(paths).flatMap(path => methods.flatMap(method => path[method] ?? []));
}

function parameter(parameters: Record<string, Parameter>, name: string): Parameter {
  const found = parameters[name];
  if (!found) throw new Error(`There is no parameter ${name} any more`);
  return found;
}

function schema(schemas: Record<string, Schema>, name: string): Schema {
  const found = schemas[name];
  if (!found) throw new Error(`There is no schema ${name} any more`);
  return found;
}

/** The properties that a schema has of its own, beside what it takes over from a general one. */
function propertiesOf(schemas: Record<string, Schema>, name: string): Record<string, Schema> {
  const whole = schema(schemas, name);
  const own = whole.allOf
    ? whole.allOf.findLast(({ properties }) => properties)?.properties
    : whole.properties;
  if (!own) throw new Error(`${name} has no properties of its own any more`);
  return own;
}
