import assert from 'node:assert/strict';
import type { Clock } from '../../../src/core/clock.ts';
import { parseRunbook } from '../../../src/core/runbooks/parseRunbook.ts';
import { FakeClock } from '../fakeClock.ts';

const nestedList = (depth: number) =>
  Array.from({ length: depth }, (_, level) => `${' '.repeat(2 * level)}- a`).join('\n');

/** Each costs marked seconds, its stack or an exception when nothing bounds it. */
const tooMuch: Record<string, string> = {
  'quotes 3,000 deep': '>'.repeat(3_000) + ' a',
  'a list 600 deep': nestedList(600),
  'list markers on one line': '- '.repeat(5_000) + 'a',
  'quotes and lists in turn': '> - '.repeat(2_000) + 'a',
  'emphasis 10,000 deep': '*a '.repeat(10_000) + ' a*'.repeat(10_000) + '\n',
  'an address with 100,000 parentheses': 'http://a' + ')'.repeat(100_000),
  'one line of 1 MB': 'a '.repeat(500_000),
  'one item of 500,000 lines': '- a\n' + 'b\n'.repeat(500_000),
  '500,000 quotes': '> a\n'.repeat(250_000),
  '250,000 headings of the same text': '# a\n'.repeat(250_000),
  '11,000 headings of the same text': '# a\n\n'.repeat(11_000),
  '11,000 check boxes': '- [ ] a\n'.repeat(11_000),
  'a table that renders to more than 4 MB':
    `|${'a|'.repeat(150)}\n|${'-|'.repeat(150)}\n` + '|b|\n'.repeat(3_000),
};

/** Time passes with every look at it. */
class RunningClock implements Clock {
  #now = 0;
  now = () => (this.#now += 1);
  after = () => () => {};
}

describe('parseRunbook within bounds', () => {
  for (const [name, source] of Object.entries(tooMuch)) {
    it(`shows the source of ${name}, with the reason`, () => {
      const runbook = parseRunbook(`---\ntitle: T\n---\n<b>\n\n${source}`, {
        fileName: 'a.md',
        clock: new FakeClock(),
      });
      assert.match(runbook.html, /^<pre class="source"><code>&lt;b&gt;/);
      assert.equal(runbook.title, 'T');
      assert.deepEqual(runbook.blocks, []);
      assert.equal(runbook.problems.length, 1);
      assert.match(runbook.problems[0]!.message, /shown as it is written and cannot be run: .+\.$/);
    });
  }

  it('says on which line a line is too long', () => {
    const { problems } = parseRunbook(`---\na: b\n---\none\n${'x'.repeat(20_001)}`, {
      fileName: 'a.md',
      clock: new FakeClock(),
    });
    assert.equal(problems[0]!.line, 5);
  });

  it('gives up when reading takes too long', () => {
    const source = 'some words and `code` here\n\n'.repeat(500);
    const slow = parseRunbook(source, { fileName: 'a.md', clock: new RunningClock() });
    assert.match(slow.problems[0]!.message, /takes too long/);
    assert.deepEqual(parseRunbook(source, { fileName: 'a.md', clock: new FakeClock() }).problems, []);
  });

  it('reads to the end where the machine stood still for once', () => {
    let looks = 0;
    const paused: Clock = { now: () => (++looks > 100 ? 3_600_000 : 0), after: () => () => {} };
    const source = 'some words and `code` here\n\n'.repeat(500);
    assert.deepEqual(parseRunbook(source, { fileName: 'a.md', clock: paused }).problems, []);
    assert.ok(looks > 200, `${looks} looks at the clock`);
  });

  it('gives up where each look comes late', () => {
    let looks = 0;
    const slow: Clock = { now: () => 3_600_000 * looks++, after: () => () => {} };
    const source = 'some words and `code` here\n\n'.repeat(500);
    assert.match(parseRunbook(source, { fileName: 'a.md', clock: slow }).problems[0]!.message, /too long/);
    assert.ok(looks < 10, `${looks} looks at the clock`);
  });

  it('does not read more than 1 MB', () => {
    const { html, problems } = parseRunbook('é\n'.repeat(400_000), {
      fileName: 'a.md',
      clock: new FakeClock(),
    });
    assert.match(problems[0]!.message, /larger than 1 MB/);
    assert.match(html, /^<pre class="source">/);
  });

  it('shows the beginning of a very long source, and says that there is more', () => {
    const { html } = parseRunbook('<'.repeat(500_000), { fileName: 'a.md', clock: new FakeClock() });
    assert.equal(html.split('&lt;').length - 1, 200_000);
    assert.match(html, /<\/pre>\n<p>The rest of it is only in the file\.<\/p>\n$/);
  });

  it('reads honest depth', () => {
    const { problems, html } = parseRunbook(`${nestedList(20)}\n\n> > > > ***~~[a](b.md)~~***`, {
      fileName: 'a.md',
      clock: new FakeClock(),
    });
    assert.deepEqual(problems, []);
    assert.match(html, /<del><a data-link="0"/);
  });
});
