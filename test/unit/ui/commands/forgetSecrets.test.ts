import assert from 'node:assert/strict';
import type * as Command from '../../../../src/ui/commands/forgetSecrets.ts';
import { withStandIn, type StandIn } from '../standIn.ts';

describe('Forget the Secrets of Runbooks', () => {
  let parts: typeof Command & StandIn;
  before(async () => {
    parts = await withStandIn('ui/commands/forgetSecrets.ts');
  });

  for (const [answer, times] of [
    ['Forget', 1],
    [undefined, 0],
  ] as const) {
    it(`forgets them ${times} times where the answer is ${answer}, and says only then that it did`, async () => {
      let forgotten = 0;
      const said: string[] = [];
      Object.assign(parts.window, {
        showWarningMessage: async () => answer,
        showInformationMessage: async (words: string) => void said.push(words),
      });
      await parts.forgetSecrets({ forgetSecrets: async () => void forgotten++ });
      assert.equal(forgotten, times);
      assert.deepEqual(said, times === 1 ? ['The secrets of runbooks are forgotten.'] : []);
    });
  }
});
