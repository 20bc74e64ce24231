import assert from 'node:assert/strict';
import { findInterpreter, foreignProgram } from '../../../src/core/execution/findInterpreter.ts';
import { type Interpreter, interpreterNamed, interpreters } from '../../../src/core/execution/interpreter.ts';
import { MissingToolError, NotPossibleError } from '../../../src/core/errors.ts';

describe('findInterpreter', () => {
  const having =
    (...paths: string[]) =>
    (path: string) =>
      paths.includes(path);
  const onLinux = (interpreter: Interpreter, named: string | null, ...paths: string[]) =>
    findInterpreter(interpreter, named, { PATH: '/a:/b' }, 'linux', having(...paths));

  it('takes the first on PATH, the better name before the better folder', () => {
    assert.equal(onLinux('zsh', null, '/b/zsh'), '/b/zsh');
    assert.equal(onLinux('python', null, '/a/python', '/b/python3'), '/b/python3');
    assert.equal(onLinux('python', null, '/a/python'), '/a/python');
    assert.equal(onLinux('node', null, '/b/nodejs'), '/b/nodejs');
  });

  it('takes the program that the block names', () => {
    assert.equal(onLinux('python', 'python', '/a/python', '/b/python3'), '/a/python');
    assert.equal(onLinux('python', 'python3.12', '/a/python3', '/b/python3.12'), '/b/python3.12');
    assert.equal(onLinux('sh', 'dash', '/a/sh', '/b/dash'), '/b/dash');
    assert.equal(onLinux('python', '/usr/bin/env python3', '/b/python3'), '/b/python3');
    assert.equal(onLinux('python', 'env python3', '/b/python3'), '/b/python3');
    assert.equal(
      onLinux('python', '/opt/py/bin/python3', '/a/python3', '/opt/py/bin/python3'),
      '/opt/py/bin/python3',
    );
    assert.equal(onLinux('psql', 'sql', '/a/psql'), '/a/psql');
    assert.equal(onLinux('bash', 'shell', '/a/bash'), '/a/bash');
  });

  it('says when the named path is not there, and takes no other', () => {
    assert.throws(() => onLinux('python', '/opt/python3', '/a/python3'), MissingToolError);
  });

  for (const named of [
    'python3 -u',
    '/usr/bin/env -S python3 -u',
    '/usr/bin/env python3 -u',
    'python3; touch pwned',
    '$(touch pwned)',
    './python3',
    'venv/bin/python3',
    '../python3',
    'ruby',
    'bash',
    'python3\nrm',
    '/bin/sh -c python3',
  ])
    it(`refuses ${JSON.stringify(named)}`, () =>
      assert.throws(
        () => findInterpreter('python', named, { PATH: '/a' }, 'linux', () => true),
        NotPossibleError,
      ));

  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    for (const interpreter of interpreters) {
      it(`says on ${platform} what is missing, and what to do about ${interpreter}`, () => {
        assert.throws(
          () => findInterpreter(interpreter, null, {}, platform, () => false),
          error => {
            assert.ok(error instanceof MissingToolError);
            assert.match(error.message, /was( not)? found on this machine/);
            const how = { linux: /apt install|aka\.ms/, darwin: /brew install/, win32: /winget install|WSL/ };
            assert.match(error.nextStep, how[platform]);
            return true;
          },
        );
      });
    }
  }

  it('finds Homebrew’s where VS Code was started from the Dock', () => {
    const path = '/opt/homebrew/bin/fish';
    assert.equal(findInterpreter('fish', null, { PATH: '/usr/bin' }, 'darwin', having(path)), path);
  });

  it('takes on Windows Git’s sh, and neither the shop’s python nor WSL’s bash', () => {
    const env = {
      ProgramFiles: 'C:\\Program Files',
      Path: 'C:\\Users\\a\\AppData\\Local\\Microsoft\\WindowsApps;D:\\py',
    };
    const all = () => true;
    assert.equal(findInterpreter('sh', null, env, 'win32', all), 'C:\\Program Files\\Git\\bin\\sh.exe');
    assert.equal(findInterpreter('python', null, env, 'win32', all), 'D:\\py\\python3.exe');
    const old = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';
    const path = { Path: 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0' };
    assert.equal(findInterpreter('pwsh', null, path, 'win32', having(old)), old);
    const named = 'D:\\Python\\python.exe';
    assert.equal(findInterpreter('python', named, {}, 'win32', having(named)), named);
  });
});

describe('interpreterNamed', () => {
  it('knows names, paths and env, and no command lines', () => {
    for (const name of [
      'python',
      'Python3',
      'python3.11',
      '/usr/bin/python3',
      '/usr/bin/env python3',
      ' py ',
    ])
      assert.equal(interpreterNamed(name), 'python', name);
    for (const name of ['python -u', 'python3 x', 'constructor', '__proto__', '', 'ruby', '/usr/bin/env'])
      assert.equal(interpreterNamed(name), null, name);
  });
});

describe('foreignProgram', () => {
  const onLinux = (named: string | null) => foreignProgram(named, { PATH: '/a/:/b/sub/..::.:rel' }, 'linux');

  it('is a path where no program is looked for', () => {
    for (const named of [
      '/srv/repo/tools/bash',
      '/bin/../srv/bash',
      '/usr/bin/env /srv/bash',
      '/a/b/bash',
      '/bash',
      './bash',
    ])
      assert.equal(onLinux(named), named.replace('/usr/bin/env ', ''));
  });

  it('is no name, and no program where they are', () => {
    for (const named of [
      null,
      '',
      'bash',
      'env python3',
      '/usr/bin/env bash',
      '/a/bash',
      '/b/bash',
      '/bin//sh',
    ])
      assert.equal(onLinux(named), null, String(named));
    assert.equal(foreignProgram('/opt/homebrew/bin/bash', {}, 'darwin'), null);
  });

  it('knows folders of Windows in any case, and those of Git', () => {
    const env = { Path: 'C:\\Tools\\', ProgramFiles: 'C:\\Program Files' };
    const onWindows = (named: string) => foreignProgram(named, env, 'win32');
    assert.equal(onWindows('c:\\tools\\bash.exe'), null);
    assert.equal(onWindows('C:/Program Files/Git/bin/bash.exe'), null);
    assert.equal(onWindows('C:\\repo\\bash.exe'), 'C:\\repo\\bash.exe');
  });
});
