import assert from 'node:assert/strict';
import { commitUrl, pullRequestOf, repositoryPage } from '../../../src/core/changes/pullRequest.ts';

const merge = ['a', 'b'];
const github = 'git@github.com:acme/checkout.git';

describe('The pull request of a commit', () => {
  const cases: readonly (readonly [string, string, readonly string[], string, string | null])[] = [
    [
      'Merge pull request #12 from acme/pool',
      '\nRaise the pool',
      merge,
      github,
      '#12 Raise the pool https://github.com/acme/checkout/pull/12',
    ],
    [
      'Merge pull request #12 from acme/pool',
      '',
      merge,
      github,
      '#12 Merge pull request #12 from acme/pool https://github.com/acme/checkout/pull/12',
    ],
    [
      'Raise the pool (#13)',
      '',
      ['a'],
      'https://github.com/acme/checkout',
      '#13 Raise the pool https://github.com/acme/checkout/pull/13',
    ],
    [
      "Merge branch 'pool' into 'main'",
      'Raise the pool\n\nSee merge request acme/shop!7',
      merge,
      'https://gitlab.com/acme/shop.git',
      '!7 Raise the pool https://gitlab.com/acme/shop/-/merge_requests/7',
    ],
    [
      'Merged in pool (pull request #3)',
      'Raise the pool',
      merge,
      'git@bitbucket.org:acme/shop.git',
      '#3 Raise the pool https://bitbucket.org/acme/shop/pull-requests/3',
    ],
    ['Raise the pool (#14)', '', ['a'], '/srv/git/checkout.git', '#14 Raise the pool null'],
    ['Merge pull request #12 from acme/pool', '', ['a'], github, null],
    ["Merge branch 'main'", '', merge, github, null],
    ['Mend #12', '', ['a'], github, null],
    ['(#12)', '', ['a'], github, null],
  ];
  for (const [subject, body, parents, remote, expected] of cases) {
    it(`${subject} ${body.replaceAll('\n', ' ')} at ${remote} → ${expected}`, () => {
      const found = pullRequestOf({ subject, body, parents }, remote);
      assert.equal(found && `${found.ref} ${found.title} ${found.url}`, expected);
    });
  }

  it('finds the page of every way to write a remote, and none of a folder', () => {
    const page = 'https://git.example.com/acme/checkout';
    for (const remote of [
      'git@git.example.com:acme/checkout.git',
      'ssh://git@git.example.com:2222/acme/checkout.git',
      'https://user:secret@git.example.com/acme/checkout.git',
      'https://git.example.com/acme/checkout/',
      'git://git.example.com/acme/checkout',
    ])
      assert.equal(repositoryPage(remote), page, remote);
    for (const remote of ['/srv/git/a.git', '../a', 'C:\\git\\a', 'file:///srv/a', 'javascript:alert(1)', ''])
      assert.equal(repositoryPage(remote), null, remote);
  });

  it('knows the page of a commit where it knows the host', () => {
    assert.equal(commitUrl('abc', github), 'https://github.com/acme/checkout/commit/abc');
    assert.equal(commitUrl('abc', 'https://gitlab.acme.com/a/b'), 'https://gitlab.acme.com/a/b/-/commit/abc');
    assert.equal(commitUrl('abc', 'https://git.acme.com/a/b'), null);
    assert.equal(commitUrl('abc', null), null);
  });
});
