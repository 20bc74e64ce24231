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

  const restart = 'kubectl rollout restart deploy/x';
  const unknown = { kind: 'kubernetes', name: null };
  for (const code of [
    'source .env',
    'set -a; . ./.env; set +a',
    "export $(grep -v '#' .env | xargs)",
    'export $(cat .env)',
    'export `cat .env`',
    'export A=1 $(cat .env) > /dev/null',
    'export "$@"',
    'export -- "$1"',
    'export -p $(cat .env)',
    'export "A$X=1"',
    'command export $(cat .env)',
    'declare -x $(cat f)',
    'typeset -x $(cat f)',
    'readonly $(cat f)',
    'load() { local $(cat f); kubectl apply -f a; }; load',
    'read -r KUBECONFIG < f',
    'IFS= read -rp "Which? " KUBECONFIG',
    'read -r "$NAME" < f',
    'read -ra KUBECONFIG < f',
    'printf -v KUBECONFIG %s a.yaml',
    'printf -vKUBECONFIG %s a.yaml',
    'printf -v "$NAME" %s a.yaml',
    'mapfile -t KUBECONFIG < f',
    'mapfile -d "" KUBECONFIG < f',
    'readarray -n 1 KUBECONFIG < f',
    'while read -r l; do export "$l"; done < .env',
    'while IFS== read -r k v; do export "$k"="$v"; done < .env',
    'while IFS== read -r k v; do declare -x "$k=$v"; done < .env',
    'eval "$(cat f)"',
    'eval "A=$X"',
    "eval 'source .env'",
    'bash -c "export $(cat .env); kubectl apply -f a"',
  ])
    it(`is not known after ${code}`, async () => {
      const { named: targets } = await look(`${code}\n${restart}`, {});
      assert.ok(
        targets.some(one => one.kind === unknown.kind && one.name === null),
        JSON.stringify(targets),
      );
    });

  for (const code of [
    'export FOO="$(date)"',
    'export FOO=$(date) BAR="$X"',
    'export "FOO=$(date)"',
    'export \'FOO\'="$X"',
    'export FOO',
    'export -f deploy',
    'NAMES="A B"; export $NAMES',
    'export $(echo A=1)',
    'declare -A seen; declare "seen[$X]=1"',
    'declare -p "$X"',
    'declare -f "$X"',
    'deploy() { local x="$1"; }',
    'unset FOO',
    'read -r answer',
    'read -rp "Go on with $X? " answer',
    'read -t "$X" -r answer',
    'read "answer?Go on with $X? "',
    'read -r "lines[$X]"',
    "printf '%s' KUBECONFIG",
    'printf "%s" "$X"',
    'printf -v line %s "$X"',
    'mapfile -t pods < <(kubectl get pods -o name)',
    'mapfile -n "$X" pods < f',
    'echo KUBECONFIG "$(cat f)"',
    "eval 'A=1'",
  ])
    it(`is known after ${code}`, async () => assert.deepEqual(await named(`${code}\n${restart}`), []));

  it('is not asked for where the block only looks', async () => {
    for (const code of ['export $(cat .env)', 'read -r KUBECONFIG < f', 'eval "A=$X"'])
      assert.deepEqual(await named(`${code}\nkubectl get pods`), [], code);
  });

  it('is what a variable is set to in other words', async () => {
    assert.deepEqual(await named(`export "KUBECONFIG=prod.yaml"; ${restart}`), ['prod.yaml']);
    assert.deepEqual(await named('export "DATABASE_URL=$(cat f)"; psql -c "SELECT 1"'), [null]);
    assert.deepEqual(await named(`for AWS_PROFILE in a prod; do aws s3 ls; done`), ['a', 'prod']);
    assert.deepEqual(await named(`for KUBECONFIG in $(ls); do ${restart}; done`), [null]);
  });

  it('says nothing of the class, which holds for any value', async () => {
    const { risk, named: targets } = await look('kubectl --context "$X" "$VERB" pods', {
      X: 'a',
      VERB: 'get',
    });
    assert.deepEqual([risk, targets.map(({ name }) => name)], ['destructive', ['a']]);
  });
});
