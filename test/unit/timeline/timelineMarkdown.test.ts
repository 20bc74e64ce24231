import assert from 'node:assert/strict';
import { marked } from 'marked';
import type { RunData, TimelineEntry } from '../../../src/core/timeline/entry.ts';
import { durationText } from '../../../src/core/timeline/durationText.ts';
import { LocalZone } from '../../../src/core/timeline/localZone.ts';
import { markdownCode, markdownLink, markdownText } from '../../../src/core/timeline/markdownText.ts';
import { timelineMarkdown } from '../../../src/core/timeline/timelineMarkdown.ts';
import { timelineView } from '../../../src/core/timeline/timelineView.ts';
import { sampleEntry } from './sampleEntries.ts';

/** What a reader of the rendered cell sees, and the tags it took. */
function rendered(cell: string): { text: string; tags: string[] } {
  const html = marked.parse(`| a | b |\n|---|---|\n| ${cell} | next |\n`, { async: false });
  const cells = [...html.matchAll(/<td>([\s\S]*?)<\/td>/g)].map(match => match[1]!);
  assert.deepEqual(cells.slice(1), ['next'], html);
  const text = cells[0]!
    .replace(/<br>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');
  return { text, tags: [...cells[0]!.matchAll(/<\/?([a-z]+)/g)].map(match => match[1]!) };
}

const hostile = [
  'a | b || c', '\\| \\\\| \\', '`code` ``x` `', '<script>alert(1)</script>', '<img src=x onerror=alert(1)>',
  '[click](javascript:alert(1))', '![x](https://evil.example/x.png)', 'https://evil.example/?a=b&c', 'www.evil.example',
  'mail ada@example.com', 'mailto:ada@example.com', '@channel <!channel> @ada', '**bold** _it_ ~~gone~~ __x__',
  '$x^2$ $$y$$', '&lt;b&gt; &amp; &#60;', '# heading', '- item', '1. item', '<!-- comment', '[ref]: https://evil.example',
  '<https://evil.example>', '\\<b>', 'trailing \\', ':::', '[^1]', '==mark==',
]; // prettier-ignore

describe('Markdown of texts', () => {
  for (const text of hostile) {
    it(`shows ${JSON.stringify(text)} as nothing but text`, () => {
      assert.deepEqual(rendered(markdownText(text)), { text, tags: [] });
    });
    it(`shows ${JSON.stringify(text)} as nothing but code`, () => {
      assert.deepEqual(rendered(markdownCode(text, 5)), { text, tags: ['code', 'code'] });
    });
  }

  it('keeps lines apart and what is hidden out of texts, and shows it in commands', () => {
    assert.equal(rendered(markdownText('one\r\n two\u202E\n\nthree')).text, 'one\ntwo\n\nthree');
    assert.equal(
      rendered(markdownCode('rm -rf /\u202Etmp\n\nls\r\nid', 5)).text,
      'rm -rf /\\u{202E}tmp\nls\nid',
    );
  });

  it('says how many lines of a long command are not shown', () => {
    assert.equal(rendered(markdownCode('a\nb\nc\nd\n', 2)).text, 'a\nb\nand 2 more lines');
  });

  it('links https and this machine only', () => {
    assert.equal(
      markdownLink('#1', 'https://x.example/a(b)|c d'),
      '[\\#1](<https://x.example/a(b)%7Cc%20d>)',
    );
    assert.equal(markdownLink('#1', 'http://127.0.0.1:8080/x'), '[\\#1](<http://127.0.0.1:8080/x>)');
    for (const href of [
      null,
      'http://x.example/',
      'javascript:alert(1)',
      'file:///etc/passwd',
      'command:x',
      'x',
    ]) {
      assert.equal(markdownLink('#1', href), '\\#1', String(href));
    }
    const { tags } = rendered(markdownLink('1', 'https://x.example/>)<script>`a`|'));
    assert.deepEqual(tags, ['a', 'a']);
  });
});

describe('durationText', () => {
  const cases: readonly [number, string][] = [
    [0, '0 ms'], [340, '340 ms'], [1_000, '1 s'], [2_340, '2.3 s'], [59_999, '59.9 s'],
    [60_000, '1 min 00 s'], [245_000, '4 min 05 s'], [3_600_000, '1 h 00 min'], [3_725_000, '1 h 02 min'],
    [183_600_000, '2 d 3 h'],
  ]; // prettier-ignore
  for (const [ms, text] of cases) it(`${ms} ms is ${text}`, () => assert.equal(durationText(ms), text));
});

describe('timelineMarkdown', () => {
  const paris = new LocalZone('Europe/Paris');
  const markdown = (entries: readonly TimelineEntry[], accountId = 'acme') =>
    timelineMarkdown(
      timelineView({ entries, unreadable: [] }),
      { title: 'Checkout <is> down', accountId },
      paris,
    );

  it('has a heading a local day and both times in each row', () => {
    const text = markdown([
      sampleEntry(1, { at: '2026-11-22T22:59:00.000Z', text: 'before midnight' }),
      sampleEntry(2, { at: '2026-11-22T23:01:00.000Z', text: 'after midnight' }),
    ]);
    assert.equal(
      text,
      [
        '# Timeline: Checkout \\<is\\> down',
        '',
        'Local times are of Europe/Paris.',
        '',
        '## 2026-11-22',
        '',
        '| Local | UTC | Who | What | Source |',
        '|---|---|---|---|---|',
        '| 23:59:00 | 22:59:00 | Ada | before midnight | by hand |',
        '',
        '## 2026-11-23',
        '',
        '| Local | UTC | Who | What | Source |',
        '|---|---|---|---|---|',
        '| 00:01:00 | 2026-11-22 23:01:00 | Ada | after midnight | by hand |',
        '',
      ].join('\n'),
    );
  });

  it('says below its title that it is of a drill', () => {
    const [title, , said, , times] = markdown([], 'drill-1').split('\n');
    assert.deepEqual(
      [title, said, times],
      [
        '# Timeline: Checkout \\<is\\> down',
        '**DRILL: nothing of this was real.**',
        'Local times are of Europe/Paris.',
      ],
    );
    assert.doesNotMatch(markdown([]), /DRILL/);
  });

  it('shows a run with its command, and that an entry was edited', () => {
    const data: RunData = {
      ...{
        runId: 'r',
        runbook: 'rb.md',
        step: 's',
        command: 'ps | grep api\nid',
        cwd: '/',
        outcome: 'failed' as const,
      },
      ...{
        exitCode: 1,
        startedAt: '2026-11-22T10:00:00.000Z',
        durationMs: 5,
        outputTail: '',
        outputCut: false,
      },
    };
    const run = sampleEntry(1, {
      kind: 'run',
      source: { type: 'run', id: 'r' },
      text: 'Ran “s”: failed (1)',
      data,
    });
    const text = markdown([
      run,
      sampleEntry(2),
      sampleEntry(3, { text: 'better words', amends: sampleEntry(2).id }),
    ]);
    assert.match(text, /Ran “s”: failed \(1\)<br>`ps \\\| grep api`<br>`id` \| run \|/);
    assert.match(text, /better words \*\(edited\)\*/);
    assert.doesNotMatch(text, /entry 2/);
  });

  it('lists what could not be read, and says when there is nothing', () => {
    const unreadable = [{ line: 3, reason: 'It was cut off.', text: '{"a": "|' }];
    const text = timelineMarkdown(
      timelineView({ entries: [], unreadable }),
      { title: 'x', accountId: 'acme' },
      paris,
    );
    assert.match(text, /\*Nothing recorded yet\.\*/);
    assert.match(text, /\| 3 \| It was cut off\. \| `\{"a": "\\\|` \|/);
  });

  it('names who did it, not who marked or mended it', () => {
    const entries = [
      sampleEntry(1, { author: 'Ada' }),
      sampleEntry(2, { amends: sampleEntry(1).id, author: 'Bo', key: true, text: 'entry one' }),
    ];
    const text = timelineMarkdown(
      timelineView({ entries, unreadable: [] }),
      { title: 'x', accountId: 'acme' },
      new LocalZone('UTC'),
    );
    assert.match(text, /\| Ada \|[^|]*entry one/);
    assert.doesNotMatch(text, /\| Bo \|/);
  });
});
