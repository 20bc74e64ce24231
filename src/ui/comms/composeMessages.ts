import type * as vscode from 'vscode';
import { type Clock, utc } from '../../core/clock.ts';
import { ChannelOpener } from '../../core/comms/channelOpener.ts';
import { isMirror, sentMessageRecords } from '../../core/comms/messageEntry.ts';
import { Messenger, type OutgoingMessage } from '../../core/comms/messenger.ts';
import { everyDay } from '../../core/everyDay.ts';
import type { IncidentClock } from '../../core/incidents/incidentClock.ts';
import type { IncidentStore } from '../../core/incidents/incidentStore.ts';
import { FolderClaims } from '../../core/incidents/notifications/claims.ts';
import { once } from '../../core/once.ts';
import type { Logger } from '../../core/logger.ts';
import type { DisposableStore } from '../disposables.ts';
import type { DrillControl } from '../drillControl.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { Timelines } from '../timelines.ts';
import { ChatAccounts } from './chatAccounts.ts';
import { KeyEventMirror } from './keyEventMirror.ts';
import { MessageKeeper } from './messageKeeper.ts';
import { isForeignDrill, type UnsentMessages } from './unsentMessages.ts';

/** What the messages need of the parts that are there from the start. */
export interface MessagesSurroundings {
  readonly secrets: vscode.SecretStorage;
  readonly store: IncidentStore;
  readonly timelines: Timelines;
  readonly drill: DrillControl;
  readonly clock: Clock;
  readonly incidentClock: IncidentClock;
  readonly logger: Logger;
  readonly boundary: ErrorBoundary;
  readonly keepSecret: (value: string) => void;
  /** A folder of that name that all windows share. */
  readonly storage: (name: string) => string;
  /** The folder in which the windows of this machine agree who tells of something. */
  readonly claimsFolder: string;
  /** Learns of the messages that are not sent. */
  readonly unsent: UnsentMessages;
}

/** A window that is gone takes its drill along; what that still had to send is nobody’s after this, ms. */
const foreignFor = 86_400_000;

export type MessagesRoom = ReturnType<typeof composeMessages>;

/** By then it is known which incidents are open, ms. */
const accountsReadMs = 10 * 60_000;

/** Who needs the chats waits so long for a keychain, which may be asking its owner for a password. */
const patienceMs = 5_000;

/** What people outside are told, and where; loaded with the response. A keychain that is locked holds nothing of it up. */
export function composeMessages(owner: DisposableStore, surroundings: MessagesSurroundings) {
  const { secrets, store, timelines, drill, clock, logger, boundary, keepSecret, storage } = surroundings;
  const { claimsFolder, incidentClock, unsent } = surroundings;
  const chats = owner.add(new ChatAccounts({ secrets, clock, logger, keepSecret }));
  // Asked again by the next who needs them, where they could not be read.
  const readChats = once(() => chats.read());
  const slackOf = (account: string) => chats.slackOf(account);
  const messenger = owner.add(
    new Messenger({
      ...{ folder: storage('messages'), clock, random: Math.random, logger, slackOf },
      webhookOf: (type, account) => chats.webhookOf(type, account),
      root: () => timelines.root(),
      record: async message => {
        if (isMirror(message)) return;
        const known = store.get(message.incidentKey) ?? (await remembered(timelines, message.incidentKey));
        // An incident that nobody knows any more has no timeline to write to.
        if (known) await timelines.scribe.recordOnce(known, sentMessageRecords(message));
      },
    }),
  );
  const channels = owner.add(
    new ChannelOpener({ folder: storage('channels'), clock, random: Math.random, logger, slackOf }),
  );
  const followDrill = async () => {
    const [before] = chats.all(true);
    const chat = await drill.chat();
    chats.useDrill(chat);
    // Nothing waits for a chat that is gone.
    if (before && before.id !== chat?.id) {
      await messenger.forget(({ target }) => target.account === before.id);
    }
  };
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
  const isForeign = (message: OutgoingMessage) => isForeignDrill(message, chats.all(true));
  unsent.follow(messenger, isForeign);
  owner.add(
    new MessageKeeper({
      ...{ messenger, unsent, clock, boundary },
      claims: new FolderClaims(claimsFolder, clock),
    }),
  );
  const openMessages = async () => {
    await messenger.open();
    const before = utc(clock.now() - foreignFor);
    await messenger.forget(message => message.createdAt < before && isForeign(message));
  };
  // A folder that cannot be used keeps nobody from responding: whoever sends is told.
  for (const opening of [openMessages(), channels.open()]) boundary.watch('Opening the messages', opening);
  const forgetOldChannels = async () => {
    await messenger.open();
    await channels.forgetOld(({ incidentKey }) => {
      const incident = store.get(incidentKey);
      const isOpen = incident !== undefined && incident.status !== 'resolved';
      return isOpen || messenger.messages(incidentKey).length > 0;
    });
  };
  const tidy = () =>
    void forgetOldChannels().catch((error: unknown) => boundary.log('Forgetting old channels', error));
  owner.add(everyDay(clock, tidy, accountsReadMs));
  owner.add(chats.onDidChange(() => messenger.sendNow()));
  owner.add(
    new KeyEventMirror({ timelines, chats, chatsKnown, channels, messenger, incidentClock, boundary }),
  );
  return { chats, chatsKnown, messenger, channels, unsent };
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
