import assert from 'node:assert/strict';
import { Redactor } from '../../../src/core/execution/redact.ts';
import { quietTime, RunProgress } from '../../../src/core/execution/runProgress.ts';
import { FakeClock } from '../fakeClock.ts';

describe('RunProgress', () => {
  let clock: FakeClock;
  let changes: number;
  let progress: RunProgress;
  const secret = 'S3cr3t-0123456789';

  const progressOf = (onChange: () => void) =>
    new RunProgress({
      clock,
      redactor: new Redactor(() => [{ value: secret, kind: 'token' }]),
      quietRemark: 'waiting for input?',
      onChange,
    });

  beforeEach(() => {
    clock = new FakeClock();
    changes = 0;
    progress = progressOf(() => (changes += 1));
  });

  it('shows output without escapes and secrets', () => {
    progress.output(`\x1b[31mtoken ${secret.slice(0, 5)}`);
    progress.output(`${secret.slice(5)}\x1b[0m\r\n`);
    assert.deepEqual(progress.now(), { outputTail: 'token •••(token)', outputCut: false, remark: null });
  });

  it('marks the cut and says how much there was', () => {
    const line = `${'x'.repeat(98)}\r\n`;
    for (let count = 0; count < 1_000; count += 1) progress.output(line);
    progress.output('the last line\r\n');
    const { outputTail, outputCut } = progress.now();
    assert.equal(outputCut, true);
    assert.match(outputTail, /\[… cut here: 100015 bytes of output in all …\]/);
    assert.match(outputTail, /\nthe last line$/);
    assert.ok(outputTail.length < 10_100);
  });

  it('shows no part of a secret that a cut goes through', () => {
    for (let shift = 0; shift < secret.length; shift += 1) {
      const cut = progressOf(() => {});
      cut.output('.'.repeat(shift));
      for (let count = 0; count < 5_000; count += 1) cut.output(secret);
      const { outputTail } = cut.now();
      assert.doesNotMatch(
        outputTail.replaceAll(/•••\(token\)/g, ''),
        /[0-9]{3}(?! bytes)(?![0-9])/,
        `shift ${shift}`,
      );
    }
  });

  it('announces at most four changes a second, and the last one always', async () => {
    for (let at = 0; at < 100; at += 1) {
      progress.output('x');
      await clock.advance(10);
    }
    assert.ok(changes >= 3 && changes <= 5, `${changes} in a second`);
    progress.output('the end');
    const before = changes;
    await clock.advance(250);
    assert.equal(changes, before + 1);
    await clock.advance(5_000);
    assert.equal(changes, before + 1);
  });

  it('asks whether it waits for input after quiet seconds, until output comes', async () => {
    progress.listen();
    await clock.advance(quietTime - 1);
    assert.equal(progress.now().remark, null);
    await clock.advance(1);
    assert.match(progress.now().remark ?? '', /waiting for input\?/);
    await clock.advance(0);
    assert.equal(changes, 1);
    progress.output('Password: ');
    assert.equal(progress.now().remark, null);
    await clock.advance(quietTime);
    assert.match(progress.now().remark ?? '', /waiting for input\?/);
  });

  it('says nothing about silence where no output can be read', async () => {
    progress.remark = 'Only in the terminal.';
    await clock.advance(60_000);
    assert.equal(progress.now().remark, 'Only in the terminal.');
    assert.equal(changes, 1);
  });

  it('announces nothing and leaves no timer after its end, and can still be read', async () => {
    progress.listen();
    progress.output('x');
    progress.dispose();
    assert.equal(clock.pending, 0);
    await clock.advance(60_000);
    assert.equal(changes, 0);
    assert.equal(progress.now().outputTail, 'x');
  });
});
