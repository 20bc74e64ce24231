import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { assess } from './riskTable.ts';

const run = promisify(execFile);

describe('BashParser', () => {
  it('is one for all that load it at the same time, and stays whole', async () => {
    // In a process of its own: what goes wrong here spoils the memory of everybody in the process.
    const script = join(import.meta.dirname, 'loadTogether.ts');
    const { stdout } = await run(process.execPath, ['--import', 'tsx', script]);
    assert.deepEqual(JSON.parse(stdout), Array<string>(8).fill('destructive'));
  }).timeout(60_000);

  it('takes nothing of one text into the next', async () => {
    for (const [before, text] of [
      ['cat <<EOF\nnever ended', 'ls <<A\n$x\nA\n'],
      ['cat <<A <<B <<C\n$x', 'cat <<A\nhello\nA\nrm -rf /'],
      ["cat <<'", 'kubectl get pods'],
    ] as const) {
      const alone = await assess(text);
      await assess(before);
      assert.deepEqual(await assess(text), alone);
    }
  });
});
