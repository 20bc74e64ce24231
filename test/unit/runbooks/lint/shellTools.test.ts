import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programOnPath } from '../../../../src/core/programOnPath.ts';
import { findBash } from '../../../../src/core/execution/findBash.ts';
import type { ShellTools } from '../../../../src/core/runbooks/lint/shellToolRule.ts';
import { InstalledShellTools } from '../../../../src/core/runbooks/lint/shellTools.ts';
import { FakeClock } from '../../fakeClock.ts';
import { found, marked, shellBlock } from './support.ts';

describe('bash and shellcheck as readers', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'on-call-lint-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const bash = findBash(process.env, process.platform);
  const program = (name: string, script: string) => {
    const path = join(folder, name);
    writeFileSync(path, `#!${bash}\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const tools = (
    paths: { bash?: string; shellcheck?: string },
    env: NodeJS.ProcessEnv = process.env,
    clock = new FakeClock(),
  ) =>
    new InstalledShellTools({ bash: paths.bash ?? null, shellcheck: paths.shellcheck ?? null }, env, clock);

  it('bash says what it cannot read, on its line, and runs nothing of it', async () => {
    const witness = join(folder, 'witness');
    const source = shellBlock(`touch '${witness}'\nif true; then\n  echo x )\nfi`);
    const [finding] = await found('shell-syntax', source, { shell: tools({ bash }) });
    assert.equal(marked(source, finding!), 'echo x )');
    assert.match(finding!.message, /syntax error/);
    assert.equal(existsSync(witness), false);
    assert.deepEqual(await found('shell-syntax', shellBlock('echo x'), { shell: tools({ bash }) }), []);
  });

  it('bash says which here-document is never closed, although it would end well', async () => {
    const shell = tools({ bash });
    const source = shellBlock('echo a\ncat <<-END\n  hello\n  END\necho after');
    const findings = await found('shell-syntax', source, { shell });
    assert.deepEqual(
      findings.map(finding => [finding.severity, marked(source, finding)]),
      [['warning', 'cat <<-END']],
    );
    assert.match(
      findings[0]!.message,
      /^bash warns of this block: here-document at line 2 delimited by end-of-file/,
    );
    const tabs = '# T\n\n1. a\n\n   ```bash\n   cat <<-END\n   \thello\n   \tEND\n   echo after\n   ```\n';
    assert.deepEqual(await found('shell-syntax', tabs, { shell }), []);
    const broken = shellBlock('if true; then\ncat <<END\nfi');
    assert.deepEqual(
      (await found('shell-syntax', broken, { shell })).map(({ severity }) => severity).sort(),
      ['error', 'warning'],
    );
  });

  it('bash reads nothing of this environment first: start-up files, exported functions', async () => {
    const witness = join(folder, 'started');
    const start = program('start', `touch '${witness}'`);
    const env = {
      ...process.env,
      BASH_ENV: start,
      ENV: start,
      'BASH_FUNC_echo%%': `() { touch '${witness}'; }`,
    };
    assert.deepEqual(await tools({ bash }, env).syntax('echo x'), []);
    assert.equal(existsSync(witness), false);
  });

  it('only shells that bash can stand in for are asked about', async () => {
    for (const language of ['zsh', 'python', 'yaml'])
      assert.deepEqual(
        await found('shell-syntax', shellBlock('if', language), { shell: tools({ bash }) }),
        [],
      );
    assert.equal(
      (await found('shell-syntax', shellBlock('$ if', 'console'), { shell: tools({ bash }) })).length,
      1,
    );
  });

  it('shellcheck’s remarks stand at their columns, with their rules', async () => {
    const answer = JSON.stringify({
      comments: [
        { line: 2, column: 6, endLine: 2, endColumn: 8, level: 'warning', code: 2086, message: 'Quote it.' },
        { line: 1, column: 1, endLine: 1, endColumn: 2, level: 'style', code: 1, message: 'Tidy.' },
        null,
        { line: 'x' },
      ],
    });
    const shellcheck = program('answers', `cat >/dev/null; echo '${answer}'; exit 1`);
    const source = `- x\n\n  \`\`\`bash\n  true\n  echo $A\n  \`\`\`\n`;
    const findings = await found('shellcheck', source, { shell: tools({ shellcheck }) });
    assert.deepEqual(
      findings.map(finding => [finding.rule, finding.severity, marked(source, finding)]),
      [
        ['SC1', 'information', 't'],
        ['SC2086', 'warning', '$A'],
      ],
    );
  });

  it('a tool that is absent, fails, hangs or never stops talking is silence', async () => {
    const silent = async (shell: ShellTools) =>
      assert.deepEqual(await found('shellcheck', shellBlock('echo $A'), { shell }), []);
    await silent(tools({}));
    await silent(tools({ shellcheck: join(folder, 'nowhere') }));
    await silent(tools({ shellcheck: program('fails', 'echo nonsense; exit 3') }));
    await silent(tools({ shellcheck: program('null', 'echo null') }));
    await silent(tools({ shellcheck: program('deaf', 'exec <&-; echo "{\\"comments\\":[]}"') }));
    await silent(tools({ shellcheck: program('talks', 'while :; do printf %9999d 0; done') }));
    const clock = new FakeClock();
    const hanging = tools({ shellcheck: program('hangs', 'exec sleep 1000') }, process.env, clock).shellcheck(
      'x',
    );
    await clock.advance(5_000);
    assert.equal(await hanging, null);
  });

  it('asks once for each text', async () => {
    const count = join(folder, 'count');
    const shellcheck = program('counts', `echo x >>'${count}'; cat >/dev/null; echo '{"comments":[]}'`);
    const shell = tools({ shellcheck });
    await Promise.all([shell.shellcheck('a'), shell.shellcheck('a')]);
    await shell.shellcheck('a');
    await shell.shellcheck('b');
    const { readFileSync } = await import('node:fs');
    assert.equal(readFileSync(count, 'utf8'), 'x\nx\n');
  });

  it('shellcheck is looked for in absolute folders of PATH only', function () {
    if (process.platform === 'win32') return this.skip();
    const path = program('shellcheck', 'true');
    assert.equal(programOnPath('shellcheck', { PATH: `.:bin:${folder}` }, 'linux'), path);
    assert.equal(programOnPath('shellcheck', { PATH: '.:bin' }, 'linux'), null);
    assert.equal(programOnPath('shellcheck', {}, 'linux'), null);
  });
});
