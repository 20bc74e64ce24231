import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { prepareBlock } from '../../../src/core/execution/blockFiles.ts';
import { findInterpreter } from '../../../src/core/execution/findInterpreter.ts';
import type { Interpreter } from '../../../src/core/execution/interpreter.ts';
import {
  asGiven,
  parseSnapshot,
  type Snapshot,
  snapshotScript,
} from '../../../src/core/execution/snapshot.ts';
import { shellPath } from '../../shells.ts';

interface Options {
  readonly environment?: Readonly<Record<string, string>>;
  readonly unset?: readonly string[];
  readonly interactive?: boolean;
  readonly program?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly root?: string;
}

describe('a block by its interpreter, in real processes', () => {
  let root: string;
  let home: string;
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'on-call-test-')));
    home = join(root, 'work');
    mkdirSync(home);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  async function run(interpreter: Interpreter, code: string, options: Options = {}) {
    const files = prepareBlock(options.root ?? join(root, 'runs'), {
      code,
      cwd: options.cwd ?? home,
      environment: options.environment ?? {},
      unset: options.unset ?? [],
      interpreter,
      program: options.program ?? findInterpreter(interpreter, null, process.env, process.platform),
      interactive: options.interactive ?? true,
    });
    const child = spawn('bash', ['-c', `exec ${files.line}`], { env: options.env ?? process.env });
    child.stdin.on('error', () => {}).end('typed\n');
    const [out, error, [exit]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit') as Promise<[number | null]>,
    ]);
    const report = JSON.parse(files.result() ?? 'null') as { exitCode: number } | null;
    assert.equal(report?.exitCode, exit);
    return { out, error, exit, before: files.environmentBefore(), after: files.environmentAfter() };
  }

  /** Of all runs. */
  function filesWith(value: string): string[] {
    const runs = join(root, 'runs');
    return readdirSync(runs, { recursive: true, withFileTypes: true })
      .filter(file => file.isFile() && readFileSync(join(file.parentPath, file.name)).includes(value))
      .map(({ name }) => name);
  }

  /** What changed between the two, without what every shell counts for itself. */
  function difference(before: Snapshot | null, after: Snapshot | null) {
    assert.ok(before && after, 'both were recorded');
    const own = new Set(['PWD', 'OLDPWD', 'SHLVL', '_']);
    return {
      cwd: [before.cwd, after.cwd],
      set: [...after.variables].filter(
        ([name, value]) => !own.has(name) && before.variables.get(name) !== value,
      ),
      unset: [...before.variables.keys()].filter(name => !own.has(name) && !after.variables.has(name)),
    };
  }

  const posix = {
    export: (name: string, value: string) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`,
    unset: (name: string) => `unset ${name}`,
    ends: [
      ['success', 'true', 0],
      ['the last command’s code', 'false', 1],
      ['exit 7', 'exit 7\necho not reached', 7],
      ['exit in a function', 'f() { exit 5; }\nf\necho not reached', 5],
      ['set -eu', 'set -eu\nfalse\necho not reached', 1],
      ['exec', "exec sh -c 'exit 9'", 9],
      ['an EXIT trap of its own', "trap 'echo bye' EXIT\nexit 4", 4],
      ['an EXIT trap that changes the code', "trap 'exit 6' EXIT\nfalse", 6],
      ['kill -9 of itself', 'kill -9 $$', 137],
      ['an emptied PATH', 'PATH=\nexit 5', 5],
      ['a command that does not exist', 'no-such-command-here', 127],
    ] as const,
  };
  const shells = [
    { interpreter: 'bash', ...posix },
    { interpreter: 'sh', ...posix },
    { interpreter: 'zsh', ...posix },
    {
      interpreter: 'fish',
      export: (name: string, value: string) => `set -gx ${name} '${value.replace(/[\\']/g, '\\$&')}'`,
      unset: (name: string) => `set -e ${name}`,
      ends: [
        ['success', 'true', 0],
        ['the last command’s code', 'false', 1],
        ['exit 7', 'exit 7\necho not reached', 7],
        ['exit in a function', 'function f; exit 5; end\nf\necho not reached', 5],
        ['exec', "exec sh -c 'exit 9'", 9],
        ['kill -9 of itself', 'kill -9 $fish_pid', 137],
        ['an emptied PATH', 'set PATH\nexit 5', 5],
        ['a command that does not exist', 'no-such-command-here', 127],
      ] as const,
    },
  ] as const;

  for (const shell of shells) {
    const { interpreter } = shell;
    describe(interpreter, () => {
      before(function () {
        if (interpreter !== 'sh' && !shellPath(interpreter)) this.skip();
      });

      for (const [name, code, exitCode] of shell.ends) {
        it(`reports ${exitCode} for ${name}`, async () => {
          const ran = await run(interpreter, code);
          assert.equal(ran.exit, exitCode, ran.error);
          assert.doesNotMatch(ran.out, /not reached/);
        });
      }

      it('fails for a syntax error', async () => {
        assert.notEqual((await run(interpreter, 'if then')).exit, 0);
      });

      it('gets its values byte for byte, and not what is taken away', async () => {
        const environment = {
          TITLE:
            '$(touch pwned) `touch pwned` ${HOME} "; touch pwned; \' \\ \n\t! * ~ %s \\u202e é 💥 \u001b[31m',
          EMPTY: '',
          dir: '/elsewhere',
          code: '3',
          BASE64: Buffer.from('x').toString('base64'),
        };
        const ran = await run(
          interpreter,
          'printenv TITLE; printenv dir; printenv code; printenv GONE; printenv EMPTY; ls',
          { environment, unset: ['GONE'], env: { ...process.env, GONE: 'still here' } },
        );
        assert.equal(ran.out, `${environment.TITLE}\n/elsewhere\n3\n\n`, 'and ls finds no file');
        // Said of what is the same byte for byte.
        for (const name of Object.keys(environment))
          assert.equal(ran.after?.variables.get(name), asGiven, name);
        assert.equal(ran.before?.variables.has('GONE'), false);
      });

      it('hands on what it exported, removed, and where it went', async () => {
        mkdirSync(join(home, 'a b'));
        const hostile = '\'"$(x)`y`\\\n=!\t💥';
        const code = [
          'cd "a b"',
          shell.export('ADDED', hostile),
          shell.export('GIVEN', 'changed'),
          shell.unset('TAKEN'),
          'exit 3',
        ].join('\n');
        const ran = await run(interpreter, code, { environment: { GIVEN: 'a', SAME: 'b', TAKEN: 'c' } });
        assert.equal(ran.exit, 3);
        assert.deepEqual(difference(ran.before, ran.after), {
          cwd: [home, join(home, 'a b')],
          set: [
            ['ADDED', hostile],
            ['GIVEN', 'changed'],
          ].sort(),
          unset: ['TAKEN'],
        });
      });

      it('hands on what it exported where the directory that it is in was removed', async () => {
        const gone = join(home, 'a b');
        mkdirSync(gone);
        const code = ['cd "a b"', shell.export('LEFT', '1'), 'rmdir "$PWD"', 'exit 3'].join('\n');
        const { error, before, after } = await run(interpreter, code);
        assert.equal(error, '');
        assert.deepEqual(difference(before, after), { cwd: [home, gone], set: [['LEFT', '1']], unset: [] });
      });

      it('hands on nothing when it did nothing', async () => {
        const ran = await run(interpreter, 'true', { environment: { GIVEN: 'a' } });
        assert.deepEqual(difference(ran.before, ran.after), { cwd: [home, home], set: [], unset: [] });
      });

      it('has no value that it is given in a file, while it runs and after it', async () => {
        const code = `grep -rl hunter2''canary '${join(root, 'runs')}'; true`;
        const ran = await run(interpreter, code, { environment: { TOKEN: 'hunter2canary' } });
        assert.equal(ran.out, '');
        assert.deepEqual(filesWith('hunter2canary'), []);
        assert.equal(ran.before?.variables.get('TOKEN'), asGiven);
        assert.equal(ran.after?.variables.get('TOKEN'), asGiven);
      });

      it('leaves nothing of On-Call’s in its environment', async () => {
        const { out } = await run(interpreter, 'env | grep -ai "oncall_run\\|^BASH_ENV"; true', {
          env: { ...process.env, BASH_ENV: undefined },
        });
        assert.equal(out, '');
      });

      it('does not know how a killed one ended', async () => {
        const { before, after } = await run(interpreter, 'exec sh -c "kill -9 \\$\\$"');
        assert.ok(before);
        assert.equal(after, null);
      });

      it('runs in a directory with any name, from storage with any name', async () => {
        const odd = join(root, `it's "odd" $(touch pwned) \`x\` \${HOME} \\ ! é`);
        const cwd = join(odd, '-n\n ');
        mkdirSync(cwd, { recursive: true });
        const ran = await run(interpreter, shell.export('ODD', '1'), { cwd, root: join(odd, 'runs') });
        assert.equal(ran.exit, 0, ran.error);
        assert.equal(ran.after?.cwd, cwd);
        assert.equal(ran.after?.variables.get('ODD'), '1');
      });

      it('can read what is typed only where it is interactive', async () => {
        assert.equal((await run(interpreter, 'cat')).out, 'typed\n');
        assert.equal((await run(interpreter, 'cat', { interactive: false })).out, '');
      });
    });
  }

  // Which of them is /bin/sh is the machine’s choice.
  for (const program of ['sh', 'bash', 'dash', 'zsh'] as const) {
    it(`${program}: writes down what was exported where it is in a directory that was removed`, async function () {
      const shell = program === 'sh' ? '/bin/sh' : shellPath(program);
      if (shell === null) return this.skip();
      writeFileSync(join(root, 'snapshot.sh'), snapshotScript);
      const gone = join(home, 'gone');
      mkdirSync(gone);
      const steps = 'cd "$2" && rmdir "$2" && LEFT=1 exec "$0" "$1/snapshot.sh" after "$2"';
      const child = spawn('bash', ['-c', steps, shell, root, gone]);
      await once(child, 'exit');
      const snapshot = parseSnapshot(readFileSync(join(root, 'after'), 'utf8'));
      assert.equal(snapshot?.cwd, gone);
      assert.equal(snapshot.variables.get('LEFT'), '1');
    });
  }

  for (const interpreter of ['bash', 'sh', 'zsh'] as const) {
    it(`${interpreter}: hands on what a block with an EXIT trap of its own exported, when it comes to its end`, async function () {
      if (interpreter === 'zsh' && !shellPath('zsh')) this.skip();
      const ran = await run(interpreter, "trap 'echo bye; exit 6' EXIT\nexport LEFT=1\nset -x\nfalse");
      assert.equal(ran.out, 'bye\n');
      assert.equal(ran.exit, 6);
      assert.deepEqual(difference(ran.before, ran.after).set, [['LEFT', '1']]);
      assert.doesNotMatch(ran.error, /snapshot/);
    });
  }

  it('keeps no value of a given one for the person’s BASH_ENV, but what that changes of it', async () => {
    writeFileSync(join(root, 'rc'), 'set -u\nexport SEARCH="${SEARCH-}:/mine"\nset -x\n');
    const environment = { SEARCH: '/given', TOKEN: 'hunter2canary' };
    const env = { ...process.env, BASH_ENV: join(root, 'rc') };
    const look = `grep -rl 'hunter2[c]anary' '${join(root, 'runs')}'`;
    const ran = await run('bash', `${look}; export MINE=1`, { environment, env });
    assert.equal(ran.out, '');
    assert.doesNotMatch(ran.error, /hunter2canary/);
    assert.deepEqual(filesWith('hunter2canary'), []);
    assert.equal(ran.before?.variables.get('SEARCH'), '/given:/mine');
    assert.deepEqual(difference(ran.before, ran.after).set, [['MINE', '1']]);
  });

  it('python: no value that it is given is in a file', async () => {
    const code = `import os, subprocess\nsubprocess.run(["grep", "-rl", "hunter2" + "canary", ${JSON.stringify(join(root, 'runs'))}])`;
    const ran = await run('python', code, { environment: { TOKEN: 'hunter2canary' } });
    assert.deepEqual([ran.out, filesWith('hunter2canary')], ['', []]);
  });

  it('counts what the person’s BASH_ENV changes as there from the start', async () => {
    writeFileSync(join(root, 'rc'), 'export PATH="$PATH:/mine"\n');
    const ran = await run('bash', 'export MINE=1', { env: { ...process.env, BASH_ENV: join(root, 'rc') } });
    assert.match(ran.before?.variables.get('PATH') ?? '', /:\/mine$/);
    assert.deepEqual(difference(ran.before, ran.after).set, [['MINE', '1']]);
  });

  it('python gets the state and says how it ended', async () => {
    const code = 'import os, sys\nprint(os.environ["V"] + os.getcwd())\nsys.exit(4)';
    const ran = await run('python', code, { environment: { V: '$(x)\n' } });
    assert.equal(ran.out, `$(x)\n${home}\n`);
    assert.equal(ran.exit, 4);
    assert.deepEqual([ran.before, ran.after], [null, null]);
  });

  it('node gets the state and says how it ended', async () => {
    const code = 'process.stdout.write(process.env.V + process.cwd());\nprocess.exitCode = 4;';
    const ran = await run('node', code, { environment: { V: '$(x)\n' }, program: process.execPath });
    assert.equal(ran.out, `$(x)\n${home}`);
    assert.equal(ran.exit, 4);
  });

  describe('programs that are given their arguments', () => {
    /** Stands in for a program that this machine need not have. */
    function recorder(): string {
      const program = join(root, 'recorder');
      writeFileSync(
        program,
        '#!/bin/sh\nprintf "%s|" "$@" "$PGHOST"\ncat "$PWD/../runs"/*/block.*\nexit 3\n',
      );
      chmodSync(program, 0o755);
      return program;
    }

    it('psql stops at the first error, without rc file and pager, connected by its environment', async () => {
      const ran = await run('psql', 'select 1;\n', {
        program: recorder(),
        environment: { PGHOST: 'db-1' },
        interactive: false,
      });
      assert.equal(ran.exit, 3);
      const [, file] = /^-X\|-v\|ON_ERROR_STOP=1\|-P\|pager=off\|-w\|-f\|(.+)\|db-1\|select 1;\n$/.exec(
        ran.out,
      )!;
      assert.match(file!, /^\/.*\/block\.sql$/);
    });

    it('pwsh reads a file, without a profile', async () => {
      const ran = await run('pwsh', 'exit 1', { program: recorder() });
      assert.match(
        ran.out,
        /^-NoLogo\|-NoProfile\|-ExecutionPolicy\|Bypass\|-File\|\/.*\/block\.ps1\|\|exit 1$/,
      );
    });

    it('a program that cannot be started fails', async () => {
      writeFileSync(join(root, 'broken'), '');
      const ran = await run('python', 'x', { program: join(root, 'broken') });
      assert.equal(ran.exit, 126);
      assert.equal((await run('python', 'x', { program: join(root, 'gone') })).exit, 127);
    });
  });
});
