import * as vscode from 'vscode';
import { isDrillAccount } from '../../core/incidents/accounts/drillAccounts.ts';
import { callAddress, type CallProblem } from '../../core/response/callAddress.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import { shareBridge } from '../comms/shareBridge.ts';
import { ownChannels } from '../comms/targets.ts';
import { prompts } from '../prompts.ts';
import { openResponse } from '../response/openResponse.ts';
import { whichWords } from './changeIncidents.ts';
import type { MessageParts } from './sendMessage.ts';

/** Says where the responders talk, or takes that back; the incident’s own channel hears of it where it has one. */
export async function setBridge(parts: MessageParts, args: readonly unknown[]): Promise<void> {
  const incident = await parts.pick.one(args);
  if (!incident) return;
  const { state } = await openResponse(parts, incident);
  const url = await askAddress(incident, state.bridge);
  if (url === undefined) return;
  if (url !== state.bridge) await parts.deeds.setBridge(incident, state, url);
  if (url !== null) await tellChannels(parts, incident, url);
}

/** Null takes back what was said; undefined where it was given up. */
async function askAddress(incident: Incident, before: string | null): Promise<string | null | undefined> {
  const { t } = vscode.l10n;
  const text = await prompts.line({
    title: t('Call of {0}', whichWords([incident])),
    placeHolder: 'https://',
    prompt:
      before === null
        ? t('Paste the address of the call, or the whole invitation to it.')
        : t('Paste the address of the call. Press Enter on nothing to take back the one that was said.'),
    value: before ?? '',
    ignoreFocusOut: true,
    validateInput: problemOf,
  });
  if (text === undefined) return undefined;
  const read = callAddress(text);
  return read.ok ? read.url : null;
}

function problemOf(text: string): string | null {
  if (text.trim() === '') return null;
  const read = callAddress(text);
  return read.ok ? null : problemWords()[read.problem];
}

function problemWords(): Record<CallProblem, string> {
  const { t } = vscode.l10n;
  return {
    none: t('The address of a call begins with https://.'),
    notHttps: t('The address of a call begins with https://.'),
    several: t('There are several links in it: paste the one that leads into the call.'),
    credentials: t('The address must not hold a user name or password.'),
    tooLong: t('This is too long for the address of a call.'),
  };
}

async function tellChannels(parts: MessageParts, incident: Incident, address: string): Promise<void> {
  const accounts = parts.chats.all(isDrillAccount(incident.accountId));
  for (const target of ownChannels(accounts, parts.channels, incident.key)) {
    await shareBridge(parts, incident, target, { address, said: true });
  }
}
