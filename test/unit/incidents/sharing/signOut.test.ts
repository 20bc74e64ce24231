import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SharedFolder } from '../../../../src/core/incidents/sharing/sharedFolder.ts';
import { incident } from '../incidentFixtures.ts';
import { interval } from '../pollerHarness.ts';
import { quiet, type Window, Windows } from './windows.ts';

describe('Signing out', function () {
  // Real files: slow on a busy disk.
  this.timeout(60_000);
  const machine = new Windows();
  const kept = () => readdir(machine.root);

  /** What sessions do with an account that is signed out. */
  async function signOut(window: Window): Promise<void> {
    const closed = window.close();
    window.store.removeAccount('acme');
    await closed;
    await SharedFolder.of(machine.root, 'acme').remove();
  }

  it('deletes what was kept; closing alone does not', async () => {
    const first = await machine.open([incident('P1')]);
    await first.close();
    assert.deepEqual(await kept(), ['account-acme']);
    await signOut(await machine.open([incident('P1')]));
    await quiet();
    assert.deepEqual(await kept(), []);
  });

  it('deletes also what was just being written, and brings nothing back', async () => {
    for (const turns of [0, 1, 2, 3, 5, 8, 13, 21]) {
      const window = machine.create([incident('P1')]);
      window.poller.start();
      for (let turn = 0; turn < turns; turn++) await new Promise(resolve => setImmediate(resolve));
      await signOut(window);
      await quiet();
      assert.deepEqual(await kept(), [], `after ${turns} turns`);
      assert.deepEqual(window.store.all(), [], `after ${turns} turns`);
    }
  });

  it('in one window leaves no other one broken, whichever of them polls', async () => {
    for (const leaving of [0, 1]) {
      const windows = [await machine.open([incident('P1')]), await machine.open([incident('P1')])];
      const [gone, staying] = leaving === 0 ? windows : windows.toReversed();
      await signOut(gone!);
      await machine.advance(5_000);
      assert.equal(staying!.polls(), true);
      await machine.advance(2 * interval);
      assert.ok(machine.clock.now() - staying!.health().lastSuccessAt! < interval);
      await signOut(staying!);
      await quiet();
      assert.deepEqual(await kept(), []);
    }
  });

  it('keeps to the folder of the account, whatever its id is', async () => {
    const beside = `${machine.root}/beside`;
    await mkdir(beside);
    await writeFile(`${beside}/file`, '');
    for (const id of [
      '../x',
      '..',
      '.',
      '',
      'A',
      'a/b',
      'a\\b',
      'CON',
      'x'.repeat(300),
      'ü',
      'a b',
      'beside ',
    ]) {
      const folder = SharedFolder.of(machine.root, id);
      assert.equal(dirname(folder.path), machine.root, id);
      await folder.prepare();
      await folder.remove();
    }
    const ids = ['acme', 'Acme', 'ACME', '..', '.', ''];
    const names = ids.map(id => SharedFolder.of(machine.root, id).path.toLowerCase());
    assert.equal(new Set(names).size, ids.length);
    assert.deepEqual(await kept(), ['beside']);
  });
});
