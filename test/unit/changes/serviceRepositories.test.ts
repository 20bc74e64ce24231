import assert from 'node:assert/strict';
import { serviceRepositories } from '../../../src/core/changes/serviceRepositories.ts';
import type { Repository } from '../../../src/core/git/repository.ts';

const repository = (name: string, remote: string | null = null): Repository => ({
  ...{ root: `/srv/${name}`, name, gitFolder: `/srv/${name}/.git`, commonFolder: `/srv/${name}/.git` },
  ...{ remote, branch: 'main', defaultBranch: null },
});
const known = [
  repository('checkout-service'),
  repository('clone2', 'git@github.com:acme/orders-db.git'),
  repository('platform'),
];
const chosen = (service: string | null, mapping: Readonly<Record<string, readonly string[]>> = {}) => {
  const found = serviceRepositories(service, known, mapping, ['/srv']);
  return [found.chosen, ...found.repositories.map(({ name }) => name)];
};

describe('The repositories of a service', () => {
  it('are those that the setting names: by name, folder, folder in it, or remote', () => {
    for (const place of ['platform', 'platform/', '/srv/platform', 'platform/services/search'])
      assert.deepEqual(chosen('Search', { search: [place] }), ['mapping', 'platform'], place);
    for (const place of [
      'orders-db',
      'https://github.com/acme/orders-db',
      'git@github.com:acme/orders-db.git',
    ])
      assert.deepEqual(chosen('search', { Search: [place] }), ['mapping', 'clone2'], place);
  });

  it('are else those that are called like it, here or where they come from', () => {
    assert.deepEqual(chosen('checkout'), ['name', 'checkout-service']);
    assert.deepEqual(chosen('Orders DB'), ['name', 'clone2']);
    assert.deepEqual(chosen('orders-db production'), ['name', 'clone2']);
  });

  it('are else all of them, also where the setting names one that is not here', () => {
    const all = ['all', 'checkout-service', 'clone2', 'platform'];
    assert.deepEqual(chosen('search'), all);
    assert.deepEqual(chosen(null), all);
    assert.deepEqual(chosen('search', { search: ['elsewhere', '../platform', ''] }), all);
  });
});
