import { t } from '@vscode/l10n';
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { NotPossibleError } from '../errors.ts';
import { errorCode, openItself, reasonOf, syncFolder } from './journalFiles.ts';
import { type Attachment, isAttachmentPath, largestAttachment } from './noteData.ts';

/**
 * Keeps a file beside the journal, named by its content and what is harmless of its name, so that the same one is
 * kept once. Resolves once it is on disk. Rejects with NotPossibleError.
 * @param folder The incident’s.
 */
export async function keepAttachment(folder: string, name: string, bytes: Uint8Array): Promise<Attachment> {
  if (bytes.length === 0) {
    throw new NotPossibleError(t('“{0}” is empty.', name), t('Attach a file that has something in it.'));
  }
  if (bytes.length > largestAttachment) {
    throw new NotPossibleError(
      t('“{0}” is larger than {1} MB.', name, largestAttachment / 1024 / 1024),
      t('Put it where files are kept, and write its address into the timeline.'),
    );
  }
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const path = `attachments/${hash}-${safeName(name)}`;
  try {
    const directory = await ownFolder(folder);
    await write(join(folder, path), bytes);
    await syncFolder(directory);
  } catch (error) {
    if (error instanceof NotPossibleError) throw error;
    throw new NotPossibleError(
      t('“{0}” was not kept beside the timeline: {1}.', name, reasonOf(error)),
      t('Free space or mend the folder’s rights, then attach it again.'),
      { cause: error },
    );
  }
  return { path, name, bytes: bytes.length, mediaType: mediaTypeOf(bytes) };
}

/** The whole path of an attachment, once it is sure that a plain file stands there. Rejects with NotPossibleError. */
export async function attachmentFile(folder: string, { path, name }: Attachment): Promise<string> {
  const plain =
    isAttachmentPath(path) &&
    (await lstat(join(folder, 'attachments')).then(found => found.isDirectory(), no)) &&
    (await lstat(join(folder, path)).then(found => found.isFile(), no));
  if (plain) return join(folder, path);
  throw new NotPossibleError(
    t('“{0}” is not beside the timeline any more.', name),
    t('Fetch the incident’s folder from where it was made, with its attachments.'),
  );
}

/** Its content, cut off by nothing but the limit. Rejects with NotPossibleError. */
export async function readAttachment(folder: string, attachment: Attachment): Promise<Uint8Array> {
  const file = await openItself(await attachmentFile(folder, attachment), constants.O_RDONLY);
  try {
    if ((await file.stat()).size > largestAttachment) {
      throw new NotPossibleError(
        t('“{0}” is too large to be shown.', attachment.name),
        t('Open it as a file.'),
      );
    }
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** What the first bytes say, whatever the name says. */
export function mediaTypeOf(bytes: Uint8Array): string {
  const begins = (...start: readonly number[]) => start.every((byte, index) => bytes[index] === byte);
  const word = (at: number, text: string) =>
    [...text].every((character, index) => bytes[at + index] === character.charCodeAt(0));
  if (begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (begins(0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (word(0, 'GIF87a') || word(0, 'GIF89a')) return 'image/gif';
  if (word(0, 'RIFF') && word(8, 'WEBP')) return 'image/webp';
  return 'application/octet-stream';
}

/** Letters, digits, points and dashes, short, and never a name that means something to a system. */
function safeName(name: string): string {
  const plain = name
    .replace(/^.*[/\\]/, '')
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9_]+|[^A-Za-z0-9]+$/g, '');
  if (plain === '') return 'file';
  if (plain.length <= 60) return plain;
  const end = /\.[A-Za-z0-9]{1,8}$/.exec(plain)?.[0] ?? '';
  return plain.slice(0, 60 - end.length) + end;
}

/** `attachments/`, made where it is missing; never what a link there points to. */
async function ownFolder(folder: string): Promise<string> {
  const directory = join(folder, 'attachments');
  await mkdir(directory, { mode: 0o700 }).catch(error => {
    if (errorCode(error) !== 'EEXIST') throw error;
  });
  if ((await lstat(directory)).isDirectory()) return directory;
  throw new NotPossibleError(
    t('{0} is not a plain folder; links out of the incident’s folder are never followed.', directory),
    t('Remove or rename it, then attach the file again.'),
  );
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  // What stands there already has the same content by its name, unless it was cut off: then it is written anew.
  const file = await openItself(path, constants.O_RDWR | constants.O_CREAT);
  try {
    const { size } = await file.stat();
    if (size === bytes.length && Buffer.compare(await file.readFile(), bytes) === 0) return;
    await file.truncate(0);
    for (let written = 0; written < bytes.length;) {
      // May take a part only; where there is no room for the rest, the next one says so.
      const { bytesWritten } = await file.write(bytes, written, bytes.length - written, written);
      if (bytesWritten === 0) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      written += bytesWritten;
    }
    await file.datasync();
  } finally {
    await file.close();
  }
}

function no(): false {
  return false;
}
