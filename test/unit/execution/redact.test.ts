import assert from 'node:assert/strict';
import { Redactor } from '../../../src/core/execution/redact.ts';

// Written in parts, so that no scanner of repositories takes them for real ones.
const x = (count: number) => 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7'.repeat(20).slice(0, count);
const begin = '-----BEGIN ' + 'RSA PRIVATE KEY-----';
const end = '-----END ' + 'RSA PRIVATE KEY-----';
const jwt = ['eyJ' + x(20), x(40), x(30)].join('.');

const redact = (text: string) => new Redactor().redact(text).text;

describe('Redactor', () => {
  const masked: readonly (readonly [name: string, text: string, expected: string])[] = [
    ['AWS key ids', `id AKIA${'Q'.repeat(16)}.`, 'id •••(AWS key).'],
    [
      'AWS secret keys',
      `aws_secret_access_key = ${x(40)}\nnext`,
      'aws_secret_access_key = •••(secret)\nnext',
    ],
    ['GitHub tokens', `ghp_${x(36)} github_pat_${x(60)}`, '•••(GitHub token) •••(GitHub token)'],
    ['GitLab tokens', `glpat-${x(20)}`, '•••(GitLab token)'],
    ['Slack tokens', `xoxb-123-${x(24)} `, '•••(Slack token) '],
    [
      'Slack webhooks',
      `https://hooks.slack.com/services/T0/B0/${x(24)}`,
      'https://hooks.slack.com/•••(Slack webhook)',
    ],
    ['PagerDuty tokens', `u+${x(18)} pdus+_${x(20)}`, '•••(PagerDuty token) •••(PagerDuty token)'],
    ['Google keys', `AIza${x(35)}`, '•••(Google key)'],
    ['keys of the sk- kind', `sk_live_${x(30)} sk-${x(40)}`, '•••(API key) •••(API key)'],
    [
      'Vault tokens, as `vault login` prints them',
      `token                hvs.${x(24)}\ntoken_accessor       ${'a'.repeat(8)}\nhvb.${x(100)}`,
      `token                •••(Vault token)\ntoken_accessor       ${'a'.repeat(8)}\n•••(Vault token)`,
    ],
    ['Grafana tokens', `glsa_${x(32)}_12345678 glc_${x(40)}==`, '•••(Grafana token) •••(Grafana token)'],
    ['DigitalOcean tokens', `dop_v1_${'0a'.repeat(32)}`, '•••(DigitalOcean token)'],
    ['SendGrid keys', `SG.${x(22)}.${x(43)}`, '•••(SendGrid key)'],
    ['PyPI tokens', `pypi-${x(80)}`, '•••(PyPI token)'],
    ['Atlassian tokens', `ada@example.com:ATATT3x${x(60)}=0A1B`, 'ada@example.com:•••(Atlassian token)'],
    [
      'addresses of Teams’ workflows',
      `https://prod-1.westeurope.logic.azure.com/workflows/abc/triggers/manual/paths/invoke?api-version=1&sig=${x(43)}`,
      'https://prod-1.westeurope.logic.azure.com/workflows/abc/triggers/manual/paths/invoke?api-version=1&sig=•••(signature)',
    ],
    [
      'addresses that a cloud presigned',
      `https://b.s3.amazonaws.com/a?X-Amz-Date=20261130&X-Amz-Signature=${'0f'.repeat(32)} https://c.net/a?Signature=${x(40)}&b=1`,
      'https://b.s3.amazonaws.com/a?X-Amz-Date=20261130&X-Amz-Signature=•••(signature) https://c.net/a?Signature=•••(signature)&b=1',
    ],
    [
      'webhooks of Teams',
      `https://acme.webhook.office.com/webhookb2/${x(8)}@${x(8)}/IncomingWebhook/${x(32)}/${x(8)}`,
      'https://acme.webhook.office.com/•••(Teams webhook)',
    ],
    [
      'webhooks of Mattermost',
      'https://chat.acme.com/hooks/abcdefghijklmnopqrstuvwx12',
      'https://chat.acme.com/hooks/•••(Mattermost webhook)',
    ],
    [
      'webhooks of Discord',
      `https://discord.com/api/webhooks/123456/${x(68)}`,
      'https://discord.com/api/webhooks/123456/•••(Discord webhook)',
    ],
    ['JWTs', `got ${jwt}, ok`, 'got •••(JWT), ok'],
    ['password=', 'password=hunter2 user=ada', 'password=•••(password) user=ada'],
    [
      'passwords of any spelling',
      'DB_PASSWORD: "a b" PGPASSWORD=\'x\' passwd=a&b',
      'DB_PASSWORD: "•••(password)" PGPASSWORD=\'•••(password)\' passwd=•••(password)',
    ],
    [
      'passwords in wide columns',
      `Environment:\n  DB_PASSWORD:${' '.repeat(60)}hunter2secret\n  API_TOKEN:\t\t  ${x(12)}\n`,
      `Environment:\n  DB_PASSWORD:${' '.repeat(60)}•••(password)\n  API_TOKEN:\t\t  •••(secret)\n`,
    ],
    [
      'names that end in pass',
      'DB_PASS=hunter2xyz redis_pass: abcd smtp-pass: "a b" mail.pass=x1 dbPass: hunter --db-pass hunter',
      'DB_PASS=•••(password) redis_pass: •••(password) smtp-pass: "•••(password)" mail.pass=•••(password) dbPass: •••(password) --db-pass •••(password)',
    ],
    [
      'pass alone where it is a name',
      'redis-cli --pass hunter2 https://h/?user=a&pass=hunter2&b=c {"pass": "hunter2"} --pass=hunter2',
      'redis-cli --pass •••(password) https://h/?user=a&pass=•••(password)&b=c {"pass": "•••(password)"} --pass=•••(password)',
    ],
    ['passwords in JSON', '{"password":"a\'b","user":"c"}', '{"password":"•••(password)","user":"c"}'],
    ['passwords as options', 'mysql --password hunter2 -h db', 'mysql --password •••(password) -h db'],
    [
      'passwords in a string of logfmt',
      String.raw`level=info msg="login failed password=\"hunter2\"" user=ada`,
      String.raw`level=info msg="login failed password=\"•••(password)\"" user=ada`,
    ],
    [
      'passwords in JSON in JSON',
      JSON.stringify({ msg: JSON.stringify({ password: 'hunter2', user: 'ada' }) }),
      JSON.stringify({ msg: JSON.stringify({ password: '•••(password)', user: 'ada' }) }),
    ],
    [
      'passwords in JSON in JSON in JSON, with quotes and backslashes',
      JSON.stringify(JSON.stringify(JSON.stringify({ password: 'a"b\\"c\\', pass: 'd"e', user: 'ada' }))),
      JSON.stringify(
        JSON.stringify(JSON.stringify({ password: '•••(password)', pass: '•••(password)', user: 'ada' })),
      ),
    ],
    [
      'other secrets in JSON in JSON',
      JSON.stringify({
        msg: JSON.stringify({
          api_key: '0123456789abcdef',
          cookie: 'sid=a',
          authorization: 'Token abc',
          n: 1,
        }),
      }),
      JSON.stringify({
        msg: JSON.stringify({
          ...{
            api_key: '•••(secret)',
            cookie: '•••(cookie)',
            authorization: 'Token •••(authorization)',
            n: 1,
          },
        }),
      }),
    ],
    [
      'passwords without quotes in JSON in JSON',
      String.raw`{"msg":"{\"password\":12345,\"user\":\"ada\"}","cmd":"x --password hunter2"}`,
      String.raw`{"msg":"{\"password\":•••(password),\"user\":\"ada\"}","cmd":"x --password •••(password)"}`,
    ],
    [
      'passwords with quotes in them',
      String.raw`{"password": "ab\"cd-rest-of-it", "user": "ada"} {"password":"ends\\","user":"ada"}`,
      '{"password": "•••(password)", "user": "ada"} {"password":"•••(password)","user":"ada"}',
    ],
    [
      'passwords with signs that end other words',
      'DB_PASSWORD=s3cr,et!rest password: Tr0ub4dor&3 (password=a)b}c;d), {password=x}.\npassword=ab)',
      'DB_PASSWORD=•••(password) password: •••(password) (password=•••(password)), {password=•••(password)}.\npassword=•••(password))',
    ],
    ['passwords that begin with such a sign', 'DB_PASSWORD=)a,b next', 'DB_PASSWORD=•••(password) next'],
    [
      'passwords before the end of a line in a string',
      `'{password: x}\\n'`,
      `'{password: •••(password)}\\n'`,
    ],
    [
      'passwords up to the next name',
      'password=x,user=ada Password=x;Initial Catalog=shop;Pwd=y; {password:x,user:ada} [{pwd:x},{pwd:y}]',
      'password=•••(password),user=ada Password=•••(password);Initial Catalog=shop;Pwd=•••(password); {password:•••(password),user:ada} [{pwd:•••(password)},{pwd:•••(password)}]',
    ],
    [
      'passwords in the query of a URL, and in the body of a form',
      'https://h/?password=x&verbose#top https://h/?a=b&amp;db_password=x&verbose password=x&user=ada',
      'https://h/?password=•••(password)&verbose#top https://h/?a=b&amp;db_password=•••(password)&verbose password=•••(password)&user=ada',
    ],
    ['pwd=', 'Server=x;Pwd=hunter2;', 'Server=x;Pwd=•••(password);'],
    [
      'tokens by name',
      `API_KEY=${x(12)} client_secret: ${x(12)} --auth-token ${x(9)}`,
      'API_KEY=•••(secret) client_secret: •••(secret) --auth-token •••(secret)',
    ],
    [
      'Authorization headers',
      '> Authorization: Basic YWRhOmh1bnRlcjI=\r\n> Host: x',
      '> Authorization: Basic •••(authorization)\r\n> Host: x',
    ],
    [
      'Authorization of other kinds',
      `-H 'Authorization: Token token=${x(20)}' url`,
      "-H 'Authorization: Token •••(authorization)' url",
    ],
    ['bearer tokens alone', `Bearer ${x(20)}`, 'Bearer •••(authorization)'],
    ['cookies', 'Set-Cookie: id=1; Secure\n', 'Set-Cookie: •••(cookie)\n'],
    [
      'cookies in JSON',
      '{"Cookie": "sid=abcdef", "set-cookie": ["sid=1; Secure", "b=2"], "n": 1}',
      '{"Cookie": "•••(cookie)", "set-cookie": ["•••(cookie)"], "n": 1}',
    ],
    [
      'cookies of other spellings',
      `{ 'cookie' => 'sid=1' } cookie="sid=1" \n"set-cookie": [\n  "sid=1",\n  "b=2"\n]\nCookie: "sid=1"\n`,
      `{ 'cookie' => '•••(cookie)' } cookie="•••(cookie)" \n"set-cookie": [\n  "•••(cookie)"\n]\nCookie: "•••(cookie)"\n`,
    ],
    [
      'Authorization in lists and with quotes',
      String.raw`{"Authorization": ["Token abc"], "authorization": "Digest username=\"ada\", response=\"0a1b\"", "n": 1}`,
      '{"Authorization": ["Token •••(authorization)"], "authorization": "Digest •••(authorization)", "n": 1}',
    ],
    ['URL userinfo', 'postgres://ada:p@ss!@db/x', 'postgres://•••(URL credentials)@db/x'],
    ['a token as the user of a URL', `https://${x(24)}@host`, 'https://•••(URL credentials)@host'],
    ['private keys', `a\n${begin}\n${x(64)}\n${x(64)}\n${end}\nb`, 'a\n•••(private key)\nb'],
    ['private keys in JSON', `{"key":"${begin}\\n${x(64)}\\n${end}\\n"}`, '{"key":"•••(private key)\\n"}'],
    ['a private key without its end', `${begin}\n${x(64)}\n${x(20)}`, '•••(private key)'],
    ['a private key without its beginning', `${x(64)}\n${x(64)}\n${end}\nb`, '•••(private key)\nb'],
  ];
  for (const [name, text, expected] of masked) {
    it(`masks ${name}`, () => assert.equal(redact(text), expected));
    it(`changes nothing more the second time: ${name}`, () => assert.equal(redact(expected), expected));
  }

  for (const text of [
    'PWD=/home/ada OLDPWD=/tmp',
    'secretName: checkout-tls',
    'tokens: 128, token_count=12345678',
    '[sudo] password for ada: ',
    'Password:\nnext line',
    'commit 8f14e45fceea167a5a36dedd4bea2543c0ffee11',
    'ssh://git@github.com/a/b https://a/b@c',
    'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'monkey=12345678 keyboard',
    'hvs.example hvs.yourtokengoeshereinplaceofthis s.connectionPoolGetConnect12',
    'glsa_dashboard glc_cluster_name dop_v1_token pypi-mirror pypi-server-1.2.3 ATATT3x',
    'SG.north SG.com.example SG.eu-west-1.compute',
    'https://example.com/?sig=short&page=2 hooks/pre-commit /hooks/deploy-to-production-cluster-1',
    'https://learn.microsoft.com/webhook.office.com https://discord.com/api/webhooks/1234',
    '/hooks/7f3c9a1b2d4e5f60718293a4b5c6d7e8f9012345',
    'sk-something-quite-ordinary-here',
    'pass: 3 tests, bypass: on, passed: 12, by-pass: on, byPass: manual',
    '--- PASS: TestFoo (0.00s)\nPASS: test1.sh\nPass: yes',
    'pass=3 fail=0 tests_pass: 128 pass_rate=99.5% first-pass: done second_pass: 99.95% {"pass": 12}',
    'compass: north trespass=never passes: two passing: all',
    '"cookie": true, const cookie = parse(request), cookie="on" cookie=a=b',
    'https://h/?password=&verbose f(password=, x) {password=} (?password=)x',
    'const token=next(it)[1:], secret=list(a)[12345678]',
    String.raw`"{\"tests_pass\": 12, \"pass\": \"ok\", \"token\": \"short\"}"`,
    "DB_PASSWORD:      <set to the key 'db' in secret 'shop'>  Optional: false",
    "DB_PASS: <set to the key 'db' in secret 'shop'> proxy_pass: http://shop:8080",
  ]) {
    it(`leaves ${JSON.stringify(text)}`, () => assert.equal(redact(text), text));
  }

  describe('with known secrets', () => {
    let known = [{ value: 'tok/en "1"', kind: 'PagerDuty token' }];
    const redactor = new Redactor(() => known);

    it('masks them as they are, in a URL and in JSON, and says so', () => {
      const { text, masked } = redactor.redact(
        'a tok/en "1" b tok%2Fen%20%221%22 c tok/en \\"1\\" password=x',
      );
      assert.equal(
        text,
        'a •••(PagerDuty token) b •••(PagerDuty token) c •••(PagerDuty token) password=•••(password)',
      );
      assert.deepEqual(masked, [
        { kind: 'PagerDuty token', count: 3 },
        { kind: 'password', count: 1 },
      ]);
    });

    it('masks them in JSON that is a string in JSON', () => {
      known = [{ value: 'to"k\\en', kind: 'variable TOKEN' }];
      const nested = (value: string) => JSON.stringify({ msg: JSON.stringify({ x: value }) });
      assert.equal(redactor.redact(nested('to"k\\en')).text, nested('•••(variable TOKEN)'));
    });

    it('asks for them each time', () => {
      known = [{ value: 'other', kind: 'variable DB_NAME' }];
      assert.equal(redactor.redact('an other').text, 'an •••(variable DB_NAME)');
    });

    it('masks overlapping ones whole', () => {
      known = [
        { value: 'abcdef', kind: 'short' },
        { value: 'cdefghijk', kind: 'long' },
      ];
      assert.equal(redactor.redact('-abcdefghijk-').text, '-•••(long)-');
    });

    it('masks values with several lines', () => {
      known = [{ value: 'line one\nline two\n', kind: 'variable KEY' }];
      assert.equal(redactor.redact('x line one\nline two y').text, 'x •••(variable KEY) y');
    });

    it('does not look for values too short to mean anything', () => {
      known = [
        { value: '', kind: 'empty' },
        { value: 'a', kind: 'short' },
        { value: '  b \n', kind: 'blank' },
      ];
      assert.deepEqual(redactor.redact('a b'), { text: 'a b', masked: [] });
    });

    it('survives half a surrogate pair', () => {
      known = [{ value: '\ud83dabcd', kind: 'odd' }];
      assert.equal(redactor.redact('x\ud83dabcd').text, 'x•••(odd)');
    });
  });

  describe('takes linear time: the time limit of a test is far above what 1 MB needs, and far below its square', () => {
    const pieces = [
      'a',
      ' ',
      '\n',
      '=',
      'eyJ',
      'eyJaaaaaa.',
      'eyJaaaaa-',
      'x-eyJ',
      '://',
      '://a:',
      'a@',
      ':@',
      'password',
      'password ',
      'password=',
      'password="',
      '--password ',
      'password=\\"',
      'password=\\\\\\"a',
      '\\"password\\":\\"',
      'password\\\\\\',
      '\\',
      '\\"',
      'password=,',
      'password=,a;',
      `password=${',a-'.repeat(2000)}`,
      `password=;${'a '.repeat(40)}`,
      'password="\\\\',
      `password=\\"${'\\'.repeat(5000)}`,
      '?password=',
      '&a',
      'cookie: ["a=b", ',
      '"cookie":["',
      'cookie="',
      `cookie: [${' '.repeat(80)}`,
      `"cookie": ["a"${' '.repeat(80)},${' '.repeat(80)}`,
      '--',
      '--a-',
      'secret_key',
      'api-',
      'authorization',
      'authorization: ',
      'Bearer ',
      'cookie:',
      'AKIA',
      'ghp_',
      'sk-',
      'sk_a',
      'u+',
      begin,
      `${begin}\n`,
      end,
      `${end}\n`,
      begin.slice(0, 12),
      'A ',
      'BEGIN PRIVATE KEY',
      `${begin}${end}`,
      'hooks.slack.com/',
      'hvs.',
      'glc_',
      'SG.',
      `SG.${'a'.repeat(16)}.`,
      'pypi-',
      'ATATT3x',
      '&sig=',
      '.webhook.office.com/',
      'discord.com/api/webhooks/1/',
      '/hooks/',
      'pwd',
      'pass',
      '_pass',
      '_pass: ',
      '--pass ',
      '--a-pass ',
      '"pass": ',
      `pwd:${' '.repeat(80)}`,
      `_pass${' '.repeat(8)}:${' '.repeat(81)}`,
    ];
    for (const piece of pieces) {
      it(`for 1 MB of ${JSON.stringify(piece.slice(0, 60))}`, () => {
        const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
        assert.ok(new Redactor(() => [{ value: 'aaaaaaab', kind: 'known' }]).redact(text).text.length > 0);
      });
    }
  });
});
