import assert from 'node:assert/strict';
import { withoutKeys } from '../../../src/core/execution/addressKeys.ts';

describe('An address without its keys', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['a raw file of GitHub', '/db.md?token=GHSAT0AAAAAACX7QZ4', '/db.md?token=•••(key)'],
    ['a key that is a word', '/db.md?a=b&key=swordfish#top', '/db.md?a=b&key=•••(key)'],
    ['a raw file of GitLab', '/db.md?private_token=abcdef&ref=main', '/db.md?private_token=•••(key)&ref=main'],
    [
      'a file that S3 gives',
      '/r.md?X-Amz-Credential=AKIA%2F2026&X-Amz-Expires=60&X-Amz-Signature=fe5f&versionId=3',
      '/r.md?X-Amz-Credential=•••(key)&X-Amz-Expires=•••(key)&X-Amz-Signature=•••(key)&versionId=3',
    ],
    ['a file that Azure gives', '/r.md?sv=1&sig=ab%3D', '/r.md?sv=1&sig=•••(key)'],
    ['a file that CloudFront gives', '/r.md?Signature=ab&Key-Pair-Id=K1', '/r.md?Signature=•••(key)&Key-Pair-Id=•••(key)'],
    ['a name that is written otherwise', '/r.md?%74oken=ab&%=1', '/r.md?%74oken=•••(key)&%=1'],
    ['a field of fields', '/r.md?a=1;token=ab', '/r.md?a=•••(key)'],
    ['an address in an address', '/r.md?to=https%3A%2F%2Fa%2F%3Ftoken%3Dab&b=1', '/r.md?to=•••(key)&b=1'],
    ['a token known by its shape', `/r.md?t=ghp_${'a1'.repeat(18)}`, '/r.md?t=•••(GitHub token)'],
    ['a token in the path', `/glpat-${'a1'.repeat(10)}/r.md`, '/•••(GitLab token)/r.md'],
    ['what has none', '/wiki?page=DB+restore&keyboard=1&token=', '/wiki?page=DB+restore&keyboard=1&token='],
  ]; // prettier-ignore
  for (const [what, address, expected] of cases)
    it(`of ${what}`, () => {
      assert.equal(withoutKeys(address), expected);
      assert.equal(withoutKeys(expected), expected, 'again');
    });
});
