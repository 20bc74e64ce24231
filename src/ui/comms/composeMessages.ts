import type * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { ChannelOpener } from '../../core/comms/channelOpener.ts';
import { isMirror, sentMessageRecord } from '../../core/comms/messageEntry.ts';
import { Messenger } from '../../core/comms/messenger.ts';
import type { IncidentStore } from '../../core/incidents/incidentStore.ts';
import { once } from '../../core/once.ts';
import type { Logger } from '../../core/logger.ts';
import type { DisposableStore } from '../disposables.ts';
import type { DrillControl } from '../drillControl.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { Timelines } from '../timelines.ts';
import { ChatAccounts } from './chatAccounts.ts';
import { KeyEventMirror } from './keyEventMirror.ts';

/** What the messages need of the parts that are there from the start. */
export interface MessagesSurroundings {
  readonly secrets: vscode.SecretStorage;
  readonly store: IncidentStore;
  readonly timelines: Timelines;
  readonly drill: DrillControl;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly boundary: ErrorBoundary;
  readonly keepSecret: (value: string) => void;
  /** A folder of that name that all windows share. */
  readonly storage: (name: string) => string;
}

export type MessagesRoom = ReturnType<typeof composeMessages>;

/** Who needs the chats waits so long for a keychain, which may be asking its owner for a password. */
const patienceMs = 5_000;

/** What people outside are told, and where; loaded with the response. A keychain that is locked holds nothing of it up. */
export function composeMessages(owner: DisposableStore, surroundings: MessagesSurroundings) {
  const { secrets, store, timelines, drill, clock, logger, boundary, keepSecret, storage } = surroundings;
  const chats = owner.add(new ChatAccounts({ secrets, clock, logger, keepSecret }));
  // Asked again by the next who needs them, where they could not be read.
  const readChats = once(() => chats.read());
  const followDrill = async () => chats.useDrill(await drill.chat());
  let drillChat = Promise.resolve();
  const follow = () => {
    drillChat = followDrill();
    boundary.watch('Opening the drill’s chat', drillChat);
  };
  owner.add(drill.onDidChange(follow));
  follow();
  /** Until the chats are known, as far as that takes no longer than a person waits; never rejects. */
  const chatsKnown = () => {
    const reading = readChats().catch((error: unknown) => boundary.log('Reading the chats', error));
    return within(patienceMs, clock, Promise.all([reading, drillChat.catch(() => {})]));
  };
  void chatsKnown();
  const slackOf = (account: string) => chats.slackOf(account);
  const messenger = owner.add(
    new Messenger({
      ...{ folder: storage('messages'), clock, random: Math.random, logger, slackOf },
      webhookOf: (type, account) => chats.webhookOf(type, account),
      record: async message => {
        if (isMirror(message)) return;
        const known = store.get(message.incidentKey) ?? (await remembered(timelines, message.incidentKey));
        // An incident that nobody knows any more has no timeline to write to.
        if (known) await timelines.scribe.recordOnce(known, [sentMessageRecord(message)]);
      },
    }),
  );
  const channels = owner.add(
    new ChannelOpener({ folder: storage('channels'), clock, random: Math.random, logger, slackOf }),
  );
  // A folder that cannot be used keeps nobody from responding: whoever sends is told.
  for (const opening of [messenger.open(), channels.open()]) boundary.watch('Opening the messages', opening);
  owner.add(chats.onDidChange(() => messenger.sendNow()));
  owner.add(new KeyEventMirror({ timelines, chats, chatsKnown, channels, messenger, boundary }));
  return { chats, chatsKnown, messenger, channels };
}

function within(ms: number, clock: Clock, work: Promise<unknown>): Promise<void> {
  return new Promise(resolve => {
    const cancel = clock.after(ms, resolve);
    void work.finally(() => {
      cancel();
      resolve();
    });
  });
}

async function remembered(timelines: Timelines, key: string) {
  return (await timelines.remembered()).find(incident => incident.key === key);
}
