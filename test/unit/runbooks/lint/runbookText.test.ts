import assert from 'node:assert/strict';
import { attributesOf } from '../../../../src/core/runbooks/blockAttributes.ts';
import { readRunbookText } from '../../../../src/core/runbooks/lint/runbookText.ts';
import { FakeClock } from '../../fakeClock.ts';

const infos = [
  'bash',
  'bash {"name":"a","manual":true}',
  'bash{ name=a manual=true }',
  '  Bash   { name="a b" }  ',
  String.raw`bash {"name":"a","expectOutput":"\"ok\"","excludeFromRunAll":true}`,
  String.raw`bash {"expectOutput":"a\\b\tc\nd\u00e9"}`,
  String.raw`bash { cwd=C:\\Users expectOutput="\[x\]" }`,
  String.raw`bash\{ name=a }`,
  'bash {&quot;name&quot;:&quot;a&quot;}',
  'bash {"name":"a &amp; b"}',
  'bash {"name":"~~~"}',
  'bash words { name=a }',
  'bash {"name":',
  '{ name=a }',
  'bash {"risk":"destructive"}\t',
  '',
];
/** Each stands where a fence may stand, and its block behind it. */
const places: readonly ((fence: string, info: string) => string)[] = [
  (fence, info) => `${fence}${info}\nx\n${fence}`,
  (fence, info) => `   ${fence}${info}\n   x\n   ${fence}`,
  (fence, info) => `- ${fence}${info}\n  x\n  ${fence}`,
  (fence, info) => `1.\t${fence}${info}\n\tx\n\t${fence}`,
  (fence, info) => `- a\n\n  1. b\n\n     ${fence}${info}\n     x\n     ${fence}`,
  (fence, info) => `> ${fence}${info}\n> x\n> ${fence}`,
  (fence, info) => `> - a\n>   ${fence}${info}\n>   x\n>   ${fence}`,
];

describe('what the checks see of a block', () => {
  for (const fence of ['```', '~~~~', '~~~'])
    for (const [index, place] of places.entries())
      it(`is what its reader sees, behind ${fence} in place ${index}`, () => {
        for (const info of infos) {
          const source = place(fence, info);
          const { blocks } = readRunbookText(source, 'a.md', new FakeClock());
          assert.equal(blocks.length, 1, source);
          const { block, info: seen } = blocks[0]!;
          assert.deepEqual(attributesOf(seen!.text), block.attributes, source);
          const line = source.split('\n')[seen!.line]!;
          assert.equal(line.slice(seen!.character), seen!.text, source);
          assert.ok(line.slice(0, seen!.character).toLowerCase().endsWith(block.language), source);
        }
      });
});
