import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { type Language } from './languages/language.ts';
import { isLanguage } from './languages/index.ts';
import type { TextFiles } from '../timeline/textFiles.ts';

/** What a document is made of. */
export interface DocumentForm {
  /** A template’s id; `team:<name>` for one of the team’s own. */
  readonly template: string;
  readonly language: Language;
}

/** What was generated last time, and as what. */
export interface KeptBase {
  /** Null in what an older version kept. */
  readonly form: DocumentForm | null;
  readonly text: string;
}

const FIRST_LINE = /^<!-- on-call: (\{.*\}) -->\n/;

/** @param text UTF-8, as it goes to disk. */
export function baseBytes({ template, language }: DocumentForm, text: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`<!-- on-call: ${JSON.stringify({ template, language })} -->\n`), text]);
}

export function readBase(text: string): KeptBase {
  const match = FIRST_LINE.exec(text);
  if (!match) return { form: null, text };
  return { form: formIn(match[1]!), text: text.slice(match[0].length) };
}

function formIn(json: string): DocumentForm | null {
  try {
    const { template, language } = JSON.parse(json) as Record<string, unknown>;
    return typeof template === 'string' && isLanguage(language) ? { template, language } : null;
  } catch {
    return null;
  }
}

export function basePathOf(path: string): string {
  return join(dirname(path), `.${basename(path, '.md')}.base.md`);
}

/** The drawing that belongs to a document: `phases.svg` beside `post-mortem.md`. */
export function phasesPathOf(path: string): string {
  const own = basename(path, '.md').replace(/^post-mortem/, '');
  return join(dirname(path), `phases${own}.svg`);
}

/** A document of another form beside the first one: `post-mortem.google-sre.fr.md`. */
export function secondPath(path: string, { template, language }: DocumentForm): string {
  return join(dirname(path), `${basename(path, '.md')}.${fileNameOf(template)}.${language}.md`);
}

/** Of two names in a script that leaves nothing else to tell them apart, a digest does: `team-1f2e3d4c`. */
function fileNameOf(template: string): string {
  const name = template.replace(/[^A-Za-z0-9_-]+/g, '-');
  if (!/[^\p{ASCII}\p{Script=Latin}\p{M}\p{P}\p{Z}]/u.test(template)) return name;
  const digest = createHash('sha256').update(template.normalize('NFC')).digest('hex').slice(0, 8);
  return `${name.replace(/-+$/, '')}-${digest}`;
}

/** As what the document at this path was generated; null where that is not known. */
export async function keptForm(path: string, files: TextFiles): Promise<DocumentForm | null> {
  const bytes = await files.read(basePathOf(path));
  return bytes ? readBase(Buffer.from(bytes.subarray(0, 1_024)).toString('utf8')).form : null;
}
