import { t } from '@vscode/l10n';
import { runDataOf } from '../entryData.ts';
import { piecesOf } from '../entryLinks.ts';
import { noteDataOf, type TextSource } from '../noteData.ts';
import { PROVIDER_AUTHOR } from '../providerLog.ts';
import type { ViewedEntry } from '../timelineView.ts';
import type { EntryRow, PieceView, VersionView } from './panelView.ts';

/** More of a text or an output is in the editor. */
const longestTail = 4_000;

const pictures: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** Whose deed it was: who corrected it later is in its history. */
export function authorOf({ entry, history }: ViewedEntry): string {
  const author = (history[0] ?? entry).author.trim();
  // The journal has the same name for it in every language.
  return author === PROVIDER_AUTHOR ? t(PROVIDER_AUTHOR) : author;
}

export function rowOf(viewed: ViewedEntry): EntryRow {
  const { id, entry, history } = viewed;
  const run = runDataOf(entry);
  const { attachments = [], source } = noteDataOf(entry);
  return {
    id,
    at: Date.parse(entry.at),
    writtenAt: Date.parse((history[0] ?? entry).writtenAt),
    machineAt: entry.machineAt === undefined ? null : Date.parse(entry.machineAt),
    kind: entry.kind,
    pieces: shownPieces(viewed),
    text: entry.text,
    author: authorOf(viewed),
    source: (history[0] ?? entry).source.type,
    key: entry.key === true,
    retracted: entry.retracts === true,
    edits: history.length,
    run: run && {
      state: run.outcome,
      met: run.met ?? null,
      command: run.command.slice(0, longestTail),
      outputTail: run.outputTail.slice(-longestTail),
    },
    attachments: attachments.map(({ name, bytes, mediaType }) => ({
      ...{ name, bytes },
      picture: pictures.has(mediaType),
    })),
    from: source ? sourceText(source) : null,
  };
}

/** The addresses in the order of the numbers that `PieceView` gives them. */
export function linksOf({ entry }: ViewedEntry): readonly string[] {
  return pieces(entry).flatMap(piece => (typeof piece === 'string' ? [] : [piece.href]));
}

/** Oldest first, the one that counts last. */
export function versionsOf({ entry, history }: ViewedEntry): readonly VersionView[] {
  return [...history, entry].map(version => ({
    at: Date.parse(version.at),
    writtenAt: Date.parse(version.writtenAt),
    author: version.author,
    text: version.text,
    key: version.key === true,
    retracted: version.retracts === true,
  }));
}

/** “src/pool.ts, lines 3–9” */
export function sourceText({ name, fromLine, toLine }: TextSource): string {
  if (fromLine === null) return name;
  return toLine === null || toLine === fromLine
    ? t('{0}, line {1}', name, fromLine)
    : t('{0}, lines {1}–{2}', name, fromLine, toLine);
}

function shownPieces({ entry }: ViewedEntry): readonly PieceView[] {
  let link = 0;
  return pieces(entry).map(piece =>
    typeof piece === 'string'
      ? piece
      : { link: link++, text: piece.title ?? piece.href, address: piece.href },
  );
}

function pieces(entry: ViewedEntry['entry']): ReturnType<typeof piecesOf> {
  return piecesOf(entry.text, noteDataOf(entry).links);
}
