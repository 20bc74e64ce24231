import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Disposable } from '../../../src/core/events.ts';
import type { OutgoingMessage } from '../../../src/core/comms/outgoing.ts';
import type * as Stores from '../../../src/ui/disposables.ts';
import type * as Incidents from '../../../src/ui/lazyIncidents.ts';
import type * as Response from '../../../src/ui/response/lazyResponse.ts';
import { keptMessage } from '../comms/keptMessage.ts';
import { FakeClock } from '../fakeClock.ts';
import { type StandIn, withStandIn } from './standIn.ts';

type Parts = typeof Incidents & typeof Response & typeof Stores & StandIn;

const id = '01HZZZZZZZZZZZZZZZZZZZZZZ0';
const minute = 60_000;

/** Nobody works on an incident in such a window, and there may be no account. */
describe('A message that was left to be sent', () => {
  let parts: Parts;
  let storage: string;
  let clock: FakeClock;
  let owner: Stores.DisposableStore;
  /** What was loaded. */
  let loaded: string[];

  before(async function () {
    this.timeout(60_000);
    parts = await withStandIn('ui/lazyIncidents.ts', 'ui/response/lazyResponse.ts', 'ui/disposables.ts');
  });

  beforeEach(async () => {
    storage = await mkdtemp(join(tmpdir(), 'on-call-left-messages-'));
    // As they stay behind once anything was sent.
    await mkdir(join(storage, 'messages', 'leases'), { recursive: true });
    clock = new FakeClock();
    owner = new parts.DisposableStore();
    loaded = [];
  });

  afterEach(async () => {
    owner.dispose();
    assert.equal(clock.pending, 0, 'nothing looks on');
    await rm(storage, { recursive: true, force: true });
  });

  const keep = (changes: Partial<OutgoingMessage>) =>
    writeFile(join(storage, 'messages', `${id}.json`), JSON.stringify(keptMessage(id, changes)));
  const silent = () => ({ dispose() {} }) satisfies Disposable;
  const boundary = {
    watch: (what: string, work: Promise<unknown>) => {
      if (what === 'Opening the incidents') loaded.push('incidents');
      work.catch(() => {});
    },
  };
  const openIncidents = () =>
    parts.lazyIncidents(owner, {
      boundary,
      context: {
        globalStorageUri: { fsPath: storage },
        secrets: { get: () => Promise.resolve(undefined), onDidChange: silent },
      },
    } as never);
  const openResponse = () =>
    parts.lazyResponse(owner, {
      ...{ boundary, clock },
      storage: (name: string) => join(storage, name),
      follower: { onDidFollow: silent },
      current: { onDidChange: silent },
      // The first that the room needs.
      teamFiles: () => {
        loaded.push('response');
        return Promise.reject(new Error('enough was seen'));
      },
    } as never);
  const loads = async (what: string[]) => {
    for (let left = 6_000; left > 0 && loaded.length < what.length; left--) await pause(5);
    // Long enough for the disk: there is nothing more.
    await pause(200);
    assert.deepEqual(loaded, what);
  };

  const left: readonly [string, Partial<OutgoingMessage>][] = [
    ['waits', { state: 'waiting' }],
    ['was refused', { state: 'refused' }],
    ['is not in the timeline yet', { state: 'sent', recorded: false }],
  ];
  for (const [how, changes] of left) {
    it(`wakes those who send and show it, where it ${how}`, async () => {
      await keep(changes);
      openIncidents();
      await loads(['incidents']);
      loaded = [];
      openResponse();
      await loads(['response']);
    });
  }

  it('is none that was sent', async () => {
    await keep({});
    openIncidents();
    openResponse();
    await loads([]);
  });

  it('is seen a minute later at most, where another window left it', async () => {
    openResponse();
    await loads([]);
    await keep({ state: 'waiting' });
    await clock.advance(minute);
    await loads(['response']);
    await clock.advance(10 * minute);
    await loads(['response']);
  });
});
