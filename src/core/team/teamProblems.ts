import { Validator, type Schema as LibrarySchema } from '@cfworker/json-schema';
import { closest } from '../runbooks/lint/closest.ts';
import { shown, type Fix, type Range, type Translator } from '../runbooks/lint/finding.ts';
import { mostFindings, type TeamFinding } from './teamFinding.ts';
import { schemaAt, teamSchema, type Schema, type TeamPath } from './teamSchema.ts';
import type { Plain, PlainObject, YamlPlaces } from './yamlPlaces.ts';
import { decodedAddress } from '../decodedAddress.ts';

export interface TeamProblems {
  /** The first of them: see mostFindings. */
  readonly findings: readonly TeamFinding[];
  /** All that must not be used. What is only not known is not among it. */
  readonly broken: readonly TeamPath[];
}

/** They only say that something inside does not fit, which has an error of its own. */
const containers: ReadonlySet<string> = new Set([
  'properties',
  'additionalProperties',
  'items',
  '$ref',
  'if',
]);

const validator = new Validator(teamSchema as LibrarySchema, '2020-12', false);

/** What of the data does not fit the schema, with what to do about it. */
export function schemaProblems(data: Plain, places: YamlPlaces, l10n: Translator): TeamProblems {
  const findings: TeamFinding[] = [];
  const broken: TeamPath[] = [];
  const told = new Set<string>();
  for (const { keyword, instanceLocation } of validator.validate(data).errors) {
    if (containers.has(keyword)) continue;
    const path = pathOf(instanceLocation, data);
    if (keyword !== 'false') broken.push(path);
    if (findings.length >= mostFindings) continue;
    const mark = `${keyword} ${instanceLocation}`;
    if (told.has(mark)) continue;
    told.add(mark);
    findings.push(keyword === 'false' ? unknownKey(path, places, l10n) : misfit(keyword, path));
  }
  return { findings, broken };

  function misfit(keyword: string, path: TeamPath): TeamFinding {
    const schema = schemaAt(path) ?? {};
    const value = valueAt(data, path);
    const name = nameOf(path, l10n);
    const problem = (
      code: TeamFinding['code'],
      message: string,
      range: Range,
      fixes: readonly Fix[] = [],
    ): TeamFinding => ({ code, severity: 'error', message, range, fixes });
    if (keyword === 'required') {
      const missing = (schema.required ?? []).filter(one => !isObject(value) || !Object.hasOwn(value, one));
      const words = l10n.t('{0} lacks {1}: it is not used. Add it.', name, quoted(missing, l10n));
      return problem('team-missing', words, places.key(path));
    }
    const range = places.value(path);
    if (keyword === 'enum') {
      const allowed = (schema.enum ?? []).map(String);
      const near = typeof value === 'string' ? closest(value, allowed) : null;
      const words =
        near === null
          ? l10n.t('{0} must be one of: {1}.', name, allowed.join(', '))
          : l10n.t('{0} must be one of: {1}. Did you mean “{2}”?', name, allowed.join(', '), near);
      return problem('team-value', words, range, near === null ? [] : [replaced(range, near, l10n)]);
    }
    return problem('team-value', reason(keyword, name, schema, value), range);
  }

  function reason(keyword: string, name: string, schema: Schema, value: Plain): string {
    switch (keyword) {
      case 'type':
        return typeof value === 'number' || typeof value === 'boolean'
          ? l10n.t('{0} must be {1}. Put quotes around it.', name, typeWords(schema, l10n))
          : l10n.t('{0} must be {1}.', name, typeWords(schema, l10n));
      case 'pattern':
        return l10n.t('{0}: {1}', name, l10n.t(schema.patternErrorMessage ?? 'it has another form.'));
      case 'minLength':
        return l10n.t('{0} is empty. Write something, or take it out.', name);
      case 'maxLength':
        return l10n.t('{0} is longer than {1} characters.', name, schema.maxLength ?? 0);
      case 'minProperties':
      case 'maxProperties':
        return schema.maxProperties === 1
          ? l10n.t(
              '{0} must name exactly one of: {1}.',
              name,
              Object.keys(schema.properties ?? {}).join(', '),
            )
          : l10n.t(
              '{0} must name at least one of: {1}.',
              name,
              Object.keys(schema.properties ?? {}).join(', '),
            );
      default:
        return l10n.t('{0} is not as it must be.', name);
    }
  }
}

function unknownKey(path: TeamPath, places: YamlPlaces, l10n: Translator): TeamFinding {
  const name = String(path.at(-1));
  const known = Object.keys(schemaAt(path.slice(0, -1))?.properties ?? {});
  const near = closest(name, known);
  const range = places.key(path);
  const message =
    near === null
      ? l10n.t('“{0}” is not known here and is passed over. Known are: {1}.', shown(name), known.join(', '))
      : l10n.t('“{0}” is not known here and is passed over. Did you mean “{1}”?', shown(name), near);
  const fixes = near === null ? [] : [replaced(range, near, l10n)];
  return { code: 'team-key', severity: 'warning', message, range, fixes };
}

function replaced(range: Range, newText: string, l10n: Translator): Fix {
  return { title: l10n.t('Change it to “{0}”', newText), edits: [{ range, newText }] };
}

function typeWords({ type }: Schema, l10n: Translator): string {
  const words: Readonly<Record<string, string>> = {
    string: l10n.t('a text'),
    array: l10n.t('a list'),
    object: l10n.t('fields with a value each, such as “name: …”'),
    boolean: l10n.t('true or false'),
  };
  return [type ?? []]
    .flat()
    .map(one => words[one as string] ?? String(one))
    .join(l10n.t(' or '));
}

/** `services[2].name` */
export function nameOf(path: TeamPath, l10n: Translator): string {
  if (path.length === 0) return l10n.t('The file');
  const steps = path.map((step, index) =>
    typeof step === 'number' ? `[${step + 1}]` : `${index > 0 ? '.' : ''}${shown(step)}`,
  );
  return l10n.t('“{0}”', steps.join(''));
}

function quoted(names: readonly string[], l10n: Translator): string {
  return names.map(name => l10n.t('“{0}”', name)).join(', ');
}

/** A JSON pointer as the library writes it, read against the data, because `1` may be a key or an index. */
function pathOf(pointer: string, data: Plain): TeamPath {
  const path: (string | number)[] = [];
  let value: Plain | undefined = data;
  for (const step of pointer.split('/').slice(1)) {
    const name = decodedAddress(step).replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(value)) {
      path.push(Number(name));
      value = (value as readonly Plain[])[Number(name)];
    } else {
      path.push(name);
      value = isObject(value) ? value[name] : undefined;
    }
  }
  return path;
}

export function valueAt(data: Plain, path: TeamPath): Plain {
  let value: Plain | undefined = data;
  for (const step of path) {
    if (Array.isArray(value)) value = (value as readonly Plain[])[Number(step)];
    else value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }
  return value ?? null;
}

export function isObject(value: Plain | undefined): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
