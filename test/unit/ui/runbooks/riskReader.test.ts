import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { RiskReader } from '../../../../src/ui/runbooks/riskReader.ts';
import { noAttributes } from '../../../../src/core/runbooks/blockAttributes.ts';
import { FakeClock } from '../../fakeClock.ts';

const blocks = Array.from({ length: 120 }, (_, at) => ({
  code: `echo 1\n`.repeat(at + 1),
  interpreter: 'bash' as const,
  attributes: noAttributes,
}));

describe('RiskReader, of many blocks', () => {
  let reader: RiskReader;
  let rulesRead: number;

  beforeEach(() => {
    rulesRead = 0;
    reader = new RiskReader({
      clock: new FakeClock(),
      // No thread is there, so that every block is said to be destructive at once.
      folder: '/nowhere',
      log: () => {},
      rules: () => {
        rulesRead++;
        return [];
      },
    });
  });
  afterEach(() => reader.dispose());

  it('answers for each in its order, and asks VS Code for the rules a few times only', async () => {
    const sizes: number[] = [];
    for await (const reports of reader.assessAll(blocks)) sizes.push(reports.length);
    assert.deepEqual(sizes, [50, 50, 20]);
    assert.equal(rulesRead, 3);
  });

  it('lets others have their turn in between', async () => {
    let turns = 0;
    let ended = false;
    const others = (async () => {
      while (!ended) {
        await turn();
        turns++;
      }
    })();
    const turnsAt: number[] = [];
    for await (const _ of reader.assessAll(blocks)) turnsAt.push(turns);
    ended = true;
    await others;
    assert.ok(turnsAt[0]! < turnsAt[1]! && turnsAt[1]! < turnsAt[2]!, turnsAt.join());
  });

  it('looks at no more than is listened to', async () => {
    for await (const reports of reader.assessAll(blocks)) {
      assert.equal(reports.length, 50);
      break;
    }
    await turn();
    assert.equal(rulesRead, 1);
  });
});
