import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { utc } from '../../../../src/core/clock.ts';
import { Emitter } from '../../../../src/core/events.ts';
import { Git } from '../../../../src/core/git/git.ts';
import type { GitFact } from '../../../../src/core/git/headFacts.ts';
import type { Incident } from '../../../../src/core/incidents/incident.ts';
import type * as Watch from '../../../../src/ui/changes/gitWatch.ts';
import { SampleRepository } from '../../git/sampleRepository.ts';
import { FakeClock, settle } from '../../fakeClock.ts';
import { withStandIn, type StandIn } from '../standIn.ts';

type Uri = ReturnType<StandIn['Uri']['file']>;

const hour = 3_600_000;

/** Tells when a look is at its end: the tags are what it reads last. */
class WatchedGit extends Git {
  looks = 0;

  override async read(folder: string, args: readonly string[], signal?: AbortSignal): Promise<Buffer> {
    const printed = await super.read(folder, args, signal);
    if (args[0] === 'for-each-ref') this.looks++;
    return printed;
  }
}

// Each command of git is a process of its own, and a busy machine starts few in a second.
describe('What git does while an incident is worked on', function () {
  this.timeout(120_000);
  let vscode: typeof Watch & StandIn;
  let sample: SampleRepository;
  let clock: FakeClock;
  let git: WatchedGit;
  let watch: Watch.GitWatch;
  let incident: Incident;
  let first: string;
  /** What the last look wrote of tags, and what was there before, which a journal takes once. */
  let written: string[];
  let known: Set<string>;
  /** What the next writing fails with. */
  let failure: Error | null;
  let logged: unknown[];
  /** The folders that are mapped to a service. */
  let mapped: string[];
  /** How many watchers are there. */
  let watchers: number;
  const changed = new Emitter<Incident | null>();
  const nothing = () => ({ dispose() {} });

  before(async () => {
    vscode = await withStandIn('ui/changes/gitWatch.ts');
  });

  beforeEach(() => {
    sample = new SampleRepository();
    first = sample.commit('before the incident');
    sample.now += hour;
    clock = new FakeClock(sample.now);
    [written, known, failure, logged] = [[], new Set(), null, []];
    [mapped, watchers] = [[], 0];
    git = new WatchedGit(process.env);
    const values: Record<string, unknown> = { 'timeline.git': true, services: { checkout: mapped } };
    Object.assign(vscode.workspace, {
      workspaceFolders: [{ uri: vscode.Uri.file(sample.root) }],
      getConfiguration: () => ({
        get: (name: string) => values[name],
        inspect: (name: string) => ({ defaultValue: values[name] }),
      }),
      ...{ onDidChangeConfiguration: nothing, onDidChangeWorkspaceFolders: nothing },
      createFileSystemWatcher: () => {
        watchers++;
        return { onDidChange: nothing, onDidCreate: nothing, dispose: () => void watchers-- };
      },
      fs: { stat: async ({ fsPath }: Uri) => ({ type: (await stat(fsPath)).isDirectory() ? 2 : 1 }) },
    });
    incident = incidentOf('A');
    const parts = {
      ...{ git, clock },
      current: { get: () => incident, onDidChange: changed.event },
      follower: { follows: () => true },
      timelines: {
        onDidAppend: nothing,
        scribe: {
          recordGit: async ({ key }: Incident, facts: readonly GitFact[]) => {
            const error = failure;
            failure = null;
            if (error) throw error;
            for (const { text, data } of facts) {
              const told = `${key}: ${text}`;
              if (data.event !== 'tag' || known.has(told)) continue;
              known.add(told);
              written.push(told);
            }
          },
        },
      },
      boundary: { log: (_: string, error: unknown) => logged.push(error) },
    };
    watch = new vscode.GitWatch(parts as never);
  });

  afterEach(() => {
    watch.dispose();
    sample.remove();
  });

  const incidentOf = (key: string) =>
    ({ key, status: 'acknowledged', createdAt: utc(sample.now) }) as unknown as Incident;

  /** What a look writes of tags, without the commits that they stand at. */
  async function look(): Promise<readonly string[]> {
    const before = git.looks;
    written = [];
    clock.jump(Math.max(0, sample.now - clock.now()));
    changed.fire(incident);
    await clock.advance(3_000);
    while (git.looks === before && logged.length === 0) await settle();
    for (let turns = 0; turns < 5; turns++) await settle();
    return written.map(text => text.replace(/\b[0-9a-f]{8}\b/, 'SHA'));
  }

  function tag(name: string, ...more: readonly string[]): void {
    sample.now += 60_000;
    sample.run('tag', ...more, name);
  }
  const release = (name: string) => tag(name, '-a', '-m', 'A release');

  it('a tag is written once: with a message also from before the first look, without one from then on', async () => {
    release('v1');
    tag('early');
    assert.deepEqual(await look(), ['A: Tagged SHA as v1 in checkout']);
    tag('late');
    release('v2');
    assert.deepEqual(await look(), ['A: Tagged SHA as v2 in checkout', 'A: Tagged SHA as late in checkout']);
    assert.deepEqual(await look(), []);
  });

  for (const newer of [200, 20_000])
    it(`no old tag becomes a new one where one of ${newer} others is deleted`, async () => {
      const second = sample.commit('the builds');
      sample.writeTags([
        ['build-99', first],
        ...Array.from({ length: newer }, (_, number) => [`new-${number}`, second] as const),
      ]);
      await look();
      for (const name of ['new-0', 'new-1']) {
        sample.run('tag', '-d', name);
        assert.deepEqual(await look(), []);
      }
      tag('own');
      assert.deepEqual(await look(), ['A: Tagged SHA as own in checkout']);
    });

  it('the sixth that is made is written as the first; six at once came with a fetch', async () => {
    await look();
    for (let number = 1; number <= 6; number++) {
      release(`v${number}`);
      tag(`t${number}`);
      assert.deepEqual(await look(), [
        `A: Tagged SHA as v${number} in checkout`,
        `A: Tagged SHA as t${number} in checkout`,
      ]);
    }
    for (let number = 10; number < 16; number++) release(`v${number}`);
    assert.deepEqual(await look(), []);
    release('v7');
    assert.deepEqual(await look(), ['A: Tagged SHA as v7 in checkout']);
  });

  it('each incident has its own: those since it began, and those without a message since it is worked on', async () => {
    const before = incident;
    await look();
    for (let number = 1; number <= 5; number++) release(`v${number}`);
    await look();
    sample.now += 60_000;
    incident = incidentOf('B');
    release('v6');
    tag('between');
    assert.deepEqual(await look(), ['B: Tagged SHA as v6 in checkout']);
    incident = before;
    assert.deepEqual(await look(), ['A: Tagged SHA as v6 in checkout']);
  });

  it('a repository that was cloned meanwhile is looked at with the next incident', async () => {
    await look();
    assert.equal(watchers, 2);
    const cloned = new SampleRepository();
    try {
      cloned.commit('first');
      mapped.push(cloned.root);
      sample.now += 60_000;
      incident = incidentOf('B');
      cloned.now = sample.now + 60_000;
      cloned.run('tag', '-a', '-m', 'A release', 'cloned-v1');
      await look();
      while (written.length === 0) await settle();
      assert.match(written.join(), /^B: Tagged [0-9a-f]{8} as cloned-v1 in checkout$/);
      assert.equal(watchers, 4);
    } finally {
      cloned.remove();
    }
  });

  it('what could not be written is written with the next look', async () => {
    await look();
    release('v1');
    const error = (failure = new Error('there is no folder for the timeline'));
    assert.deepEqual(await look(), []);
    assert.deepEqual(logged.splice(0), [error]);
    assert.deepEqual(await look(), ['A: Tagged SHA as v1 in checkout']);
  });

  it('a tag that is moved is told again', async () => {
    await look();
    tag('latest');
    await look();
    sample.commit('one more');
    tag('latest', '--force');
    assert.deepEqual(await look(), ['A: Tagged SHA as latest in checkout']);
  });
});
