import assert from 'node:assert/strict';
import { NotFoundError } from '../../../../src/core/errors.ts';
import type { Action } from '../../../../src/core/incidents/action.ts';
import type { Incident, Person } from '../../../../src/core/incidents/incident.ts';
import type { Change, IncidentProvider } from '../../../../src/core/incidents/incidentProvider.ts';
import { IncidentStore } from '../../../../src/core/incidents/incidentStore.ts';
import { applyAction } from '../../../../src/core/incidents/outbox/applyAction.ts';
import { Outbox, type OutboxItem } from '../../../../src/core/incidents/outbox/outbox.ts';
import { utc } from '../../../../src/core/clock.ts';
import { FakeClock, settle } from '../../fakeClock.ts';
import { seeded } from '../../seeded.ts';
import { incident } from '../incidentFixtures.ts';
import { RecordingLogger } from '../recordingLogger.ts';
import { MemoryFolder, type FolderView } from './memoryFolder.ts';

export const me: Person = { id: 'PME', name: 'Ada' };
export const folderPath = '/outbox';

type Fake = Pick<
  IncidentProvider,
  | 'accountId'
  | 'mostAtOnce'
  | 'incident'
  | 'openIncidents'
  | 'resolvedIncidents'
  | 'changeMany'
  | 'perform'
  | 'hasArrived'
>;

/** An account in memory that tells what it was asked, and fails as the test says. */
export class FakeProvider implements Fake {
  readonly accountId: string = 'acme';
  mostAtOnce = 250;
  readonly incidents = new Map<string, Incident>();
  /** `note P1 hello`, `acknowledge+resolve P1,P2`, `? P1`, `? open` and `? resolved` (a page each) for looks. */
  readonly calls: string[] = [];
  readonly notes: string[] = [];
  /** What the answer to `hasArrived` is; by default the truth. */
  arrived: ((ref: string) => boolean | null) | null = null;
  readonly refs: string[] = [];
  /** Asked before each request that changes something is carried out, and after it. */
  before: (call: string) => Promise<void> | void = () => {};
  after: (call: string) => Promise<void> | void = () => {};
  beforeLook: (call: string) => Promise<void> | void = () => {};
  /** Whether the answer holds the incident. */
  answers = true;

  constructor(private readonly clock: FakeClock) {}

  async incident(id: string): Promise<Incident> {
    await this.#look(`? ${id}`);
    return this.#find(id);
  }

  openIncidents(): AsyncGenerator<readonly Incident[]> {
    return this.#pages('? open', ({ status }) => status !== 'resolved');
  }

  resolvedIncidents(): AsyncGenerator<readonly Incident[]> {
    return this.#pages('? resolved', ({ status }) => status === 'resolved');
  }

  async *#pages(
    call: string,
    isListed: (incident: Incident) => boolean,
  ): AsyncGenerator<readonly Incident[]> {
    for (let offset = 0, left = 1; left > 0; offset += 100) {
      await this.#look(call);
      const listed = [...this.incidents.values()].filter(isListed);
      left = listed.length - offset - 100;
      yield listed.slice(offset, offset + 100);
    }
  }

  async changeMany(changes: readonly Change[]): Promise<readonly Incident[]> {
    const types = [...new Set(changes.map(({ action }) => action.type))].join('+');
    const call = `${types} ${changes.map(({ id }) => id).join(',')}`;
    this.calls.push(call);
    await this.before(call);
    for (const { id } of changes) this.#find(id);
    const changed = changes.map(({ id, action }) => this.#apply(id, action));
    await this.after(call);
    return changed;
  }

  async perform(id: string | null, action: Action, ref: string): Promise<Incident | null> {
    const text = action.type === 'note' ? ` ${action.text}` : '';
    const call = `${action.type} ${id ?? '-'}${text}`;
    this.calls.push(call);
    await this.before(call);
    if (action.type === 'note') this.notes.push(`${id} ${action.text}`);
    this.refs.push(ref);
    const changed =
      id === null
        ? this.#add(incident(`NEW${this.incidents.size}`, { title: (action as { title: string }).title }))
        : this.#apply(id, action);
    await this.after(call);
    return this.answers && action.type !== 'note' ? changed : null;
  }

  async hasArrived(id: string | null, _action: Action, ref: string): Promise<boolean | null> {
    await this.#look(`?? ${id ?? '-'}`);
    return this.arrived ? this.arrived(ref) : this.refs.includes(ref);
  }

  async #look(call: string): Promise<void> {
    this.calls.push(call);
    await this.beforeLook(call);
  }

  #find(id: string): Incident {
    const found = this.incidents.get(id);
    if (!found) throw new NotFoundError(`${id} is not there.`);
    return found;
  }

  #apply(id: string, action: Action): Incident {
    return this.#add(applyAction(this.#find(id), action, { now: utc(this.clock.now()), me }));
  }

  #add(changed: Incident): Incident {
    this.incidents.set(changed.id, changed);
    return changed;
  }
}

/** One window: an outbox with its own store and its own view of the shared folder. */
export interface Window {
  readonly outbox: Outbox;
  readonly store: IncidentStore;
  readonly view: FolderView;
  readonly logger: RecordingLogger;
  /** `done note`, in the order heard. */
  readonly finished: string[];
  /** What each event of the store showed: `P1 acknowledged`. */
  readonly shown: string[];
  readonly pid: number;
  /** Its process ends at once. */
  kill(): void;
}

/** Everything an outbox needs, new for each test. */
export class OutboxHarness {
  clock!: FakeClock;
  folder!: MemoryFolder;
  provider!: FakeProvider;
  signedIn = true;
  readonly #dead = new Set<number>();
  readonly #windows: Window[] = [];

  /** To be called inside `describe`. */
  constructor() {
    beforeEach(() => {
      this.clock = new FakeClock();
      this.folder = new MemoryFolder();
      this.provider = new FakeProvider(this.clock);
      this.signedIn = true;
      this.#dead.clear();
      for (const id of ['P1', 'P2', 'P3']) this.provider.incidents.set(id, incident(id));
    });
    afterEach(() => {
      for (const { outbox, pid } of this.#windows) if (!this.#dead.has(pid)) outbox.dispose();
      this.#windows.length = 0;
      if (this.#dead.size === 0) assert.equal(this.clock.pending, 0, 'a timer outlived the outbox');
    });
  }

  create(provider = () => (this.signedIn ? this.provider : undefined)): Window {
    const view = this.folder.view();
    const store = new IncidentStore(undefined, () => this.clock.now());
    const logger = new RecordingLogger();
    const pid = 100 + this.#windows.length;
    const outbox = new Outbox({
      folder: folderPath,
      files: view.files,
      leaseFiles: view.leaseFiles,
      process: { pid, host: 'here', alive: asked => !this.#dead.has(asked) },
      clock: this.clock,
      random: seeded(pid),
      logger,
      store,
      providerOf: () => provider() as unknown as IncidentProvider | undefined,
      personOf: () => me,
      author: () => 'Ada',
    });
    const finished: string[] = [];
    const shown: string[] = [];
    outbox.onDidFinish(({ state, action }) => finished.push(`${state} ${action.type}`));
    for (const known of this.provider.incidents.values()) store.upsert(known);
    store.onDidChange(({ added, changed }) => {
      for (const { id, status } of [...added, ...changed.map(({ after }) => after)])
        shown.push(`${id} ${status}`);
    });
    const kill = () => {
      this.#dead.add(pid);
      view.kill();
      outbox.dispose();
    };
    const window = { outbox, store, view, logger, finished, shown, pid, kill };
    this.#windows.push(window);
    return window;
  }

  async open(): Promise<Window> {
    const window = this.create();
    await window.outbox.open();
    await settle();
    return window;
  }

  /** Adds one action on one incident, as it is shown, and lets what can happen at once happen. */
  async act(window: Window, id: string, action: Action): Promise<OutboxItem> {
    const [item] = await window.outbox.add('acme', [window.store.get(`acme:${id}`)!], action);
    await settle();
    return item!;
  }

  status(window: Window, id: string): string | undefined {
    return window.store.get(`acme:${id}`)?.status;
  }

  /** The state of each item that is listed: `waiting note`. */
  states(window: Window): string[] {
    return window.outbox.items().map(({ state, action }) => `${state} ${action.type}`);
  }

  /** What changes something, without the looks. */
  writes(): string[] {
    return this.provider.calls.filter(call => !call.startsWith('?'));
  }
}

export const note = (text: string): Action => ({ type: 'note', text });
export const acknowledge: Action = { type: 'acknowledge' };
export const resolve: Action = { type: 'resolve' };
