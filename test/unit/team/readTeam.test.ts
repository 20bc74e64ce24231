import assert from 'node:assert/strict';
import { defaultTeam } from '../../../src/core/team/teamFile.ts';
import { mergeTeam } from '../../../src/core/team/teamLayer.ts';
import { file, read, teamOf, told } from './support.ts';

const service = (name: string, more = '') => `services:\n  - name: ${name}\n${more}`;

describe('A team’s file', () => {
  it('says everything that it may say', () => {
    const text = `services:
  - name: checkout
    description: Takes orders.
    repositories: [shop/checkout, "git@github.com:acme/payments.git"]
    owners: Team Payments
    runbooks: [runbooks/checkout.md, "https://wiki.example.com/checkout"]
    dashboards: [{name: Overview, url: "https://grafana.example.com/d/1?orgId=2"}]
    probes: [{runbook: runbooks/checkout.md, block: access}]
    chat: "slack:#checkout"
    bridge: {url: "https://meet.example.com/checkout", phone: "+49 30 1234567"}
severities:
  P1: {name: SEV1, meaning: All is down., nextUpdate: 15m, priorities: [Critical, SEV0]}
  P3: {nextUpdate: 2h}
  P2: {nextUpdate: none}
matrix:
  high: {low: P2}
roles:
  - {name: Chef d'orchestre, id: incidentCommander, duties: Leads.}
  - {name: Scribe}
  - {name: Observer, several: true}
checklists:
  triage: [Is it a real incident?, Our own question?]
  detection: []
  warRoom: [Access confirmed?, Is the supplier on the call?]
escalation:
  - {name: Long, severities: [P1, P2], when: {notMitigatedAfter: 1h}, tell: [CTO, "slack:#management"], note: Call.}
  - {name: Stuck, when: {runbookNotSuccessfulAfter: own time}, tell: Tech Lead}
  - {name: Stuck long, when: {runbookNotSuccessfulAfter: 15m}, tell: Tech Lead}
  - {name: A risky rollback, when: {riskyRollback: true}, tell: IC}
  - {name: Leak, when: {flag: dataLeak}, tell: CISO}
messages:
  initial: {en: "{{title}} is on fire"}
alerts:
  - alert:
      name: HighErrorRate
      condition: error_rate > 1%
      duration: 5m
      severity: P2
      notify: [on-call-primary, "slack:#alerts"]
      runbook: runbooks/checkout.md
  - {name: DiskFull}
alert: {name: Alone, severity: P4}
`;
    assert.deepEqual(told(text), []);
    const team = teamOf(text);
    assert.deepEqual(team.services, [
      {
        ...{ name: 'checkout', description: 'Takes orders.', owners: ['Team Payments'], origin: file },
        repositories: ['shop/checkout', 'git@github.com:acme/payments.git'],
        runbooks: ['runbooks/checkout.md', 'https://wiki.example.com/checkout'],
        dashboards: [{ name: 'Overview', url: 'https://grafana.example.com/d/1?orgId=2' }],
        probes: [{ runbook: 'runbooks/checkout.md', block: 'access' }],
        chat: 'slack:#checkout',
        bridge: { url: 'https://meet.example.com/checkout', phone: '+49 30 1234567' },
      },
    ]);
    assert.deepEqual(
      team.severities.map(({ id, name, nextUpdateMinutes, origin }) => [id, name, nextUpdateMinutes, origin]),
      [
        ['P1', 'SEV1', 15, file],
        ['P2', 'Major', null, file],
        ['P3', 'Moderate', 120, file],
        ['P4', 'Minor', null, null],
      ],
    );
    assert.deepEqual(
      team.severities.map(({ priorities }) => priorities),
      [['Critical', 'SEV0'], [], [], []],
    );
    assert.deepEqual(team.matrix.high, { low: 'P2', medium: 'P2', high: 'P1' });
    assert.deepEqual(
      team.roles.map(({ id, name, several }) => [id, name, several]),
      [
        ['incidentCommander', "Chef d'orchestre", false],
        ['scribe', 'Scribe', false],
        ['observer', 'Observer', true],
      ],
    );
    const items = (stage: string) => team.checklists.find(list => list.stage === stage)!.items;
    assert.deepEqual(items('triage'), [
      { id: 'triage.real', text: 'Is it a real incident?' },
      { id: 'triage:our-own-question', text: 'Our own question?' },
    ]);
    assert.deepEqual(items('detection'), []);
    assert.deepEqual(
      items('warRoom').map(({ id }) => id),
      ['warRoom.access', 'warRoom:is-the-supplier-on-the-call'],
    );
    assert.equal(items('mitigation').length, 5);
    assert.deepEqual(
      team.escalation.map(({ id, when }) => [id, when]),
      [
        ['long', { kind: 'notMitigatedAfter', minutes: 60 }],
        ['stuck', { kind: 'runbookNotSuccessfulAfter', minutes: null }],
        ['stuck-long', { kind: 'runbookNotSuccessfulAfter', minutes: 15 }],
        ['riskyRollback', { kind: 'riskyRollback' }],
        ['leak', { kind: 'flag', flag: 'dataLeak' }],
      ],
    );
    assert.deepEqual(team.escalation[0]!.tell, ['CTO', 'slack:#management']);
    assert.equal(team.messages.initial.en, '{{title}} is on fire');
    assert.equal(team.messages.initial.fr, defaultTeam('en').messages.initial.fr);
    assert.deepEqual(
      team.alerts.map(({ name, condition, severity }) => [name, condition, severity]),
      [
        ['HighErrorRate', 'error_rate > 1%', 'P2'],
        ['DiskFull', null, null],
        ['Alone', null, 'P4'],
      ],
    );
  });

  it('may be empty, or only have comments and keys without a value yet', () => {
    for (const text of ['', '# nothing yet\n', 'services:\n', 'services:\nroles:\nmatrix:\n  high:\n', '{}'])
      assert.deepEqual([told(text), teamOf(text)], [[], defaultTeam('en')], JSON.stringify(text));
  });

  it('keeps to what is sound where an item is broken, each told at its place', () => {
    const text = `servces: []
services:
  - name: checkout
    chanel: "#x"
  - name: payments
    bridge: { url: "http://meet.example.com" }
  - name: 404
  - owners: nobody
severities: { P1: { nextUpdate: often }, P2: { nextUpdate: 5m } }
matrix: { high: { low: P33 }, medium: { low: P1 } }
roles: Scribe
escalation:
  - { name: Both, when: { flag: dataLeak, riskyRollback: true }, tell: CEO }
alerts:
  - { name: Up, runbook: ../../etc/passwd }
  - { name: Down, severity: P1 }
`;
    assert.deepEqual(told(text), [
      '1:team-key',
      '4:team-key',
      '6:team-value',
      '7:team-value',
      '8:team-missing',
      '9:team-value',
      '10:team-value',
      '11:team-value',
      '13:team-value',
      '15:team-value',
    ]);
    const team = teamOf(text);
    assert.deepEqual(
      team.services.map(({ name }) => name),
      ['checkout'],
    );
    assert.deepEqual(
      team.severities.map(({ nextUpdateMinutes }) => nextUpdateMinutes),
      [15, 5, null, null],
    );
    assert.deepEqual([team.matrix.high.low, team.matrix.medium.low], ['P3', 'P1']);
    assert.deepEqual(team.roles, defaultTeam('en').roles);
    assert.deepEqual(team.escalation, defaultTeam('en').escalation);
    assert.deepEqual(
      team.alerts.map(({ name }) => name),
      ['Down'],
    );
  });

  it('names probes by a path and a name, and nothing else', () => {
    for (const probe of [
      '{runbook: "https://wiki.example.com/a", block: access}',
      '{runbook: ../a.md, block: access}',
      '{runbook: /etc/a.md, block: access}',
      '{runbook: a.md}',
      'kubectl get pods',
    ])
      assert.deepEqual(teamOf(service('checkout', `    probes: [${probe}]\n`)).services, [], probe);
    const more = '    probes: [{runbook: a.md, block: access, command: "rm -r /"}]\n';
    const [checkout] = teamOf(service('checkout', more)).services;
    assert.deepEqual(checkout!.probes, [{ runbook: 'a.md', block: 'access' }]);
  });

  it('keeps what an item said when it was last good', () => {
    const before = read(`${service('checkout', '    chat: "#a"\n')}matrix: {low: {low: P2}}\n`).layer!;
    const after = read(
      `${service('checkout', '    chat: 7\n')}  - name: new\nmatrix: {low: {low: P9}}\n`,
      before,
    );
    assert.deepEqual(
      after.layer!.services.map(({ name, chat }) => [name, chat]),
      [
        ['checkout', '#a'],
        ['new', null],
      ],
    );
    assert.deepEqual(after.layer!.matrix, before.matrix);
    assert.deepEqual(read('services: 7\n', before).layer!.services, before.services);
    assert.deepEqual(read('{}', before).layer!.services, [], 'what is taken out is gone');
    assert.equal(read('services: [', before).layer, null);
  });

  it('keeps the standard role or rule of the name of a broken one, where nothing was said before', () => {
    const { roles, escalation } = teamOf(
      'roles: [{name: incident commander, several: maybe}, {name: Tech Lead}, {name: Ours, several: maybe}]\n' +
        'escalation: [{name: Critical and not mitigated, when: {notMitigatedAfter: soon}}, ' +
        '{name: Leak, when: {flag: dataLeak}, tell: [CTO]}]\n',
    );
    assert.deepEqual(
      roles.map(({ id }) => id),
      ['incidentCommander', 'techLead'],
    );
    assert.deepEqual(
      escalation.map(({ when }) => when),
      [
        { kind: 'notMitigatedAfter', minutes: 30 },
        { kind: 'flag', flag: 'dataLeak' },
      ],
    );
    assert.equal(teamOf('roles: [{name: Chef d’incident, several: maybe}]\n').roles.length, 5);
  });

  it('keeps what a definition by itself said when it was last good', () => {
    const before = read('alert: {name: DiskFull, severity: P1}\n').layer!;
    assert.deepEqual(read('alert: {name: DiskFull, severity: P9}\n', before).layer!.alerts, before.alerts);
    assert.deepEqual(read('alert: {name: Other, severity: P9}\n', before).layer!.alerts, []);
    assert.deepEqual(read('{}', before).layer!.alerts, []);
  });

  it('says where YAML itself is broken', () => {
    for (const [text, line] of [
      ['a: 1\nservices: [\n', 3],
      ['a: 1\n  b: 2\n', 1],
      ['just a text', 1],
      ['- a\n- b\n', 1],
    ] as const) {
      const { layer, findings } = read(text);
      assert.equal(layer, null);
      assert.deepEqual(
        findings.map(({ code, severity }) => [code, severity]),
        [['team-file', 'error']],
      );
      assert.ok(Math.abs(findings[0]!.range.start.line + 1 - line) <= 1, `${text}: ${findings[0]!.message}`);
    }
  });

  it('may have hundreds of services, each with lists and fields in brackets', () => {
    const one = (n: number) =>
      `  - { name: s${n}, repositories: ["git@github.com:acme/s${n}.git"], owners: [Team ${n}] }\n`;
    const text = `services:\n${Array.from({ length: 300 }, (_, n) => one(n)).join('')}`;
    assert.deepEqual(told(text), []);
    assert.equal(teamOf(text).services.length, 300);
  });

  it('reads the first of several documents, and says so', () => {
    assert.deepEqual(told('roles: []\n---\nroles: [{name: x}]\n'), ['2:team-file']);
    assert.deepEqual(teamOf('roles: []\n---\nroles: [{name: x}]\n').roles, []);
  });

  it('names the nearest known word, and mends it', () => {
    const { findings } = read('servics: []\nmatrix: {high: {low: p2}}\n');
    assert.match(findings[0]!.message, /Did you mean “services”\?$/);
    assert.deepEqual(findings[0]!.fixes[0]!.edits, [
      { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 7 } }, newText: 'services' },
    ]);
    assert.deepEqual(findings[1]!.fixes[0]!.edits[0]!.newText, 'P2');
  });

  it('says what is there twice', () => {
    assert.deepEqual(told('roles: []\nroles: []\n'), ['2:team-duplicate']);
    const twice = `${service('checkout')}  - name: Checkout\n    chat: "#b"\n`;
    assert.deepEqual(told(twice), ['3:team-duplicate']);
    assert.deepEqual(
      teamOf(twice).services.map(({ name, chat }) => [name, chat]),
      [['checkout', null]],
    );
  });

  it('checks messages: what they name must be there', () => {
    const messages = (text: string) => `messages: {update: {en: ${JSON.stringify(text)}}}\n`;
    const own = '**{{title}}**: {{impact}} {{! why }}{{#progress}}{{at}} {{text}}{{/progress}}';
    assert.deepEqual(told(messages(own)), []);
    assert.equal(teamOf(messages(own)).messages.update.en, own);
    for (const broken of [
      '{{titel}}',
      '{{#impact}}{{/impact}}',
      '{{#progress}}',
      '{{> other}}',
      '{{',
      '{{/x}}',
      '{{constructor.constructor}}{{>x}}',
    ]) {
      assert.deepEqual(told(messages(broken)), ['1:team-template'], broken);
      assert.equal(teamOf(messages(broken)).messages.update.en, null);
    }
  });

  it('of several the first wins, item by item; own roles stand for the standard ones', () => {
    const layers = ['shared', 'own'].map(
      name =>
        read(`${service('checkout', `    chat: "#${name}"\n`)}  - name: ${name}\nroles: [{name: ${name}}]\n`)
          .layer!,
    );
    const team = mergeTeam(layers, defaultTeam('fr'));
    assert.deepEqual(
      team.services.map(({ name, chat }) => [name, chat]),
      [
        ['checkout', '#shared'],
        ['shared', null],
        ['own', null],
      ],
    );
    assert.deepEqual(
      team.roles.map(({ name }) => name),
      ['shared', 'own'],
    );
    assert.deepEqual(mergeTeam([], defaultTeam('fr')), defaultTeam('fr'));
    assert.deepEqual(mergeTeam([read('roles: []\n').layer!], defaultTeam('fr')).roles, []);
  });
});

describe('A team’s file and credentials', () => {
  const canary = 'hunter2Canary99';
  const cases: Record<string, string> = {
    'a webhook as chat': service('a', `    chat: https://hooks.slack.com/services/T0/B0/${canary}\n`),
    'a webhook to notify': `alerts: [{name: a, notify: ["https://discord.com/api/webhooks/1/${canary}"]}]`,
    'a user in an address': service('a', `    bridge: {url: "https://me:${canary}@meet.example.com/"}\n`),
    'a token in a remote': service('a', `    repositories: https://${canary}@github.com/acme/x\n`),
    'a key in an address': service(
      'a',
      `    dashboards: [{name: d, url: "https://g.example.com/?api_key=${canary}"}]\n`,
    ),
    'a signed runbook': `alerts: [{name: a, runbook: "https://blob.example.com/x.md?sv=1&sig=${canary}"}]`,
    'a password in a text': service('a', `    description: "log in with password=${canary}"\n`),
    'a token in a message': `messages: {update: {en: "Authorization: Bearer ${canary}${canary}"}}`,
    'a GitHub token': `checklists: {triage: ["ghp_${canary.repeat(3)}"]}`,
    'a token in an escape': `checklists: {triage: ["\\x67hp_${canary.repeat(3)}"]}`,
    'a token behind an anchor': `escalation: [{name: a, when: {riskyRollback: true}, tell: &t "xoxb-1234567890-${canary}", note: *t}]`,
    'a routing key': `routing_key: ${canary}`,
    'a token of its own': service('a', `    slackToken: ${canary}\n`),
    'a nested password': service('a', `    bridge: {url: "https://m.example.com", password: ${canary}}\n`),
    'a base URL': `pagerDuty: {baseUrl: "https://evil.example.com/", apiKey: ${canary}}`,
  };
  for (const [name, text] of Object.entries(cases)) {
    it(`refuses ${name}, says so, and keeps nothing of it`, () => {
      const { layer, findings } = read(text);
      assert.ok(
        findings.some(({ code, severity }) => code === 'team-secret' && severity === 'error'),
        JSON.stringify(findings),
      );
      assert.doesNotMatch(JSON.stringify(layer), /hunter2Canary99/);
      assert.doesNotMatch(findings.map(({ message }) => message).join(), /hunter2Canary99/);
    });
  }

  it('warns of one in a comment, too', () => {
    assert.deepEqual(told(`# old: xoxb-1234567890-${canary}\n`), ['1:team-secret']);
  });

  it('lets what only talks of them be', () => {
    for (const text of [
      'checklists: {triage: ["Ask for the password: see the vault"]}',
      'alerts: [{name: TokenExpired, runbook: "runbooks/password-reset.md"}]',
      service(
        'auth-token-service',
        '    repositories: ["ssh://git@github.com/acme/token.git", secrets-operator]\n',
      ),
      service('a', '    runbooks: "https://medium.com/@acme/runbook"\n    owners: ["ada@example.com"]\n'),
    ])
      assert.deepEqual(told(text), [], text);
  });

  it('is not deceived by more findings than are shown', () => {
    for (const noise of [
      Array.from({ length: 300 }, (_, n) => `k${n}: 1\n`).join(''),
      `roles: [${'1, '.repeat(300)}]\n`,
      `checklists: {triage: [${'"https://a:b@c.example/", '.repeat(300)}]}\n`,
    ]) {
      const { layer, findings } = read(`${noise}alerts: [{name: a, runbook: "javascript:alert(1)"}]\n`);
      assert.equal(findings.length, 200);
      assert.deepEqual(layer!.alerts, []);
    }
  });

  it('has only https addresses, and no path that leaves the workspace', () => {
    const places = ['http://a.example/x', 'ftp://a/x', 'file:///etc/passwd', 'javascript:alert(1)', 'command:x', 'vscode:x', '/etc/passwd', '\\\\host\\x', '../x.md', 'a/../../x.md', 'a\\..\\..\\x.md', '..', 'data:text/html,x', 'C:\\x.md']; // prettier-ignore
    for (const place of places) {
      const { layer } = read(`alerts: [{name: a, runbook: ${JSON.stringify(place)}}]`);
      assert.deepEqual(layer!.alerts, [], place);
      const { layer: other } = read(
        service('a', `    dashboards: [{name: d, url: ${JSON.stringify(place)}}]\n`),
      );
      assert.deepEqual(other!.services, [], place);
    }
  });

  it('refuses what cannot be seen, and lets French spaces and emoji be', () => {
    for (const text of [
      service('che\u200bckout'),
      service('a', '    chat: "\\u202e#x"\n'),
      'ro\u202eles: []',
    ])
      assert.ok(
        told(text).some(one => one.endsWith('team-hidden')),
        JSON.stringify(text),
      );
    assert.deepEqual(told('roles: [] # a \u202ecomment\n'), ['1:team-hidden']);
    assert.deepEqual(teamOf(service('che\u200bckout')).services, []);
    assert.deepEqual(told('checklists: {triage: ["Vrai incident\u00a0? 👩\u200d🚒"]}'), []);
  });
});
