import { basename } from 'node:path';
import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import { LocalZone } from '../../core/timeline/localZone.ts';
import type { ReadImport } from '../../core/timeline/import/importedEntries.ts';
import { fullTime } from '../localTime.ts';
import { notify } from '../notify.ts';
import type { TimelineParts } from './addTimelineEntry.ts';
import { incidentFor } from './generatePostMortem.ts';

/** Longer than the timeline of any incident. */
const largestBytes = 2 * 1024 * 1024;
const mostShown = 8;

/** A timeline from a CSV file, or from Markdown that another tool wrote; nothing is written before it was shown. */
export async function importTimeline(parts: TimelineParts, args: readonly unknown[]): Promise<void> {
  const incident = await incidentFor(
    parts,
    args,
    vscode.l10n.t('Import into the timeline of which incident?'),
  );
  if (!incident) return;
  const [file] =
    (await vscode.window.showOpenDialog({
      filters: { [vscode.l10n.t('CSV or Markdown')]: ['csv', 'tsv', 'md', 'markdown', 'txt'] },
      openLabel: vscode.l10n.t('Import'),
      title: vscode.l10n.t('Timeline of “{0}”', incident.title),
    })) ?? [];
  if (!file) return;
  if ((await vscode.workspace.fs.stat(file)).size > largestBytes) {
    throw new NotPossibleError(
      vscode.l10n.t('The file is longer than {0} MB, which no timeline is.', largestBytes / 1024 / 1024),
      vscode.l10n.t('Cut it to the rows of this incident, then import it again.'),
    );
  }
  const source = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  const { importedFromCsv, importedFromMarkdown } =
    await import('../../core/timeline/import/importedEntries.ts');
  const read = /\.[ct]sv$/i.test(file.path) ? importedFromCsv : importedFromMarkdown;
  const found = read(source, {
    zone: new LocalZone(),
    createdAt: Date.parse(incident.createdAt),
    now: parts.incidentClock.now(incident),
    mask: text => parts.timelines.mask(text),
  });
  if (found.entries.length === 0) {
    throw new NotPossibleError(
      vscode.l10n.t(
        'No entry could be read from {0}. {1}',
        basename(file.fsPath),
        found.unread[0]?.reason ?? '',
      ),
      vscode.l10n.t('It needs columns for the time and the text, or list items that begin with a time.'),
    );
  }
  const count = found.entries.length;
  const entries = count === 1 ? vscode.l10n.t('Import 1 Entry') : vscode.l10n.t('Import {0} Entries', count);
  const question = vscode.l10n.t('Import into the timeline of “{0}”?', incident.title);
  if ((await notify.ask(question, previewOf(found), entries)) !== entries) return;
  const added = await parts.timelines.scribe.recordImported(incident, found.entries, basename(file.fsPath));
  void notify.info(
    vscode.l10n.t('Imported. New entries: {0}, there already: {1}.', added, found.entries.length - added),
  );
}

function previewOf({ entries, unread }: ReadImport): string {
  const shown = entries
    .slice(0, mostShown)
    .map(({ at, author, text }) => `${fullTime(at)} ${author}: ${text.slice(0, 80)}`);
  const more =
    entries.length > mostShown ? [vscode.l10n.t('… and {0} more.', entries.length - mostShown)] : [];
  const left = unread
    .slice(0, mostShown)
    .map(({ line, reason }) => vscode.l10n.t('Line {0}: {1}', line, reason));
  const lost =
    unread.length > 0 ? ['', vscode.l10n.t('Rows that cannot be read: {0}', unread.length), ...left] : [];
  return [...shown, ...more, ...lost].join('\n');
}
