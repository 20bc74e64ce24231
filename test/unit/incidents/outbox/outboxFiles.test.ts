import assert from 'node:assert/strict';
import { mkdir, open, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Disposable } from '../../../../src/core/events.ts';
import { nodeOutboxFiles as files } from '../../../../src/core/incidents/outbox/outboxFiles.ts';
import { FakeClock } from '../../fakeClock.ts';
import { temporaryFolder } from '../../timeline/temporaryFolder.ts';

describe('The outbox’s files', () => {
  const root = temporaryFolder();
  const folder = () => join(root(), 'outbox');
  beforeEach(() => files.prepare(folder(), Date.now()));

  it('are private', async () => {
    if (process.platform === 'win32') return;
    await files.addAll(folder(), [{ name: 'a.json', text: 'a' }]);
    await files.replace(join(folder(), 'b.json'), 'b', true);
    assert.equal((await stat(folder())).mode & 0o777, 0o700);
    for (const name of ['a.json', 'b.json'])
      assert.equal((await stat(join(folder(), name))).mode & 0o777, 0o600);
  });

  it('are all there, or none where one cannot be written', async () => {
    const added = Array.from({ length: 40 }, (_, n) => ({ name: `${n}.json`, text: String(n) }));
    await files.addAll(folder(), added);
    assert.equal((await files.list(folder())).length, 40);
    // A folder in the place of the last one: everything before it has its name already.
    await mkdir(join(folder(), 'x.json'));
    const more = [
      ...['u', 'v', 'w'].map(name => ({ name: `${name}.json`, text: name })),
      { name: 'x.json', text: 'x' },
    ];
    await assert.rejects(files.addAll(folder(), more));
    assert.equal((await files.list(folder())).length, 40, 'no new file, no temporary one');
  });

  it('change their stamp when they are replaced, also by the same text', async () => {
    const path = join(folder(), 'a.json');
    await files.replace(path, 'a', false);
    const [before] = await files.list(folder());
    await files.replace(path, 'a', false);
    const [after] = await files.list(folder());
    assert.notEqual(before?.stamp, after?.stamp);
    assert.equal(await files.read(path), 'a');
    for (let times = 0; times < 2; times++) await files.removeAll(folder(), ['a.json', 'gone.json'], true);
    assert.equal(await files.read(path), null);
  });

  it('tell the stamp that they are listed with', async () => {
    const added = ['a.json', 'b.json'].map(name => ({ name, text: name }));
    const stamps = await files.addAll(folder(), added);
    stamps.push(await files.replace(join(folder(), 'c.json'), 'c', false));
    const listed = new Map((await files.list(folder())).map(({ name, stamp }) => [name, stamp]));
    assert.deepEqual(
      ['a.json', 'b.json', 'c.json'].map(name => listed.get(name)),
      stamps,
    );
  });

  it('come back with their folder where somebody removed it', async () => {
    await rm(folder(), { recursive: true });
    await files.addAll(folder(), [{ name: 'a.json', text: 'a' }]);
    assert.equal((await files.list(folder())).length, 1);
  });

  it('a storm of changes is looked at a few times, and the last of them is seen', async () => {
    const clock = new FakeClock();
    let looks = 0;
    const watch = files.watch(folder(), clock, () => looks++);
    for (let n = 0; n < 50; n++) await files.replace(join(folder(), `${n}.json`), 'a', false);
    for (let tries = 0; tries < 6_000 && looks === 0; tries++) await new Promise(done => setTimeout(done, 5));
    await new Promise(done => setTimeout(done, 20));
    const before = looks;
    await clock.advance(100);
    watch.dispose();
    assert.equal(before, 1);
    assert.equal(looks, 2);
    assert.equal(clock.pending, 0);
  });

  describe('where no event tells of a change', () => {
    let clock: FakeClock;
    let looks: number;
    let allRead: boolean;
    let watch: Disposable;
    /** One that no event comes from: it is made after its watch. */
    const silent = () => join(root(), 'silent');

    beforeEach(async () => {
      clock = new FakeClock();
      [looks, allRead] = [0, true];
      watch = files.watch(silent(), clock, () => {
        looks++;
        return allRead;
      });
      await mkdir(silent());
    });
    afterEach(() => watch.dispose());

    /** Nothing has to come in them. @returns how many looks did */
    async function looksIn(seconds: number): Promise<number> {
      const before = looks;
      for (let second = 0; second < seconds; second++) {
        await clock.advance(1_000);
        // What is asked of the disk is answered at its own time.
        await sleep(10);
      }
      await sleep(100);
      return looks - before;
    }

    /** Whether a look comes within a second of the clock’s, however long the disk takes for it. */
    async function comes(): Promise<boolean> {
      const before = looks;
      await clock.advance(1_000);
      for (let tries = 0; tries < 3_000 && looks === before; tries++) await sleep(5);
      return looks > before;
    }

    it('a quiet folder’s files are asked for twice a minute, and after a change within a second', async () => {
      await looksIn(10);
      assert.ok((await looksIn(60)) <= 3);
      await writeFile(join(silent(), 'a.json'), 'a');
      assert.ok(await comes());
      // Another change may have the same time on a file system that keeps it coarsely.
      assert.ok(await comes());
      await looksIn(10);
      await rm(join(silent(), 'a.json'));
      assert.ok(await comes());
    });

    it('what could not be read is asked for each second until it could', async () => {
      await looksIn(10);
      allRead = false;
      await writeFile(join(silent(), 'a.json'), 'a');
      for (let second = 0; second < 20; second++) assert.ok(await comes(), `second ${second}`);
      allRead = true;
      await looksIn(10);
      assert.ok((await looksIn(20)) <= 1);
    });

    it('a folder that is gone is looked for each second', async () => {
      await looksIn(10);
      await rm(silent(), { recursive: true });
      for (let second = 0; second < 5; second++) assert.ok(await comes(), `second ${second}`);
    });
  });

  it('are never read through a symbolic link', async () => {
    if (process.platform === 'win32') return;
    await writeFile(join(root(), 'secret'), 'secret');
    await symlink(join(root(), 'secret'), join(folder(), 'a.json'));
    assert.deepEqual(await files.list(folder()), []);
    await assert.rejects(files.read(join(folder(), 'a.json')), /ELOOP/);
  });

  it('are on the disk, text and name, before they count, where that is asked for', async () => {
    const synced = await syncsDuring(async () => {
      await files.addAll(folder(), [{ name: 'a.json', text: 'a' }]);
      await files.replace(join(folder(), 'b.json'), 'b', true);
    });
    const [file, name] = ['file', process.platform === 'win32' ? [] : 'folder'];
    assert.deepEqual(synced, [file, name, file, name].flat());
    assert.deepEqual(await syncsDuring(() => files.replace(join(folder(), 'b.json'), 'c', false)), []);
  });

  it('leave nothing of a write that failed', async () => {
    await mkdir(join(folder(), 'a.json'));
    await assert.rejects(files.replace(join(folder(), 'a.json'), 'a', true));
    assert.deepEqual(await readdir(folder()), ['a.json']);
    await assert.rejects(files.replace(join(root(), 'gone', 'a.json'), 'a', true), /ENOENT/);
  });

  it('that were never finished are swept away, but only old ones', async () => {
    const [old, young] = ['.a.json.1-1.tmp', '.b.json.1-2.tmp'].map(name => join(folder(), name));
    for (const path of [old!, young!]) await writeFile(path, 'x');
    await utimes(old!, new Date(0), new Date(0));
    await files.prepare(folder(), Date.now());
    assert.deepEqual(await readdir(folder()), ['.b.json.1-2.tmp']);
    assert.equal(await readFile(young!, 'utf8'), 'x');
  });
});

/** What is synced meanwhile, in order. */
async function syncsDuring(action: () => Promise<unknown>): Promise<string[]> {
  const any = await open(import.meta.filename);
  const prototype = Object.getPrototypeOf(any) as FileHandle;
  await any.close();
  const { sync } = prototype;
  const synced: string[] = [];
  prototype.sync = async function (this: FileHandle) {
    synced.push((await this.stat()).isDirectory() ? 'folder' : 'file');
    return sync.call(this);
  };
  try {
    await action();
  } finally {
    prototype.sync = sync;
  }
  return synced;
}
