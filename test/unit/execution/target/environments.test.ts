import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type Environments, nameOf, targetOf } from '../../../../src/core/execution/target/target.ts';

interface Manifest {
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
  };
}

const text = readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8');
const { properties } = (JSON.parse(text) as Manifest).contributes.configuration;
/** As the setting has them before anybody touches it. */
const preset: Environments = Object.entries(
  properties['onCall.environments']!.default as Readonly<Record<string, readonly string[]>>,
).map(([name, patterns]) => ({ name, patterns }));

const onContext = (value: string, environments = preset) =>
  targetOf([{ kind: 'kubernetes', name: 'Kubernetes context', value }], ['kubernetes'], [], environments);

describe('The environments that are named before anybody sets any', () => {
  for (const name of [
    ...['prod', 'prod-eu', 'eu-production', 'SHOP_PROD', 'preprod'],
    ...['live', 'live-eu', 'eu-live', 'eu-live-2', 'LIVE', 'shop_live', 'db.live.example.com', 'Shop Live'],
    'arn:aws:eks:eu-west-1:111122223333:cluster/live-eu',
    // As kubeadm names its contexts.
    'kubernetes-admin@live',
    'gke_shop-live_europe-west1_main',
  ]) {
    it(`have ${name} as production`, () => {
      const target = onContext(name);
      assert.deepEqual([target.environment, target.production], ['production', true]);
      assert.equal(nameOf(target), name);
    });
  }

  for (const name of ['liveness', 'delivery', 'olive', 'alive-eu', 'eu-livestream', 'dev', 'minikube']) {
    it(`do not have ${name} as production`, () => {
      const target = onContext(name);
      assert.deepEqual([target.environment, target.production], [null, false]);
    });
  }

  it('have a target of staging as that', () => {
    assert.equal(onContext('eu-staging').environment, 'staging');
  });
});

describe('The pattern of an environment', () => {
  const production = (pattern: string, name: string) =>
    onContext(name, [{ name: 'production', patterns: [pattern] }]).production;

  it('fits the whole name where no `*` stands', () => {
    assert.deepEqual([production('shop', 'Shop'), production('shop', 'shop-dev')], [true, false]);
  });

  it('fits the name as it is written, whatever stands between its words', () => {
    assert.deepEqual(
      [production('*_blue', 'eu_blue'), production('blue.*', 'blue.example.com')],
      [true, true],
    );
  });
});
