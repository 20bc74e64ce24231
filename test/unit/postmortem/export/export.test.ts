import assert from 'node:assert/strict';
import { NotPossibleError } from '../../../../src/core/errors.ts';
import { confluenceText } from '../../../../src/core/postmortem/export/confluenceText.ts';
import { picturesIn, postMortemHtml } from '../../../../src/core/postmortem/export/postMortemHtml.ts';
import { slackText } from '../../../../src/core/postmortem/export/slackText.ts';
import { factsOf } from '../../../../src/core/postmortem/facts.ts';
import { languages } from '../../../../src/core/postmortem/languages/language.ts';
import { renderPostMortem } from '../../../../src/core/postmortem/renderPostMortem.ts';
import { templates } from '../../../../src/core/postmortem/templates/index.ts';
import { timelineView } from '../../../../src/core/timeline/timelineView.ts';
import { FakeClock } from '../../fakeClock.ts';
import { sampleEntry, sampleIncident } from '../../timeline/sampleEntries.ts';

const clock = new FakeClock();
const svg = 'data:image/svg+xml;base64,PHN2Zy8+';
const html = (source: string, pictures = new Map([['phases.svg', svg]])) =>
  postMortemHtml(source, { clock, language: 'en', pictures });
const sample = [
  '# Search is *slow*', '', '![Phases](phases.svg)', '', '```mermaid', 'timeline', '```', '',
  'See [the graph](https://x.test/a) & **that**,<br>`a | b`.', '',
  '| Action | Owner |', '|---|---|', '| Raise \\| it | Ada |', '| Alert |  |', '', '- one', '  - [x] two', '', '1. first',
].join('\n'); // prettier-ignore

describe('A post-mortem as HTML', () => {
  it('is one file: pictures are in it, a policy allows nothing else, and it knows paper', () => {
    const page = html(sample);
    assert.ok(page.includes(`<img src="${svg}" alt="Phases">`));
    assert.match(page, /default-src 'none'; img-src data:; style-src 'unsafe-inline'/);
    assert.match(page, /@media print/);
    assert.match(page, /<title>Search is \*slow\*<\/title>/);
    assert.match(page, /<td>Raise \| it<\/td>/);
    assert.ok(
      page.includes(
        '<a href="https://x.test/a" rel="noreferrer">the graph</a> &amp; <strong>that</strong>,<br>',
      ),
    );
    assert.ok(!page.includes('timeline\n'), 'a diagram that nothing draws');
    assert.doesNotMatch(page, /(?:src|href)="(?!data:|https:\/\/x\.test)/);
  });

  it('holds nothing that runs, whatever stands in the document', () => {
    const hostile = [
      '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '[a](javascript:alert(1))', '[a](command:x)',
      '![a](https://evil.test/x.png)', '![a](" onerror="alert(1))', '`</code><script>`', '# </title><script>x</script>',
      '```\n</pre><script>\n```', '| <svg onload=alert(1)> |\n|---|\n| <iframe src=x> |', '<style>*{}</style>', '<base href=//evil.test>',
      '[x](data:text/html,a)', '<a href="https://evil.test">x</a>', '&lt;script&gt;',
    ]; // prettier-ignore
    for (const text of hostile) {
      const body = html(text).replace(/<style>[\s\S]*?<\/style>/, '');
      const tags = [...body.matchAll(/<([a-z0-9]+)([^>]*)>/gi)].map(([, name, rest]) => [
        name!.toLowerCase(),
        rest!,
      ]);
      const plain = [
        'html',
        'head',
        'meta',
        'title',
        'body',
        'main',
        'p',
        'em',
        'pre',
        'code',
        'h1',
        'table',
        'thead',
        'tbody',
        'tr',
        'th',
        'td',
        'br',
      ];
      for (const [name, rest] of tags) {
        assert.ok(plain.includes(name!), `${text}: ${name}`);
        if (name !== 'meta') assert.doesNotMatch(rest!, /\bon\w+=|src=|href=/i, text);
      }
    }
    assert.ok(
      !html('![a](phases.svg)', new Map([['phases.svg', 'https://evil.test/" onload="x']])).includes(
        'evil.test/"',
      ),
    );
  });

  it('names the pictures that may be read beside it, and no path that leads away', () => {
    assert.deepEqual(
      picturesIn(
        '![a](phases.svg) ![b](<a.png>) ![c](../x.png) ![d](/etc/x.png) ![e](https://x.test/a.png) ![f](x.txt) ![a](phases.svg)',
      ),
      ['phases.svg', 'a.png'],
    );
  });
});

describe('A post-mortem for chat and wiki', () => {
  it('is Slack’s text: bold headings, rows as lines, links, and no mention of anybody', () => {
    assert.equal(
      slackText(sample, clock),
      [
        '*Search is _slow_*', 'Phases', 'See <https://x.test/a|the graph> &amp; *that*,\n`a | b`.',
        '• Raise | it: Ada\n• Alert', '• one\n    • ☑ two', '1. first\n',
      ].join('\n\n'),
    ); // prettier-ignore
    assert.equal(
      slackText('Hello \\<!channel> and @here \\*x\\*', clock),
      'Hello &lt;!channel&gt; and @\u200bhere *\u200bx*\u200b\n',
    );
    assert.equal(slackText('| A | B | C |\n|---|---|---|\n| a | b | c |', clock), '• a (B: b, C: c)\n');
  });

  it('is Confluence’s wiki markup, and what looks like markup is only text', () => {
    assert.equal(
      confluenceText(sample, clock),
      [
        'h1. Search is _slow_', 'Phases', 'See [the graph|https://x.test/a] & *that*,\\\\ {{a \\| b}}.',
        '||Action||Owner||\n|Raise \\| it|Ada|\n|Alert| |', '* one\n** ☑ two', '# first\n',
      ].join('\n\n'),
    ); // prettier-ignore
    assert.equal(
      confluenceText('{html}x{html} \\[a|b\\] \\*c\\*', clock),
      '\\{html\\}x\\{html\\} \\[a\\|b\\] \\*c\\*\n',
    );
    assert.equal(
      confluenceText('```bash\necho {code}\n```', clock),
      '{code:language=bash}\necho { code}\n{code}\n',
    );
  });

  it('is made of every template in every language', () => {
    const entries = [0, 1, 2].map(number => sampleEntry(number));
    const facts = factsOf(sampleIncident, timelineView({ entries, unreadable: [] }));
    for (const template of templates) {
      for (const language of languages) {
        const source = renderPostMortem(facts, { template, language });
        const headings = source.split('\n').filter(line => line.startsWith('#')).length;
        assert.equal(confluenceText(source, clock).match(/^h[1-6]\. /gm)?.length, headings, template.id);
        assert.ok(slackText(source, clock).length > headings * 4);
        assert.equal(html(source).match(/<h[1-6]>/g)?.length, headings);
      }
    }
  });

  it('says so where a text cannot be read', () => {
    const endless = '>'.repeat(3_000);
    for (const make of [slackText, confluenceText])
      assert.throws(() => make(endless, clock), NotPossibleError);
    assert.throws(() => html(endless), NotPossibleError);
  });
});
