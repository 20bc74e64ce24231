import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  watch,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type BlockFiles, ownGroup, prepareBlock } from '../../../src/core/execution/blockFiles.ts';
import { asGiven, type Snapshot } from '../../../src/core/execution/snapshot.ts';

/** What one run left behind. `code` is the wrapper’s own exit code, as the terminal sees it. */
interface Ran {
  readonly files: BlockFiles;
  readonly code: number | null;
  readonly out: string;
  readonly report: { exitCode: number; endedAt: string } | null;
}

describe('the wrapper of a block, in a real bash', () => {
  let root: string;
  let home: string;
  const children: ChildProcess[] = [];
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'on-call-test-'));
    home = join(root, 'work');
    mkdirSync(home);
  });
  afterEach(() => {
    for (const child of children.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGKILL');
    }
    rmSync(root, { recursive: true, force: true });
  });

  /** In a process group of its own, as an interactive shell would start it. */
  function start(files: BlockFiles, env: NodeJS.ProcessEnv = process.env): ChildProcess {
    const child = spawn('bash', ['-c', `exec ${files.line}`], { detached: true, env });
    children.push(child);
    return child;
  }

  async function run(
    code: string,
    options: {
      environment?: Record<string, string>;
      unset?: readonly string[];
      interactive?: boolean;
      env?: NodeJS.ProcessEnv;
      cwd?: string;
      stdin?: string;
      root?: string;
      during?: (files: BlockFiles) => Promise<void>;
    } = {},
  ): Promise<Ran> {
    const files = prepareBlock(options.root ?? join(root, 'runs'), {
      code,
      cwd: options.cwd ?? home,
      environment: options.environment ?? {},
      unset: options.unset ?? [],
      interpreter: 'bash',
      program: '/bin/bash',
      interactive: options.interactive ?? true,
    });
    const child = start(files, options.env);
    // A block that ends at once may be gone before its input is written.
    child.stdin!.on('error', () => {}).end(options.stdin ?? '');
    const out = Promise.all([text(child.stdout!), text(child.stderr!)]);
    const ended = once(child, 'exit');
    await options.during?.(files);
    const [exit] = (await ended) as [number | null];
    const result = files.result();
    return {
      files,
      code: exit,
      out: (await out).join(''),
      report: result === null ? null : (JSON.parse(result) as Ran['report']),
    };
  }

  function after(files: BlockFiles): Snapshot {
    const snapshot = files.environmentAfter();
    assert.ok(snapshot, 'the end was recorded');
    return snapshot;
  }

  const ends: readonly (readonly [name: string, code: string, exitCode: number])[] = [
    ['nothing', '', 0],
    ['success', 'true', 0],
    ['the last command’s code', 'true\nfalse', 1],
    ['set -euo pipefail', 'set -euo pipefail\nfalse\necho not reached', 1],
    ['an unset variable under set -u', 'set -u\necho "$nope"', 1],
    ['exit 7', 'echo before\nexit 7\necho not reached', 7],
    [
      'a here-document, a failing subshell and exit 7',
      'cat <<END\n$HOME `echo x`\nEND\n( set -e; exit 3 )\n[ $? = 3 ] || exit 1\nexit 7',
      7,
    ],
    ['a here-document without a line end after it', "cat <<'END'\na\nEND", 0],
    ['exec', 'exec sleep 0', 0],
    ['exec of what fails', "exec bash -c 'exit 9'", 9],
    ['an EXIT trap of its own', "trap 'echo bye' EXIT\nexit 4", 4],
    ['an EXIT trap that changes the code', "trap 'exit 6' EXIT\nexit 4", 6],
    ['a syntax error', 'if then', 2],
    ['a command that does not exist', 'no-such-command-here', 127],
    ['kill -9 of itself', 'kill -9 $$', 137],
    ['TERM to itself', 'kill -TERM $$', 143],
    ['an emptied PATH', 'PATH=\nexit 5', 5],
    ['noclobber and a bare umask', 'set -o noclobber\numask 777\nexit 3', 3],
    [
      'functions named like the wrapper’s tools',
      'mv() { exit 1; }; date() { exit 1; }; env() { exit 1; }; exit 3',
      3,
    ],
    ['xtrace', 'set -x\nexit 8', 8],
  ];
  for (const [name, code, exitCode] of ends) {
    it(`reports ${exitCode} for ${name}`, async () => {
      const ran = await run(code);
      assert.equal(ran.report?.exitCode, exitCode, ran.out);
      assert.equal(ran.code, exitCode);
      assert.match(ran.report.endedAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      assert.doesNotMatch(ran.out, /not reached/);
    });
  }

  it('keeps the environment and the directory that a failing block left', async () => {
    const { files } = await run(
      'set -euo pipefail\nexport LEFT=$\'two\\nlines\'\nmkdir "a b"; cd "a b"\nfalse',
    );
    assert.equal(after(files).variables.get('LEFT'), 'two\nlines');
    assert.equal(after(files).cwd, join(home, 'a b'));
    assert.equal(statSync(join(files.directory, 'environment-after')).mode & 0o777, 0o600);
  });

  const withoutNames = { 'BASH_FUNC_compgen%%': '() { return 1; }' };
  for (const [where, env] of [
    ['as a child of its own would find it', {}],
    ['by such a child where its bash cannot name what it exports', withoutNames],
  ] as const) {
    it(`records the start ${where}`, async () => {
      const { files } = await run('', {
        environment: { GIVEN: 'two\nlines \\ $(x) é' },
        unset: ['TAKEN'],
        env: { ...process.env, ...env, TAKEN: 'away', EMPTY: '', BASH_ENV: undefined },
      });
      const before = files.environmentBefore();
      assert.equal(before?.cwd, home);
      const itsOwn = new Set(['_', 'SHLVL']);
      const inOrder = ({ variables }: Snapshot) =>
        [...variables].filter(([name]) => !itsOwn.has(name)).sort(([a], [b]) => (a < b ? -1 : 1));
      assert.deepEqual(inOrder(before), inOrder(after(files)));
      assert.equal(before.variables.get('GIVEN'), asGiven);
      assert.equal(before.variables.get('EMPTY'), '');
      assert.equal(before.variables.has('TAKEN'), false);
    });
  }

  it('has no value that the block is given in a file, while it runs and after it, but what the block itself exports', async () => {
    const environment = { DB_PASSWORD: 'hunter2canary', TOKEN: 'hunter2canary\n', GONE: 'hunter2canary' };
    const look = `grep -rl hunter2''canary '${join(root, 'runs')}'; `;
    for (const code of [look, `${look} trap : EXIT`, `${look} export TOKEN=new; unset GONE`]) {
      const { files, out } = await run(code, { environment, env: { ...process.env, BASH_ENV: undefined } });
      assert.equal(out, '', code);
      for (const name of readdirSync(files.directory))
        assert.ok(!readFileSync(join(files.directory, name)).includes('hunter2canary'), `${code}: ${name}`);
      assert.equal(after(files).variables.get('DB_PASSWORD'), asGiven);
      assert.equal(after(files).variables.get('TOKEN'), code.includes('new') ? 'new' : asGiven);
      assert.equal(after(files).variables.has('GONE'), !code.includes('unset'));
    }
  });

  it('leaves nothing of its own in the block’s environment', async () => {
    const { files, out } = await run('declare -p | grep -i oncall_run; declare -F; alias; exit 0');
    assert.equal(out, '');
    assert.deepEqual(
      [...after(files).variables.keys()].filter(
        name => /ONCALL|BASH_ENV/.test(name) && !(name in process.env),
      ),
      [],
    );
  });

  it('shows no command of its own under set -x', async () => {
    const { out } = await run('set -x\n: mine');
    assert.equal(out, '+ : mine\n');
  });

  it('keeps the person’s BASH_ENV working', async () => {
    const { files, out } = await run('echo "$FROM_RC"; echo "$BASH_ENV"', {
      env: { ...process.env, BASH_ENV: await written('rc', 'FROM_RC=yes') },
    });
    assert.equal(out, `yes\n${join(root, 'rc')}\n`);
    assert.equal(after(files).variables.get('BASH_ENV'), join(root, 'rc'));
  });

  async function written(name: string, content: string): Promise<string> {
    const { writeFile } = await import('node:fs/promises');
    await writeFile(join(root, name), content);
    return join(root, name);
  }

  it('works when errexit and nounset are inherited', async () => {
    const ran = await run('exit 7', { env: { ...process.env, SHELLOPTS: 'errexit:nounset' } });
    assert.equal(ran.report?.exitCode, 7);
  });

  it('gives the block hostile values byte for byte', async () => {
    const environment = {
      ONCALL_INCIDENT_TITLE:
        '$(touch pwned) `touch pwned` ${HOME} "; touch pwned; \' \\ \n\r\n\t! * ~ %s \u202e é 💥',
      ONCALL_INCIDENT_ID: '',
      ONCALL_INCIDENT_URL: '=a=b',
    };
    const { files, out } = await run('printf %s "$ONCALL_INCIDENT_TITLE"; ls', { environment });
    assert.equal(out, environment.ONCALL_INCIDENT_TITLE, 'and ls finds no file');
    // Said of what is the same byte for byte.
    for (const name of Object.keys(environment))
      assert.equal(after(files).variables.get(name), asGiven, name);
  });

  it('runs in a directory with any name, from storage with any name', async () => {
    const odd = join(root, `it's "odd" $(touch pwned) \`x\` \${HOME} \\ é`);
    const cwd = join(odd, '-n\n ');
    mkdirSync(cwd, { recursive: true });
    const ran = await run('printf "%s|" "$PWD"; ls "$PWD/.."; export ODD=1', {
      cwd,
      root: join(odd, 'runs'),
    });
    assert.equal(ran.report?.exitCode, 0);
    assert.ok(ran.out.startsWith(`${cwd}|`), ran.out);
    assert.equal(ran.out.slice(cwd.length), '|-n\n \nruns\n', 'and ls finds no file named pwned');
    assert.equal(after(ran.files).variables.get('ODD'), '1');
  });

  it('fails when the directory is gone, without running the block', async () => {
    const ran = await run('echo ran', { cwd: join(root, 'gone') });
    assert.equal(ran.report?.exitCode, 1);
    assert.doesNotMatch(ran.out, /^ran/m);
  });

  it('leaves stdin to the block, so that a prompt can be answered', async () => {
    const { out } = await run('read -r answer; echo "got $answer"', { stdin: 'yes\n' });
    assert.equal(out, 'got yes\n');
  });

  it('runs unicode text, and text with CR as it stands', async () => {
    assert.equal((await run('echo "Größe 💥 日本"')).out, 'Größe 💥 日本\n');
    assert.equal((await run("printf 'a\r\nb' | od -An -tx1")).out.trim(), '61 0d 0a 62');
  });

  it('ends without waiting for what the block left in the background', async () => {
    const { report, out } = await run('sleep 300 >/dev/null 2>&1 &\necho $!; exit 3');
    const background = Number(out);
    assert.ok(process.kill(background, 'SIGKILL'), 'it still ran');
    assert.equal(report?.exitCode, 3);
  });

  /** Says that it waits only from where a signal reaches it: bash itself can lose one while it forks. */
  const waits = "bash -c ': >ready; exec sleep 300'";

  /** Resolves when the block made the file `ready` in its directory. */
  async function ready(): Promise<void> {
    const events = watch(home);
    while (!existsSync(join(home, 'ready'))) await once(events, 'change');
    events.close();
  }

  function signal(signal: NodeJS.Signals, also = 0) {
    return async (files: BlockFiles) => {
      await ready();
      const group = ownGroup(files.started());
      assert.ok(group);
      process.kill(-group, signal);
      for (let again = 0; again < also; again += 1) process.kill(-group, signal);
    };
  }

  it('says who it is before the block starts', async () => {
    const { out, files } = await run('echo $PPID; [ -s "${0%/*}/started.json" ]');
    assert.deepEqual(files.started(), { pid: Number(out), pgid: Number(out) });
    assert.equal(JSON.parse(files.result()!).exitCode, 0);
  });

  it('survives Ctrl+C, which ends the block, and reports 130', async () => {
    const ran = await run(`export BEFORE=1\n${waits}; echo not reached`, { during: signal('SIGINT') });
    assert.equal(ran.report?.exitCode, 130);
    assert.equal(ran.code, 130);
    assert.doesNotMatch(ran.out, /not reached/);
    assert.equal(after(ran.files).variables.get('BEFORE'), '1');
  });

  it('reports through an impatient series of Ctrl+C', async () => {
    const ran = await run(waits, { during: signal('SIGINT', 20) });
    assert.equal(ran.report?.exitCode, 130);
  });

  it('lets a block handle Ctrl+C itself', async () => {
    const ran = await run(`trap 'echo cleaned; exit 4' INT\n${waits}`, { during: signal('SIGINT') });
    assert.equal(ran.report?.exitCode, 4);
    assert.match(ran.out, /cleaned/);
  });

  it('reports 143 after TERM and 129 after a hang-up', async () => {
    assert.equal((await run(waits, { during: signal('SIGTERM') })).report?.exitCode, 143);
    rmSync(join(home, 'ready'));
    assert.equal((await run(waits, { during: signal('SIGHUP') })).report?.exitCode, 129);
  });

  it('leaves no report when it is killed itself', async () => {
    const ran = await run(waits, { during: signal('SIGKILL') });
    assert.equal(ran.report, null);
    assert.ok(ran.files.started());
  });
});
