/** The parts of Slack’s description (Swagger 2) that the corrections touch. */
export interface SlackDescription {
  readonly paths: Record<string, Record<string, SlackOperation>>;
  readonly definitions: Record<string, SlackSchema>;
}

interface SlackOperation {
  readonly operationId: string;
  parameters: SlackParameter[];
  readonly responses: Record<string, { schema: SlackSchema }>;
}

interface SlackParameter {
  readonly name: string;
  in: string;
  type: string;
  required?: boolean;
}

export interface SlackSchema {
  [keyword: string]: unknown;
  properties?: Record<string, SlackSchema>;
}

export interface SlackCorrection {
  readonly reason: string;
  readonly apply: (description: SlackDescription) => void;
}

/** What On-Call calls, by the description’s own names. */
export const usedMethods = {
  'auth.test': 'get',
  'chat.postMessage': 'post',
  'conversations.create': 'post',
  'conversations.history': 'get',
  'conversations.invite': 'post',
  'conversations.join': 'post',
  'conversations.list': 'get',
  'conversations.replies': 'get',
  'conversations.setTopic': 'post',
  'users.lookupByEmail': 'get',
} as const;

/**
 * Where the description, which is of 2020, is wrong or older than what Slack documents today (docs.slack.dev), and
 * only there; a correction that is no longer needed fails a test.
 */
export const slackCorrections: readonly SlackCorrection[] = [
  {
    reason: 'The token goes into the Authorization header; a parameter called token is only the older way.',
    apply: description => {
      for (const operation of operations(description))
        operation.parameters = operation.parameters.filter(({ name }) => name !== 'token');
    },
  },
  {
    reason: 'conversations.list takes a boolean for exclude_archived in the query, where all is text.',
    apply: description => {
      for (const { parameters } of operations(description))
        for (const one of parameters) if (one.in === 'query' && one.type === 'boolean') one.type = 'string';
    },
  },
  {
    reason:
      'Alternatives are written as a list of items, which would be a tuple; any of them may stand there.',
    apply: description => {
      const seen = new Set<unknown>();
      const walk = (value: unknown): void => {
        if (typeof value !== 'object' || value === null || seen.has(value)) return;
        seen.add(value);
        const schema = value as SlackSchema;
        if (Array.isArray(schema['items'])) {
          schema['anyOf'] = schema['items'];
          delete schema['items'];
        }
        for (const inner of Object.values(schema)) walk(inner);
      };
      walk(description.definitions);
      for (const operation of operations(description)) walk(operation.responses);
    },
  },
  {
    reason: 'chat.postMessage takes metadata since 2022.',
    apply: ({ paths }) => {
      paths['/chat.postMessage']!['post']!.parameters.push({
        name: 'metadata',
        in: 'formData',
        type: 'object',
      });
    },
  },
  {
    reason: 'conversations.history and .replies take include_all_metadata since 2022.',
    apply: ({ paths }) => {
      for (const path of ['/conversations.history', '/conversations.replies'])
        paths[path]!['get']!.parameters.push({ name: 'include_all_metadata', in: 'query', type: 'string' });
    },
  },
  {
    reason: 'A message has the metadata that it was posted with.',
    apply: ({ definitions }) => {
      definitions['objs_message']!.properties!['metadata'] = {
        type: 'object',
        required: ['event_type', 'event_payload'],
        properties: { event_type: { type: 'string' }, event_payload: { type: 'object' } },
      };
    },
  },
  {
    reason:
      'conversations.history and .replies answer with a cursor in response_metadata, as the examples show; the channel_actions_ fields are not there for bots.',
    apply: description => {
      for (const path of ['/conversations.history', '/conversations.replies']) {
        const { schema } = description.paths[path]!['get']!.responses['200']!;
        schema.properties!['response_metadata'] = {
          type: 'object',
          properties: { next_cursor: { type: 'string' } },
        };
        // The next two are in the description of history alone.
        schema.properties!['pin_count'] ??= { type: 'integer' };
        schema['required'] = (schema['required'] as string[]).filter(
          name => !name.startsWith('channel_actions_') && name !== 'pin_count',
        );
      }
    },
  },
  {
    reason: 'conversations.replies shows messages in two exact shapes; bots’ messages and joins have others.',
    apply: ({ paths }) => {
      const { schema } = paths['/conversations.replies']!['get']!.responses['200']!;
      schema.properties!['messages'] = { type: 'array', items: { $ref: '#/definitions/objs_message' } };
    },
  },
  {
    reason: 'A channel without messages in the asked time answers with none; one at least is described.',
    apply: ({ paths }) => {
      const { schema } = paths['/conversations.history']!['get']!.responses['200']!;
      delete schema.properties!['messages']!['minItems'];
    },
  },
  {
    reason: 'Errors that every method can answer with are listed for some only, or came later.',
    apply: description => {
      const all = [
        ...['missing_scope', 'ratelimited', 'internal_error', 'fatal_error', 'token_revoked'],
        ...['not_in_channel', 'is_archived', 'thread_not_found'],
      ];
      for (const { responses } of operations(description)) {
        const { error, needed } = responses['default']!.schema.properties!;
        error!['enum'] = [...new Set([...(error!['enum'] as string[]), ...all])];
        if (needed) continue;
        for (const name of ['needed', 'provided'])
          responses['default']!.schema.properties![name] = { type: 'string' };
      }
    },
  },
];

function operations({ paths }: SlackDescription): SlackOperation[] {
  return Object.entries(usedMethods).map(([name, method]) => paths[`/${name}`]![method]!);
}
