import { interpreterNamed, interpreters } from '../../execution/interpreter.ts';
import type { LintContext } from './lintRunbook.ts';
import { insertion, rangeOn, shown, type Finding, type Fix, type Range } from './finding.ts';
import type { FrontField } from './frontFields.ts';
import type { RunbookText } from './runbookText.ts';
import { closest } from './closest.ts';
import { variableDeclarationRule } from './variableDeclarationRule.ts';
import { foreignKeys, frontMatterKeys, severities } from './vocabulary.ts';

/** What is wrong with the front matter: broken YAML, unknown fields and values, no owner, an old review. */
export function frontMatterRule(text: RunbookText, context: LintContext): Finding[] {
  const variables = text.fields?.find(({ name }) => name === 'variables');
  // Those of the variables are told below, each at its place.
  const problems = text.frontProblems.filter(({ line }) => line - 1 !== variables?.key.start.line);
  const broken = problems.map(({ line, message }): Finding => ({
    code: 'front-matter',
    severity: 'error',
    message,
    range: text.lineRange(line - 1),
    fixes: [],
  }));
  // Where it cannot be read, what it lacks cannot be said.
  if (text.fields === null && (text.frontLines > 0 || broken.length > 0)) return broken;
  const fields = text.fields ?? [];
  return [
    ...broken,
    ...fields.flatMap(field => [...unknownKey(field, fields, context), ...wrongValue(field, context)]),
    ...(variables ? variableDeclarationRule(variables, context) : []),
    ...ownerMissing(text, fields, context),
    ...review(text, fields, context),
  ];
}

function unknownKey(
  { name, key }: FrontField,
  fields: readonly FrontField[],
  { l10n }: LintContext,
): Finding[] {
  const known = frontMatterKeys.map(word => word.name);
  if (known.includes(name) || foreignKeys.has(name)) return [];
  const present = new Set(fields.map(field => field.name));
  const meant = closest(
    name,
    known.filter(word => !present.has(word)),
  );
  const message = l10n.t('“{0}” is no field of a runbook’s front matter, so nothing reads it.', shown(name));
  return [
    {
      code: 'front-matter-key',
      severity: meant === null ? 'information' : 'warning',
      message,
      range: key,
      fixes: meant === null ? [] : [changeTo(meant, key, l10n)],
    },
  ];
}

function wrongValue({ name, key, value, node }: FrontField, { l10n }: LintContext): Finding[] {
  const finding = (message: string, range: Range, meant: string | null): Finding => ({
    code: 'front-matter-value',
    severity: 'warning',
    message,
    range,
    fixes: meant === null || node.range === null ? [] : [changeTo(meant, range, l10n)],
  });
  const items = node.items.length > 0 ? node.items : value === null ? [] : [node];
  const wrong = (fits: (text: string) => boolean) =>
    items.flatMap(item => {
      const plain = ['string', 'number', 'boolean'].includes(typeof item.value);
      return plain && !fits(String(item.value))
        ? [{ text: String(item.value), range: item.range ?? key }]
        : [];
    });
  if (name === 'severities') {
    return wrong(text => severities.includes(text)).map(({ text, range }) =>
      finding(
        l10n.t('“{0}” is no severity: there are P1, P2, P3 and P4.', shown(text)),
        range,
        severityMeant(text),
      ),
    );
  }
  if (name === 'interpreters') {
    return wrong(text => interpreterNamed(text) !== null).map(({ text, range }) =>
      finding(
        l10n.t('“{0}” runs no block: there are {1}.', shown(text), interpreters.join(', ')),
        range,
        closest(text, interpreters),
      ),
    );
  }
  return [];
}

function severityMeant(value: string): string | null {
  const digit = /^\D{0,20}([1-4])$/.exec(value)?.[1];
  return digit === undefined ? null : `P${digit}`;
}

function ownerMissing(
  text: RunbookText,
  fields: readonly FrontField[],
  { l10n, author }: LintContext,
): Finding[] {
  const owner = fields.find(({ name }) => name === 'owner' || name === 'team' || name === 'teams');
  if (owner && String(owner.value ?? '').trim() !== '') return [];
  const fixes: Fix[] = [];
  if (author !== null && author.trim() !== '' && takesFields(text)) {
    const title = l10n.t('Make “{0}” the owner', author);
    const value = JSON.stringify(author);
    const edit = owner
      ? insertion({ line: owner.key.start.line, character: owner.key.end.character + 1 }, ` ${value}`)
      : newField(text, `owner: ${value}`);
    if (endsWithColon(text, owner)) fixes.push({ title, edits: [edit] });
  }
  return [
    {
      code: 'owner-missing',
      severity: 'information',
      message: l10n.t('This runbook has no owner: nobody is asked to keep it right.'),
      range: owner?.key ?? topOf(text),
      fixes,
    },
  ];
}

function review(text: RunbookText, fields: readonly FrontField[], context: LintContext): Finding[] {
  const { l10n, clock, reviewAfterMonths } = context;
  if (reviewAfterMonths <= 0) return [];
  const today = new Date(clock.now()).toISOString().slice(0, 10);
  const field = fields.find(({ name }) => name === 'reviewed');
  const title = l10n.t('I went through it today ({0})', today);
  if (!field || field.value === null || field.valueRange === null) {
    const edit = field
      ? insertion({ line: field.key.start.line, character: field.key.end.character + 1 }, ` ${today}`)
      : newField(text, `reviewed: ${today}`);
    return [
      {
        code: 'review-missing',
        severity: 'information',
        message: l10n.t('This runbook does not say when somebody last went through it.'),
        range: field?.key ?? topOf(text),
        fixes: takesFields(text) && endsWithColon(text, field) ? [{ title, edits: [edit] }] : [],
      },
    ];
  }
  const range = field.valueRange;
  const fixes: Fix[] = [{ title, edits: [{ range, newText: today }] }];
  const day = typeof field.value === 'string' ? dayOf(field.value) : null;
  if (day === null) {
    const message = l10n.t('“{0}” is no day: write it as YYYY-MM-DD.', shown(String(field.value)));
    return [{ code: 'front-matter-value', severity: 'warning', message, range, fixes }];
  }
  if (day > clock.now() + 24 * 3_600_000) {
    const message = l10n.t('The day of the last review lies in the future.');
    return [{ code: 'front-matter-value', severity: 'warning', message, range, fixes }];
  }
  const due = new Date(day);
  due.setUTCMonth(due.getUTCMonth() + reviewAfterMonths);
  if (due.getTime() > clock.now()) return [];
  const message = l10n.t(
    'Nobody has gone through this runbook for more than {0} months: see whether it is still right.',
    reviewAfterMonths,
  );
  return [{ code: 'review-stale', severity: 'warning', message, range, fixes }];
}

/** Midnight UTC of `YYYY-MM-DD`; null for what is no such day. */
function dayOf(value: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return null;
  const day = Date.parse(`${value}T00:00:00Z`);
  return Number.isNaN(day) || new Date(day).toISOString().slice(0, 10) !== value ? null : day;
}

/** Behind the last line of the front matter, which is made where there is none. */
export function newField({ frontLines }: RunbookText, line: string) {
  return frontLines > 0
    ? insertion({ line: frontLines - 1, character: 0 }, `${line}\n`)
    : insertion({ line: 0, character: 0 }, `---\n${line}\n---\n\n`);
}

/** False for a map in braces, behind which no line may stand. */
export function takesFields({ lines, frontLines }: RunbookText): boolean {
  return frontLines === 0 || !/^\s*[{&!]/.test(lines[1] ?? '');
}

/** Whether a value can be written behind the field; where there is no such field, nothing is in the way. */
function endsWithColon({ lines }: RunbookText, field: FrontField | undefined): boolean {
  return !field || lines[field.key.start.line]?.slice(field.key.end.character).trimEnd() === ':';
}

/** Where a finding about the whole stands: the title, or the first line. */
function topOf(text: RunbookText): Range {
  const heading = text.runbook.headings.find(({ depth }) => depth === 1);
  return heading
    ? text.lineRange(heading.line - 1)
    : text.frontLines > 0
      ? rangeOn(0, 0, 3)
      : text.lineRange(0);
}

function changeTo(word: string, range: Range, l10n: LintContext['l10n']): Fix {
  return { title: l10n.t('Change it to “{0}”', word), edits: [{ range, newText: word }] };
}
