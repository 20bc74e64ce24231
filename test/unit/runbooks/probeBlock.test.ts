import assert from 'node:assert/strict';
import type { RiskClass } from '../../../src/core/execution/risk/risk.ts';
import { parseRunbook } from '../../../src/core/runbooks/parseRunbook.ts';
import { judgedProbe, runbooksAt } from '../../../src/core/runbooks/probeBlock.ts';
import type { RunbookBlock } from '../../../src/core/runbooks/runbook.ts';
import { FakeClock } from '../fakeClock.ts';

const file = (path: string, origin: 'workspace' | 'shipped' = 'workspace') => ({
  ...{ path, origin, repository: origin === 'workspace' ? 'shop' : null },
});

describe('The runbook of a probe', () => {
  it('is at its path, from the folder or from the workspace of several', () => {
    const files = [file('runbooks/checkout.md'), file('shop/runbooks/checkout.md')];
    assert.deepEqual(runbooksAt('runbooks/checkout.md', files), files);
    assert.deepEqual(runbooksAt('./runbooks/checkout', files), files);
  });

  it('is no other that ends the same, and none that is shipped', () => {
    const files = [
      ...[file('checkout.md'), file('other/runbooks/checkout.md'), file('x/shop/runbooks/checkout.md')],
      file('runbooks/checkout.md', 'shipped'),
    ];
    assert.deepEqual(runbooksAt('runbooks/checkout.md', files), []);
  });
});

describe('The block of a probe', () => {
  const runbook = parseRunbook(
    [
      ...['# Checkout', '```sh {name=access}', 'kubectl get pods', '```'],
      ...['```sh {name=raised risk=changing}', 'ls', '```'],
      ...['```json {name=data}', '{}', '```'],
      ...['```sh {name=unseen}', 'ls \u202e', '```'],
      ...['```sh {name=access}', 'rm -r /', '```', ''],
    ].join('\n'),
    { fileName: 'checkout.md', clock: new FakeClock() },
  );
  const judge = (name: string, risk: RiskClass) => {
    const asked: RunbookBlock[] = [];
    const assess = (block: RunbookBlock) => {
      asked.push(block);
      return Promise.resolve({ risk, findings: [], touches: [], named: [] });
    };
    return judgedProbe(runbook, name, assess).then(judged => ({ judged, asked }));
  };

  it('is the first of its name, where it only reads', async () => {
    const { judged, asked } = await judge('access', 'read-only');
    assert.ok(judged.ok);
    assert.equal(judged.block.line, 2);
    assert.deepEqual(asked, [judged.block]);
  });

  it('is refused where it may do more, by its commands or its writer’s word', async () => {
    const refused = { ok: false, refusal: 'notReadOnly' };
    assert.deepEqual((await judge('access', 'changing')).judged, refused);
    assert.deepEqual((await judge('access', 'destructive')).judged, refused);
    assert.deepEqual((await judge('raised', 'read-only')).judged, refused);
  });

  it('is refused where it is not there, is no shell block or hides something', async () => {
    assert.deepEqual((await judge('Access', 'read-only')).judged, { ok: false, refusal: 'noBlock' });
    assert.deepEqual((await judge('data', 'read-only')).judged, { ok: false, refusal: 'notRunnable' });
    assert.deepEqual((await judge('unseen', 'read-only')).judged, { ok: false, refusal: 'hidden' });
  });
});
