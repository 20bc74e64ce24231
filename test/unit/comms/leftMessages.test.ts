import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LeftMessages } from '../../../src/core/comms/leftMessages.ts';
import { messageKind } from '../../../src/core/comms/outgoing.ts';
import { keptMessage } from './keptMessage.ts';

describe('Messages that were left', () => {
  const [first, second] = ['01HZZZZZZZZZZZZZZZZZZZZZZ0', '01HZZZZZZZZZZZZZZZZZZZZZZ1'];
  let folder: string;
  let left: LeftMessages;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'on-call-left-messages-'));
    left = new LeftMessages(folder);
  });
  afterEach(() => rm(folder, { recursive: true }));
  const keep = (id: string, changes: Parameters<typeof keptMessage>[1]) =>
    writeFile(join(folder, `${id}.json`), messageKind.textOf(keptMessage(id, changes)));

  it('are none in a folder that is missing, is empty, or holds other things and sent ones', async () => {
    assert.equal(await new LeftMessages(join(folder, 'none')).isAny(), false);
    assert.equal(await left.isAny(), false);
    await mkdir(join(folder, 'leases'));
    await writeFile(join(folder, `${first}.json.bad`), '');
    await keep(first, {});
    assert.equal(await left.isAny(), false);
  });

  for (const state of ['waiting', 'sending', 'refused', 'mayHaveArrived'] as const) {
    it(`are those in the state ${state}, whatever was sent beside them`, async () => {
      await keep(first, { state });
      await keep(second, {});
      assert.equal(await left.isAny(), true);
      await keep(first, {});
      assert.equal(await left.isAny(), false);
    });
  }

  it('are also those that were sent, and that the timeline does not have', async () => {
    await keep(first, { recorded: false });
    assert.equal(await left.isAny(), true);
  });

  it('are also what is damaged or cannot be read', async () => {
    await writeFile(join(folder, `${first}.json`), '{');
    assert.equal(await left.isAny(), true);
    await writeFile(join(folder, `${first}.json`), 'null');
    assert.equal(await left.isAny(), true);
    assert.equal(await new LeftMessages(join(folder, `${first}.json`)).isAny(), true);
  });
});
