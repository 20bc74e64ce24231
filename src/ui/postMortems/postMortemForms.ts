import * as vscode from 'vscode';
import type { DocumentForm } from '../../core/postmortem/documentForm.ts';
import { isLanguage, languageOf } from '../../core/postmortem/languages/index.ts';
import type { Language } from '../../core/postmortem/languages/language.ts';
import type { TeamTemplate } from '../../core/postmortem/teamTemplate.ts';
import { templateOf } from '../../core/postmortem/templates/index.ts';
import { config } from '../config.ts';
import { workspaceFolder } from '../timelinesRoot.ts';
import { pickForm } from './formPick.ts';
import type { GeneratedTexts } from './generatedTexts.ts';

/** The language that the setting names, or the one that VS Code speaks. */
export function postMortemLanguage(): Language {
  const set = config.postMortemLanguage(workspaceFolder());
  return isLanguage(set) ? set : languageOf(vscode.env.language);
}

/** What a new document is made of: as the setting says, or as the person chooses. */
export async function formOfNew(
  team: readonly TeamTemplate[],
  texts: GeneratedTexts,
): Promise<DocumentForm | undefined> {
  const language = postMortemLanguage();
  const set = config.postMortemTemplate(workspaceFolder());
  if (templateOf(set) || team.some(({ id }) => id === set)) return { template: set, language };
  return pickForm({ team, texts, language });
}
