import assert from 'node:assert/strict';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WorkPlaces } from '../../../src/core/timeline/workPlaces.ts';
import { FakeClock } from '../fakeClock.ts';
import { RecordingLogger } from '../incidents/recordingLogger.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const day = 86_400_000;

describe('Where an incident is worked on', () => {
  const folder = temporaryFolder();
  let clock: FakeClock;
  let logger: RecordingLogger;

  beforeEach(() => {
    clock = new FakeClock();
    logger = new RecordingLogger();
  });

  const places = () => join(folder(), 'places');
  const window = (root: string) => new WorkPlaces({ folder: places(), root: () => root, clock, logger });

  it('is elsewhere once somebody did something in a window with other timelines', async () => {
    const [one, same, other] = [window('/a'), window('/a'), window('/b')];
    assert.equal(await other.isElsewhere('acme:P1'), false, 'nobody works on it');
    await one.workHere(['acme:P1']);
    assert.equal(await one.isElsewhere('acme:P1'), false);
    assert.equal(await same.isElsewhere('acme:P1'), false);
    assert.equal(await other.isElsewhere('acme:P1'), true);
    assert.equal(await other.isElsewhere('acme:P2'), false);
  });

  it('is where something was done last', async () => {
    const [one, other] = [window('/a'), window('/b')];
    await one.workHere(['acme:P1', 'acme:P2']);
    await other.workHere(['acme:P1']);
    assert.deepEqual(await Promise.all(['acme:P1', 'acme:P2'].map(key => one.isElsewhere(key))), [
      true,
      false,
    ]);
    assert.equal(await window('/b').isElsewhere('acme:P1'), false, 'also after a reload');
  });

  it('is nowhere in a storm', async () => {
    await window('/a').workHere(Array.from({ length: 11 }, (_, n) => `acme:P${n}`));
    assert.equal(await window('/b').isElsewhere('acme:P1'), false);
  });

  it('is nowhere where that cannot be read or kept, which is logged', async () => {
    await writeFile(places(), '');
    await window('/a').workHere(['acme:P1']);
    assert.equal(await window('/b').isElsewhere('acme:P1'), false);
    assert.equal(logger.lines.length, 2);
  });

  it('is forgotten a month after the last thing that was done', async () => {
    const [one, other] = [window('/a'), window('/b')];
    await one.workHere(['acme:P1', 'acme:P2']);
    const [first] = await readdir(places());
    const then = new Date(clock.now() - 31 * day);
    for (const name of await readdir(places()))
      await utimes(join(places(), name), then, name === first ? then : new Date(clock.now()));
    await other.workHere(['acme:P3']);
    const left = await readdir(places());
    assert.ok(!left.includes(first!));
    assert.equal(left.length, 2);
  });
});
