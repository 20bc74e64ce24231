import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { longestSecret, MaskedStream } from '../../../src/core/execution/maskedStream.ts';
import { Redactor } from '../../../src/core/execution/redact.ts';
import { WholeOutput } from '../../../src/core/execution/wholeOutput.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { seeded, seeds } from '../seeded.ts';

const secret = 'correct-horse-battery-staple';
const redactor = new Redactor(() => [{ value: secret, kind: 'test' }]);

/** Writes the text in pieces of random sizes. */
function inPieces(text: string, random: () => number, write: (piece: string) => void): void {
  for (let from = 0; from < text.length;) {
    const next = from + 1 + Math.floor(random() * 40_000);
    write(text.slice(from, next));
    from = next;
  }
}

/** Lines of noise with secrets strewn in. */
function noise(random: () => number, length: number): string {
  const parts: string[] = [];
  for (let size = 0; size < length;) {
    const part = random() < 0.02 ? secret : 'x'.repeat(1 + Math.floor(random() * 300));
    parts.push(part, random() < 0.5 ? '\n' : ' ');
    size += part.length + 1;
  }
  return parts.join('');
}

describe('MaskedStream', () => {
  it('masks what comes in pieces exactly as if it came at once', () => {
    for (const seed of seeds(20)) {
      const random = seeded(seed);
      const text = noise(random, 300_000);
      const given: string[] = [];
      const stream = new MaskedStream(redactor, masked => given.push(masked));
      inPieces(text, random, piece => stream.write(piece));
      stream.end();
      assert.equal(given.join(''), redactor.redact(text).text, `seed ${seed}`);
    }
  });

  it('gives no half of a secret where the text is cut', () => {
    for (let cut = 1; cut < secret.length; cut++) {
      const given: string[] = [];
      const stream = new MaskedStream(redactor, masked => given.push(masked));
      stream.write('x'.repeat(longestSecret) + secret.slice(0, cut));
      const left = stream.cut();
      assert.equal(left, longestSecret);
      assert.doesNotMatch(given.join(''), /[^x]/);
    }
  });

  it('knows a secret by what was said before the first piece', () => {
    const given: string[] = [];
    const stream = new MaskedStream(redactor, masked => given.push(masked), `abc ${secret.slice(0, 10)}`);
    stream.write(`${secret.slice(10)} end`);
    stream.end();
    assert.equal(given.join(''), '•••(test) end');
  });
});

describe('The whole output of a run', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'on-call-output-'));
    path = join(folder, 'output.txt');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const output = (sizes?: { head: number; tail: number }) =>
    new WholeOutput({ path, redactor, logger: silentLogger, ...(sizes && { sizes }) });

  it('stands in a private file, masked', async () => {
    const whole = output();
    whole.write(`a ${secret.slice(0, 5)}`);
    whole.write(`${secret.slice(5)} b\n`);
    assert.equal(await whole.finish(), path);
    assert.equal(readFileSync(path, 'utf8'), 'a •••(test) b\n');
    assert.equal(statSync(path).mode & 0o777, 0o600);
  });

  it('is no file where nothing was printed, and takes nothing after its end', async () => {
    const whole = output();
    assert.equal(await whole.finish(), null);
    whole.write('late');
    assert.equal(existsSync(path), false);
  });

  it('is whole up to what is kept, whatever the pieces', async () => {
    for (const seed of seeds(5)) {
      rmSync(path, { force: true });
      const random = seeded(seed);
      const text = noise(random, 500_000);
      const whole = output({ head: 200_000, tail: 400_000 });
      inPieces(text, random, piece => whole.write(piece));
      assert.equal(await whole.finish(), path);
      assert.equal(readFileSync(path, 'utf8'), redactor.redact(text).text, `seed ${seed}`);
    }
  });

  it('keeps both ends of more, says how much is missing, and shows no half secret at the cuts', async () => {
    for (const seed of seeds(5)) {
      rmSync(path, { force: true });
      const random = seeded(seed);
      const text = noise(random, 1_500_000);
      const whole = output({ head: 100_000, tail: 100_000 });
      inPieces(text, random, piece => whole.write(piece));
      await whole.finish();
      const kept = readFileSync(path, 'utf8');
      const [head = '', rest = ''] = kept.split(/\n\[… cut here: \d+ characters of output left out …\]\n/);
      const left = Number(/cut here: (\d+) characters/.exec(kept)?.[1]);
      assert.ok(redactor.redact(text).text.startsWith(head), `seed ${seed}`);
      assert.ok(redactor.redact(text).text.endsWith(rest), `seed ${seed}`);
      assert.ok(head.length > 50_000 && rest.length > 50_000);
      assert.ok(left > 1_200_000 && left < 1_400_000);
      for (let cut = 8; cut < secret.length; cut++) {
        assert.ok(
          !head.endsWith(secret.slice(0, cut)) && !rest.startsWith(secret.slice(-cut)),
          `seed ${seed}`,
        );
      }
    }
  });

  it('takes 50 MB in bounded memory, in turns that others do not feel', async () => {
    const whole = output();
    const line = `${'some words of a log, as they come by the million, '.repeat(4)}\n`;
    const chunk = line.repeat(300);
    for (let size = 0; size < 50_000_000; size += chunk.length) whole.write(chunk);
    assert.equal(await whole.finish(), path);
    assert.ok(statSync(path).size < 8_200_000);
  });

  it('is missing, and nothing else, where it cannot be written', async () => {
    const whole = new WholeOutput({ path: join(folder, 'no/such'), redactor, logger: silentLogger });
    whole.write('x'.repeat(1_000_000));
    assert.equal(await whole.finish(), null);
  });
});
