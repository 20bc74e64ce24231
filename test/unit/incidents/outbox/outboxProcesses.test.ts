import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { buildSync } from 'esbuild';
import { readMarker } from '../../../../src/core/incidents/providers/noteMarker.ts';
import { DrillAccount } from '../../../../src/drill/drillAccount.ts';
import { DrillServer } from '../../../../src/drill/drillServer.ts';
import { fastClock } from '../../drill/support.ts';
import { draws, seeded, seeds } from '../../seeded.ts';
import { temporaryFolder } from '../../timeline/temporaryFolder.ts';
import { nodeBundle } from '../../nodeBundle.ts';

/** One window as a process, and what it says. */
class WindowProcess {
  readonly kept: string[] = [];
  left = Infinity;
  readonly #process: ChildProcess;
  readonly #closed: Promise<unknown>;
  readonly #began: Promise<void>;

  constructor(args: readonly string[]) {
    this.#process = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#closed = once(this.#process, 'close');
    let begin = () => {};
    this.#began = new Promise(resolve => (begin = resolve));
    createInterface({ input: this.#process.stdout! }).on('line', line => {
      const [word, rest = ''] = line.split(' ');
      if (word === 'kept') this.kept.push(rest);
      if (word === 'left') this.left = Number(rest);
      begin();
    });
  }

  /** Until it has kept its first note, or is gone: on a busy machine that takes as long as it takes. */
  async began(): Promise<void> {
    await Promise.race([this.#began, this.#closed]);
  }

  /** Answers how it ended by itself, where it did. */
  async kill(): Promise<number | null> {
    this.#process.kill('SIGKILL');
    const [code] = (await this.#closed) as [number | null];
    return code;
  }
}

describe('Outbox in several processes that are killed', () => {
  const folder = temporaryFolder();
  const running = new Set<WindowProcess>();
  let server: DrillServer | null = null;
  afterEach(async () => {
    await Promise.all([...running].map(one => one.kill()));
    running.clear();
    await server?.stop();
    server = null;
  });

  it('sends each note once and loses none', async function () {
    this.timeout(0);
    const [seed = 1] = seeds(1);
    const random = seeded(seed);
    const below = (n: number) => Math.floor(random() * n);
    const clock = fastClock(1);
    const account = new DrillAccount({ clock, random });
    // PagerDuty takes 2,000 notes an incident: where windows write for many minutes, a few would be full.
    const incidents = Array.from({ length: draws(3, 60) }, (_, n) =>
      account.trigger({
        service: account.directory.services.checkout,
        title: `Incident ${n}`,
        urgency: 'high',
        priority: null,
        alert: { key: `key ${n}`, severity: 'error', details: {}, contexts: [] },
      }),
    );
    server = await DrillServer.start({ account, clock, requestsPerMinute: 1_000_000 });
    const script = join(folder(), 'window.mjs');
    buildSync({
      entryPoints: [join(import.meta.dirname, 'sendingProcess.ts')],
      outfile: script,
      ...nodeBundle,
    });
    const outbox = join(folder(), 'outbox');
    const kept: string[] = [];
    const start = (name: string, ids: string) => {
      const one = new WindowProcess([script, outbox, server!.baseUrl, account.keys.user, name, ids]);
      running.add(one);
      return one;
    };
    const end = async (one: WindowProcess) => {
      running.delete(one);
      assert.equal(await one.kill(), null, 'a window ended by itself');
      kept.push(...one.kept);
    };

    const ids = incidents.map(({ id }) => id).join(',');
    const kills = draws(16, 300);
    for (let round = 0; round < kills; round++) {
      while (running.size < 3) start(`w${round}x${running.size}`, ids);
      const effect = { type: 'reset' } as const;
      if (random() < 0.5) server.faults.add({ afterCommit: random() < 0.7, effect });
      await pause(300 + below(700));
      const next = [...running][below(running.size)]!;
      await next.began();
      await end(next);
    }
    await Promise.all([...running].map(end));
    server.faults.clear();
    const last = start('last', '');
    // On a busy machine thousands wait by now: as long as they become fewer, nothing waits for ever.
    for (let least = Infinity, since = 0; last.left > 0 && since < 1_200; since++) {
      await pause(100);
      if (last.left < least) [least, since] = [last.left, 0];
    }

    const notes = incidents.flatMap(incident => incident.notes.map(({ content }) => textOf(content)));
    const counts = new Map<string, number>();
    for (const note of notes) counts.set(note, (counts.get(note) ?? 0) + 1);
    const twice = [...counts].filter(([, count]) => count > 1);
    assert.equal(last.left, 0, `seed ${seed}: something waits for ever`);
    assert.deepEqual(twice, [], `seed ${seed}: sent twice`);
    assert.deepEqual(
      kept.filter(text => !counts.has(text)),
      [],
      `seed ${seed}: lost`,
    );
    assert.ok(kept.length >= kills, `seed ${seed}: only ${kept.length} notes were kept`);
    assert.deepEqual(
      (await readdir(outbox)).filter(name => name.endsWith('.bad')),
      [],
      'nothing is damaged',
    );
  });
});

/** As it was written: without our marker, and without the line that says that it came late. */
function textOf(content: string): string {
  return readMarker(content).text.split('\n').at(-1)!;
}
