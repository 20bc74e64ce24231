import * as vscode from 'vscode';
import { plainMessage } from '../../core/comms/formats/plain.ts';
import { incidentFacts, nextPurpose, withSaid } from '../../core/comms/incidentFacts.ts';
import type { MessagePurpose } from '../../core/comms/message.ts';
import { threadParent } from '../../core/comms/messageThreads.ts';
import { isDrillAccount } from '../../core/incidents/accounts/drillAccounts.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { DeadlineData } from '../../core/timeline/entry.ts';
import type { LogFollower } from '../../core/timeline/logFollower.ts';
import { languageOf } from '../../core/postmortem/languages/index.ts';
import type { MessagesRoom } from '../comms/composeMessages.ts';
import { type Decision, type Draft, drawn, preview } from '../comms/messageDraft.ts';
import { askMissing, askPurpose, askSeverity } from '../comms/messageQuestions.ts';
import { targetsOf } from '../comms/targets.ts';
import type { GeneratedTexts } from '../postMortems/generatedTexts.ts';
import { openResponse } from '../response/openResponse.ts';
import type { TeamFiles } from '../team/teamFiles.ts';
import type { TeamServices } from '../team/teamServices.ts';
import type { Timelines } from '../timelines.ts';
import type { TriageParts } from './triage.ts';

export interface MessageParts extends TriageParts, MessagesRoom {
  readonly timelines: Timelines;
  readonly follower: LogFollower;
  readonly services: TeamServices;
  readonly texts: GeneratedTexts;
  readonly teamFiles: () => Promise<TeamFiles>;
}

/** Writes a message about the incident that is meant, or that is chosen. */
export async function sendMessage(parts: MessageParts, args: readonly unknown[]): Promise<void> {
  const incident = await parts.pick.one(args, undefined, { inTitle: true, remembered: true });
  if (incident) await writeMessage(parts, incident, null, null);
}

/**
 * Writes a message from what is known, asks for the rest, shows it with its channel, and sends it once.
 *
 * @param purpose what it is for; a person chooses where it is null
 * @param said what a person said already: the next steps, or, in a resolution, what was done last; null for nothing
 * @param meets what is said of a deadline once it is sent
 */
export async function writeMessage(
  parts: MessageParts,
  incident: Incident,
  purpose: MessagePurpose | null,
  said: string | null,
  meets?: DeadlineData,
): Promise<void> {
  const response = await openResponse(parts, incident);
  const chosen = purpose ?? (await askPurpose(nextPurpose(incident, response.state), incident));
  if (!chosen) return;
  const { texts, rules } = parts;
  const state =
    response.state.severity === null ? await askSeverity(parts, incident, response.state) : response.state;
  if (!state) return;
  const targets = targetsFor(parts, incident);
  const now = response.now();
  const known = incidentFacts({
    ...{ incident, state, entries: response.entries, now },
    updateMinutes: rules().updateMinutes,
    channel: targets[0]?.name ?? null,
    bridge: await bridgeOf(parts, incident),
    owners: (await parts.services.serviceOf(incident))?.owners ?? [],
  });
  const own = (await parts.teamFiles()).team.messages;
  const language = languageOf(vscode.env.language);
  const before = said === null ? known : withSaid(known, chosen, said, now);
  const { missing } = drawn({ purpose: chosen, language, facts: before }, own);
  const facts = await askMissing(before, missing, language);
  if (!facts) return;
  const { impact } = known;
  const { progress } = facts;
  const draft: Draft = { incident, purpose: chosen, language, targets, facts, progress, impact };
  const connect = async () => {
    await vscode.commands.executeCommand('onCall.connectChat');
    return targetsFor(parts, incident);
  };
  await carryOut(parts, await preview(texts, draft, own, connect), meets);
}

function targetsFor({ chats, channels }: MessageParts, { accountId, key }: Incident) {
  return targetsOf(chats.all(isDrillAccount(accountId)), channels, key);
}

async function carryOut(parts: MessageParts, decision: Decision, meets?: DeadlineData): Promise<void> {
  switch (decision.act) {
    case 'copy':
      await vscode.env.clipboard.writeText(plainMessage(decision.text));
      vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 3_000);
      return;
    case 'send':
      recordImpact(parts, decision.draft);
      return send(parts, decision, meets);
    case 'giveUp':
  }
}

/** What people are told of the impact is recorded: the next message knows it, and so does the post-mortem. */
function recordImpact(
  { timelines, clock, boundary }: MessageParts,
  { incident, facts, impact }: Draft,
): void {
  if (facts.impact === null || facts.impact === impact) return;
  const written = timelines.scribe.addEntry(incident, facts.impact, clock.now(), 'impact');
  boundary.watch('Recording the impact', written);
}

/** Nothing waits for a chat: what becomes of it is told when it is known, see MessageKeeper. */
async function send(
  { messenger, author, current, follower }: MessageParts,
  { draft: { incident, purpose }, target, text }: Extract<Decision, { act: 'send' }>,
  meets?: DeadlineData,
): Promise<void> {
  current.set(incident);
  follower.follow(incident);
  const { key: incidentKey } = incident;
  const thread = threadParent(messenger.messages(incidentKey), target);
  const by = author();
  await messenger.send({ incidentKey, purpose, target, text, by, thread, ...(meets && { meets }) });
}

/** A provider that cannot be asked keeps nobody from writing. */
export async function bridgeOf(parts: MessageParts, incident: Incident): Promise<string | null> {
  const bridge = await parts.services.bridgeOf(incident).catch((error: unknown) => {
    parts.boundary.log('Reading the bridge', error);
    return parts.services.of(incident)?.bridge ?? null;
  });
  return bridge?.url ?? null;
}
