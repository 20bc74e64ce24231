import * as vscode from 'vscode';
import type { DocumentForm } from '../../core/postmortem/documentForm.ts';
import { wordsOf } from '../../core/postmortem/languages/index.ts';
import { type Language, languages } from '../../core/postmortem/languages/language.ts';
import { outlineOf } from '../../core/postmortem/renderPostMortem.ts';
import type { TeamTemplate } from '../../core/postmortem/teamTemplate.ts';
import { templates } from '../../core/postmortem/templates/index.ts';
import { setItems } from '../quickPicks.ts';
import { closeTabsOf, type GeneratedTexts } from './generatedTexts.ts';

interface TemplateItem extends vscode.QuickPickItem {
  readonly id: string;
  readonly outline: readonly string[];
}

export interface FormChoice {
  readonly team: readonly TeamTemplate[];
  readonly texts: GeneratedTexts;
  readonly language: Language;
}

/** Which template and which language. While one is looked at, its outline stands in the editor beside the list. */
export async function pickForm({ team, texts, language }: FormChoice): Promise<DocumentForm | undefined> {
  const pick = vscode.window.createQuickPick<TemplateItem>();
  let shown: Promise<vscode.Uri> | undefined;
  let chosen: Language = language;
  const outline = (item: TemplateItem | undefined) => {
    if (!item) return;
    const text = [`# ${item.label}`, '', ...item.outline.map(line => line.replace(/^( *)/, '$1- ')), ''];
    const uri = texts.keep('outline.md', text.join('\n'));
    shown ??= showBeside(uri);
  };
  const fill = () => {
    pick.title = vscode.l10n.t('Post-mortem template ({0})', wordsOf[chosen].name);
    pick.buttons = languages
      .filter(other => other !== chosen)
      .map(other => ({
        iconPath: new vscode.ThemeIcon('globe'),
        tooltip: vscode.l10n.t('Write it in: {0}', wordsOf[other].name),
        language: other,
      }));
    setItems(pick, itemsOf(team, chosen), ({ id }) => id);
    return pick.activeItems[0] ?? pick.items[0];
  };
  pick.placeholder = vscode.l10n.t('How shall it be told?');
  pick.matchOnDetail = true;
  pick.ignoreFocusOut = true;
  const first = fill();
  try {
    return await new Promise<DocumentForm | undefined>(resolve => {
      pick.onDidChangeActive(([item]) => outline(item));
      pick.onDidTriggerButton(button => {
        const next = languages.find(one => 'language' in button && button.language === one);
        if (!next) return;
        chosen = next;
        outline(fill());
      });
      pick.onDidAccept(() => {
        const item = pick.activeItems[0];
        resolve(item && { template: item.id, language: chosen });
      });
      pick.onDidHide(() => resolve(undefined));
      pick.show();
      outline(first);
    });
  } finally {
    pick.dispose();
    // It may still be on its way to the screen.
    if (shown) await closeTabsOf(await shown);
  }
}

async function showBeside(uri: vscode.Uri): Promise<vscode.Uri> {
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { preserveFocus: true, preview: true });
  return uri;
}

function itemsOf(team: readonly TeamTemplate[], language: Language): TemplateItem[] {
  const items = [...templates, ...team].map((template): TemplateItem => {
    const outline = outlineOf(template, language);
    const about = 'about' in template ? template.about[language] : template.path;
    const detail = outline.filter(line => !line.startsWith(' ')).join(' · ');
    return { id: template.id, label: template.name, description: about, detail, outline };
  });
  return items;
}
