import assert from 'node:assert/strict';
import { Messenger, type MessageTarget, type OutgoingMessage } from '../../../src/core/comms/messenger.ts';
import { SlackWorkspace } from '../../../src/core/comms/slack/slackWorkspace.ts';
import { Webhook } from '../../../src/core/comms/webhooks.ts';
import { SlackDrill } from '../../../src/drill/slack/slackDrill.ts';
import { SlackServer } from '../../../src/drill/slack/slackServer.ts';
import { FakeClock, settle } from '../fakeClock.ts';
import { MemoryFolder, type FolderView } from '../incidents/outbox/memoryFolder.ts';
import { RecordingLogger } from '../incidents/recordingLogger.ts';
import { seeded } from '../seeded.ts';

export interface MessengerWindow {
  readonly messenger: Messenger;
  readonly view: FolderView;
  /** `sent hello`, in the order heard. */
  readonly finished: string[];
  kill(): void;
}

/** Messengers over a fake Slack and a folder in memory, new for each test. */
export class MessengerHarness {
  clock!: FakeClock;
  folder!: MemoryFolder;
  drill!: SlackDrill;
  server!: SlackServer;
  logger!: RecordingLogger;
  slack: SlackWorkspace | undefined;
  webhook: Webhook | undefined;
  /** The texts that the timelines have. */
  recorded!: string[];
  /** `/a/incidents hello`: which timelines have it. */
  recordedIn!: string[];
  record!: (message: OutgoingMessage) => Promise<void>;
  readonly #windows: MessengerWindow[] = [];
  readonly #dead = new Set<number>();

  /** To be called inside `describe`. */
  constructor() {
    beforeEach(async () => {
      this.clock = new FakeClock();
      this.folder = new MemoryFolder();
      this.drill = new SlackDrill(this.clock);
      this.server = await SlackServer.start({ drill: this.drill, clock: this.clock });
      this.logger = new RecordingLogger();
      this.recorded = [];
      this.recordedIn = [];
      this.record = async ({ text }) => void this.recorded.push(text);
      this.connect();
    });
    afterEach(async () => {
      for (const { messenger } of this.#windows.splice(0)) messenger.dispose();
      this.#dead.clear();
      await this.server.stop();
    });
  }

  connect(): void {
    const { clock, logger } = this;
    const { origin } = this.server;
    this.slack = new SlackWorkspace({ token: this.drill.token, origin, clock, logger });
    this.webhook = new Webhook({ type: 'slackWebhook', url: `${origin}/hooks/slack/ops`, clock, logger });
  }

  /** @param root of the window’s timelines */
  async open(root = '/a/incidents'): Promise<MessengerWindow> {
    const view = this.folder.view();
    const pid = 1 + this.#windows.length;
    const messenger = new Messenger({
      folder: '/messages',
      files: view.files,
      leaseFiles: view.leaseFiles,
      process: { pid, host: 'here', alive: asked => !this.#dead.has(asked) },
      clock: this.clock,
      random: seeded(pid),
      logger: this.logger,
      slackOf: () => this.slack,
      webhookOf: () => this.webhook,
      root: () => root,
      record: async message => {
        await this.record(message);
        this.recordedIn.push(`${root} ${message.text}`);
      },
    });
    const finished: string[] = [];
    messenger.onDidFinish(({ state, text }) => finished.push(`${state} ${text}`));
    const kill = () => {
      this.#dead.add(pid);
      view.kill();
      messenger.dispose();
    };
    const window = { messenger, view, finished, kill };
    this.#windows.push(window);
    await messenger.open();
    return window;
  }

  get channel(): MessageTarget {
    const { id, name } = this.drill.channels[1]!;
    return { type: 'slackChannel', account: 'drill', channel: id, name: `#${name}` };
  }

  readonly hook: MessageTarget = { type: 'slackWebhook', account: 'ops', name: '#ops' };

  send(
    { messenger }: MessengerWindow,
    text: string,
    more: Partial<Pick<OutgoingMessage, 'thread' | 'purpose' | 'meets'>> & {
      target?: MessageTarget;
      once?: string;
    } = {},
  ): Promise<OutgoingMessage> {
    const target = this.channel;
    return messenger.send({ incidentKey: 'a:Q1', purpose: 'update', target, text, by: 'Robin', ...more });
  }

  /** `sent hello` for each that is listed. */
  states({ messenger }: MessengerWindow): string[] {
    return messenger.messages().map(({ state, text }) => `${state} ${text}`);
  }

  /** What was written to the channel by the bot. */
  texts(): string[] {
    return this.drill.channels[1]!.messages.filter(({ subtype }) => !subtype).map(({ text }) => text);
  }

  /** Lets real requests end; time stands still unless it is moved on. */
  async until(isSo: () => boolean, step = 0): Promise<void> {
    for (let turns = 0; !isSo(); turns++) {
      assert.ok(turns < 5_000, 'it never came to that');
      if (step > 0 && turns % 20 === 19) await this.clock.advance(step);
      else await settle();
    }
    for (let turns = 0; turns < 20; turns++) await settle();
  }
}
