import * as vscode from 'vscode';
import { bridgeMessage } from '../../core/comms/messageEntry.ts';
import type { MessageTarget, Messenger } from '../../core/comms/messenger.ts';
import { accountOf } from '../../core/comms/outgoing.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import { languageOf } from '../../core/postmortem/languages/index.ts';

/** Tells an incident’s own channel where the call is, each address once. @param bridge `said`: a person named it here */
export async function shareBridge(
  { messenger, author }: { readonly messenger: Messenger; readonly author: () => string },
  { key: incidentKey }: Incident,
  target: MessageTarget,
  bridge: { readonly address: string; readonly said: boolean },
): Promise<void> {
  const told = messenger
    .messages(incidentKey)
    .filter(message => accountOf(message.target) === accountOf(target));
  const message = bridgeMessage(languageOf(vscode.env.language), incidentKey, bridge, told);
  if (message) await messenger.send({ incidentKey, purpose: 'other', target, by: author(), ...message });
}
