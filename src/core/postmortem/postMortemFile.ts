import { t } from '@vscode/l10n';
import { basename, dirname, join } from 'node:path';
import { NotPossibleError } from '../errors.ts';
import type { Incident } from '../incidents/incident.ts';
import { nodeTextFiles, type TextFiles } from '../timeline/textFiles.ts';
import type { TimelineView } from '../timeline/timelineView.ts';
import { baseBytes, basePathOf, type DocumentForm, phasesPathOf, readBase } from './documentForm.ts';
import { factsOf } from './facts.ts';
import { wordsOf } from './languages/index.ts';
import { mergePostMortem } from './mergePostMortem.ts';
import { phasesSvg } from './phasesSvg.ts';
import { renderPostMortem } from './renderPostMortem.ts';
import { reviewDue } from './reviewDue.ts';
import type { TeamTemplate } from './teamTemplate.ts';
import { templateOf } from './templates/index.ts';

/** What was on all sides of a merge in which people and facts had changed the same lines. */
export interface MergeConflict {
  readonly base: string;
  readonly mine: string;
  readonly generated: string;
}

export interface GeneratedPostMortem {
  /** `beside`: the file was left alone and what was generated stands in a file of its own, `path`. */
  readonly kind: 'created' | 'updated' | 'unchanged' | 'beside';
  readonly path: string;
  /** Lines (1-based) where a person’s version and a new fact stand one above the other. */
  readonly beside: readonly number[];
  readonly conflict: MergeConflict | null;
  /** What stands at `path` now. */
  readonly text: string;
}

export interface PostMortemRequest {
  /** Where the document stands or shall stand. */
  readonly path: string;
  readonly form: DocumentForm;
  readonly incident: Incident;
  readonly view: TimelineView;
  readonly teamTemplates?: readonly TeamTemplate[];
  /** The time that each severity allows, by its name: see reviewTimeOf. */
  readonly reviewTimes?: Readonly<Record<string, string>>;
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
  const { path, files = nodeTextFiles } = request;
  const { generated, phases } = rendered(request);
  const document = await writeDocument(request, generated, files);
  await keepDrawing(phasesPathOf(path), phases, files);
  return document;
}

async function writeDocument(
  { path, form }: PostMortemRequest,
  generated: string,
  files: TextFiles,
): Promise<GeneratedPostMortem> {
  const basePath = basePathOf(path);
  // Made once: with 100,000 entries it is 12 MB, and most often both files hold it.
  const bytes = Buffer.from(generated);
  const newBase = baseBytes(form, bytes);
  const keepBase = () => files.replace(basePath, newBase);

  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const found = await files.read(path);
    const mine = found && decoded(found);
    if (found === null || mine?.trim() === '') {
      if (!(await files.replace(path, bytes, found))) continue;
      await keepBase();
      return { kind: 'created', path, beside: [], conflict: null, text: generated };
    }

    const foundBase = await files.read(basePath);
    const keptText = foundBase && decoded(foundBase);
    if (mine == null || keptText === null) {
      const besidePath = await writeBeside(path, bytes, files);
      // From here on merging works again: all that stands in the file counts as a person’s.
      if (mine != null) await keepBase();
      return { kind: 'beside', path: besidePath, beside: [], conflict: null, text: generated };
    }

    const base = readBase(keptText).text;
    const { text, beside } = mergePostMortem(base, mine, generated);
    // The base goes last: were it first and the file then not written, missing facts would look removed.
    if (text !== mine && !(await files.replace(path, Buffer.from(text), found))) continue;
    if (Buffer.compare(foundBase!, newBase) !== 0) await keepBase();
    const conflict = beside.length > 0 ? { base, mine, generated } : null;
    return { kind: text === mine ? 'unchanged' : 'updated', path, beside, conflict, text };
  }
  throw new NotPossibleError(
    t('{0} is being changed by something else all the time, so nothing was written to it.', path),
    t('Save it in the editor, wait for other tools to finish, then generate the post-mortem again.'),
  );
}

function rendered(request: PostMortemRequest): { readonly generated: string; readonly phases: string } {
  const { path, form, incident, view, teamTemplates = [], reviewTimes = {} } = request;
  const template = teamTemplates.find(({ id }) => id === form.template) ?? templateOf(form.template);
  if (!template) {
    throw new NotPossibleError(
      t('There is no post-mortem template “{0}” here.', form.template),
      t('Put its file back into the folder .oncall, trust the workspace, or choose another template.'),
    );
  }
  const { language } = form;
  const facts = factsOf(incident, view);
  const due = reviewDue(facts, reviewTimes);
  const phasesFile = basename(phasesPathOf(path));
  return {
    generated: renderPostMortem(facts, { template, language, due, phasesFile }),
    phases: phasesSvg(facts, wordsOf[language]),
  };
}

/** The drawing is made of facts alone: nobody’s words are in it. */
async function keepDrawing(path: string, drawing: string, files: TextFiles): Promise<void> {
  const bytes = Buffer.from(drawing);
  const found = await files.read(path);
  if (!found || Buffer.compare(found, bytes) !== 0) await files.replace(path, bytes);
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
    t('There are too many generated post-mortems beside {0} already.', path),
    t('Delete those that you no longer need, then generate it again.'),
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
