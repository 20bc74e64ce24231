import { pathIsThere } from '../../core/pathIsThere.ts';
import { nodeTextFiles } from '../../core/timeline/textFiles.ts';
import { incidentFor, type PostMortemParts, writePostMortem } from './generatePostMortem.ts';

/**
 * The post-mortem as another template or in another language. Where one stands already, the new one becomes a second
 * file: words that people put into other sections have no place in it, and none may be lost.
 */
export async function choosePostMortemTemplate(
  parts: PostMortemParts,
  args: readonly unknown[],
): Promise<void> {
  const incident = await incidentFor(parts, args);
  if (!incident) return;
  const { keptForm, secondPath } = await import('../../core/postmortem/documentForm.ts');
  const { pickForm } = await import('../postMortems/formPick.ts');
  const { postMortemLanguage } = await import('../postMortems/postMortemForms.ts');
  const { readTeamTemplates } = await import('../postMortems/teamTemplateFiles.ts');
  const team = await readTeamTemplates();
  const form = await pickForm({ team, texts: parts.texts, language: postMortemLanguage() });
  if (!form) return;
  const { postMortem } = await parts.timelines.folder(incident);
  const first = await keptForm(postMortem, nodeTextFiles);
  const isFirst = first
    ? first.template === form.template && first.language === form.language
    : !(await pathIsThere(postMortem));
  const path = isFirst ? postMortem : secondPath(postMortem, form);
  await writePostMortem(parts, { incident, path, form, team });
}
