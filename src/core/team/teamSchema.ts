import teamSchemaFile from '../../../schemas/team.schema.json' with { type: 'json' };

/** The parts of JSON Schema that the team’s schema uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly pattern?: string;
  /** Of VS Code’s JSON and YAML languages, too. */
  readonly patternErrorMessage?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/**
 * What may stand in a team’s file: the one source for checks, completion and hover here, and for whoever reads the file
 * with another editor.
 */
export const teamSchema: Schema = teamSchemaFile;

/** Keys and indices from the root of the document. */
export type TeamPath = readonly (string | number)[];

/**
 * The schema of what stands at the path, its references followed; null where nothing may stand there. Where it depends on
 * what is written, what either way allows is put together.
 */
export function schemaAt(path: TeamPath): Schema | null {
  let schema: Schema | null = resolved(teamSchema);
  for (const step of path) {
    if (!schema) return null;
    const next: Schema | undefined =
      typeof step === 'number'
        ? schema.items
        : schema.properties && Object.hasOwn(schema.properties, step)
          ? schema.properties[step]
          : undefined;
    schema = next ? resolved(next) : null;
  }
  return schema;
}

/** What stands beside a reference is the nearer word on it: a description, examples. */
function resolved(schema: Schema): Schema {
  const { $ref, then, else: otherwise, ...own } = schema;
  let result: Schema = own;
  for (const other of [$ref === undefined ? undefined : defined($ref), then, otherwise]) {
    if (!other) continue;
    const { properties, ...rest } = resolved(other);
    result = { ...rest, ...result };
    if (properties) result = { ...result, properties: { ...properties, ...result.properties } };
  }
  return result;
}

function defined(reference: string): Schema | undefined {
  const name = /^#\/\$defs\/(\w+)$/.exec(reference)?.[1];
  return name === undefined ? undefined : teamSchema.$defs?.[name];
}
