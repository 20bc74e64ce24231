import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for each test of the surrounding `describe`, gone afterwards; the answer says where it is. */
export function temporaryFolder(): () => string {
  let path = '';
  beforeEach(async () => {
    path = await realpath(await mkdtemp(join(tmpdir(), 'on-call-test-')));
  });
  afterEach(() => rm(path, { recursive: true, force: true }));
  return () => path;
}
