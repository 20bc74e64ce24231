import * as vscode from 'vscode';
import { plainMessage } from '../../core/comms/formats/plain.ts';
import { incidentFacts, nextPurpose } from '../../core/comms/incidentFacts.ts';
import {
  type FieldName,
  type MessageFacts,
  type MessagePurpose,
  purposes,
} from '../../core/comms/message.ts';
import { targetText } from '../../core/comms/messageEntry.ts';
import type { MessageTarget } from '../../core/comms/messenger.ts';
import { renderMessage } from '../../core/comms/renderMessage.ts';
import { NotPossibleError } from '../../core/errors.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import { languageOf } from '../../core/postmortem/languages/index.ts';
import type { Language } from '../../core/postmortem/languages/language.ts';
import { targetsOf } from '../comms/targets.ts';
import type { MessagesRoom } from '../comms/composeMessages.ts';
import { isDrillAccount } from '../drillControl.ts';
import { type IncidentPick, withoutIcons } from '../incidentPick.ts';
import { notify } from '../notify.ts';
import { closeTabsOf, type GeneratedTexts } from '../postMortems/generatedTexts.ts';
import type { ResponseParts } from '../response/composeResponse.ts';
import { openResponse } from '../response/openResponse.ts';
import type { Sessions } from '../sessions.ts';
import type { TeamFiles } from '../team/teamFiles.ts';
import type { TeamServices } from '../team/teamServices.ts';
import type { Timelines } from '../timelines.ts';
import { whichWords } from './changeIncidents.ts';

export interface MessageParts extends ResponseParts, MessagesRoom {
  readonly pick: IncidentPick;
  readonly sessions: Sessions;
  readonly timelines: Timelines;
  readonly services: TeamServices;
  readonly texts: GeneratedTexts;
  readonly teamFiles: () => Promise<TeamFiles>;
}

/** What a person is asked for, in this order, where nobody knows it yet. */
const askedFor = ['impact', 'scope', 'nextSteps'] as const satisfies readonly FieldName[];
type Asked = (typeof askedFor)[number];

/** Writes a message from what is known, asks for the rest, shows it with its channel, and sends it once. */
export async function sendMessage(parts: MessageParts, args: readonly unknown[]): Promise<void> {
  const incident = await parts.pick.one(args);
  if (incident) await writeMessage(parts, incident, null, null);
}

/**
 * The same for one incident. @param wanted null where the person is asked for it @param said what the message says of
 * what is done; null where the person is asked for it
 */
export async function writeMessage(
  parts: MessageParts,
  incident: Incident,
  wanted: MessagePurpose | null,
  said: string | null,
): Promise<void> {
  const response = await openResponse(parts, incident);
  const purpose = wanted ?? (await askPurpose(nextPurpose(incident, response.state), incident));
  if (!purpose) return;
  const { clock, chats, channels } = parts;
  const targets = targetsOf(chats.all(isDrillAccount(incident.accountId)), channels, incident.key);
  const now = clock.now();
  let facts = incidentFacts({
    ...{ incident, state: response.state, entries: response.entries, now },
    deadlines: response.deadlines(now),
    channel: targets[0]?.name ?? null,
    bridge: await bridgeOf(parts, incident),
  });
  if (said !== null) facts = { ...facts, nextSteps: said };
  const { impact } = facts;
  const language = languageOf(vscode.env.language);
  const own = (await parts.teamFiles()).team.messages[purpose][language];
  const draw = () =>
    renderMessage(
      purpose,
      language,
      facts,
      own === null ? undefined : { name: `messages.${purpose}.${language}`, text: own },
    );
  for (const field of draw().missing) {
    if (!isAsked(field)) continue;
    const answer = await askField(field, facts);
    if (answer === undefined) return;
    facts = { ...facts, [field]: answer.trim() === '' ? null : answer.trim() };
  }
  await preview(parts, {
    incident,
    purpose,
    language,
    targets,
    facts,
    impact,
    draw: next => ((facts = next), draw()),
  });
}

interface Draft {
  readonly incident: Incident;
  readonly purpose: MessagePurpose;
  readonly language: Language;
  readonly targets: readonly MessageTarget[];
  readonly facts: MessageFacts;
  /** As the timeline has it before the message. */
  readonly impact: string | null;
  readonly draw: (facts: MessageFacts) => { readonly text: string; readonly missing: readonly FieldName[] };
}

/** Shown beside the question where it goes, until it is sent or given up. */
async function preview(parts: MessageParts, draft: Draft): Promise<void> {
  const { t } = vscode.l10n;
  let { facts } = draft;
  const name = t(
    'Message about {0}',
    draft.incident.number === null ? draft.incident.id : `#${draft.incident.number}`,
  );
  for (;;) {
    const { text, missing } = draft.draw(facts);
    const uri = parts.texts.keep(`${name.replaceAll('/', ' ')}.txt`, plainMessage(text));
    await vscode.window.showTextDocument(uri, { preview: true, preserveFocus: true });
    const sends = draft.targets.map(target => ({
      label: withoutIcons(t('Send to {0}', targetText(target))),
      description: missing.length === 0 ? '' : t('some of it is not known yet'),
      act: 'send' as const,
      target,
    }));
    const choice = await vscode.window.showQuickPick(
      [
        ...sends,
        ...(sends.length === 0 ? [{ label: t('Connect a chat…'), act: 'connect' as const }] : []),
        { label: t('Change what it says…'), act: 'change' as const },
        { label: t('Copy it'), act: 'copy' as const },
      ],
      { title: t('The message as it would be sent'), ignoreFocusOut: true },
    );
    if (choice?.act === 'change') {
      facts = (await changeField(facts)) ?? facts;
      continue;
    }
    await closeTabsOf(uri);
    if (choice?.act === 'connect') return void (await vscode.commands.executeCommand('onCall.connectChat'));
    if (choice?.act === 'copy') return void (await vscode.env.clipboard.writeText(plainMessage(text)));
    if (choice?.act === 'send') {
      recordImpact(parts, draft, facts.impact);
      await send(parts, draft, choice.target, text);
    }
    return;
  }
}

/** What people are told of the impact is recorded: the next message knows it, and so does the post-mortem. */
function recordImpact({ timelines, clock, boundary }: MessageParts, draft: Draft, said: string | null): void {
  if (said === null || said === draft.impact) return;
  const written = timelines.scribe.addEntry(draft.incident, said, clock.now(), 'impact');
  boundary.watch('Recording the impact', written);
}

async function send(
  { messenger, author, current, boundary }: MessageParts,
  { incident, purpose }: Draft,
  target: MessageTarget,
  text: string,
): Promise<void> {
  current.set(incident);
  const { id } = await messenger.send({ incidentKey: incident.key, purpose, target, text, by: author() });
  // Nothing waits for a chat: what becomes of it is told when it is known.
  boundary.watch(
    'Telling what became of a message',
    new Promise<void>(resolve => {
      const listening = messenger.onDidFinish(message => {
        if (message.id !== id) return;
        listening.dispose();
        resolve();
        if (message.state === 'sent') return;
        const answer = vscode.l10n.t('Answer…');
        const said = [
          message.reason ?? vscode.l10n.t('The message was not sent.'),
          message.nextStep ?? '',
        ].join(' ');
        void notify.warn(said.trim(), answer).then(pressed => {
          if (pressed === answer) void vscode.commands.executeCommand('onCall.answerMessage');
        });
      });
    }),
  );
}

async function askPurpose(next: MessagePurpose, incident: Incident): Promise<MessagePurpose | undefined> {
  const { t } = vscode.l10n;
  const names: Record<MessagePurpose, string> = {
    initial: t('First notification'),
    update: t('Update'),
    resolution: t('Resolution'),
  };
  const ordered = [next, ...purposes.filter(purpose => purpose !== next)];
  const choice = await vscode.window.showQuickPick(
    ordered.map(purpose => ({
      label: names[purpose],
      description: purpose === next ? t('next') : '',
      purpose,
    })),
    { title: t('Message about {0}', whichWords([incident])), ignoreFocusOut: true },
  );
  return choice?.purpose;
}

function isAsked(field: FieldName): field is Asked {
  return (askedFor as readonly FieldName[]).includes(field);
}

function fieldWords(): Record<Asked, string> {
  const { t } = vscode.l10n;
  return {
    impact: t('Impact: what can people not do?'),
    scope: t('Affected: which services, regions, customers?'),
    nextSteps: t('Next steps: what is being done now?'),
  };
}

async function askField(field: Asked, facts: MessageFacts): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: fieldWords()[field],
    prompt: vscode.l10n.t('Press Enter to leave it open: the message then says that it is not known yet.'),
    value: facts[field] ?? '',
    ignoreFocusOut: true,
  });
}

async function changeField(facts: MessageFacts): Promise<MessageFacts | undefined> {
  const names = fieldWords();
  const choice = await vscode.window.showQuickPick(
    askedFor.map(field => ({ label: names[field], description: facts[field] ?? '', field })),
    { ignoreFocusOut: true },
  );
  const said = choice && (await askField(choice.field, facts));
  return said === undefined
    ? undefined
    : { ...facts, [choice!.field]: said.trim() === '' ? null : said.trim() };
}

/** A provider that cannot be asked keeps nobody from writing. */
export async function bridgeOf(parts: MessageParts, incident: Incident): Promise<string | null> {
  const bridge = await parts.services.bridgeOf(incident).catch((error: unknown) => {
    parts.boundary.log('Reading the bridge', error);
    return parts.services.of(incident)?.bridge ?? null;
  });
  return bridge?.url ?? null;
}

/** What was not sent: why, and what can be done about it. */
export async function answerMessage(parts: MessageParts): Promise<void> {
  const { t } = vscode.l10n;
  const open = parts.messenger.messages().filter(({ state }) => state !== 'sent');
  if (open.length === 0) {
    throw new NotPossibleError(t('No message waits.'), t('Write one with “On-Call: Send a Message…”.'));
  }
  const chosen = await vscode.window.showQuickPick(
    open.map(message => ({
      label: withoutIcons(targetText(message.target)),
      description: stateWords(message.state),
      detail: withoutIcons(plainMessage(message.text).replace(/\s+/g, ' ').slice(0, 200)),
      message,
    })),
    { title: t('Messages that are not sent'), ignoreFocusOut: true },
  );
  if (!chosen) return;
  const { message } = chosen;
  const { messenger } = parts;
  const may = message.state === 'mayHaveArrived';
  const actions = [
    ...(may
      ? [
          { label: t('It has arrived'), act: () => messenger.resolve(message.id, 'sent') },
          { label: t('It has not: send it again'), act: () => messenger.resolve(message.id, 'sendAgain') },
        ]
      : [{ label: t('Try again'), act: () => messenger.retry(message.id) }]),
    ...(may ? [] : [{ label: t('Drop it'), act: () => messenger.discard(message.id) }]),
  ];
  const choice = await vscode.window.showQuickPick(actions, {
    title: message.reason ?? stateWords(message.state),
    placeHolder: message.nextStep ?? '',
    ignoreFocusOut: true,
  });
  await choice?.act();
}

function stateWords(state: 'waiting' | 'sending' | 'sent' | 'refused' | 'mayHaveArrived'): string {
  const { t } = vscode.l10n;
  const words = {
    waiting: t('waits'),
    sending: t('is being sent'),
    sent: t('sent'),
    refused: t('refused'),
    mayHaveArrived: t('may have arrived'),
  };
  return words[state];
}
