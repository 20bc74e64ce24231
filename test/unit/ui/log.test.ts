import assert from 'node:assert/strict';
import { Redactor } from '../../../src/core/execution/redact.ts';
import type * as Log from '../../../src/ui/log.ts';
import { withStandIn, type StandIn } from './standIn.ts';

const secret = 'y_NbAkKc66ryYTWUXYEu';

describe('The log', () => {
  let parts: typeof Log & StandIn;
  before(async () => {
    parts = await withStandIn('ui/log.ts');
  });

  it('is masked at every level, errors with what caused them', () => {
    const redactor = new Redactor(() => [{ value: secret, kind: 'key' }]);
    const log = new parts.ChannelLogger(text => redactor.redact(text).text);
    const heard: string[] = [];
    log.onDidWrite(line => heard.push(line));
    for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level](`${level}: ${secret}`);
    log.error('Failed', new Error(`with ${secret}`, { cause: new Error(`of ${secret}`) }));
    log.dispose();
    assert.deepEqual(parts.logged.slice(0, 4), [
      'debug: •••(key)',
      'info: •••(key)',
      'warn: •••(key)',
      'error: •••(key)',
    ]);
    assert.match(parts.logged[4]!, /^Failed: Error: with •••\(key\)\n[^]*\ncaused by Error: of •••\(key\)$/);
    assert.doesNotMatch(parts.logged.join('\n'), new RegExp(secret));
    assert.deepEqual(heard, parts.logged);
  });

  it('has nothing of an error but its name, its message and its stack', () => {
    parts.logged.splice(0);
    const error = Object.assign(new Error('refused'), { config: { headers: { Authorization: 'Token' } } });
    new parts.ChannelLogger(text => text).error('Failed', error);
    assert.doesNotMatch(parts.logged.join('\n'), /Authorization|Token/);
    assert.match(parts.logged[0]!, /^Failed: Error: refused/);
  });
});
