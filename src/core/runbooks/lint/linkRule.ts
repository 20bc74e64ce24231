import { linkTarget } from '../linkTarget.ts';
import { closest } from './closest.ts';
import { rangeOn, shown, type Finding, type Fix, type Range } from './finding.ts';
import type { LintContext } from './lintRunbook.ts';
import type { RunbookText } from './runbookText.ts';
import { decodedAddress } from '../../decodedAddress.ts';

/** More than any honest runbook has; each costs a look at the disk. */
const most = 500;

interface PlacedLink {
  /** As it is written, `#fragment` and all. */
  readonly target: string;
  readonly range: Range;
}

/** Relative links whose file is not there, and `#fragments` that no heading of this file has. */
export async function linkRule(text: RunbookText, context: LintContext): Promise<Finding[]> {
  const links = placedLinks(text).slice(0, most);
  const findings = await Promise.all(links.map(link => dead(link, text, context)));
  return findings.filter(finding => finding !== null);
}

async function dead(
  { target, range }: PlacedLink,
  text: RunbookText,
  context: LintContext,
): Promise<Finding | null> {
  const { l10n } = context;
  const [path = '', fragment = ''] = target.split('#', 2);
  const changes = (from: string, meant: string | null, written: (meant: string) => string): Fix[] =>
    meant === null || meant === from
      ? []
      : [
          {
            title: l10n.t('Change it to “{0}”', written(meant)),
            edits: [{ range, newText: written(meant) }],
          },
        ];
  const finding = (message: string, fixes: readonly Fix[]): Finding => ({
    code: 'link-dead',
    severity: 'warning',
    message,
    range,
    fixes,
  });
  const file = decodedAddress(path.split('?', 1)[0]!);
  if (path !== '' && (file === '' || file.startsWith('/'))) return null;
  // What cannot be looked at cannot be called dead.
  const look = <T>(answer: Promise<T> | undefined) => answer?.catch(() => null) ?? Promise.resolve(null);
  if (path !== '' && (await look(context.exists?.(file))) === false) {
    const folder = /^.*\//.exec(file)?.[0] ?? '';
    const names = (await look(context.namesIn?.(folder || '.'))) ?? [];
    const name = file.slice(folder.length);
    return finding(
      l10n.t('There is no “{0}” where this link points to.', shown(file)),
      changes(name, closest(name, names), meant => encodeURI(folder + meant) + (fragment && `#${fragment}`)),
    );
  }
  if (fragment === '') return null;
  const wanted = decodedAddress(fragment);
  const anchors =
    path === ''
      ? anchorsIn(text.text, text.runbook.headings)
      : /\.(?:md|markdown)$/i.test(file)
        ? await look(context.anchorsOf?.(file))
        : null;
  if (anchors === null || anchors.includes(wanted) || anchors.includes(wanted.toLowerCase())) return null;
  return finding(
    path === ''
      ? l10n.t('No heading of this runbook has the anchor “{0}”.', shown(fragment))
      : l10n.t('No heading of “{1}” has the anchor “{0}”.', shown(fragment), shown(file)),
    changes(wanted, closest(wanted, anchors), meant => `${path}#${meant}`),
  );
}

/** What a `#fragment` can name: headings, and the ids that a text gives places in HTML. */
export function anchorsIn(text: string, headings: readonly { readonly slug: string }[]): readonly string[] {
  const ids = text.matchAll(/<[a-z][a-z0-9]{0,10}\s[^<>]{0,200}?\b(?:id|name)=["']([^"'<>]{1,100})["']/gi);
  return [...headings.map(({ slug }) => slug), ...[...ids].map(([, id]) => id!)];
}

/** Links to files and anchors as Markdown writes them, outside code; the parser is who says that they are links. */
function placedLinks({ lines, blocks, runbook, frontLines }: RunbookText): PlacedLink[] {
  const local = new Set(runbook.links.filter(link => !/^[A-Za-z][A-Za-z0-9+.-]*:/.test(link)));
  if (local.size === 0) return [];
  const inBlock = new Set<number>();
  for (const { lineCount, lineRange } of blocks)
    for (let line = 1; line <= lineCount; line++) inBlock.add(lineRange(line).start.line);
  const found: PlacedLink[] = [];
  for (let line = frontLines; line < lines.length && found.length < most; line++) {
    if (inBlock.has(line)) continue;
    const pattern =
      /\]\([ \t]{0,9}(?:<([^<>\n]{1,2000})>|([^\s()<>]{1,2000}))|^ {0,3}\[[^\]]{1,200}\]:[ \t]{1,9}<?([^\s<>]{1,2000})/dg;
    for (const match of lines[line]!.matchAll(pattern)) {
      const group = [1, 2, 3].find(number => match[number] !== undefined)!;
      const target = linkTarget(match[group]!);
      if (target === null || !local.has(target)) continue;
      const [from, to] = match.indices![group]!;
      found.push({ target, range: rangeOn(line, from, to) });
    }
  }
  return found;
}
