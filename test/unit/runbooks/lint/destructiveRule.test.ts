import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { assessBlock } from '../../../../src/core/execution/risk/assessBlock.ts';
import { BashParser } from '../../../../src/core/execution/risk/parser.ts';
import type { LintContext } from '../../../../src/core/runbooks/lint/lintRunbook.ts';
import { edited, fixed, found, marked, shellBlock } from './support.ts';

const require = createRequire(import.meta.url);
const files = {
  'web-tree-sitter.wasm': require.resolve('web-tree-sitter/web-tree-sitter.wasm'),
  'tree-sitter-bash.wasm': require.resolve('tree-sitter-bash/tree-sitter-bash.wasm'),
};

describe('destructive blocks that nothing guards', () => {
  let assess: NonNullable<LintContext['assess']>;
  before(async () => {
    const parser = await BashParser.load({ read: name => Promise.resolve(readFileSync(files[name])) });
    assess = ({ code }) => Promise.resolve(assessBlock(parser, code));
  });

  const wipe = 'kubectl --namespace shop get pods\nkubectl --namespace shop delete namespace shop';
  const undo = `\n\`\`\`bash { name=restore-shop }\ntrue\n\`\`\`\n`;
  const findings = (source: string) => found('destructive-unguarded', source, { assess });

  it('are told at the command that destroys, with its reason', async () => {
    const source = shellBlock(wipe);
    const [finding, ...more] = await findings(source);
    assert.deepEqual(more, []);
    assert.equal(marked(source, finding!), 'kubectl --namespace shop delete namespace shop');
    assert.match(finding!.message, /^This cannot be taken back \(.{5,}\), and the runbook says neither/);
  });

  it('are told where only the writer says that they destroy', async () => {
    const source = shellBlock('./wipe-everything', 'bash { risk=destructive }');
    const [finding] = await findings(source);
    assert.equal(marked(source, finding!), '```bash { risk=destructive }');
  });

  it('are fine with a block that undoes them, or a verification behind them', async () => {
    for (const source of [
      shellBlock(wipe, 'bash { rollback=restore-shop }') + undo,
      `${shellBlock(wipe)}\n## Verification\n`,
      `${shellBlock(wipe)}\n### Confirm that it is gone\n`,
      `${shellBlock(wipe)}\n\`\`\`bash { name=verify-shop }\ntrue\n\`\`\`\n`,
      shellBlock('kubectl --namespace shop get pods'),
      shellBlock(wipe, 'text'),
    ])
      assert.deepEqual(await findings(source), [], source);
  });

  it('are not fine with a verification before them, a rollback that is not there, or one that is themselves', async () => {
    for (const source of [
      `# T\n\n## Verification\n\n## Mitigation\n\n\`\`\`bash\n${wipe}\n\`\`\`\n`,
      shellBlock(wipe, 'bash { rollback=nowhere }'),
      shellBlock(wipe, 'bash { name=a rollback=a }'),
    ])
      assert.equal((await findings(source)).length, 1, source);
  });

  it('get a section, or the block that undoes them in the form that theirs has', async () => {
    const source = shellBlock(wipe);
    const after = fixed(source, (await findings(source))[0]);
    assert.match(after, /delete namespace shop\n```\n\n## Verification\n\n- \[ \] /);
    assert.deepEqual(await findings(after), []);

    for (const [opening, expected] of [
      ['bash', 'bash { rollback=restore-shop }'],
      ['bash { timeout=5m }', 'bash { timeout=5m rollback=restore-shop }'],
      ['bash{"timeout":"5m"}', 'bash{"timeout":"5m","rollback":"restore-shop"}'],
    ] as const) {
      const bare = shellBlock(wipe, opening) + undo;
      const [finding] = await findings(bare);
      const fix = finding!.fixes.find(({ title }) => title.includes('restore-shop'));
      const mended = edited(bare, fix!.edits);
      assert.ok(mended.includes(`\`\`\`${expected}\n`), mended);
      assert.deepEqual(await findings(mended), []);
    }
  });

  it('are nothing to speak of where nobody can tell what a block does', async () => {
    const source = shellBlock(wipe);
    assert.deepEqual(await found('destructive-unguarded', source), []);
    const rejects = () => Promise.reject(new Error('no grammar'));
    assert.deepEqual(await found('destructive-unguarded', source, { assess: rejects }), []);
  });
});
