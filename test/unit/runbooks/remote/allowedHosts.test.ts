import assert from 'node:assert/strict';
import { RemoteRunbookError } from '../../../../src/core/errors.ts';
import { allowedAddress, missingHosts } from '../../../../src/core/runbooks/remote/allowedHosts.ts';
import { rawAddress } from '../../../../src/core/runbooks/remote/rawAddress.ts';

const allowed = [
  'docs.example.com',
  '*.wiki.example',
  'git.example:8443',
  ' Docs.Other.Example ',
  '10.0.0.1',
  '[::1]',
];

function refusal(href: string, list: readonly string[] = allowed): string {
  try {
    const { host, port } = allowedAddress(href, list);
    return `${host}:${port}`;
  } catch (error) {
    assert.ok(error instanceof RemoteRunbookError, String(error));
    assert.match(error.message, /\.$/);
    assert.match(error.nextStep, /\.$/);
    return error.refusal;
  }
}

const rows: [href: string, answer: string][] = [
  ['https://docs.example.com/a.md', 'docs.example.com:443'],
  ['https://DOCS.example.COM/a.md#x', 'docs.example.com:443'],
  ['https://docs.example.com:443/a.md', 'docs.example.com:443'],
  ['https://docs.example.com./a.md', 'docs.example.com:443'],
  ['  https://docs.example.com/a.md\n', 'docs.example.com:443'],
  ['https:docs.example.com/a.md', 'docs.example.com:443'],
  ['https:\\\\docs.example.com\\a.md', 'docs.example.com:443'],
  ['https://ｄｏｃｓ.example.com/', 'docs.example.com:443'],
  ['https://a.wiki.example/', 'a.wiki.example:443'],
  ['https://a.b.wiki.example/', 'a.b.wiki.example:443'],
  ['https://git.example:8443/a.md', 'git.example:8443'],
  ['https://docs.other.example/a.md', 'docs.other.example:443'],
  // Allowed by name; its address is another question.
  ['https://10.0.0.1/a.md', '10.0.0.1:443'],
  ['https://0x0a.1/a.md', '10.0.0.1:443'],
  ['https://[::1]/a.md', '::1:443'],
  ['https://wiki.example/', 'hostNotAllowed'],
  ['https://evilwiki.example/', 'hostNotAllowed'],
  ['https://wiki.example.evil.example/', 'hostNotAllowed'],
  ['https://docs.example.com.evil.example/', 'hostNotAllowed'],
  ['https://xdocs.example.com/', 'hostNotAllowed'],
  ['https://a.docs.example.com/', 'hostNotAllowed'],
  ['https://example.com/', 'hostNotAllowed'],
  ['https://docs.example.com%2eevil.example/', 'hostNotAllowed'],
  ['https://dоcs.example.com/', 'hostNotAllowed'],
  ['https://evil.example/https://docs.example.com/', 'hostNotAllowed'],
  ['https://evil.example?docs.example.com', 'hostNotAllowed'],
  ['https://evil.example#docs.example.com', 'hostNotAllowed'],
  ['https://evil.example\\.docs.example.com/', 'hostNotAllowed'],
  ['https://169.254.169.254/latest/', 'hostNotAllowed'],
  ['https://2130706433/', 'hostNotAllowed'],
  ['https://localhost/', 'hostNotAllowed'],
  ['https://docs.example.com:8443/a.md', 'portNotAllowed'],
  ['https://docs.example.com:80/a.md', 'portNotAllowed'],
  ['https://docs.example.com:22/a.md', 'portNotAllowed'],
  ['https://git.example/a.md', 'portNotAllowed'],
  ['https://a.wiki.example:444/', 'portNotAllowed'],
  ['https://docs.example.com@evil.example/', 'credentials'],
  ['https://user:pass@docs.example.com/', 'credentials'],
  ['https://user@docs.example.com/', 'credentials'],
  ['https://:pass@docs.example.com/', 'credentials'],
  ['http://docs.example.com/a.md', 'notHttps'],
  ['ftp://docs.example.com/a.md', 'notHttps'],
  ['ws://docs.example.com/a.md', 'notHttps'],
  ['file:///etc/passwd', 'notAnAddress'],
  ['file://docs.example.com/etc/passwd', 'notHttps'],
  ['data:text/markdown,x', 'notAnAddress'],
  ['javascript:alert(1)', 'notAnAddress'],
  ['command:workbench.action.quit', 'notAnAddress'],
  ['vscode://docs.example.com/', 'notHttps'],
  ['blob:https://docs.example.com/a', 'notAnAddress'],
  ['//docs.example.com/a.md', 'notAnAddress'],
  ['docs.example.com/a.md', 'notAnAddress'],
  ['/a.md', 'notAnAddress'],
  ['', 'notAnAddress'],
  ['https://', 'notAnAddress'],
  ['https:///', 'notAnAddress'],
  ['https://docs.example.com:99999/', 'notAnAddress'],
  ['https://exa mple.com/', 'notAnAddress'],
  ['https://[::1/', 'notAnAddress'],
  [`https://docs.example.com/${'a'.repeat(2_100)}`, 'notAnAddress'],
];

describe('allowedAddress', () => {
  for (const [href, answer] of rows)
    it(`${href.slice(0, 80).trim() || 'nothing'}: ${answer}`, () => assert.equal(refusal(href), answer));

  it('allows nothing with an empty list, and nothing by an entry that is no host', () => {
    for (const entry of [
      '',
      '*',
      '*.',
      '*.com',
      '**',
      'https://docs.example.com',
      'docs.example.com/a',
      '.',
      'a b',
      '*.*.example',
      'user@docs.example.com',
      '?',
    ])
      assert.equal(refusal('https://docs.example.com/', [entry]), 'hostNotAllowed', entry);
    assert.equal(refusal('https://docs.example.com/', []), 'hostNotAllowed');
  });

  it('names the host that would have to be allowed', () => {
    assert.throws(
      () => allowedAddress('https://other.example/a', allowed),
      (error: RemoteRunbookError) => error.host === 'other.example',
    );
  });

  it('sends no fragment, and keeps the query', () => {
    assert.equal(
      allowedAddress('https://docs.example.com/a?b=c#d', allowed).href,
      'https://docs.example.com/a?b=c',
    );
  });
});

describe('missingHosts', () => {
  const missing: [href: string, ...hosts: string[]][] = [
    ['https://docs.example.com/a.md'],
    ['https://docs.example.com./a.md'],
    ['https://a.wiki.example/x'],
    ['https://other.example/x', 'other.example'],
    ['https://other.example:8443/x', 'other.example:8443'],
    ['https://other.example.:8443/x', 'other.example:8443'],
    ['https://github.com/x/y/blob/main/a.md', 'github.com', 'raw.githubusercontent.com'],
    ['https://github.com/x/y/wiki/a', 'github.com'],
  ];
  for (const [href, ...hosts] of missing)
    it(`${href}: ${hosts.join(', ') || 'none'}`, () => assert.deepEqual(missingHosts(href, allowed), hosts));

  it('is what makes the address allowed', () => {
    for (const [href, ...hosts] of missing)
      assert.doesNotThrow(() => allowedAddress(href, [...allowed, ...hosts]), href);
  });

  it('is no question for an address that no list would allow', () => {
    assert.throws(() => missingHosts('http://other.example/', allowed), RemoteRunbookError);
  });
});

describe('rawAddress', () => {
  const pages: [page: string, raw: string | null][] = [
    [
      'https://github.com/x/y/blob/main/a/b.md?plain=1#c',
      'https://raw.githubusercontent.com/x/y/main/a/b.md',
    ],
    ['https://github.com/x/y/raw/main/b.md', 'https://raw.githubusercontent.com/x/y/main/b.md'],
    ['https://github.com/x/y/blob/feature/z/b.md', 'https://raw.githubusercontent.com/x/y/feature/z/b.md'],
    [
      'https://gitlab.example/g/h/y/-/blob/main/b.md?ref_type=heads',
      'https://gitlab.example/g/h/y/-/raw/main/b.md',
    ],
    ['https://bitbucket.org/x/y/src/main/b.md', 'https://bitbucket.org/x/y/raw/main/b.md'],
    ['https://github.com/x/y/wiki/b', null],
    ['https://github.com/x/y', null],
    ['https://raw.githubusercontent.com/x/y/main/b.md', null],
    ['https://docs.example.com/x/y/blob/main/b.md', null],
    ['https://github.com.evil.example/x/y/blob/main/b.md', null],
  ];
  for (const [page, raw] of pages)
    it(`${page}: ${raw ?? 'none'}`, () => assert.equal(rawAddress(new URL(page))?.href ?? null, raw));
});
