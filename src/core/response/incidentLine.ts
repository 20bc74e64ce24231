import { t } from '@vscode/l10n';
import { longestTitle } from '../incidents/action.ts';
import type { Severity } from '../incidents/incident.ts';
import { numberText } from '../numberText.ts';
import { longestEntry } from '../timeline/entryText.ts';
import { withoutHidden } from '../timeline/hiddenCharacters.ts';
import { isSeverity } from './severity.ts';

/** What a line asks for; `title` and `text` are one line without hidden characters, and never empty. */
export type IncidentVerb =
  | { readonly type: 'create'; readonly title: string; readonly severity: Severity | null }
  | { readonly type: 'update'; readonly text: string }
  | { readonly type: 'resolve'; readonly text: string }
  | { readonly type: 'postmortem' };

interface Refused {
  readonly ok: false;
  /** Whole sentences that say what to write instead. */
  readonly reason: string;
}

export type IncidentLine = ({ readonly ok: true } & IncidentVerb) | Refused;

/** How each is written, as a person would: the same in every language. */
export const incidentForms: Readonly<Record<IncidentVerb['type'], string>> = {
  create: '/incident create "API Down" P1',
  update: '/incident update "Identified - pool exhausted"',
  resolve: '/incident resolve "Fixed - pool raised"',
  postmortem: '/incident postmortem create',
};

/** `/incident` may be missing, or its slash; what comes after is the verb, and the rest of the line. */
const HEAD = /^\/? ?(?:incident(?= |$) ?)?([\p{L}-]*) ?(.*)$/iu;
/** One digit only: “P99 latency is high” is a title. */
const SEVERITY_IN_FRONT = /^(P\d)(?:[:,] ?| |$|(?=["“«]))/i;
const SEVERITY_AT_THE_END = /(?:^| |(?<=["”»]))(P\d)$/i;

const closingOf: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['“', '”'],
  ['«', '»'],
]);

/** What is typed as one line to a bot: see incidentForms. Quotes are "…", “…” or «…», or none for the rest of the line. */
export function parseIncidentLine(input: string): IncidentLine {
  if (input.length > longestEntry) {
    return refused(t('That is longer than {0} characters: write less.', numberText(longestEntry)));
  }
  const line = withoutHidden(input).replace(/\s+/g, ' ').trim();
  const [, verb = '', rest = ''] = HEAD.exec(line) ?? [];
  switch (verb.toLowerCase()) {
    case 'create':
      return createLine(rest);
    case 'update':
      return textLine('update', rest, t('Say what is known now: {0}', incidentForms.update));
    case 'resolve':
      return textLine('resolve', rest, t('Say what ended it: {0}', incidentForms.resolve));
    case 'post':
    case 'postmortem':
    case 'post-mortem':
      return postMortemLine(`${verb} ${rest}`.trim());
    default:
      return refused(unknown(verb));
  }
}

function createLine(rest: string): IncidentLine {
  const front = SEVERITY_IN_FRONT.exec(rest);
  const behind = front ? rest.slice(front[0].length) : rest;
  const end = SEVERITY_AT_THE_END.exec(behind);
  const title = unquoted(
    (end ? behind.slice(0, end.index) : behind).trim(),
    t('Behind a title in quotes only its severity can stand: P1, P2, P3 or P4.'),
  );
  if (!title.ok) return title;
  if (title.text === '') return refused(t('Say what is wrong: {0}', incidentForms.create));
  if (title.text.length > longestTitle) {
    return refused(t('A title has at most {0} characters: write less.', numberText(longestTitle)));
  }
  const [first, second] = [front?.[1], end?.[1]].filter(one => one !== undefined);
  if (first !== undefined && second !== undefined) {
    return refused(
      t('{0} and {1} are two severities: write one, or put the whole title in quotes.', first, second),
    );
  }
  const severity = first?.toUpperCase() ?? null;
  if (severity !== null && !isSeverity(severity)) {
    return refused(
      t('{0} is no severity: write P1, P2, P3 or P4, or put the whole title in quotes.', severity),
    );
  }
  return { ok: true, type: 'create', title: title.text, severity };
}

function textLine(type: 'update' | 'resolve', rest: string, empty: string): IncidentLine {
  const said = unquoted(
    rest,
    t('Something stands behind the closing quote: put all of it in quotes, or leave the quotes out.'),
  );
  if (!said.ok) return said;
  return said.text === '' ? refused(empty) : { ok: true, type, text: said.text };
}

function postMortemLine(words: string): IncidentLine {
  return /^post[- ]?mortem(?: create)?$/i.test(words)
    ? { ok: true, type: 'postmortem' }
    : refused(t('A post-mortem can only be created: {0}', incidentForms.postmortem));
}

/** @param behind the reason where something stands behind the closing quote */
function unquoted(text: string, behind: string): { readonly ok: true; readonly text: string } | Refused {
  const closing = closingOf.get(text[0] ?? '');
  if (closing === undefined) return { ok: true, text };
  const end = text.indexOf(closing, 1);
  if (end < 0) return refused(t('The closing {0} is missing.', closing));
  return end < text.length - 1 ? refused(behind) : { ok: true, text: text.slice(1, end).trim() };
}

/** A verb may be as long as a line: its beginning says enough. */
function unknown(verb: string): string {
  const { create, update, resolve, postmortem } = incidentForms;
  return verb === ''
    ? t('Write one of these: {0}, {1}, {2}, {3}', create, update, resolve, postmortem)
    : t(
        '“{0}” is not understood. Write one of these: {1}, {2}, {3}, {4}',
        ...[verb.slice(0, 30), create, update, resolve, postmortem],
      );
}

function refused(reason: string): Refused {
  return { ok: false, reason };
}
