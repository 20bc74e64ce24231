import assert from 'node:assert/strict';
import { isAddress, urlOf } from '../../src/core/webAddress.ts';

describe('What is an address', () => {
  it('stays one whatever was asked before, with letters of other languages too', () => {
    for (let i = 0; i < 100_000; i++) isAddress(`https://example.com/${i % 10}`);
    for (const address of ['https://münchen.example/', 'https://example.com/é', 'https://日本.example/'])
      assert.equal(isAddress(address), true, address);
    for (const text of ['', 'no', 'https://', 'https://a b/', '//example.com'])
      assert.equal(isAddress(text), false, text);
    assert.equal(urlOf('//example.com', 'https://a.example')?.host, 'example.com');
  });
});
