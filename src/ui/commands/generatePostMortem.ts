import * as vscode from 'vscode';
import { notify } from '../notify.ts';
import { NotPossibleError } from '../../core/errors.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { GeneratedPostMortem } from '../../core/postmortem/postMortemFile.ts';
import { withoutIcons } from '../incidentPick.ts';
import type { TimelineParts } from './addTimelineEntry.ts';

/** Writes or renews the incident’s post-mortem and shows it; also for incidents that the provider has forgotten. */
export async function generatePostMortem(parts: TimelineParts, args: readonly unknown[]): Promise<void> {
  const { timelines } = parts;
  const incident = await incidentFor(parts, args);
  if (!incident) return;
  // What the provider knows by now belongs into it; where it does not answer, what is recorded has to do.
  await parts.follower.read(incident);
  const folder = await timelines.folder(incident);
  const view = await timelines.view(incident);
  if (!view) return;
  // What stands only in an open editor would look like it was never written.
  await vscode.workspace.textDocuments
    .find(({ uri, isDirty }) => isDirty && uri.fsPath === folder.postMortem)
    ?.save();
  const { generatePostMortem: generate } = await import('../../core/postmortem/postMortemFile.ts');
  const generated = await generate({ folder, incident, view });
  if (generated.kind !== 'unchanged') {
    await timelines.scribe.recordDocument(incident, sentence(generated), generated.path);
  }
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(generated.path));
  const [line = 1] = generated.beside;
  const selection = new vscode.Range(line - 1, 0, line - 1, 0);
  await vscode.window.showTextDocument(document, { preview: false, selection });
  if (generated.kind === 'beside') {
    void notify.warn(
      vscode.l10n.t(
        'Your post-mortem was left as it is, because what was generated last time is gone. The new text stands beside it, in {0}.',
        vscode.workspace.asRelativePath(generated.path),
      ),
    );
  } else if (generated.beside.length > 0) {
    void notify.info(
      vscode.l10n.t(
        'In {0} places you had changed what has new facts now: both stand there, yours first.',
        generated.beside.length,
      ),
    );
  }
}

function sentence({ kind }: GeneratedPostMortem): string {
  return kind === 'created'
    ? vscode.l10n.t('Post-mortem generated')
    : vscode.l10n.t('Post-mortem generated again');
}

async function incidentFor(
  { pick, current, timelines }: TimelineParts,
  args: readonly unknown[],
): Promise<Incident | undefined> {
  if (args.length > 0) return pick.one(args);
  const working = current.get();
  if (working) return working;
  const remembered = await timelines.remembered();
  if (remembered.length === 0) {
    throw new NotPossibleError(
      vscode.l10n.t('No incident has a timeline here yet.'),
      vscode.l10n.t('Select an incident first: its timeline starts when you work on it.'),
    );
  }
  const items = remembered.map(incident => ({
    label: withoutIcons(incident.title),
    description: withoutIcons(`${incident.createdAt.slice(0, 10)} · ${incident.status}`),
    incident,
  }));
  return (
    await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Post-mortem of which incident?') })
  )?.incident;
}
