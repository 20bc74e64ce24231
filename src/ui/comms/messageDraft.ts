import * as vscode from 'vscode';
import { plainMessage } from '../../core/comms/formats/plain.ts';
import type {
  MessageFacts,
  MessagePurpose,
  ProgressLine,
  RenderedMessage,
} from '../../core/comms/message.ts';
import { targetText } from '../../core/comms/messageEntry.ts';
import type { MessageTarget } from '../../core/comms/messenger.ts';
import { renderMessage } from '../../core/comms/renderMessage.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { Language } from '../../core/postmortem/languages/language.ts';
import type { TeamConfig } from '../../core/team/teamFile.ts';
import { withoutIcons } from '../incidentPick.ts';
import { closeTabsOf, type GeneratedTexts } from '../postMortems/generatedTexts.ts';
import { changeField, changeProgress } from './messageQuestions.ts';

/** A message that is being written. */
export interface Draft {
  readonly incident: Incident;
  readonly purpose: MessagePurpose;
  readonly language: Language;
  readonly targets: readonly MessageTarget[];
  readonly facts: MessageFacts;
  /** All that could be said of what was done. */
  readonly progress: readonly ProgressLine[];
  /** As the timeline has it before the message. */
  readonly impact: string | null;
}

/** What a person decided to do with it; a message that is sent has its text as it was shown. */
export type Decision =
  | { readonly act: 'send'; readonly target: MessageTarget; readonly draft: Draft; readonly text: string }
  | { readonly act: 'copy'; readonly text: string }
  | { readonly act: 'giveUp' };

/** Where a message can go from here on, after a chat was connected, or none was. */
export type Connect = () => Promise<readonly MessageTarget[]>;

/** In the team’s own words, where it has any in that language. */
export function drawn(
  { purpose, language, facts }: Pick<Draft, 'purpose' | 'language' | 'facts'>,
  own: TeamConfig['messages'],
): RenderedMessage {
  const text = own[purpose][language];
  const template = text === null ? undefined : { name: `messages.${purpose}.${language}`, text };
  return renderMessage(purpose, language, facts, template);
}

/** Shown beside the question where it goes, until it is sent or given up. */
export async function preview(
  texts: GeneratedTexts,
  begun: Draft,
  own: TeamConfig['messages'],
  connect: Connect,
): Promise<Decision> {
  const { number, id } = begun.incident;
  const name = vscode.l10n.t('Message about {0}', number === null ? id : `#${number}`).replaceAll('/', ' ');
  for (let draft = begun; ;) {
    const { text, missing } = drawn(draft, own);
    const uri = texts.keep(`${name}.txt`, plainMessage(text));
    await vscode.window.showTextDocument(uri, { preview: true, preserveFocus: true });
    const choice = await vscode.window.showQuickPick(choicesOf(draft, missing.length > 0, connect), {
      title: vscode.l10n.t('The message as it would be sent'),
      ignoreFocusOut: true,
    });
    if (choice?.change) {
      draft = (await choice.change()) ?? draft;
      continue;
    }
    await closeTabsOf(uri);
    return choice?.decide?.(text) ?? { act: 'giveUp' };
  }
}

/** Changes the draft, undefined where it stays as it is; or ends it. */
interface Choice extends vscode.QuickPickItem {
  readonly change?: () => Promise<Draft | undefined>;
  readonly decide?: (text: string) => Decision;
}

function choicesOf(draft: Draft, lacks: boolean, connect: Connect): Choice[] {
  const { t } = vscode.l10n;
  const { facts, progress, language, targets } = draft;
  const sends = targets.map((target): Choice => ({
    label: withoutIcons(t('Send to {0}', targetText(target))),
    description: lacks ? t('some of it is not known yet') : '',
    decide: text => ({ act: 'send', target, draft, text }),
  }));
  const other = language === 'en' ? 'fr' : 'en';
  const withFacts = (changed: MessageFacts | undefined) => changed && { ...draft, facts: changed };
  return [
    ...sends,
    ...(sends.length === 0
      ? [{ label: t('Connect a chat…'), change: async () => withTargets(draft, await connect()) }]
      : []),
    { label: t('Change what it says…'), change: async () => withFacts(await changeField(facts, language)) },
    ...(progress.length === 0 || draft.purpose === 'initial'
      ? []
      : [{ label: t('Progress…'), change: async () => withFacts(await changeProgress(facts, progress)) }]),
    {
      label: other === 'fr' ? t('In French') : t('In English'),
      change: async () => ({ ...draft, language: other }),
    },
    { label: t('Copy it'), decide: text => ({ act: 'copy', text }) },
  ];
}

/** What was written stays; a chat that came meanwhile has its place in it. */
function withTargets(draft: Draft, targets: readonly MessageTarget[]): Draft {
  return { ...draft, targets, facts: { ...draft.facts, channel: targets[0]?.name ?? null } };
}
