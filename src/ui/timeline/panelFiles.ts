import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import { mediaTypeOf, readAttachment } from '../../core/timeline/attachments.ts';
import { largestAttachment } from '../../core/timeline/noteData.ts';
import { gone } from './entryDeeds.ts';

/** Its bytes with what they say they are: the journal may say anything. */
export async function readPicture(
  folder: string,
  attachment: Parameters<typeof readAttachment>[1],
): Promise<{ readonly mediaType: string; readonly bytes: Uint8Array }> {
  const bytes = await readAttachment(folder, attachment);
  const mediaType = mediaTypeOf(bytes);
  if (!mediaType.startsWith('image/')) throw gone();
  return { mediaType, bytes };
}

/** What a person chose: throws NotPossibleError where it is too large. */
export async function readSmall(path: string): Promise<Uint8Array> {
  if ((await stat(path)).size > largestAttachment) throw wrongSize(basename(path));
  return readFile(path);
}

export function wrongSize(name: string): NotPossibleError {
  return new NotPossibleError(
    vscode.l10n.t('“{0}” is empty, or larger than {1} MB.', name, largestAttachment / 1024 / 1024),
    vscode.l10n.t('Put it where files are kept, and write its address into the timeline.'),
  );
}
