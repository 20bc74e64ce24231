import assert from 'node:assert/strict';
import { readTarget } from '../../../../src/core/execution/target/readTarget.ts';
import { nameOf, targetOf } from '../../../../src/core/execution/target/target.ts';

const environments = [
  { name: 'production', patterns: ['*prod*'] },
  { name: 'staging', patterns: ['*stag*'] },
];
const read = (files: Record<string, string>, env: Record<string, string> = {}) =>
  readTarget({
    env,
    home: '/home/a',
    hostName: 'laptop',
    read: path => Promise.resolve(files[path] ?? null),
  });
const kubeconfig = (context: string) =>
  `current-context: ${context}\ncontexts:\n- name: ${context}\n  context:\n    cluster: c\n    namespace: shop\n`;

describe('readTarget', () => {
  it('reads context and namespace as kubectl would', async () => {
    const parts = await read({ '/home/a/.kube/config': kubeconfig('prod-eu') });
    const target = targetOf(parts, ['kubernetes'], [], environments);
    assert.deepEqual(
      target.parts.map(({ value }) => value),
      ['prod-eu', 'shop'],
    );
    assert.equal(target.environment, 'production');
    assert.equal(nameOf(target), 'prod-eu');
  });

  it('takes the first file of KUBECONFIG that sets a context', async () => {
    const files = { '/a': 'kind: Config\n', '/b': kubeconfig('staging'), '/c': kubeconfig('prod') };
    const target = targetOf(await read(files, { KUBECONFIG: '/a:/b:/c' }), ['kubernetes'], [], environments);
    assert.equal(target.environment, 'staging');
    assert.equal(target.production, false);
  });

  it('counts what cannot be read as production', async () => {
    const target = targetOf(await read({ '/home/a/.kube/config': ']:[' }), ['kubernetes'], [], environments);
    assert.equal(target.production, true);
  });

  it('gives the host of a database and never its password', async () => {
    const parts = await read({}, { DATABASE_URL: 'postgres://u:hunter2@db.prod.example:5432/shop' });
    assert.ok(!JSON.stringify(parts).includes('hunter2'));
    assert.equal(nameOf(targetOf(parts, ['database'], [], environments)), 'db.prod.example');
  });

  it('holds a target that the block names itself against the patterns, too', async () => {
    const parts = await read({ '/home/a/.kube/config': kubeconfig('staging') });
    const named = targetOf(parts, ['kubernetes'], [{ kind: 'kubernetes', name: 'prod-eu' }], environments);
    assert.equal(named.environment, 'production');
    assert.equal(
      targetOf(parts, ['kubernetes'], [{ kind: 'kubernetes', name: null }], environments).production,
      true,
    );
  });

  it('is only the machine where nothing else is touched', async () => {
    const target = targetOf(await read({}), ['host'], [], environments);
    assert.deepEqual(
      target.parts.map(({ value }) => value),
      ['laptop'],
    );
    assert.equal(target.production, false);
  });
});
