import { isSecret, variablesIn } from '../variables.ts';
import { closest } from './closest.ts';
import { shown, type Finding, type Fix, type Range } from './finding.ts';
import type { FrontField, FrontNode } from './frontFields.ts';
import type { LintContext } from './lintRunbook.ts';
import { variableFields, variableOrigins } from './vocabulary.ts';

type Translator = LintContext['l10n'];

/** One declared variable: where it stands, and what is written of it. */
interface Declaration {
  /** As the reader of runbooks would get it by itself. */
  readonly value: unknown;
  readonly range: Range;
  readonly name: { readonly text: string; readonly range: Range } | null;
  readonly fields: readonly FrontField[];
  /** In the short form `{NAME: default}`. */
  readonly short: FrontNode | null;
}

/** What is wrong with the front matter’s `variables`: each that cannot be used, and what of it is passed over. */
export function variableDeclarationRule(field: FrontField, { l10n }: LintContext): Finding[] {
  const seen = new Set<string>();
  return declarationsOf(field).flatMap(declaration => {
    const { name } = declaration;
    const findings = [...unusable(declaration, l10n), ...passedOver(declaration, l10n)];
    if (name && seen.has(name.text)) {
      const message = l10n.t('“{0}” is declared twice, and only the last counts.', shown(name.text));
      findings.push({ ...base, message, range: name.range, fixes: [] });
    }
    if (name) seen.add(name.text);
    return findings;
  });
}

const base = { code: 'variable-declaration', severity: 'warning' } as const;

function declarationsOf({ key, node }: FrontField): readonly Declaration[] {
  if (node.fields.length > 0) {
    return node.fields.map(field => ({
      value: new Map([[field.name, field.value]]),
      range: field.key,
      name: { text: field.name, range: field.key },
      fields: field.node.fields,
      short: field.node.fields.length > 0 ? null : field.node,
    }));
  }
  const items = node.items.length > 0 ? node.items : node.value === null ? [] : [node];
  return items.map(item => {
    const named = item.fields.find(({ name }) => name === 'name');
    const range = named?.valueRange ?? item.range ?? key;
    const text = named ? named.value : item.value;
    return {
      value: [item.value],
      range,
      name: typeof text === 'string' ? { text, range } : null,
      fields: item.fields,
      short: null,
    };
  });
}

/** What makes the reader leave the variable out, in the reader’s own words. */
function unusable({ value, range, fields }: Declaration, l10n: Translator): Finding[] {
  const reasons: string[] = [];
  variablesIn(value, why => reasons.push(why));
  const from = fields.find(field => field.name === 'from' && field.valueRange !== null);
  return reasons.map(why => {
    const place = from && typeof from.value === 'string' && !isOrigin(from.value) ? from : null;
    const meant = place
      ? closest(
          String(place.value),
          variableOrigins.map(({ name }) => name),
        )
      : null;
    const fixes = place && meant !== null ? [changeTo(meant, place.valueRange!, l10n)] : [];
    const message = l10n.t('This variable was not used: {0}', why);
    return { ...base, severity: 'error', message, range: place?.valueRange ?? range, fixes };
  });
}

function isOrigin(value: string): boolean {
  let wrong = false;
  variablesIn(
    [
      new Map([
        ['name', 'X'],
        ['from', value],
      ]),
    ],
    () => (wrong = true),
  );
  return !wrong;
}

function passedOver({ name, fields, short }: Declaration, l10n: Translator): Finding[] {
  const known = variableFields.map(({ name }) => name);
  const unknown = fields
    .filter(field => !known.includes(field.name))
    .map((field): Finding => {
      const meant = closest(
        field.name,
        known.filter(word => !fields.some(one => one.name === word)),
      );
      const message = l10n.t(
        '“{0}” says nothing of a variable: there are {1}.',
        shown(field.name),
        known.join(', '),
      );
      const fixes = meant === null ? [] : [changeTo(meant, field.key, l10n)];
      return { ...base, message, range: field.key, fixes };
    });
  const of = (word: string) => fields.find(field => field.name === word && field.valueRange !== null);
  return [
    ...unknown,
    ...secretOf(name?.text ?? '', of('secret'), of('default'), l10n),
    ...patternOf(of('pattern'), of('default') ?? short, l10n),
  ];
}

function secretOf(
  name: string,
  secret: FrontField | undefined,
  standard: FrontField | undefined,
  l10n: Translator,
): Finding[] {
  if (!secret?.valueRange) return [];
  const isOne = isSecret(secret.value);
  if (typeof secret.value !== 'boolean') {
    const message = l10n.t(
      '“secret” of {0} must be true or false, without quotes: as it is, it is read as {1}.',
      shown(name),
      String(isOne),
    );
    const fixes = [changeTo(String(isOne), secret.valueRange, l10n)];
    return [{ ...base, message, range: secret.valueRange, fixes }];
  }
  if (!isOne || !standard?.valueRange || String(standard.value ?? '') === '') return [];
  const message = l10n.t(
    'A secret’s default stands in the file, where everybody can read it: leave it out, it is asked for.',
  );
  const range = standard.valueRange;
  const fixes = [{ title: l10n.t('Leave the default empty'), edits: [{ range, newText: "''" }] }];
  return [{ code: 'secret', severity: 'error', message, range, fixes }];
}

function patternOf(
  pattern: FrontField | undefined,
  standard: { readonly value: unknown } | null,
  l10n: Translator,
): Finding[] {
  if (!pattern?.valueRange || typeof pattern.value !== 'string') return [];
  const range = pattern.valueRange;
  let whole: RegExp;
  try {
    new RegExp(pattern.value, 'u');
    whole = new RegExp(`^(?:${pattern.value})$`, 'u');
  } catch {
    const message = l10n.t('This pattern is no regular expression, so no value would be taken.');
    return [{ ...base, severity: 'error', message, range, fixes: [] }];
  }
  const value = standard?.value;
  if (typeof value !== 'string' && typeof value !== 'number') return [];
  // Patterns may take for ever; one of few repetitions and no repeated group cannot.
  const { length } = pattern.value.match(/[*+{]/g) ?? '';
  if (length > 3 || /\)[*+{?]/.test(pattern.value) || String(value).length > 60) return [];
  if (value === '' || whole.test(String(value))) return [];
  const message = l10n.t('The default “{0}” does not fit the pattern.', shown(String(value)));
  return [{ ...base, message, range, fixes: [] }];
}

function changeTo(word: string, range: Range, l10n: Translator): Fix {
  return { title: l10n.t('Change it to “{0}”', word), edits: [{ range, newText: word }] };
}
