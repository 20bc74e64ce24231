const fill = (unit: string, length: number) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
const megabyte = 1_000_000;

/** Texts that cost a Markdown or YAML parser seconds, its stack or its process when nothing bounds it. */
export const pathologicalTexts: Readonly<Record<string, string>> = {
  'quotes 3,000 deep': '>'.repeat(3_000) + ' a',
  'an address with 100,000 parentheses': 'http://a' + ')'.repeat(100_000),
  'such addresses of 19,000 in each of 52 lines': fill(`http://a${')'.repeat(19_000)}\n`, megabyte),
  'a list 600 deep': Array.from({ length: 600 }, (_, level) => `${' '.repeat(2 * level)}- a`).join('\n'),
  '60 KB of nested emphasis': fill('*a ', 30_000) + fill(' a*', 30_000),
  '60 KB of it on lines': fill('*a\n', 60_000),
  'front matter of 2,000 brackets': `---\n${'['.repeat(2_000)}\n---\n`,
  'front matter of 20,000 errors': `---\na: "${fill('\\x', 40_000)}"\n---\n`,
  'front matter of 60 KB of fields': `---\n${fill('a: b\n', 60_000)}---\n`,
  'a list item of 500,000 lines': '- a\n' + fill('b\n', megabyte),
  '100,000 headings of the same text': '# a\n'.repeat(100_000),
  '49,000 headings of the same text': '# a\n'.repeat(49_000),
  '49,000 check boxes': '- [ ] a\n'.repeat(49_000),
  'definitions of 1 MB': fill('[a]: b\n', 340_000) + '[a] '.repeat(4_000),
  'unclosed definitions': fill('[\n\n', 140_000),
  'an info string of 19 KB': '```bash {"a":' + '['.repeat(9_000) + ']'.repeat(9_000) + '}\necho\n```\n',
  '1 MB of `<`': '<'.repeat(megabyte),
};
