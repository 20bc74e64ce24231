import assert from 'node:assert/strict';
import type { FindingCode } from '../../../../src/core/runbooks/lint/finding.ts';
import { lintRunbook } from '../../../../src/core/runbooks/lint/lintRunbook.ts';
import { runbookSkeleton } from '../../../../src/core/runbooks/newRunbook.ts';
import { context, edited, fixed, found, marked, plainWords, shellBlock, today } from './support.ts';

const front = (yaml: string) => `---\n${yaml}\n---\n\n# T\n`;

/** A block of that name. */
const named = (name: string) => shellBlock('true', `bash { name="${name}" }`);

/** What the runbooks of these tests can see of others. */
const around = {
  exists: (path: string) => Promise.resolve(path === 'here.md'),
  namesIn: () => Promise.resolve(['here.md', 'other.md']),
  anchorsOf: () => Promise.resolve(['there']),
};

/** A code, a source, and the texts that are marked with it; none where it has nothing to say. */
const cases: readonly [FindingCode, source: string, marks: readonly string[]][] = [
  ['section-missing', '# T\n\n## Symptoms\n## Triage\n## Remediation\n## Validation\n## Contacts\n', []],
  [
    'section-missing',
    '# T\n\n## Symptoms\n## Quick diagnosis\n## Mitigation options\n## Verification\n',
    ['# T'],
  ],
  ['section-missing', 'no heading', Array<string>(5).fill('no heading')],
  ['owner-missing', front('owner: team'), []],
  ['owner-missing', front('team: storefront'), []],
  ['owner-missing', front('title: x'), ['# T']],
  ['owner-missing', front('owner:'), ['owner']],
  ['owner-missing', front('owner: [unclosed'), []],
  ['review-missing', front('reviewed: 2026-11-01'), []],
  ['review-missing', front('reviewed:'), ['reviewed']],
  ['review-missing', '# T\n', ['# T']],
  ['review-stale', front('reviewed: 2025-11-24'), []],
  ['review-stale', front('reviewed: 2025-11-23'), ['2025-11-23']],
  ['front-matter-value', front('reviewed: 2026-11-23'), []],
  ['front-matter-value', front('reviewed: last week'), ['last week']],
  ['front-matter-value', front('reviewed: 2026-02-30'), ['2026-02-30']],
  ['front-matter-value', front('reviewed: 2027-01-01'), ['2027-01-01']],
  ['front-matter-value', front('severities: [P1, P2]'), []],
  ['front-matter-value', front('severities: sev1'), ['sev1']],
  ['front-matter-value', front('severities: [P1, high]'), ['high']],
  ['front-matter-key', front('title: x\nservices: [a]\nlayout: page\nrunme: {id: x}\nvariables: []'), []],
  ['front-matter-key', front('sevices: [a]\nzzz: 1'), ['sevices', 'zzz']],
  ['front-matter', front('title: x'), []],
  ['front-matter', front('title: a\nservices: [a, b\ntitles: }'), ['titles: }']],
  ['front-matter', '---\ntitle: x\n# T', ['---']],
  ['front-matter', front('alerts: {a: b}'), ['alerts: {a: b}']],
  ['markdown', '[a](javascript:x)', ['[a](javascript:x)']],
  ['markdown', '[a](b.md)', []],

  ['variable-undefined', shellBlock('echo "$NAME" ${NAME}'), ['$NAME']],
  ['variable-undefined', shellBlock('echo "${NAME%x}" "${#OTHER}"'), ['${NAME', '${#OTHER']],
  ['variable-undefined', shellBlock('echo "$NAME"', 'text'), []],
  ['variable-undefined', shellBlock('NAME=x; echo "$NAME"'), []],
  [
    'variable-undefined',
    shellBlock('NAME=x printenv; export OTHER=y; NAMES+=(z); echo "$NAME$OTHER$NAMES"'),
    [],
  ],
  [
    'variable-undefined',
    shellBlock('for a in 1; do read -r b c <<< $a; done; printf -v d x; echo $b$c$d'),
    [],
  ],
  [
    'variable-undefined',
    shellBlock('(( i++ )); declare -A map; map[x]=1; getopts ab o; echo $i $map $o'),
    [],
  ],
  ['variable-undefined', shellBlock('echo "${NAME:-x}" "$NAME" ${OTHER-} ${R:+--to="$R"}'), []],
  [
    'variable-undefined',
    shellBlock('echo "${NAME:?Set it}" "$NAME" ${OTHER?} ${1:?}'),
    ['${NAME:?', '${OTHER?'],
  ],
  [
    'variable-undefined',
    shellBlock(
      'read -r USED <<< "$(df)"; for a in 1; do echo "${USED:?}${a:?}${HOME:?}${AWS_PROFILE:?}"; done',
    ),
    [],
  ],
  ['variable-undefined', `---\nvariables: [NAME]\n---\n${shellBlock('echo ${NAME:?Set it}')}`, []],
  ['variable-undefined', `${shellBlock('export NAME=x')}\n${shellBlock('echo ${NAME:?}')}`, []],
  ['variable-undefined', `${shellBlock('declare -rx NAME=x')}\n${shellBlock('echo ${NAME:?}')}`, []],
  ['variable-undefined', `${shellBlock('set -a\nNAME=x')}\n${shellBlock('echo ${NAME:?}')}`, []],
  ['variable-undefined', `${shellBlock('NAME=x')}\n${shellBlock('echo ${NAME:?}')}`, ['${NAME:?']],
  ['variable-undefined', `${shellBlock('echo ${NAME:?}')}\n${shellBlock('export NAME=x')}`, ['${NAME:?']],
  ['variable-undefined', `${shellBlock('echo ${NAME:-x}')}\n${shellBlock('echo ${NAME:?}')}`, ['${NAME:?']],
  ['variable-undefined', shellBlock(`echo '$NAME' \\$NAME # $NAME\nawk '{ print $NF }'`), []],
  ['variable-undefined', shellBlock(`echo "it's $NAME"`), ['$NAME']],
  ['variable-undefined', shellBlock(`cat <<'END'\n$NAME\nEND\ncat <<END\n$OTHER \\$NOT\nEND`), ['$OTHER']],
  ['variable-undefined', shellBlock(`x="$(echo '$A' "$B")"`), ['$B']],
  [
    'variable-undefined',
    shellBlock('echo $HOME $ONCALL_INCIDENT_ID $DRILL_X_URL $AWS_PROFILE $1 $? $$NAME "$@" $PGHOST'),
    [],
  ],
  ['variable-undefined', shellBlock('source ./env.sh\necho $NAME'), []],
  ['variable-undefined', shellBlock('set -a; . ./.env\necho $NAME'), []],
  [
    'variable-undefined',
    `---\nvariables:\n  - name: NAME\n    default: x\n---\n${shellBlock('echo $NAME')}`,
    [],
  ],
  ['variable-undefined', `---\nvariables: {NAME: {secret: true}}\n---\n${shellBlock('echo $NAME')}`, []],
  ['variable-undefined', `${shellBlock('export NAME=x')}\n${shellBlock('echo $NAME')}`, []],
  ['variable-undefined', shellBlock('$ echo $NAME\n$OUTPUT of it\n$ true', 'console'), ['$NAME']],

  ['kubectl-target', shellBlock('kubectl get pods'), ['kubectl']],
  [
    'kubectl-target',
    shellBlock('kubectl -n x get pods; kubectl get pods -A; kubectl --context=c get pods'),
    [],
  ],
  [
    'kubectl-target',
    shellBlock('kubectl --namespace "$ns" \\\n  get pods\nkubectl get pods \\\n  --namespace x'),
    [],
  ],
  ['kubectl-target', shellBlock('kubectl exec pod -- df -n'), ['kubectl']],
  [
    'kubectl-target',
    shellBlock('kubectl config current-context\nkubectl top nodes\nkubectl get pv,sc\nkubectl drain n'),
    [],
  ],
  [
    'kubectl-target',
    shellBlock('sudo kubectl get pods | grep x; if kubectl get svc; then X=1 kubectl delete pod p; fi'),
    ['kubectl', 'kubectl', 'kubectl'],
  ],
  ['kubectl-target', shellBlock('echo "in $(kubectl get pods)"'), ['kubectl']],
  [
    'kubectl-target',
    shellBlock(`command -v kubectl get; echo kubectl get pods; echo "kubectl get pods" # kubectl get`),
    [],
  ],
  ['kubectl-target', shellBlock('kubectl $FLAGS get pods\nkubectl "${flags[@]}" get pods'), []],
  ['kubectl-target', shellBlock('kubectl config use-context prod\nkubectl get pods'), []],
  ['kubectl-target', shellBlock('kubectl get pods', 'yaml'), []],

  ['secret', shellBlock('export AWS=AKIAABCDEFGHIJ234567'), ['AKIAABCDEFGHIJ234567']],
  ['secret', shellBlock('export AWS=AKIAIOSFODNN7EXAMPLE'), []],
  ['secret', shellBlock('mysql --password hunter2x'), ['hunter2x']],
  ['secret', shellBlock('mysql --password "$DB_PASSWORD"; x password=${P} token=<token>'), []],
  ['secret', shellBlock('psql postgres://app:s3cretpass@db/x'), ['app:s3cretpass']],
  ['secret', shellBlock('psql postgres://app:$PASSWORD@db/x postgres://user:password@db'), []],
  ['secret', '# T\n\nThe password: ask Ada.\n', []],
  [
    'secret',
    '# T\n\nThe key is ghp_abcdefghijklmnopqrstuvwxyz0123456789.\n',
    ['ghp_abcdefghijklmnopqrstuvwxyz0123456789'],
  ],

  ['hidden-character', shellBlock('rm -rf /tmp/x\u202E\u200B'), ['\u202E\u200B']],
  ['hidden-character', shellBlock('echo “typographic” é 🚒'), []],
  ['hidden-character', '# T\n\nA word\u200Bjoined.\n', []],

  ['attribute-value', shellBlock('x', 'bash {"name":"a","interactive":"false"}'), []],
  [
    'attribute-value',
    shellBlock('x', 'bash { name=a background=true promptEnv=no timeout=30s expectExit=22 }'),
    [],
  ],
  ['attribute-value', shellBlock('x', 'bash {"interactive":"flase"}'), ['flase']],
  [
    'attribute-value',
    shellBlock('x', 'bash { background=perhaps timeout=long expectExit=256 risk=none }'),
    ['perhaps', 'long', '256', 'none'],
  ],
  ['attribute-value', shellBlock('x', 'bash {"name":'), ['{"name":']],
  ['attribute-value', shellBlock('x', String.raw`bash {"name":"\x"}`), [String.raw`{"name":"\x"}`]],
  [
    'attribute-value',
    shellBlock('x', String.raw`bash {"expectOutput":"\"a\"","interactive":"\u0066lase","x":{"timeout":"x"}}`),
    [String.raw`\u0066lase`],
  ],
  ['attribute-value', shellBlock('x', 'bash title="a b"'), []],
  ['attribute-value', shellBlock('x', 'js {1,3}'), []],
  ['attribute-value', shellBlock('x', 'bash { rollback=undo }'), ['undo']],
  [
    'attribute-value',
    `${shellBlock('x', 'bash { rollback=undo }')}\n${shellBlock('y', 'bash { name=undo }')}`,
    [],
  ],
  ['attribute-unknown', shellBlock('x', 'bash { intercative=true somethingElse=1 }'), ['intercative']],

  ['name-duplicate', `${named('a')}${named('b')}${named(' a ')}${named('a')}`, [' a ', 'a']],
  ['name-duplicate', `${named('a')}${named('b')}`, []],
  ['attribute-value', shellBlock('x', 'bash { background=YES interactive=0 timeout=0 }'), ['0']],
  ['attribute-value', shellBlock('x', 'bash{ manual=maybe}'), ['maybe']],
  ['attribute-value', shellBlock('x', 'bash { interpreter=pythn }'), ['pythn']],
  ['attribute-value', shellBlock('x', 'bash { interpreter=/usr/bin/python3 }'), []],
  ['attribute-value', shellBlock('x', 'bash { name=me rollback=me }'), ['me']],

  ['variable-declaration', front('variables: [A, B]'), []],
  ['variable-declaration', front('variables:\n  A: x\n  B:\n    secret: true\n    from: incident.id'), []],
  ['variable-declaration', front('variables: [A, 1x, ONCALL_ME]'), ['1x', 'ONCALL_ME']],
  ['variable-declaration', front('variables:\n  - name: A\n  - name: a-b'), ['a-b']],
  ['variable-declaration', front('variables:\n  - name: A\n    from: incident.titel'), ['incident.titel']],
  ['variable-declaration', front('variables:\n  - name: A\n    from: alert.labels.namespace'), []],
  ['variable-declaration', front('variables:\n  - name: A\n    pattern: "a("'), ['"a("']],
  ['variable-declaration', front('variables:\n  - {name: A, pattern: "[a-z]+", default: A}'), ['"[a-z]+"']],
  ['variable-declaration', front('variables:\n  - {name: A, pattern: "[a-z]+", default: a}'), []],
  ['variable-declaration', front('variables:\n  - {name: A, pattern: "(a+)+$", default: aab}'), []],
  [
    'variable-declaration',
    front('variables:\n  - {name: A, secret: "yes", defualt: x}'),
    ['"yes"', 'defualt'],
  ],
  ['variable-declaration', front('variables: {A: {secret: on}, B: {secret: false}}'), ['on']],
  ['variable-declaration', front('variables: {A: {secret: no}}'), ['no']],
  ['variable-declaration', front('variables: [A, A]'), ['A']],
  ['secret', front('variables:\n  - {name: A, secret: true, default: hunter2x}'), ['hunter2x']],
  ['front-matter', front('variables: [1x]'), []],
  ['front-matter-value', front('interpreters: [python3, sql, rubi]'), ['rubi']],
  ['front-matter-key', front('interpreters: [python]'), []],

  [
    'link-dead',
    '# T\n\n[x](here.md#there) [y](here.md#nowhere) [z](gone.md#x)',
    ['here.md#nowhere', 'gone.md#x'],
  ],
  ['link-dead', '# T\n\n<a id="place"></a> [x](#place) [y](here.md)', []],
  ['link-dead', '# A b\n\n[x](#a-b) [y](here.md) [z](https://a.example) [m](mailto:a@b.example)', []],
  ['link-dead', '# A b\n\n[x](#ab) [y](gone.md) [z](./gone.md#x "t")', ['#ab', 'gone.md', './gone.md#x']],
  ['link-dead', '# T\n\n[x][r]\n\n[r]: gone%20too.md\n', ['gone%20too.md']],
  ['link-dead', '# T\n\n```md\n[x](gone.md)\n```\n', []],
];

describe('lintRunbook', () => {
  for (const [code, source, marks] of cases) {
    const name = JSON.stringify(source.replace(/^# T\n\n/, '')).slice(0, 110);
    it(`${code}: ${marks.length === 0 ? 'says nothing of' : `marks ${marks.length} in`} ${name}`, async () => {
      const findings = await found(code, source, around);
      assert.deepEqual(
        findings.map(finding => marked(source, finding)),
        marks,
      );
    });
  }

  it('finds the same places in a file of Windows', async () => {
    for (const [code, source, marks] of cases) {
      if (/\\\n/.test(source)) continue;
      const windows = source.replaceAll('\n', '\r\n');
      const findings = await found(code, windows, around);
      assert.deepEqual(
        findings.map(finding => marked(windows, finding)),
        marks,
        `${code}: ${JSON.stringify(source)}`,
      );
    }
  });

  it('finds places inside quotes and lists', async () => {
    const source =
      '# T\n\n> - a\n>\n>   ```bash\n>   echo "$QUOTED"\n>   ```\n\n1. x\n\n   ~~~sh\n   kubectl get pods\n   ~~~\n';
    const findings = await lintRunbook(source, context());
    const marks = findings
      .filter(({ severity }) => severity === 'warning')
      .map(finding => marked(source, finding));
    assert.deepEqual(marks, ['$QUOTED', 'kubectl']);
  });

  it('says once what its parser says, too', async () => {
    const findings = await lintRunbook(shellBlock('x', 'bash {"name":'), context());
    assert.deepEqual(
      findings.filter(({ message }) => /attributes of this block/.test(message)).map(({ code }) => code),
      ['attribute-value'],
    );
  });

  it('never repeats a secret that it found', async () => {
    const [finding] = await found('secret', shellBlock('mysql --password hunter2x'));
    assert.doesNotMatch(JSON.stringify(finding), /hunter2x/);
    assert.equal(finding!.severity, 'error');
  });

  it('does not look at a text that is too long, and says so', async () => {
    const findings = await lintRunbook('a\n'.repeat(200_000), context());
    assert.equal(findings.length, 1);
    assert.match(findings[0]!.message, /not checked/);
  });

  it('reads once more what a busy machine gave up', async () => {
    const source = shellBlock('kubectl get pods');
    let looks = 0;
    const busyAtFirst = { now: () => (++looks < 3 ? looks * 1_000 : 20_000), after: () => () => {} };
    assert.equal((await found('kubectl-target', source, { clock: busyAtFirst })).length, 1);
  });

  it('misses no section of a text that cannot be read', async () => {
    const findings = await lintRunbook(`${'>'.repeat(3_000)} a`, context());
    assert.ok(findings.some(({ code }) => code === 'markdown'));
    assert.ok(!findings.some(({ code }) => code === 'section-missing'));
  });

  it('calls no link dead where nobody could look', async () => {
    const source = '[x](gone.md)';
    assert.deepEqual(await found('link-dead', source), []);
    assert.deepEqual(await found('link-dead', source, { exists: () => Promise.reject(new Error('no')) }), []);
  });

  it('asks for no review where the setting says so', async () => {
    const never = { reviewAfterMonths: 0 };
    assert.deepEqual(await found('review-stale', front('reviewed: 2001-01-01'), never), []);
    assert.deepEqual(await found('review-missing', '# T', never), []);
  });

  describe('its fixes', () => {
    const fixes: readonly [FindingCode, source: string, after: string][] = [
      ['owner-missing', '# T\n', '---\nowner: "Ada"\n---\n\n# T\n'],
      ['owner-missing', '---\ntitle: x\n---\n# T\n', '---\ntitle: x\nowner: "Ada"\n---\n# T\n'],
      ['owner-missing', '---\nowner:\n---\n# T\n', '---\nowner: "Ada"\n---\n# T\n'],
      ['review-stale', front('reviewed: 2020-01-01'), front('reviewed: 2026-11-23')],
      ['review-missing', front('title: x'), front('title: x\nreviewed: 2026-11-23')],
      ['front-matter-key', front('sevices: [a]'), front('services: [a]')],
      ['front-matter-value', front('severities: sev-2'), front('severities: P2')],
      ['front-matter-value', front('severities: [P1, SEV3]'), front('severities: [P1, P3]')],
      ['front-matter-value', front('interpreters: [pyton]'), front('interpreters: [python]')],
      [
        'variable-declaration',
        front('variables:\n  - name: A\n    from: incident.titel'),
        front('variables:\n  - name: A\n    from: incident.title'),
      ],
      [
        'variable-declaration',
        front('variables:\n  - name: A\n    secrt: true'),
        front('variables:\n  - name: A\n    secret: true'),
      ],
      [
        'variable-declaration',
        front('variables:\n  - name: A\n    secret: "true"'),
        front('variables:\n  - name: A\n    secret: true'),
      ],
      [
        'secret',
        front('variables:\n  - name: A\n    secret: true\n    default: hunter2x'),
        front("variables:\n  - name: A\n    secret: true\n    default: ''"),
      ],
      [
        'secret',
        '---\ntitle: x\n---\nA\n\n```bash\nexport AWS=AKIAABCDEFGHIJ234567\n```\n',
        '---\ntitle: x\nvariables:\n  - name: AWS_KEY\n    secret: true\n---\nA\n\n```bash\nexport AWS="${AWS_KEY:?Set AWS_KEY, then run this again}"\n```\n',
      ],
      ['name-duplicate', `${named('a')}${named('a')}`, `${named('a')}${named('a-2')}`],
      [
        'name-duplicate',
        shellBlock('true', String.raw`bash {"name":"a \"b\""}`).repeat(2),
        shellBlock('true', String.raw`bash {"name":"a \"b\""}`) +
          shellBlock('true', String.raw`bash {"name":"a \"b\"-2"}`),
      ],
      ['link-dead', '# T\n\n[x](her.md)', '# T\n\n[x](here.md)'],
      ['link-dead', '# T\n\n[x](here.md#thre)', '# T\n\n[x](here.md#there)'],
      ['link-dead', '# A b\n\n[x](#a-c)', '# A b\n\n[x](#a-b)'],
      [
        'kubectl-target',
        shellBlock('kubectl get pods'),
        shellBlock('kubectl --namespace "${NAMESPACE:-default}" get pods'),
      ],
      ...['echo "$NAME"', 'echo ${NAME}', 'echo ${NAME:?Set it}'].map(
        (code): [FindingCode, string, string] => [
          'variable-undefined',
          shellBlock(code),
          `---\nvariables:\n  - name: NAME\n---\n\n${shellBlock(code)}`,
        ],
      ),
      ['hidden-character', shellBlock('a\u00A0b\u202Ec\u200B'), shellBlock('a bc')],
      [
        'attribute-value',
        shellBlock('x', 'bash {"interactive":"flase"}'),
        shellBlock('x', 'bash {"interactive":"false"}'),
      ],
      [
        'attribute-unknown',
        shellBlock('x', 'bash { intercative=true }'),
        shellBlock('x', 'bash { interactive=true }'),
      ],
    ];
    for (const [code, source, after] of fixes) {
      it(`${code}: mends ${JSON.stringify(source).slice(0, 80)}, and then it is gone`, async () => {
        const [finding] = await found(code, source, around);
        assert.equal(fixed(source, finding), after);
        assert.deepEqual(await found(code, after, around), []);
      });
    }

    it('make a block stop for what is not set only where it is asked for', async () => {
      const declared = (code: string) => `---\nvariables:\n  - name: NAME\n---\n\n${shellBlock(code)}`;
      for (const [code, after] of [
        ['echo "$NAME"', 'echo "${NAME:?Set NAME, then run this again}"'],
        ['echo ${NAME}', 'echo ${NAME:?Set NAME, then run this again}'],
      ] as const) {
        const [finding] = await found('variable-undefined', shellBlock(code));
        assert.equal(edited(shellBlock(code), finding!.fixes[1]!.edits), declared(after));
        assert.deepEqual(await found('variable-undefined', declared(after)), []);
      }
      const [noPlace] = await found(
        'variable-undefined',
        `---\nvariables: [A]\n---\n${shellBlock('echo $NAME')}`,
      );
      assert.deepEqual(noPlace!.fixes, []);
    });

    it('add each missing section where it belongs', async () => {
      let source = '# T\n\n## Quick diagnosis\n\nx\n\n## Escalation\n\ny';
      for (let turn = 0; turn < 3; turn++)
        source = fixed(source, (await found('section-missing', source))[0]);
      assert.deepEqual(await found('section-missing', source), []);
      assert.deepEqual(
        source.split('\n').filter(line => line.startsWith('## ')),
        ['## Symptoms', '## Quick diagnosis', '## Mitigation options', '## Verification', '## Escalation'],
      );
      const atEnd = '# T\n\n## Symptoms\n\n## Diagnosis\n\n## Mitigation\n\n## Verification\n';
      assert.match(
        fixed(atEnd, (await found('section-missing', atEnd))[0]),
        /## Verification\n\n## Escalation\n/,
      );
    });

    it('write no field behind a map in braces', async () => {
      const [finding] = await found('owner-missing', '---\n{title: x}\n---\n# T\n');
      assert.deepEqual(finding!.fixes, []);
    });
  });

  it('has nothing to say about a new runbook', async () => {
    const text = runbookSkeleton(
      { title: 'Checkout is down', service: 'checkout', alerts: ['Down'], owner: 'Ada', now: today },
      plainWords,
    );
    assert.deepEqual(await lintRunbook(text, context()), []);
  });
});
