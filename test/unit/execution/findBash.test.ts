import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBash } from '../../../src/core/execution/findBash.ts';
import { MissingToolError } from '../../../src/core/errors.ts';

describe('findBash', () => {
  const having =
    (...paths: string[]) =>
    (path: string) =>
      paths.includes(path);

  it('takes the first on PATH, and only from absolute folders', () => {
    const env = { PATH: '.:bin::/opt/bin:/usr/bin' };
    assert.equal(
      findBash(env, 'linux', having('bash', 'bin/bash', '/opt/bin/bash', '/usr/bin/bash')),
      '/opt/bin/bash',
    );
  });

  it('looks where bash usually is when PATH does not name it', () => {
    assert.equal(findBash({}, 'darwin', having('/bin/bash')), '/bin/bash');
    assert.equal(findBash({ PATH: '/x' }, 'linux', having('/usr/bin/bash')), '/usr/bin/bash');
  });

  it('wants a file that can be executed', () => {
    const root = mkdtempSync(join(tmpdir(), 'on-call-test-'));
    for (const [folder, mode] of [
      ['plain', 0o644],
      ['program', 0o755],
    ] as const) {
      mkdirSync(join(root, folder));
      writeFileSync(join(root, folder, 'bash'), '');
      chmodSync(join(root, folder, 'bash'), mode);
    }
    mkdirSync(join(root, 'folder', 'bash'), { recursive: true });
    const PATH = ['folder', 'none', 'plain', 'program'].map(name => join(root, name)).join(':');
    // For root, any execute bit will do, as for the system itself.
    assert.equal(findBash({ PATH }, 'linux'), join(root, 'program', 'bash'));
    rmSync(root, { recursive: true });
  });

  it('finds Git Bash on Windows, whatever the spelling of the variables', () => {
    const git = 'C:\\Program Files\\Git\\bin\\bash.exe';
    assert.equal(findBash({ ProgramFiles: 'C:\\Program Files' }, 'win32', having(git)), git);
    const own = 'C:\\Users\\ada\\AppData\\Local\\Programs\\Git\\bin\\bash.exe';
    assert.equal(findBash({ LOCALAPPDATA: 'C:\\Users\\ada\\AppData\\Local' }, 'win32', having(own)), own);
    assert.equal(
      findBash({ Path: 'D:\\a;D:\\msys\\bin' }, 'win32', having('D:\\msys\\bin\\bash.exe')),
      'D:\\msys\\bin\\bash.exe',
    );
  });

  it('never takes the bash.exe that starts WSL', () => {
    const env = { PATH: 'C:\\Windows\\System32;C:\\Users\\ada\\AppData\\Local\\Microsoft\\WindowsApps' };
    assert.throws(() => findBash(env, 'win32', () => true), MissingToolError);
  });

  for (const [platform, fix] of [
    ['linux', /package “bash”/],
    ['darwin', /brew/],
    ['win32', /Git for Windows/],
  ] as const) {
    it(`says what to do on ${platform}`, () => {
      assert.throws(
        () => findBash({}, platform, () => false),
        error => error instanceof MissingToolError && fix.test(error.nextStep),
      );
    });
  }
});
