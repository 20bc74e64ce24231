import { basename, dirname, join } from 'node:path';
import { NotPossibleError } from '../errors.ts';
import type { Incident } from '../incidents/incident.ts';
import type { IncidentFolder } from '../timeline/journalFolder.ts';
import { nodeTextFiles, type TextFiles } from '../timeline/textFiles.ts';
import type { TimelineView } from '../timeline/timelineView.ts';
import { factsOf } from './facts.ts';
import { mergePostMortem } from './mergePostMortem.ts';
import { renderPostMortem } from './renderPostMortem.ts';

export interface GeneratedPostMortem {
  /** `beside`: the file was left alone and what was generated stands in a file of its own, `path`. */
  readonly kind: 'created' | 'updated' | 'unchanged' | 'beside';
  readonly path: string;
  /** Lines (1-based) where a person’s version and a new fact stand one above the other. */
  readonly beside: readonly number[];
}

export interface PostMortemRequest {
  readonly folder: Pick<IncidentFolder, 'postMortem'>;
  readonly incident: Incident;
  readonly view: TimelineView;
  readonly files?: TextFiles;
}

/** How often it begins anew when the file changes while it is being merged. */
const ATTEMPTS = 5;
const BESIDE_NAMES = 100;

/**
 * Writes the post-mortem, or brings new facts into the one that stands there (see mergePostMortem). What was
 * generated is kept in `.post-mortem.base.md`, the base of the next merge. Where that base is gone, or the file is
 * not UTF-8, nothing could tell a person’s words from generated ones: the file is left as it is, and the new text
 * goes into `post-mortem.generated.md` beside it. Rejects with NotPossibleError.
 */
export async function generatePostMortem(request: PostMortemRequest): Promise<GeneratedPostMortem> {
  const { folder, incident, view, files = nodeTextFiles } = request;
  const path = folder.postMortem;
  const basePath = join(dirname(path), `.${basename(path, '.md')}.base.md`);
  const generated = renderPostMortem(factsOf(incident, view));
  const keepBase = () => files.replace(basePath, Buffer.from(generated));

  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const found = await files.read(path);
    const mine = found && decoded(found);
    if (found === null || mine?.trim() === '') {
      if (!(await files.replace(path, Buffer.from(generated), found))) continue;
      await keepBase();
      return { kind: 'created', path, beside: [] };
    }

    const foundBase = await files.read(basePath);
    const base = foundBase && decoded(foundBase);
    if (mine == null || base === null) {
      const besidePath = await writeBeside(path, Buffer.from(generated), files);
      // From here on merging works again: all that stands in the file counts as a person’s.
      if (mine != null) await keepBase();
      return { kind: 'beside', path: besidePath, beside: [] };
    }

    const { text, beside } = mergePostMortem(base, mine, generated);
    // The base goes last: were it first and the file then not written, missing facts would look removed.
    if (text !== mine && !(await files.replace(path, Buffer.from(text), found))) continue;
    if (base !== generated) await keepBase();
    return { kind: text === mine ? 'unchanged' : 'updated', path, beside };
  }
  throw new NotPossibleError(
    `${path} is being changed by something else all the time, so nothing was written to it.`,
    'Save it in the editor, wait for other tools to finish, then generate the post-mortem again.',
  );
}

/** Never over a file that is there: people may have begun to work in it. */
async function writeBeside(path: string, bytes: Uint8Array, files: TextFiles): Promise<string> {
  for (let number = 1; number <= BESIDE_NAMES; number++) {
    const name = `${basename(path, '.md')}.generated${number === 1 ? '' : `-${number}`}.md`;
    const beside = join(dirname(path), name);
    const found = await files.read(beside);
    if (found && Buffer.compare(found, bytes) === 0) return beside;
    if (found === null && (await files.replace(beside, bytes, null))) return beside;
  }
  throw new NotPossibleError(
    `There are too many generated post-mortems beside ${path} already.`,
    'Delete those that you no longer need, then generate it again.',
  );
}

/** Null for what is not UTF-8: writing it back would lose characters. A byte order mark stays. */
function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
