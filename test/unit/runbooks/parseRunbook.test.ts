import assert from 'node:assert/strict';
import { parseRunbook } from '../../../src/core/runbooks/parseRunbook.ts';
import type { Runbook } from '../../../src/core/runbooks/runbook.ts';
import { FakeClock } from '../fakeClock.ts';

function parse(source: string): Runbook {
  return parseRunbook(source, { fileName: 'service-down.md', clock: new FakeClock() });
}

/** What the line says where the runbook claims a thing to be. */
function lineOf(source: string, line: number): string {
  return source.split(/\r\n|\n/)[line - 1]!;
}

describe('parseRunbook', () => {
  it('takes the title from the front matter, then the first heading, then the file’s name', () => {
    assert.equal(parse('---\ntitle: From above\n---\n# Heading').title, 'From above');
    assert.equal(parse('text\n\n## Two\n\n# One *more*').title, 'One more');
    assert.equal(parse('only text').title, 'service-down');
  });

  it('finds blocks with language, step and text, fenced or indented', () => {
    const { blocks } = parse(
      '```sh\na\n```\n# Step one\n~~~Bash extra words\nb\nc\n~~~\n```sql\nselect 1\n```\n\n    indented',
    );
    assert.deepEqual(
      blocks.map(({ language, code, runnable, step }) => ({ language, code, runnable, step })),
      [
        { language: 'sh', code: 'a', runnable: true, step: '' },
        { language: 'bash', code: 'b\nc', runnable: true, step: 'Step one' },
        { language: 'sql', code: 'select 1', runnable: false, step: 'Step one' },
        { language: '', code: 'indented', runnable: false, step: 'Step one' },
      ],
    );
  });

  for (const [name, newline] of [
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ] as const) {
    it(`names the lines of the file, ${name}, within lists and quotes and after front matter`, () => {
      const source = [
        '---',
        'title: x',
        '---',
        '',
        '# H1',
        '',
        'text',
        'goes on',
        '',
        '```sh',
        'one',
        '```',
        '- item',
        '',
        '  ```sh',
        '  two',
        '  ```',
        '',
        '  - inner',
        '    ```sh',
        '    three',
        '    ```',
        '- [ ] check',
        '',
        '> quoted',
        '>',
        '> ```sh',
        '> four',
        '> ```',
        '',
        '1. a',
        '2. [x] tick',
        '',
        '<!-- comment -->',
        '',
        '| a |',
        '| - |',
        '| b |',
        '## H2',
        '```sh',
        'five',
        '```',
      ].join(newline);
      const { blocks, headings, checks } = parse(source);
      assert.deepEqual(
        blocks.map(({ code }) => code),
        ['one', 'two', 'three', 'four', 'five'],
      );
      for (const { line } of blocks) assert.match(lineOf(source, line), /```sh$/);
      for (const [index, { line }] of blocks.entries()) {
        assert.match(lineOf(source, line + 1), new RegExp(`${blocks[index]!.code}$`));
      }
      assert.deepEqual(
        headings.map(({ line }) => lineOf(source, line)),
        ['# H1', '## H2'],
      );
      assert.deepEqual(
        checks.map(({ line }) => lineOf(source, line)),
        ['- [ ] check', '2. [x] tick'],
      );
      assert.deepEqual(
        checks.map(({ text, checkedInFile }) => [text, checkedInFile]),
        [
          ['check', false],
          ['tick', true],
        ],
      );
    });
  }

  it('keeps ids through edits elsewhere and tells equal blocks and items apart', () => {
    const before = parse('```sh\na\n```\n```sh\na\n```\n- [ ] x\n- [ ] x');
    const after = parse(
      '# New\n\nwords\n\n```sh\nother\n```\n```sh\na\n```\n```sh\na\n```\n- [x] x\n- [ ] x',
    );
    assert.deepEqual(
      after.blocks.slice(1).map(({ id }) => id),
      before.blocks.map(({ id }) => id),
    );
    assert.deepEqual(
      after.checks.map(({ id }) => id),
      before.checks.map(({ id }) => id),
    );
    const ids = [...before.blocks, ...before.checks].map(({ id }) => id);
    assert.equal(new Set(ids).size, 4);
    for (const id of ids) assert.match(id, /^[A-Za-z0-9_-]{1,80}$/);
  });

  it('changes id and hash with the text of a block', () => {
    const [a, b] = [parse('```sh\na\n```').blocks[0]!, parse('```sh\nb\n```').blocks[0]!];
    assert.notEqual(a.id, b.id);
    assert.notEqual(a.sha256, b.sha256);
  });

  it('changes the hash, and not the id, with what the block is told beside its text', () => {
    const hashes = ['```sh', '```bash', '```sh {cwd=/tmp}', '```sh {"timeout":"5s"}'].map(
      fence => parse(`${fence}\na\n\`\`\``).blocks[0]!,
    );
    assert.equal(new Set(hashes.map(({ sha256 }) => sha256)).size, 4);
    assert.equal(new Set(hashes.map(({ id }) => id)).size, 1);
  });

  it('reads attributes with backslashes as they are written, and JSON’s as JSON has them', () => {
    const of = (info: string) => parse(`~~~${info}\necho\n~~~`).blocks[0]!.attributes;
    const { name, expectOutput, manual, excludeFromRunAll, timeoutMs, risk } = of(
      String.raw`bash {"name":"drop","expectOutput":"\"status\":\"ok\"","manual":true,"excludeFromRunAll":true,"timeout":"30s","risk":"destructive"}`,
    );
    assert.deepEqual(
      { name, expectOutput, manual, excludeFromRunAll, timeoutMs, risk },
      {
        name: 'drop',
        expectOutput: '"status":"ok"',
        manual: true,
        excludeFromRunAll: true,
        timeoutMs: 30_000,
        risk: 'destructive',
      },
    );
    const outputs: readonly (readonly [info: string, expected: string | null])[] = [
      [String.raw`sh {"expectOutput":"a\\b"}`, String.raw`a\b`],
      [String.raw`sh {"expectOutput":"l1\nl2\tx"}`, 'l1\nl2\tx'],
      [String.raw`sh {"expectOutput":"\u00e9\/"}`, 'é/'],
      [String.raw`sh {"expect\u004futput":"x"}`, 'x'],
      [String.raw`sh { expectOutput="a\[b\\" }`, String.raw`a\[b\\`],
      [String.raw`sh { expectOutput=C:\\Users }`, String.raw`C:\\Users`],
      ['sh {"expectOutput":"`a` &amp; ``` {}[],:"}', '`a` &amp; ``` {}[],:'],
      ['sh {"expectOutput":1.10}', '1.10'],
      ['sh {"tag":{"expectOutput":"no"},"category":["a",{"expectOutput":"no"}]}', null],
      ['sh {"expectOutput":["no"],"expectOutput":"yes"}', 'yes'],
      ['sh {"expectOutput":"first","expectOutput":"last"}', 'last'],
    ];
    for (const [info, expected] of outputs) assert.equal(of(info).expectOutput, expected, info);
    assert.deepEqual(
      of(String.raw`sh {"manual":true,"name":"\x"}`),
      of('sh'),
      'what is no JSON says nothing',
    );
  });

  it('says whose attributes cannot be read, so that none of them counts', () => {
    const { problems } = parse(
      '```sh {"manual":true,}\nx\n```\n\n```sh { a\nx\n```\n\n```js {1,3\nx\n```\n\n```sh title="{a"\nx\n```\n\n```sh {}\nx\n```',
    );
    assert.deepEqual(
      problems.map(({ line, message }) => [line, message.slice(0, 44)]),
      [1, 5].map(line => [line, 'The attributes of this block cannot be read:']),
    );
  });

  it('leaves a block in lists and quotes its tabs, as CommonMark has them', () => {
    const cases: readonly (readonly [source: string, code: string])[] = [
      [
        '1. do\n\n   ```bash\n   cat <<-EOF\n   \thello\n   \tEOF\n   echo after\n   ```',
        'cat <<-EOF\n\thello\n\tEOF\necho after',
      ],
      ['- ```sh\n  if a; then\n  \t\tb\tc\n  fi\n  ```', 'if a; then\n\t\tb\tc\nfi'],
      ['1.\tdo\n\n\t```sh\n\tcat <<-E\n\t\tx\n\n\t\tE\n\t```', 'cat <<-E\n\tx\n\n\tE'],
      ['- a\n  - b\n\n    ```sh\n    \tx\n\t\ty\n\t  \tz\n    ```', '\tx\n\ty\n  \tz'],
      ['> - a\n>\n>   ```sh\n>   \tx\n>   ```', '\tx'],
      ['- > ```sh\n  > \tx\n  > ```', '\tx'],
      ['> ```sh\n> \tx\n>\t\ty\n> ```', '\tx\n  \ty'],
      ['- a\n\n  ```sh\n\tx\n\t\ty\n  ```', '  x\n  \ty'],
      ['  ```sh\n\tx\n\t\ty\n  ```', '  x\n  \ty'],
      ['1. 1.\t```sh\n        \tx\n           y\n        ```', '\tx\n   y'],
      ['- a\n\n  ```sh\n  \tx\n\t\n  ```', '\tx\n  '],
      ['```sh\n\tx\n```', '\tx'],
    ];
    for (const [source, code] of cases)
      for (const text of [source, source.replaceAll('\n', '\r\n'), `---\ntitle: x\n---\n${source}`]) {
        const { blocks, problems, html } = parse(`${text}\n`);
        assert.deepEqual(
          blocks.map(block => [block.code, block.runnable]),
          [[code, true]],
          JSON.stringify(source),
        );
        assert.deepEqual(problems, []);
        assert.ok(html.includes(code.split('\n')[0]!.replaceAll('<', '&lt;')), 'what is shown is what runs');
      }
  });

  it('runs no block whose tabs cannot be told, and says so', () => {
    const source =
      '- a\n  - b\n    - c\n\n      ```sh {interpreter=bash}\n      cat <<-E\n\tE\n      ```\n\n```sh\nx\n```';
    const { blocks, problems } = parse(source);
    assert.deepEqual(
      blocks.map(({ runnable, interpreter }) => [runnable, interpreter]),
      [
        [false, null],
        [true, 'sh'],
      ],
    );
    assert.deepEqual(
      problems.map(({ line }) => line),
      [5],
    );
    assert.match(problems[0]!.message, /^Which tabs of this block are its own cannot be told/);
    assert.deepEqual(parse(source.replace('sh {', 'yaml {').replace('interpreter=bash', '')).problems, []);
  });

  it('makes slugs as GitHub does', () => {
    const { headings } = parse('# Roll back, `fast`!\n## Été & co\n## Step\n## Step\n## Step-1\n## Step');
    assert.deepEqual(
      headings.map(({ slug }) => slug),
      ['roll-back-fast', 'été--co', 'step', 'step-1', 'step-1-1', 'step-2'],
    );
  });

  it('names what hides in a block, in its output too', () => {
    const { blocks, html } = parse('```console\n$ echo ok\n\u202Edetfil\n```\nand `a\u200Bb`');
    assert.deepEqual(blocks[0]!.hidden, ['U+202E right-to-left override']);
    assert.match(html, /<span class="escape">U\+202E<\/span>detfil/);
    assert.match(html, /<code>a<span class="escape">U\+200B<\/span>b<\/code>/);
    assert.doesNotMatch(html, /[\u202E\u200B]/);
  });

  it('numbers the links it accepts', () => {
    const { links, html } = parse(
      '[a](https://a.example/?x=1&amp;y=2) <me@b.example> [c](other.md#top) ![d](img/d.png) [![e](f.png)](#here) http://g.example',
    );
    assert.deepEqual(links, [
      'https://a.example/?x=1&y=2',
      'mailto:me@b.example',
      'other.md#top',
      'img/d.png',
      '#here',
      'http://g.example/',
    ]);
    assert.match(html, /<a data-link="3" href="#" title="img\/d.png">Image: d<\/a>/);
    assert.match(html, /<a data-link="4" href="#here" title="#here">Image: e<\/a>/);
    assert.doesNotMatch(html, /<img/);
  });

  it('shows other links as text and tells the writer', () => {
    const refused = [
      'javascript:alert(1)',
      'JAVASCRIPT:alert(1)',
      'vbscript:x',
      'command:workbench.action.quit',
      'vscode://x/y',
      'file:///etc/passwd',
      'data:text/html,x',
      '//evil.example/x',
      'https:evil',
      '\\\\server\\share',
      'java&#115;cript:alert(1)',
      'javascript&#x3A;alert(1)',
      'C:/Windows',
      '%6aavascript:x',
      'https://a.example/\u202Egpj.exe',
      'ftp://a.example',
      'a:b',
    ];
    for (const target of refused) {
      const { links, html, problems } = parse(`line\n\n[words](<${target}>)`);
      assert.deepEqual(links, [], target);
      assert.doesNotMatch(html, /<a/, target);
      assert.equal(problems[0]?.line, 3, target);
    }
  });

  it('shows HTML as text, drops comments, keeps line breaks', () => {
    const { html } = parse(
      'a <b onclick="x">b</b><br/>c\n\n<script>\nalert(1)\n</script>\n\n<!-- gone --> \n\n<pre>\n*a* <i>',
    );
    assert.match(html, /a &lt;b onclick=&quot;x&quot;&gt;b&lt;\/b&gt;<br>c/);
    assert.match(html, /&lt;script&gt;/);
    assert.doesNotMatch(html, /gone|<script|<i>|<b[ >]/);
  });

  it('marks GitHub alerts, and survives what only looks like one', () => {
    assert.match(
      parse('> [!WARNING]\n> Mind *this*.').html,
      /<div class="markdown-alert markdown-alert-warning">[^]*<em>this<\/em>/,
    );
    assert.match(parse('> [!NOTE]: https://a.example').html, /<blockquote>/);
    assert.match(parse('> [!NOTE] | b\n> --- | ---').html, /<table>/);
  });

  it('renders with a problem, however broken the front matter is', () => {
    const { html, problems, title } = parse('---\ntitle: [a\n---\n# Still here');
    assert.equal(title, 'Still here');
    assert.match(html, /<h1/);
    assert.equal(problems.length, 1);
  });

  it('says which block names an interpreter that is none, and runs it by no other', () => {
    const { blocks, problems } = parse(
      '```bash {interpreter="python3 -u"}\n```\n\n```bash {interpreter=ruby}\n```\n\n```sh {interpreter=zsh}\n```',
    );
    assert.deepEqual(
      blocks.map(({ interpreter }) => interpreter),
      [null, null, 'zsh'],
    );
    assert.deepEqual(
      problems.map(({ line }) => line),
      [1, 4],
    );
    assert.match(problems[0]!.message, /“python3 -u” is no interpreter/);
  });

  it('separates long runbooks into parts at headings of the top level', () => {
    const step = `## Step\n\n${'words and words\n'.repeat(100)}\n> ## Quoted\n\n`;
    const parts = parse(step.repeat(50)).html.split('<!--part-->');
    assert.ok(parts.length > 5, `${parts.length} parts`);
    for (const part of parts) assert.match(part, /^<h2 [^>]*>Step<\/h2>/);
    assert.equal(parse('<!--part-->\n\n`<!--part-->`').html.split('<!--part-->').length, 1);
  });
});
