import { t } from '@vscode/l10n';
import Mustache from 'mustache';
import { NotPossibleError } from '../errors.ts';
import { markdownText } from '../timeline/markdownText.ts';
import { lists, singles, teamView, type TeamViewContext } from './teamView.ts';

/** A Mustache file of the team’s own. */
export interface TeamTemplate {
  /** `team:<name>` */
  readonly id: string;
  readonly name: string;
  /** For messages. */
  readonly path: string;
  readonly text: string;
}

const LARGEST = 256 * 1024;
const known = new Set<string>([...singles, ...Object.keys(lists), ...Object.values(lists).flat(), '.']);

/** `[type, value, start, end, …]`; sections hold further ones. */
type Token = readonly [type: string, value: string, start: number, end: number, inner?: unknown];

/**
 * The document as the team’s file says. Values are escaped for Markdown; `{{{ }}}` gives them as they are. Names that
 * are not documented are refused, so that nothing of JavaScript’s own can be reached. Throws NotPossibleError with the
 * line.
 */
export function renderTeamTemplate(template: TeamTemplate, context: TeamViewContext): string {
  const { path, text } = template;
  if (text.length > LARGEST) throw wrong(path, null, t('it is larger than 256 KB'));
  check(tokensOf(template), template);
  const missing = context.words.notRecorded;
  const escape = (value: unknown) => {
    const said = String(value);
    return said === missing ? `*${missing}*` : markdownText(said);
  };
  const rendered = new Mustache.Writer().render(text, teamView(context), undefined, { escape });
  const whole = rendered.endsWith('\n') ? rendered : `${rendered}\n`;
  return context.facts.drill ? saidOfDrill(whole, context.words.drill) : whole;
}

/** Also where the team’s file does not name `drill`: below the title, or first of all where there is none. */
function saidOfDrill(text: string, words: string): string {
  if (text.includes(words)) return text;
  const frontMatter = /^---\r?\n[^]*?\n---\r?\n/.exec(text)?.[0].length ?? 0;
  const title = /^# [^\n]*\n/m.exec(text.slice(frontMatter));
  const end = frontMatter + (title ? title.index + title[0].length : 0);
  const [before, after] = [text.slice(0, end), text.slice(end)];
  return `${before}${before && '\n'}**${words}**\n${/^(?:\r?\n|$)/.test(after) ? '' : '\n'}${after}`;
}

/** The headings of the file, for the choice; what they contain is not filled in. */
export function teamOutline({ text }: Pick<TeamTemplate, 'text'>): readonly string[] {
  return [...text.matchAll(/^(#{2,6})[ \t]+(.*)$/gm)].map(
    ([, marks, heading]) => `${'  '.repeat(marks!.length - 2)}${heading!.trimEnd()}`,
  );
}

function tokensOf({ path, text }: TeamTemplate): readonly Token[] {
  try {
    return new Mustache.Writer().parse(text) as readonly Token[];
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    // The library tells the place in its words alone.
    const place = / at (\d+)$/.exec(said);
    throw wrong(path, place ? lineAt(text, Number(place[1])) : null, said.replace(/ at \d+$/, ''));
  }
}

function check(tokens: readonly Token[], template: TeamTemplate): void {
  for (const [type, value, start, , inner] of tokens) {
    const { path, text } = template;
    if (type === '>') throw wrong(path, lineAt(text, start), t('partials ({{> …}}) are not supported'));
    if (type === 'text' || type === '!' || type === '=') continue;
    const stranger = value === '.' ? undefined : value.split('.').find(part => !known.has(part));
    if (stranger !== undefined) {
      throw wrong(path, lineAt(text, start), t('there is no variable called “{0}”', stranger));
    }
    if (Array.isArray(inner)) check(inner as readonly Token[], template);
  }
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

function wrong(path: string, line: number | null, reason: string): NotPossibleError {
  const place = line === null ? path : t('{0}, line {1}', path, line);
  return new NotPossibleError(
    t('The post-mortem template is not usable ({0}): {1}.', place, reason),
    t(
      'Correct the template, then generate the post-mortem again; “On-Call: Open Documentation…” lists the variables under “The post-mortem”.',
    ),
    { page: 'post-mortem' },
  );
}
