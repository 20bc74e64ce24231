import assert from 'node:assert/strict';
import { readTarget } from '../../../../src/core/execution/target/readTarget.ts';
import { blockTarget } from '../../../../src/core/execution/target/blockTarget.ts';
import { nameOf, targetOf } from '../../../../src/core/execution/target/target.ts';
import { assess } from '../risk/riskTable.ts';

const environments = [
  { name: 'production', patterns: ['*prod*'] },
  { name: 'staging', patterns: ['*stag*'] },
];
const read = (files: Record<string, string>, env: Record<string, string> = {}) =>
  readTarget({
    env,
    cwd: '/srv',
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

  it('has the target typed that makes it production, and says nothing of a context that is not set', async () => {
    const named = [{ kind: 'kubernetes' as const, name: 'prod-eu' }];
    const unset = targetOf(await read({}), ['kubernetes'], named, environments);
    assert.equal(nameOf(unset), 'prod-eu');
    // Nor of the namespace that no context was asked for.
    assert.deepEqual(
      unset.parts.map(({ value }) => value),
      ['prod-eu'],
    );
    const staging = await read({ '/home/a/.kube/config': kubeconfig('staging-eu') });
    assert.equal(nameOf(targetOf(staging, ['kubernetes'], named, environments)), 'prod-eu');
    assert.equal(nameOf(targetOf(staging, ['kubernetes'], [], environments)), 'staging-eu');
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

  it('takes account and region of the AWS profile, and nothing of a key', async () => {
    const config =
      '[default]\nregion = eu-west-1\n[profile shop-prod]\nsso_account_id = 111122223333\nregion=us-east-1\n' +
      '[profile by-role]\nrole_arn = arn:aws:iam::444455556666:role/admin\naws_secret_access_key = hunter2\n';
    const values = async (env: Record<string, string>) =>
      targetOf(await read({ '/home/a/.aws/config': config }, env), ['aws'], [], environments).parts.map(
        ({ value }) => value,
      );
    assert.deepEqual(await values({}), ['default', 'eu-west-1']);
    assert.deepEqual(await values({ AWS_PROFILE: 'shop-prod' }), ['shop-prod', '111122223333', 'us-east-1']);
    assert.deepEqual(await values({ AWS_PROFILE: 'by-role' }), ['by-role', '444455556666']);
    assert.deepEqual(await values({ AWS_ACCESS_KEY_ID: 'AKIA' }), ['access key of the environment']);
  });

  it('takes the Docker host before the context, the gcloud project and the Azure subscription', async () => {
    const files = {
      '/home/a/.docker/config.json': '{"currentContext":"prod-swarm"}',
      '/home/a/.config/gcloud/active_config': 'work\n',
      '/home/a/.config/gcloud/configurations/config_work':
        '[core]\nproject = shop-prod\naccount = a@b.example\n',
      '/home/a/.azure/azureProfile.json': '\uFEFF{"subscriptions":[{"name":"Shop prod","isDefault":true}]}',
    };
    const of = async (kind: 'docker' | 'gcloud' | 'azure', env = {}) =>
      targetOf(await read(files, env), [kind], [], environments).parts.map(({ value }) => value);
    assert.deepEqual(await of('docker'), ['prod-swarm']);
    assert.deepEqual(await of('docker', { DOCKER_HOST: 'tcp://10.0.0.1:2376' }), ['10.0.0.1']);
    assert.deepEqual(await of('gcloud'), ['work', 'shop-prod', 'a@b.example']);
    assert.deepEqual(await of('azure'), ['Shop prod']);
  });

  it('takes a path in KUBECONFIG from the working directory of the block', async () => {
    const parts = await read({ '/srv/kube.yaml': kubeconfig('prod') }, { KUBECONFIG: 'kube.yaml' });
    assert.equal(targetOf(parts, ['kubernetes'], [], environments).environment, 'production');
  });

  it('reads a kubeconfig of hostile size or depth as one that is not known', async () => {
    for (const text of [
      '['.repeat(5_000),
      `a: &a [x]\nb: [${'*a,'.repeat(5_000)}]\n`,
      'a:\n'.repeat(100_000),
    ]) {
      const target = targetOf(await read({ '/home/a/.kube/config': text }), ['kubernetes'], [], environments);
      assert.equal(target.production, true);
    }
  });
});

describe('blockTarget', () => {
  const target = async (code: string, files: Record<string, string> = {}, env: Record<string, string> = {}) =>
    blockTarget(
      {
        env,
        cwd: '/srv',
        home: '/home/a',
        hostName: 'laptop',
        read: path => Promise.resolve(files[path] ?? null),
      },
      await assess(code),
      environments,
    );

  for (const code of [
    'kubectl --context prod-eu delete pod a',
    'kubectl -n shop-prod delete pod a',
    'kubectl delete pod a --namespace=shop-prod',
    'helm --kube-context prod-eu uninstall a',
    'export KUBECONFIG=prod.yaml; kubectl delete pod a',
    'KUBECONFIG=/srv/k.yaml kubectl delete pod a',
    'kubectl --kubeconfig ./k.yaml delete pod a',
    'kubectl config use-context prod-eu; kubectl delete pod a',
    'aws --profile shop-prod s3 rm s3://b/a',
    'AWS_PROFILE=shop-prod aws s3 rm s3://b/a',
    'gcloud --project shop-prod compute instances delete a',
    'az group delete -n a --subscription prod',
    'ssh admin@web1.prod.example rm -rf /data',
    'psql -h db.prod.example -c "DROP TABLE a"',
    'psql postgres://u:hunter2@db.prod.example/shop -c "DROP TABLE a"',
    'psql -d "host=db.prod.example user=u password=hunter2" -c "DROP TABLE a"',
    'PGHOST=db.prod.example psql -c "DROP TABLE a"',
    'docker -H tcp://swarm.prod.example rm -f a',
    'docker --context prod rm -f a',
    'redis-cli -h cache.prod.example flushall',
    'redis-cli -u redis://:hunter2@cache.prod.example flushall',
    'aws eks update-kubeconfig --name prod-eu\nkubectl -n shop rollout restart deploy/web',
    'aws eks --region eu-west-1 update-kubeconfig --role-arn a --name x --alias prod-eu; kubectl apply -f a',
    'gcloud container clusters get-credentials --location europe-west1 prod-eu; kubectl apply -f a',
    'gcloud beta container clusters get-credentials prod-eu',
    'gcloud config configurations activate shop-prod; gcloud compute instances start a',
    'gcloud config set core/project shop-prod; gcloud compute instances start a',
    'az aks get-credentials -g group -n prod-aks --overwrite-existing; kubectl apply -f a',
    'az account set -s shop-prod; az vm start -n a',
    'kubectl config set current-context prod-eu; kubectl apply -f a',
    'kubectl ctx prod-eu; kubectl apply -f a',
    'oc login https://api.prod.example:6443 -u ada -p hunter2; oc apply -f a',
    'oc login -u ada -p hunter2 api.prod.example:6443',
    'oc project prod-shop; oc apply -f a',
    'kubens prod-shop; kubectl apply -f a',
    'kubectx prod-eu; kubectl apply -f a',
    'kubie ctx prod-eu',
    'tsh --proxy t.example kube login prod-eu; kubectl apply -f a',
    'bash -c "kubectx prod-eu; kubectl apply -f a"',
    'docker context use prod; docker restart a',
    'psql "host=db.prod.example user=u password=hunter2 dbname=shop" -c "DELETE FROM a"',
    'psql service=prod -c "DELETE FROM a"',
    'psql shop_prod -c "DELETE FROM a"',
    'psql -At -U app shop_prod app -c "DELETE FROM a"',
    'mysql -u root -p shop_prod -e "DELETE FROM a"',
    'mysql -phunter2 -D shop_prod -e "DELETE FROM a"',
    'dropdb -U app shop_prod',
    'pg_restore --clean -d shop_prod a.dump',
  ])
    it(`is production: ${code}`, async () => {
      const found = await target(code, { '/srv/k.yaml': kubeconfig('prod-eu') });
      assert.equal(found.environment, 'production', JSON.stringify(found.parts));
      assert.ok(!JSON.stringify(found).includes('hunter2'), JSON.stringify(found.parts));
    });

  const staging = { '/home/a/.kube/config': kubeconfig('staging-eu') };

  for (const code of [
    'source ./prod.env\nkubectl rollout restart deploy/web',
    'set -a; . "$HOME/.env"; set +a; kubectl get pods; kubectl delete pod a',
    'bash -c ". ./prod.env; kubectl apply -f a"',
    'load() { source ./prod.env; }\nload\nkubectl apply -f a',
    'sudo -u app bash -c "kubectl apply -f a"; . ./prod.env',
    '. ./prod.env; kubectl exec web-1 -- rm -rf /data',
    'kubectl exec web-1 -- sh -c ". /etc/app.env; redis-cli FLUSHALL"',
    'ssh web1 ". ~/.profile; kubectl apply -f a"',
    "export $(grep -v '#' .env | xargs)\nkubectl rollout restart deploy/web",
    'kubectl exec web-1 -- sh -c "export $(cat /etc/app.env); redis-cli FLUSHALL"',
    'kubectx -; kubectl apply -f a',
    'kubens "$1"; kubectl apply -f a',
    'oc login; oc apply -f a',
    'psql "$URL" -c "INSERT INTO a VALUES (1)"',
  ])
    it(`may be production: ${code}`, async () => {
      const found = await target(code, staging);
      assert.equal(found.production, true, JSON.stringify(found.parts));
    });

  for (const code of [
    'source ~/.bashrc\nkubectl get pods',
    'export $(cat .env)\nkubectl get pods',
    'export DAY="$(date)"; kubectl rollout restart deploy/web',
    '. ./venv/bin/activate; bash -c ". ~/.profile; kubectl get pods"',
    'source ~/.bashrc; ./deploy.sh',
    'source ~/.bashrc; systemctl restart web; kubectl get pods',
    'source ~/.bashrc; kubectl exec web-1 -- cat /etc/hosts',
    'kubectl exec web-1 -- bash -c ". /etc/app.env; kafka-topics.sh --list"',
    'docker run --rm image sh -c ". /etc/app.env; env"',
    'ssh web1 ". ~/.profile; systemctl restart web"; kubectl apply -f a',
    'kubectl config set-context --current --namespace=shop; kubectl apply -f a',
    'kubectx; kubens; oc project; kubectl apply -f a',
    'kubectl get project prod-eu; kubectl -n ctx get pods',
    'psql -At -U app shop -c "INSERT INTO a VALUES (1)"',
  ])
    it(`is not production: ${code}`, async () => {
      const found = await target(code, staging);
      assert.equal(found.production, false, JSON.stringify(found.parts));
    });

  it('knows a kind that is touched after a file was read, only where it is not changed', async () => {
    const { parts } = await target('. ./a.env; kubectl get pods; docker restart a', staging);
    const unknown = parts.filter(({ value }) => value === null);
    assert.deepEqual(
      unknown.map(({ kind }) => kind),
      ['docker'],
    );
  });

  it('is what the variables given to the block say', async () => {
    const found = await target(
      'psql -c "DROP TABLE a"',
      {},
      { PGHOST: 'db.prod.example', PGPASSWORD: 'hunter2' },
    );
    assert.equal(nameOf(found), 'db.prod.example');
    assert.ok(!JSON.stringify(found).includes('hunter2'));
  });

  it('looks up the account of a profile that the block names', async () => {
    const files = { '/home/a/.aws/config': '[profile x]\nsso_account_id = 111122223333\n' };
    const found = await target('aws --profile x s3 rm s3://b/a', files);
    assert.ok(found.parts.some(({ value }) => value === '111122223333'));
  });

  it('asks for the name of the machine that the block goes to', async () => {
    assert.equal(nameOf(await target('ssh admin@web1.example rm -rf /data')), 'web1.example');
  });
});
