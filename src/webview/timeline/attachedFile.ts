import { t } from '@vscode/l10n';
import { largestAttachment } from '../../core/timeline/noteData.ts';
import { base64Of } from './base64.ts';

/** In Base64; or why not, as a sentence for the person. */
export type FileContent =
  { readonly ok: true; readonly content: string } | { readonly ok: false; readonly reason: string };

/** What is dropped or pasted may be anything: what is far too large does not even fit into a message. */
export async function contentOf(file: File): Promise<FileContent> {
  if (file.size > largestAttachment) {
    const tooLarge = t('“{0}” is empty, or larger than {1} MB.', file.name, largestAttachment / 1024 / 1024);
    const next = t('Put it where files are kept, and write its address into the timeline.');
    return { ok: false, reason: `${tooLarge} ${next}` };
  }
  try {
    return { ok: true, content: base64Of(new Uint8Array(await file.arrayBuffer())) };
  } catch {
    // A folder, for one.
    return { ok: false, reason: t('“{0}” cannot be read. Attach a file.', file.name) };
  }
}
