import { maxAliases, readYaml } from '../runbooks/boundedYaml.ts';
import { rangeOn, type Range, type Translator } from '../runbooks/lint/finding.ts';
import { templateProblem } from './messageTemplate.ts';
import { mostFindings, type TeamFinding } from './teamFinding.ts';
import { layerOf } from './teamItems.ts';
import type { TeamLayer } from './teamLayer.ts';
import { isObject, nameOf, schemaProblems } from './teamProblems.ts';
import type { TeamPath } from './teamSchema.ts';
import { credentialIn, hiddenIn, isCredentialName } from './teamSecrets.ts';
import { plainData, YamlPlaces, type Plain, type PlainObject } from './yamlPlaces.ts';

export interface TeamReading {
  /** What of the file counts; null where nothing of it can be read, and what was good before still holds. */
  readonly layer: TeamLayer | null;
  /** From top to bottom. */
  readonly findings: readonly TeamFinding[];
}

export interface TeamReadingContext {
  /** What people call the file: `.oncall/config.yaml`. */
  readonly file: string;
  readonly l10n: Translator;
  /** What the file said when it was last good: stands in for each item that is broken now. */
  readonly lastGood?: TeamLayer | null;
}

/** How much of a path names what is used or not used as a whole. */
const itemDepths: Readonly<Record<string, number>> = { matrix: 3, messages: 3, alert: 1 };
const usualDepth = 2;
const mostCharacters = 200_000;

/**
 * A team’s file. What is broken in it is said, and does not count; the rest does. What looks like a credential, or cannot
 * be seen, is in no answer. Bounded in time, size and nesting; never throws.
 */
export function readTeam(source: string, context: TeamReadingContext): TeamReading {
  const { l10n } = context;
  // Far above the limit in bytes, so that what is not read is not copied either.
  const text = source
    .slice(0, mostCharacters)
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n');
  const unusable = (line: number, reason: string): TeamReading => {
    const lines = text.split('\n');
    const at = Math.min(Math.max(0, line - 1), lines.length - 1);
    const range = rangeOn(at, 0, lines[at]!.length);
    const message = l10n.t('The file is not used: {0}', reason);
    return { layer: null, findings: [{ code: 'team-file', severity: 'error', message, range, fixes: [] }] };
  };
  const read = readYaml(text);
  if (!read.ok) return unusable(read.line, l10n.t(read.reason));
  const { document, lineCounter } = read;
  let content: unknown;
  try {
    // A Map, so that no field’s name can reach a prototype.
    content = document.toJS({ mapAsMap: true, maxAliasCount: maxAliases });
  } catch {
    return unusable(1, l10n.t('it uses more than {0} aliases, or some that stand for nothing.', maxAliases));
  }
  const lines = text.split('\n');
  const data = content === null || content === undefined ? emptyData : plainData(content);
  if (data === null)
    return unusable(
      1,
      l10n.t('it refers to itself, has lists or fields as names, or holds more than 10,000 values.'),
    );
  if (!isObject(data)) return unusable(1, l10n.t('it must have fields such as “services: …”.'));
  const places = new YamlPlaces(document, lines, lineCounter);
  const { layer, findings } = readData(data, places, lines, context);
  const end = document.range?.[2] ?? text.length;
  if (text.slice(end).trim() === '') return { layer, findings };
  const message = l10n.t('Only the first document of the file counts: take out “---” and what follows it.');
  const second: TeamFinding = {
    ...{ code: 'team-file', severity: 'warning', message },
    ...{ range: places.span(end, end + 3), fixes: [] },
  };
  return { layer, findings: [...findings.slice(0, mostFindings - 1), second] };
}

const emptyData = Object.create(null) as PlainObject;

function readData(
  data: PlainObject,
  places: YamlPlaces,
  lines: readonly string[],
  context: TeamReadingContext,
): TeamReading {
  const { file, l10n } = context;
  const findings: TeamFinding[] = [];
  const broken = new Set<string>();
  const breaks = (path: TeamPath) =>
    broken.add(JSON.stringify(path.slice(0, itemDepths[String(path[0])] ?? usualDepth)));
  const isBroken = (path: TeamPath) =>
    path.some((_, index) => broken.has(JSON.stringify(path.slice(0, index + 1))));
  const add = (code: TeamFinding['code'], severity: TeamFinding['severity'], message: string, range: Range) =>
    findings.push({ code, severity, message, range, fixes: [] });

  const secretLines = new Set<number>();
  for (const { path, text, isKey } of textsIn(data)) {
    const range = () => (isKey ? places.key(path) : places.value(path));
    const hidden = hiddenIn(text);
    if (hidden.length > 0) {
      breaks(path);
      add('team-hidden', 'error', hiddenWords(hidden, l10n), range());
    }
    const credential = isKey ? null : credentialIn(text);
    if (credential || (isKey && isCredentialName(text))) {
      if (credential) breaks(path);
      const place = range();
      secretLines.add(place.start.line);
      add('team-secret', 'error', secretWords(credential?.kind ?? null, l10n), place);
    }
  }
  // Comments, too: the file is shared, and read by people, whatever of it is used.
  const hiddenLines = new Set(findings.map(({ range }) => range.start.line));
  for (const [line, text] of lines.entries()) {
    const hidden = hiddenLines.has(line) ? [] : hiddenIn(text);
    if (hidden.length > 0)
      add('team-hidden', 'warning', hiddenWords(hidden, l10n), rangeOn(line, 0, text.length));
    const isWorthIt = text.length >= 16 || text.includes('#');
    const credential = isWorthIt && !secretLines.has(line) ? credentialIn(text) : null;
    if (credential) {
      const range = rangeOn(line, credential.start, credential.end);
      add('team-secret', 'error', secretWords(credential.kind, l10n), range);
    }
  }

  for (const { name, range } of places.duplicates()) {
    const message = l10n.t('“{0}” is there twice: only the last one counts.', name.slice(0, 60));
    add('team-duplicate', 'warning', message, range);
  }
  const problems = schemaProblems(data, places, l10n);
  for (const path of problems.broken) breaks(path);
  // What is a credential is not only in another form than it should be.
  const isTold = new Set(findings.filter(({ code }) => code === 'team-secret').map(placeOf));
  findings.push(...problems.findings.filter(finding => !isTold.has(placeOf(finding))));
  for (const { path, text } of textsIn(data)) {
    if (path[0] !== 'messages' || isBroken(path)) continue;
    const problem = templateProblem(path.join('.'), text);
    if (problem === null) continue;
    breaks(path);
    add('team-template', 'error', problem, places.value(path));
  }
  const layer = layerOf(data, {
    ...{ file, isBroken, lastGood: context.lastGood ?? null },
    onTwice: (path, name) => {
      const words = l10n.t(
        '{0}: another one before it is called “{1}”, too; it is not used.',
        nameOf(path, l10n),
        name,
      );
      add('team-duplicate', 'warning', words, places.key(path));
    },
  });
  const sorted = findings.sort(
    ({ range: { start: a } }, { range: { start: b } }) => a.line - b.line || a.character - b.character,
  );
  return { layer, findings: sorted.slice(0, mostFindings) };
}

function placeOf({ range: { start } }: TeamFinding): string {
  return `${start.line}:${start.character}`;
}

/** Every text and every name of a field, with its path. */
function* textsIn(
  data: Plain,
  path: TeamPath = [],
): Generator<{ readonly path: TeamPath; readonly text: string; readonly isKey: boolean }> {
  if (typeof data === 'string') yield { path, text: data, isKey: false };
  else if (Array.isArray(data))
    for (const [index, item] of (data as readonly Plain[]).entries()) yield* textsIn(item, [...path, index]);
  else if (isObject(data))
    for (const [name, value] of Object.entries(data)) {
      yield { path: [...path, name], text: name, isKey: true };
      yield* textsIn(value, [...path, name]);
    }
}

function secretWords(kind: string | null, l10n: Translator): string {
  return kind === null
    ? l10n.t(
        'No credential belongs into this file: it is passed over. Keep it out of the file; On-Call keeps keys in VS Code’s secret storage.',
      )
    : l10n.t(
        'This looks like a credential ({0}): it is not used. Keep it out of the file, and make it invalid where it was real.',
        l10n.t(kind),
      );
}

function hiddenWords(codes: readonly string[], l10n: Translator): string {
  return l10n.t(
    'This holds characters that cannot be seen ({0}). What has them is not used: write it anew.',
    codes.slice(0, 8).join(', '),
  );
}
