import { rangeOn, type Range, type TextEdit } from '../runbooks/lint/finding.ts';
import { isStruck, saidIn, saysFinished, urlIn } from './actionWords.ts';
import { saidInChecklist } from './checklistFields.ts';
import { dueDateIn } from './dueDate.ts';
import { pendingBehind, withoutPending } from './issues/pendingMark.ts';
import {
  fencedLines,
  headingIn,
  linesOf,
  type MarkdownTable,
  markdownTables,
  plainText,
  type TableRow,
} from '../timeline/markdownTables.ts';

export interface ActionItem {
  /** From 0. */
  readonly line: number;
  /** Of the words that say what is to be done. */
  readonly range: Range;
  readonly text: string;
  /** Each null where the row does not say it. */
  readonly type: string | null;
  readonly owner: string | null;
  /** As written, and the day it means (`2026-12-01`), where it means one without doubt. */
  readonly due: { readonly text: string; readonly day: string | null } | null;
  readonly priority: string | null;
  /** As written; `url` where it holds a link. */
  readonly issue: { readonly text: string; readonly url: string | null } | null;
  readonly done: boolean;
  /** Where an edit writes each, null where the row has no place for it. */
  readonly places: Readonly<Record<'owner' | 'due' | 'issue', Place | null>>;
}

/** A stretch of a line; what is written there stands between `before` and `after`. */
export interface Place {
  readonly range: Range;
  readonly before: string;
  readonly after: string;
}

/** Further ones are not looked at: a row that is shorter is written out up to its column. */
const mostColumns = 100;

type Column = 'action' | 'type' | 'owner' | 'due' | 'priority' | 'issue' | 'state';

/** Every name that templates, teams and other tools give the column, in English and French. */
const columnNames: readonly (readonly [Column, RegExp])[] = [
  ['action', /^(?:(?:corrective )?actions?(?: items?)?|items?|tasks?|follow[- ]?ups?|to[- ]?dos?|t[aâ]ches?|actions? (?:à mener|correctives?)|suivis?)$/],
  ['type', /^(?:type|kind|category|catégorie)$/],
  ['owner', /^(?:owners?|assignees?|assigned to|responsables?|who|qui|dri|porteurs?|attribué à)$/],
  ['due', /^(?:due(?: date| by)?|deadline|target date|by when|échéance|date limite|date prévue|pour le)$/],
  ['priority', /^(?:priority|prio|priorité)$/],
  ['issue', /^(?:issues?|tickets?|bugs?|jira|github|tracking|link|lien|suivi)$/],
  ['state', /^(?:status|state|done|état|statut|fait|terminé)$/],
]; // prettier-ignore

const headings =
  /\baction(?:s| items?)\b|corrective|follow[- ]?ups?\b|remediation|next steps|remédiation|actions? (?:à mener|correctives?)|prochaines étapes|\bsuivis?\b/i;
/** What a post-mortem wants done, from its tables and from the checklists under such a heading, top to bottom. */
export function actionItemsIn(text: string): readonly ActionItem[] {
  const lines = linesOf(text);
  const items = markdownTables(lines).flatMap(table => itemsOfTable(table, lines));
  return [...items, ...itemsOfChecklists(lines)].sort((a, b) => a.line - b.line);
}

/** The edit that writes a link to its issue, in its cell or after its words; nothing else of the file changes. */
export function issueEdit(item: ActionItem, label: string, url: string): TextEdit {
  return placeEdit(
    item.places.issue!,
    `[${label.replace(/[[\]\\|]/g, '\\$&')}](${url.replace(/[|()\s]/g, encodeURIComponent)})`,
  );
}

/** The edit that writes plain words into a place. */
export function placeEdit({ range, before, after }: Place, text: string): TextEdit {
  return { range, newText: before + text + after };
}

/** Which columns a table of action items has; null for any other table. */
function actionColumns({ head }: MarkdownTable): ReadonlyMap<Column, number> | null {
  const columns = new Map<Column, number>();
  head.cells.slice(0, mostColumns).forEach(({ source }, index) => {
    const name = plainText(source).toLowerCase();
    const column = columnNames.find(([key, pattern]) => !columns.has(key) && pattern.test(name))?.[0];
    if (column !== undefined) columns.set(column, index);
  });
  const known = columns.has('action') && ['owner', 'due', 'issue'].some(name => columns.has(name as Column));
  // The table of a checklist says when and by whom each was ticked, which is no plan.
  return known && !head.cells.some(({ source }) => /^(?:time|heure)$/i.test(plainText(source)))
    ? columns
    : null;
}

function itemsOfTable(table: MarkdownTable, lines: readonly string[]): readonly ActionItem[] {
  const columns = actionColumns(table);
  if (!columns) return [];
  return table.rows.flatMap(row => {
    const cell = (column: Column) => {
      const index = columns.get(column);
      return index === undefined ? undefined : row.cells[index];
    };
    const said = (column: Column) => saidIn(cell(column)?.source);
    const action = cell('action');
    const text = saidIn(action && withoutPending(action.source));
    if (!action || text === null) return [];
    const [issue, due] = [said('issue'), said('due')];
    const place = (column: Column) => placeOf(row, columns.get(column), lines[row.line]!);
    const words = action.source;
    return [
      {
        line: row.line,
        range: rangeOn(row.line, action.from, action.to),
        text: text.replace(/^\[[ xX]\]\s*/, ''),
        type: said('type'),
        owner: said('owner'),
        due: due === null ? null : { text: due, day: dueDateIn(due) },
        priority: said('priority'),
        issue:
          issue !== null
            ? { text: issue, url: urlIn(cell('issue')!.source) }
            : columns.has('issue')
              ? pendingIn(words)
              : issueIn(words),
        done:
          isStruck(words) ||
          /^\[[xX]\]/.test(words) ||
          saysFinished(said('state') ?? '') ||
          isStruck(cell('issue')?.source ?? '') ||
          saysFinished((cell('issue')?.source ?? '').replace(/\[[^[\]]+\]\([^()]*\)/g, '')),
        places: {
          owner: place('owner'),
          due: place('due'),
          issue: place('issue') ?? after(row.line, action.to),
        },
      },
    ];
  });
}

function itemsOfChecklists(lines: readonly string[]): readonly ActionItem[] {
  const fenced = fencedLines(lines);
  const items: ActionItem[] = [];
  let depth = 0;
  lines.forEach((line, index) => {
    if (fenced[index]) return;
    const heading = headingIn(line);
    if (heading) {
      const { level } = heading;
      if (headings.test(heading.words)) depth = level;
      else if (depth >= level) depth = 0;
      return;
    }
    const item = depth > 0 ? /^\s*(?:[-*+]|\d{1,9}[.)])\s+\[([ xX])\]\s+/.exec(line) : null;
    if (!item) return;
    const [lead, tick] = item;
    const words = line.slice(lead.length).trimEnd();
    const text = saidIn(withoutPending(words));
    if (text) items.push(itemOfChecklist(index, { lead, tick: tick!, words, text }));
  });
  return items;
}

/** `- [ ] Alert on the pool (owner: Ada, due: 2026-12-01) [#12](…)`, or with `@ada`. */
function itemOfChecklist(
  line: number,
  {
    lead,
    tick,
    words,
    text,
  }: { readonly lead: string; readonly tick: string; readonly words: string; readonly text: string },
): ActionItem {
  const { due, url: _, at, ...said } = saidInChecklist(words);
  const end = lead.length + words.length;
  const place = lead.length + at;
  return {
    line,
    range: rangeOn(line, lead.length, end),
    text,
    ...said,
    due: due === null ? null : { text: due, day: dueDateIn(due) },
    issue: issueIn(words),
    done: tick !== ' ' || isStruck(words),
    places: {
      owner: { range: rangeOn(line, place, place), before: ' (owner: ', after: ')' },
      due: { range: rangeOn(line, place, place), before: ' (due: ', after: ')' },
      issue: after(line, place),
    },
  };
}

/** Where nothing but the words has a place for it; also one that may be there already, as it was asked for. */
function issueIn(words: string): ActionItem['issue'] {
  const { url } = saidInChecklist(words);
  return pendingIn(words) ?? (url === null ? null : { text: url, url });
}

/**
 * In a table with a column for the issue, links in the words lead elsewhere: `Finish the retry that [#12](…) began`. The
 * mark still counts: the column may have come after the request.
 */
function pendingIn(words: string): ActionItem['issue'] {
  const pending = pendingBehind(words);
  return pending === null ? null : { text: pending, url: null };
}

/** The cell of that column; where the row is too short, its end with the cells that are missing. */
function placeOf(row: TableRow, column: number | undefined, text: string): Place | null {
  if (column === undefined) return null;
  const cell = row.cells[column];
  if (cell) {
    const before = text[cell.from - 1] === '|' ? ' ' : '';
    return { range: rangeOn(row.line, cell.from, cell.to), before, after: text[cell.to] === '|' ? ' ' : '' };
  }
  const end = text.trimEnd().length;
  const missing = '|  '.repeat(column - row.cells.length);
  const closed = text.trimEnd().endsWith('|');
  const before = closed ? ` ${missing.replace(/\| {2}/g, ' | ')}` : ` ${missing}| `;
  return { range: rangeOn(row.line, end, end), before, after: ' |' };
}

function after(line: number, character: number): Place {
  return { range: rangeOn(line, character, character), before: ' (', after: ')' };
}
