import assert from 'node:assert/strict';
import { lstat, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FolderClaims } from '../../../../src/core/incidents/notifications/claims.ts';
import { FakeClock } from '../../fakeClock.ts';
import { temporaryFolder } from '../../timeline/temporaryFolder.ts';

describe('Claims in a folder', () => {
  const folder = temporaryFolder();
  const claims = (clock = new FakeClock(Date.now())) => new FolderClaims(join(folder(), 'claims'), clock);

  it('are given out once, whoever asks, also at the same moment', async () => {
    const windows = Array.from({ length: 8 }, () => claims());
    for (const name of ['first', 'second']) {
      const given = await Promise.all(windows.map(window => window.claim(name)));
      assert.equal(given.filter(Boolean).length, 1, name);
    }
    assert.equal(await windows[0]!.claim('first'), false);
  });

  it('stay in the folder whatever their name, readable for nobody else', async () => {
    for (const name of ['../../outside', 'CON', '', 'a'.repeat(10_000), 'x\0y']) {
      assert.equal(await claims().claim(name), true);
    }
    assert.deepEqual(await readdir(folder()), ['claims']);
    const names = await readdir(join(folder(), 'claims'));
    assert.equal(names.length, 5);
    if (process.platform === 'win32') return;
    assert.equal((await lstat(join(folder(), 'claims', names[0]!))).mode & 0o777, 0o600);
  });

  it('older than a day are removed, younger ones and other files are not', async () => {
    await claims().claim('old');
    const [old] = await readdir(join(folder(), 'claims'));
    const now = Date.now();
    const hoursAgo = (hours: number) => new Date(now - hours * 3_600_000);
    await utimes(join(folder(), 'claims', old!), hoursAgo(25), hoursAgo(25));
    await claims().claim('young');
    const young = (await readdir(join(folder(), 'claims'))).find(name => name !== old)!;
    await utimes(join(folder(), 'claims', young), hoursAgo(23), hoursAgo(23));
    await writeFile(join(folder(), 'claims', 'other.txt'), '');
    await utimes(join(folder(), 'claims', 'other.txt'), hoursAgo(99), hoursAgo(99));
    await claims(new FakeClock(now)).claim('newest');
    const left = await readdir(join(folder(), 'claims'));
    assert.equal(left.includes(old!), false);
    assert.ok(left.includes(young) && left.includes('other.txt'));
    assert.equal(left.length, 3);
  });

  it('go on after somebody removed the folder', async () => {
    const window = claims();
    await window.claim('a');
    await rm(join(folder(), 'claims'), { recursive: true });
    assert.equal(await window.claim('a'), true);
  });

  it('reject where a file stands in the folder’s place', async () => {
    await writeFile(join(folder(), 'claims'), '');
    await assert.rejects(claims().claim('a'));
  });
});
