import assert from 'node:assert/strict';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type * as OpenFile from '../../../src/ui/openFile.ts';
import { temporaryFolder } from '../timeline/temporaryFolder.ts';
import { type StandIn, withStandIn } from './standIn.ts';

describe('Whether two paths lead to the same file', () => {
  let parts: typeof OpenFile & StandIn;
  const folder = temporaryFolder();
  before(async () => {
    parts = await withStandIn('ui/openFile.ts');
  });

  it('looks through links, also where the file is not there yet', async () => {
    await mkdir(join(folder(), 'real/incident'), { recursive: true });
    await symlink(join(folder(), 'real'), join(folder(), 'link'));
    const at = (root: string, name: string) => join(folder(), root, 'incident', name);
    assert.equal(await parts.isSameFile(at('link', 'a.md'), at('real', 'a.md')), true);
    assert.equal(await parts.isSameFile(at('link', 'a.md'), at('real', 'b.md')), false);
    assert.equal(await parts.isSameFile(at('gone', 'a.md'), at('real', 'a.md')), false);
  });

  it('makes no difference between small and large letters on Windows', async () => {
    const [vsCode, real] = ['c:\\Work\\post-mortem.md', 'C:\\Work\\post-mortem.md'];
    assert.equal(await parts.isSameFile(vsCode, real, 'win32'), true);
    assert.equal(await parts.isSameFile(vsCode, real, 'linux'), false);
  });
});
