import assert from 'node:assert/strict';
import type { RiskReport } from '../../../../src/core/execution/risk/risk.ts';
import type { Target } from '../../../../src/core/execution/target/target.ts';
import { parseRunbook } from '../../../../src/core/runbooks/parseRunbook.ts';
import type { RunbookBlock } from '../../../../src/core/runbooks/runbook.ts';
import { blockLooks } from '../../../../src/ui/runbooks/blockLooks.ts';
import { FakeClock } from '../../fakeClock.ts';

const { blocks } = parseRunbook('```sh\na\n```\n\n```json\n{}\n```\n\n```sh\nb\n```\n\n```sh\nc\n```\n', {
  fileName: 'r.md',
  clock: new FakeClock(),
});
const profile = { kind: 'aws', name: 'prod' } as const;
const report = (code: string): RiskReport => ({
  risk: 'changing',
  findings: [{ risk: 'changing', command: code, line: 1, reason: 'It changes something.' }],
  touches: code === 'a' ? ['host'] : ['aws', 'host'],
  named: code === 'a' ? [] : [profile],
});
const target: Target = {
  parts: [{ kind: 'aws', name: 'AWS profile', value: 'prod' }],
  environment: 'production',
  decisive: 'prod',
  production: true,
};

describe('What stands at blocks', () => {
  it('comes for those that can run, with their ids, and then what all of them act on', async () => {
    const asked: unknown[] = [];
    async function* assess(some: readonly RunbookBlock[]) {
      const [a, b, c] = some.map(({ code }) => report(code));
      yield [a!, b!];
      yield [c!];
    }
    const looks = [];
    const acted = (what: unknown) => {
      asked.push(what);
      return Promise.resolve(target);
    };
    for await (const look of blockLooks({ assess, target: acted }, blocks)) looks.push(look);
    const told = looks.map(look => (look.type === 'risk' ? look.risks : look.target));
    const [a, , b, c] = blocks;
    const view = ({ id, code }: RunbookBlock) => ({
      blockId: id,
      risk: { risk: 'changing', findings: report(code).findings, more: 0 },
    });
    assert.deepEqual(told, [
      [view(a!), view(b!)],
      [view(c!)],
      { parts: [{ name: 'AWS profile', value: 'prod' }], environment: 'production', production: true },
    ]);
    assert.deepEqual(asked, [{ touches: ['host', 'aws'], named: [profile] }]);
  });

  it('says what a text without blocks would act on', async () => {
    const looks = [];
    async function* assess() {}
    for await (const look of blockLooks({ assess, target: () => Promise.resolve(target) }, []))
      looks.push(look.type);
    assert.deepEqual(looks, ['target']);
  });
});
