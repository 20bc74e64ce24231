import assert from 'node:assert/strict';
import { assess } from '../../../../src/core/execution/risk/assess.ts';
import { namingVariables } from '../../../../src/core/execution/target/namingVariables.ts';
import { newParser } from './riskTable.ts';

describe('A target that a block names by a variable', () => {
  const look = async (code: string, environment: Readonly<Record<string, string>>) =>
    assess(await newParser(), { code, interpreter: 'bash', declared: null, team: [], environment });
  const named = async (code: string, environment: Readonly<Record<string, string>> = {}) =>
    (await look(code, environment)).named.map(({ name }) => name);

  it('is known where the block is given its value, or sets it', async () => {
    assert.deepEqual(await named('kubectl --context "$X" get pods', { X: 'staging-eu' }), ['staging-eu']);
    assert.deepEqual(await named('X=prod-eu; kubectl --context "$X" get pods'), ['prod-eu']);
    assert.deepEqual(await named('kubectl --context "prod-${R}" get pods', { R: 'eu' }), ['prod-eu']);
  });

  it('is known where the environment around the block holds it, unless a block took it away', async () => {
    const around = { DATABASE_URL: 'postgres://db.example/shop', SHOP_URL: 'postgres://a', HOME: '/home/a' };
    const code = 'psql "${DATABASE_URL:?Set it}" -c "SELECT 1"';
    const given = { environment: { X: 'a' } };
    assert.deepEqual(namingVariables(around, given), { DATABASE_URL: around.DATABASE_URL, X: 'a' });
    assert.deepEqual(await named(code, namingVariables(around, given)), ['db.example/shop']);
    const own = { environment: { DATABASE_URL: 'postgres://other/shop' } };
    assert.deepEqual(await named(code, namingVariables(around, own)), ['other/shop']);
    const unset = { environment: {}, unset: ['DATABASE_URL'] };
    assert.deepEqual(await named(code, namingVariables(around, unset)), [null]);
  });

  it('stays unknown where nobody said', async () => {
    assert.deepEqual(await named('kubectl --context "$X" get pods', { Y: 'staging' }), [null]);
    assert.ok((await named('read -r X; kubectl --context "$X" get pods', { X: 'a' })).includes(null));
  });

  it('may be either where the block has another one for it', async () => {
    const names = await named('kubectl --context "${X:-prod-eu}" get pods', { X: 'staging-eu' });
    assert.deepEqual([...names].sort(), ['prod-eu', 'staging-eu']);
  });

  it('names an address without its password', async () => {
    assert.deepEqual(
      await named('psql "$URL" -c "SELECT 1"', { URL: 'postgres://u:hunter2@db.example/shop' }),
      ['db.example/shop'],
    );
  });

  it('is no part of a password', async () => {
    assert.deepEqual(await named('mysql -pseaDora shop -e "SELECT 1"'), ['shop']);
  });

  it('says nothing of the class, which holds for any value', async () => {
    const { risk, named: targets } = await look('kubectl --context "$X" "$VERB" pods', {
      X: 'a',
      VERB: 'get',
    });
    assert.deepEqual([risk, targets.map(({ name }) => name)], ['destructive', ['a']]);
  });
});
