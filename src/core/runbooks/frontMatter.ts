import { t } from '@vscode/l10n';
import { isMap, isScalar, type Document, type LineCounter } from 'yaml';
import { minutesOf } from '../minutes.ts';
import { frontMatterKB, maxAliases, readYaml, takeAsWritten } from './boundedYaml.ts';
import type { RunbookProblem, RunbookPurpose } from './runbook.ts';
import { variablesIn, type DeclaredVariable } from './variables.ts';

export interface FrontMatter {
  readonly purpose: RunbookPurpose;
  readonly variables: readonly DeclaredVariable[];
  /** Interpreters whose blocks may run although they are often only text: `python`, `sql`. */
  readonly interpreters: readonly string[];
  /** After how long it should have helped, in minutes; null where it does not say. */
  readonly helpsWithin: number | null;
  /** The source without its front matter. */
  readonly body: string;
  /** Lines of the file before `body`. */
  readonly lineOffset: number;
  readonly problems: readonly RunbookProblem[];
}

export const noPurpose: RunbookPurpose = {
  title: null,
  services: [],
  alerts: [],
  titles: [],
  labels: [],
  severities: [],
};

/** What front matter says besides the body’s place. */
type Fields = Pick<FrontMatter, 'purpose' | 'variables' | 'interpreters' | 'helpsWithin' | 'problems'>;

const noFields: Fields = {
  purpose: noPurpose,
  variables: [],
  interpreters: [],
  helpsWithin: null,
  problems: [],
};

/**
 * Cuts the YAML between two `---` lines off the top. Whatever is wrong with it becomes a problem with
 * its line in the file; the body is the same either way. Never throws.
 */
export function readFrontMatter(source: string): FrontMatter {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  const opening = /^---[ \t]*(?:\r\n|\n|\r)/.exec(text);
  if (!opening) return { ...noFields, body: text, lineOffset: 0 };
  const closing = /^(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|$(?![^]))/gm;
  closing.lastIndex = opening[0].length;
  const end = closing.exec(text);
  if (!end) {
    const problem = {
      line: 1,
      message: t('The front matter is not closed: add a line with “---” after it.'),
    };
    return { ...noFields, body: text, lineOffset: 0, problems: [problem] };
  }
  const yaml = text.slice(opening[0].length, end.index).replace(/\r\n?/g, '\n');
  const bodyStart = end.index + end[0].length;
  return { ...fieldsIn(yaml), body: text.slice(bodyStart), lineOffset: yaml.split('\n').length + 1 };
}

/**
 * What matching needs to know of a runbook, without lexing it. The title is the first `# ` line where
 * the front matter has none: right for all but odd files.
 */
export function readPurpose(source: string): {
  readonly purpose: RunbookPurpose;
  readonly title: string | null;
} {
  const { purpose, body } = readFrontMatter(source);
  const heading = /^ {0,3}#[ \t]+(\S[^\r\n]{0,200})/m.exec(body)?.[1]?.trim();
  return { purpose, title: purpose.title ?? heading ?? null };
}

/** `yaml` begins on the file’s second line. */
function fieldsIn(yaml: string): Fields {
  const broken = (line: number, reason: string): Fields => ({
    ...noFields,
    problems: [{ line, message: t('The front matter was not used: {0}', reason) }],
  });
  const read = readYaml(yaml, frontMatterKB);
  if (!read.ok) return broken(read.line + 1, read.reason);
  const { document, lineCounter } = read;
  try {
    if (document.contents === null) return noFields;
    if (!isMap(document.contents)) return broken(2, t('it must be a list of fields such as “title: …”.'));
    return fieldsOf(document, lineCounter);
  } catch (error) {
    const why =
      error instanceof ReferenceError
        ? t('it uses more than {0} aliases.', maxAliases)
        : t('it cannot be read.');
    return broken(2, why);
  }
}

function fieldsOf(document: Document, lineCounter: LineCounter): Fields {
  takeAsWritten(document);
  // A Map, so that no field’s name can reach a prototype.
  const fields = document.toJS({ mapAsMap: true, maxAliasCount: maxAliases }) as Map<unknown, unknown>;
  const problems: RunbookProblem[] = [];

  function strings(field: string): readonly string[] {
    const value = fields.get(field) ?? [];
    const values = Array.isArray(value) ? value : [value];
    if (values.every(isPlain)) return values.map(String);
    problem(field, t('it must be a text or a list of texts.'));
    return [];
  }

  function problem(field: string, reason: string): void {
    tell(field, t('“{0}” in the front matter was not used: {1}', field, reason));
  }

  function tell(field: string, message: string): void {
    problems.push({ line: lineOfField(document, field, lineCounter), message });
  }

  function labels(): RunbookPurpose['labels'] {
    const value = fields.get('labels') ?? new Map();
    const pairs: [unknown, unknown][] = value instanceof Map ? [...(value as Map<unknown, unknown>)] : [];
    if (value instanceof Map && pairs.every(([, one]) => isPlain(one)))
      return pairs.map(([name, one]) => ({ name: String(name), value: String(one) }));
    problem('labels', t('it must be names with a value each, such as “team: payments”.'));
    return [];
  }

  function minutes(field: string): number | null {
    const value = fields.get(field) ?? null;
    const found = typeof value === 'string' ? minutesOf(value) : null;
    if (value !== null && !found) problem(field, t('it must be a time such as “15m” or “1h”.'));
    return found || null;
  }

  const purpose = {
    title: strings('title')[0] ?? null,
    services: strings('services'),
    alerts: strings('alerts'),
    titles: strings('titles'),
    labels: labels(),
    severities: strings('severities'),
  };
  const variables = variablesIn(
    fields.get('variables'),
    why => problem('variables', why),
    why => tell('variables', why),
  );
  const interpreters = strings('interpreters');
  return { purpose, variables, interpreters, helpsWithin: minutes('helpsWithin'), problems };
}

/** What YAML reads from an unquoted word: `404` and `true` are names too. */
function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function lineOfField(document: Document, field: string, lineCounter: LineCounter): number {
  const pairs = isMap(document.contents) ? document.contents.items : [];
  const key = pairs.map(pair => pair.key).find(key => isScalar(key) && key.value === field);
  const start = isScalar(key) ? (key.range?.[0] ?? 0) : 0;
  return lineCounter.linePos(start).line + 1;
}
