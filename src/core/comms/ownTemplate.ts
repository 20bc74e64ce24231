import { t } from '@vscode/l10n';
import Mustache from 'mustache';
import { NotPossibleError } from '../errors.ts';
import { fieldNames, type FieldName } from './message.ts';

/** A Mustache text of the team’s own, in the vocabulary of neutralText.ts. */
export interface OwnTemplate {
  /** Where it stands: for sentences. */
  readonly name: string;
  readonly text: string;
}

/** UTF-16 units. */
const largest = 16 * 1024;
/** What a template may name; `at` and `text` inside `progress`. */
const known: ReadonlySet<string> = new Set([...fieldNames, 'unknown', 'at', 'text']);

/** `[type, value, start, end, …]`; sections hold further ones. */
type Token = readonly [type: string, value: string, start: number, end: number, inner?: unknown];

/**
 * The fields that a template names, in the order in which they stand there. Throws NotPossibleError, with the line,
 * for what a template cannot have: partials, names that are not documented, sections other than `progress`, and
 * sections in sections, which would multiply the text.
 */
export function namedFields(template: OwnTemplate): readonly FieldName[] {
  if (template.text.length > largest) throw wrong(template, null, t('it is larger than 16 KB'));
  const names = new Set<string>();
  look(tokensOf(template), template, names, false);
  return [...names].filter((name): name is FieldName => (fieldNames as readonly string[]).includes(name));
}

function look(tokens: readonly Token[], template: OwnTemplate, names: Set<string>, inside: boolean): void {
  for (const [type, value, start, , inner] of tokens) {
    if (type === 'text' || type === '!' || type === '=') continue;
    if (type === '>') throw wrong(template, start, t('partials ({{> …}}) are not supported'));
    if (!known.has(value)) throw wrong(template, start, t('there is no variable called “{0}”', value));
    names.add(value);
    if (!Array.isArray(inner)) continue;
    if (value !== 'progress') throw wrong(template, start, t('“{0}” is not a list', value));
    if (inside) throw wrong(template, start, t('a list cannot stand in a list'));
    look(inner as readonly Token[], template, names, true);
  }
}

function tokensOf(template: OwnTemplate): readonly Token[] {
  try {
    return new Mustache.Writer().parse(template.text) as readonly Token[];
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    // The library tells the place in its words alone.
    const place = / at (\d+)$/.exec(said);
    throw wrong(template, place ? Number(place[1]) : null, said.replace(/ at \d+$/, ''));
  }
}

function wrong({ name, text }: OwnTemplate, position: number | null, reason: string): NotPossibleError {
  const line = position === null ? null : text.slice(0, position).split('\n').length;
  const place = line === null ? name : t('{0}, line {1}', name, line);
  return new NotPossibleError(
    t('The message template is not usable ({0}): {1}.', place, reason),
    t('Correct the template, or remove it: then the built-in one is used.'),
  );
}
