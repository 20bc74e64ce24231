import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { DocumentForm } from '../../core/postmortem/documentForm.ts';
import type { GeneratedPostMortem } from '../../core/postmortem/postMortemFile.ts';
import type { TeamTemplate } from '../../core/postmortem/teamTemplate.ts';
import { nodeTextFiles } from '../../core/timeline/textFiles.ts';
import { config } from '../config.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import { notify } from '../notify.ts';
import { documentOf, isSameFile, openDocumentsOf } from '../openFile.ts';
import type { GeneratedTexts } from '../postMortems/generatedTexts.ts';
import { saved } from '../savedDocument.ts';
import type { TimelineParts } from './addTimelineEntry.ts';
import { workspaceFolder } from '../timelinesRoot.ts';

export interface PostMortemParts extends TimelineParts {
  readonly texts: GeneratedTexts;
  readonly boundary: ErrorBoundary;
}

/** Writes or renews the incident’s post-mortem and shows it; also for incidents that the provider has forgotten. */
export async function generatePostMortem(parts: PostMortemParts, args: readonly unknown[]): Promise<void> {
  const incident = await incidentFor(parts, args, undefined, { inTitle: true });
  if (!incident) return;
  const { keptForm } = await import('../../core/postmortem/documentForm.ts');
  const { formOfNew } = await import('../postMortems/postMortemForms.ts');
  const { readTeamTemplates } = await import('../postMortems/teamTemplateFiles.ts');
  const team = await readTeamTemplates();
  const known = await meantPath(parts, incident);
  // One that is there stays what it is: what people wrote has its place in those sections.
  const kept = known === null ? null : await keptForm(known, nodeTextFiles);
  const form = kept ?? (await formOfNew(team, parts.texts));
  if (!form) return;
  const path = known ?? (await parts.timelines.folder(incident)).postMortem;
  await writePostMortem(parts, { incident, path, form, team });
}

export interface PostMortemWork {
  readonly incident: Incident;
  readonly path: string;
  readonly form: DocumentForm;
  readonly team: readonly TeamTemplate[];
}

export async function writePostMortem(
  { timelines, follower, texts, boundary, current }: PostMortemParts,
  { incident, path, form, team }: PostMortemWork,
): Promise<void> {
  // What the document lacks is added to the timeline next, and the incident may be in no list any more.
  if ((current.get() ?? current.outside) === null) current.set(incident);
  // What the provider knows by now belongs into it; where it does not answer, what is recorded has to do.
  await follower.read(incident);
  const view = await timelines.view(incident);
  if (!view) return;
  // What stands only in an open editor would look like it was never written.
  for (const document of await openDocumentsOf(path)) if (document.isDirty) await saved(document);
  const { generatePostMortem: generate } = await import('../../core/postmortem/postMortemFile.ts');
  const reviewTimes = config.postMortemReviewTimes(workspaceFolder());
  const generated = await generate({ path, form, incident, view, teamTemplates: team, reviewTimes });
  if (generated.kind !== 'unchanged') {
    const entry = timelines.scribe.recordDocument(incident, sentence(generated), generated.path);
    await boundary.written('Writing down that a post-mortem was generated', entry);
  }
  const document = await documentOf(generated.path);
  const [line = 1] = generated.beside;
  const selection = new vscode.Range(line - 1, 0, line - 1, 0);
  await vscode.window.showTextDocument(document, { preview: false, selection });
  await tellOf(generated, document.uri, texts);
  const { offerMissing } = await import('../postMortems/missingPick.ts');
  const { wordsOf } = await import('../../core/postmortem/languages/index.ts');
  boundary.watch('Offering what is not recorded', offerMissing(document, wordsOf[form.language]));
}

async function tellOf(
  generated: GeneratedPostMortem,
  shown: vscode.Uri,
  texts: GeneratedTexts,
): Promise<void> {
  if (generated.kind === 'beside') {
    void notify.warn(
      vscode.l10n.t(
        'Your post-mortem was left as it is, because what was generated last time is gone, or the file is not UTF-8. The new text stands beside it, in {0}.',
        vscode.workspace.asRelativePath(generated.path),
      ),
    );
  } else if (generated.conflict) {
    void notify.info(
      vscode.l10n.t(
        'In {0} places you had changed what has new facts now: both stand there, yours first.',
        generated.beside.length,
      ),
    );
    const { openMergeEditor } = await import('../postMortems/mergeEditor.ts');
    await openMergeEditor(shown, generated.conflict, texts);
  }
}

/**
 * The document that is being looked at, where it is one of this incident’s; else its first. Null where the incident has
 * no folder yet: looking makes none.
 */
export async function meantPath({ timelines }: PostMortemParts, incident: Incident): Promise<string | null> {
  const postMortem = await timelines.knownPostMortem(incident);
  if (postMortem === null) return null;
  const { keptForm } = await import('../../core/postmortem/documentForm.ts');
  const open = vscode.window.activeTextEditor?.document.uri;
  if (open?.scheme !== 'file' || !open.fsPath.endsWith('.md')) return postMortem;
  const beside = join(dirname(postMortem), basename(open.fsPath));
  const meant = (await isSameFile(open.fsPath, beside)) && (await keptForm(beside, nodeTextFiles));
  return meant ? beside : postMortem;
}

function sentence({ kind }: GeneratedPostMortem): string {
  return kind === 'created'
    ? vscode.l10n.t('Post-mortem generated')
    : vscode.l10n.t('Post-mortem generated again');
}

/**
 * The one that is meant, worked on, or chosen among those that have a timeline here.
 * @param where as IncidentPick has it
 */
export async function incidentFor(
  { pick, current, timelines }: Pick<TimelineParts, 'pick' | 'current' | 'timelines'>,
  args: readonly unknown[],
  placeHolder = vscode.l10n.t('Post-mortem of which incident?'),
  where: { readonly inTitle?: boolean } = {},
): Promise<Incident | undefined> {
  if (args.length > 0) return pick.one(args, undefined, { ...where, remembered: true });
  const working = current.get() ?? current.outside;
  if (working) return working;
  const remembered = await timelines.remembered();
  if (remembered.length === 0) {
    throw new NotPossibleError(
      vscode.l10n.t('No incident has a timeline here yet.'),
      vscode.l10n.t('Select an incident first: its timeline starts when you work on it.'),
    );
  }
  return (await vscode.window.showQuickPick(pick.earlierItems(remembered), { placeHolder }))?.incident;
}
