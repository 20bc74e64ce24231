import assert from 'node:assert/strict';
import type { Alert } from '../../../src/core/incidents/incident.ts';
import { PatternChecks } from '../../../src/core/runbooks/patternChecks.ts';
import { mentioned, problemWith, resolveVariables } from '../../../src/core/runbooks/variableValues.ts';
import { type DeclaredVariable, variablesIn } from '../../../src/core/runbooks/variables.ts';
import { utc } from '../../../src/core/clock.ts';
import { cpuMs } from '../growth.ts';
import { incident } from '../incidents/incidentFixtures.ts';

const variable = (fields: Partial<DeclaredVariable> = {}): DeclaredVariable => ({
  name: 'POD',
  default: null,
  description: null,
  pattern: null,
  secret: false,
  from: null,
  ...fields,
});

const alert = (labels: Record<string, string>): Alert => ({
  id: 'A',
  title: 'Disk full',
  status: 'triggered',
  severity: null,
  createdAt: utc(0),
  details: [],
  links: [],
  runbook: null,
  alertName: null,
  labels,
});

const nothing = { incident: null, alerts: [] };

describe('the values of variables', () => {
  const one = (fields: Partial<DeclaredVariable>, sources = {}, entered: Record<string, string> = {}) => {
    const [resolved] = resolveVariables(
      [variable(fields)],
      { ...nothing, ...sources },
      new Map(Object.entries(entered)),
    );
    const { value, source, problem } = resolved!;
    return { value, source, problem };
  };

  it('are a person’s before the incident’s before the default', () => {
    const fields = { from: 'incident.id', default: 'd' } as const;
    const ofIncident = { incident: incident('P7') };
    assert.deepEqual(one(fields, ofIncident, { POD: 'mine' }), {
      value: 'mine',
      source: 'person',
      problem: null,
    });
    assert.deepEqual(one(fields, ofIncident), { value: 'P7', source: 'incident', problem: null });
    assert.deepEqual(one(fields), { value: 'd', source: 'default', problem: null });
    assert.deepEqual(one({}), { value: null, source: 'missing', problem: null });
    assert.equal(one(fields, ofIncident, { POD: '' }).value, '', 'an empty one is a value too');
  });

  it('come from each part of an incident, where it has one', () => {
    const sources = {
      incident: incident('P7', {
        title: 'T',
        url: 'https://x.example',
        severity: 'P1',
        service: { id: 'S', name: 'Mail' },
      }),
      alerts: [alert({ a: '1' }), alert({ a: '2', 'k8s.io/pod': 'api-1' })],
    };
    for (const [from, value] of [
      ['incident.id', 'P7'],
      ['incident.title', 'T'],
      ['incident.service', 'Mail'],
      ['incident.severity', 'P1'],
      ['incident.url', 'https://x.example'],
      ['alert.labels.a', '1'],
      ['alert.labels.k8s.io/pod', 'api-1'],
    ] as const)
      assert.deepEqual(one({ from }, sources), { value, source: 'incident', problem: null });
    const bare = {
      incident: incident('P7', { title: '', url: null, severity: null, service: null }),
      alerts: sources.alerts,
    };
    for (const from of ['incident.title', 'incident.service', 'incident.severity', 'incident.url'] as const)
      assert.equal(one({ from }, bare).source, 'missing', from);
    for (const name of ['nope', 'constructor', '__proto__', 'toString'])
      assert.equal(one({ from: `alert.labels.${name}` }, sources).source, 'missing', name);
  });

  it('have a problem where they do not fit, wherever they come from', () => {
    const pattern = 'api-\\d+';
    assert.match(one({ pattern }, {}, { POD: 'web-1' }).problem!, /does not fit the pattern api-/);
    assert.match(
      one({ pattern, from: 'alert.labels.pod' }, { alerts: [alert({ pod: 'api-1; rm' })] }).problem!,
      /fit/,
    );
    assert.match(one({ pattern, default: 'x' }).problem!, /fit/);
    assert.equal(one({ pattern, default: 'api-1' }).problem, null);
    assert.equal(one({ pattern }).problem, null, 'what is missing cannot be wrong');
  });

  it('have a problem where no environment or terminal should hold them', () => {
    for (const value of ['a\0b', 'a\rb', '\u001b[2J', '\u0085', '\u2028', '\ud800', 'a\udc00b'])
      assert.ok(problemWith(variable(), value), JSON.stringify(value));
    for (const value of ['', 'two\nlines\t', '💥', '$(x)`y`\'"\\!;', 'é\u202e'])
      assert.equal(problemWith(variable(), value), null, JSON.stringify(value));
    assert.equal(problemWith(variable(), 'é'.repeat(16_384)), null);
    assert.match(problemWith(variable(), 'é'.repeat(16_385))!, /32770 bytes/);
    for (const name of ['IFS', 'UID', 'RANDOM', 'LINES', 'BASH_ARGV', '_'])
      assert.match(problemWith(variable({ name }), 'x')!, /for themselves/, name);
  });
});

describe('patterns', () => {
  const check = (pattern: string, value: string) => new PatternChecks().check(pattern, value);

  it('are compared with the whole value', () => {
    assert.equal(check('a|b', 'a'), 'fits');
    for (const value of ['ab', 'a\n', '\na', 'xa', '']) assert.equal(check('a|b', value), 'differs', value);
    assert.equal(check('.', '💥'), 'fits');
    assert.equal(check('\\p{Lu}+', 'ÄÖ'), 'fits');
  });

  it('may be older ones', () => {
    assert.equal(check('[\\w-.]+', 'a-b.c'), 'fits');
    assert.equal(check('\\-', '-'), 'fits');
  });

  it('are nothing where they are no expression, and cannot get around their anchors', () => {
    for (const pattern of ['(', '[', 'a)|(?:b', ')(', '*', 'a)|.*(?:'])
      assert.equal(check(pattern, 'b'), 'invalid', pattern);
  });

  it('never hang', () => {
    const value = `${'a'.repeat(5_000)}!`;
    for (const pattern of ['(a+)+', '(a|a)*', '(.*a){30}', '([a-z]+)*\\d', '(?:a?){5000}a{5000}']) {
      const ms = cpuMs(() => assert.ok(['slow', 'differs', 'fits'].includes(check(pattern, value)), pattern));
      assert.ok(ms < 5_000, `${pattern} took ${ms} ms of the processor`);
    }
    assert.equal(check('(a+)+', value), 'slow');
  });

  it('that are slow are not tried again, nor are many of them', () => {
    const checks = new PatternChecks();
    const value = `${'a'.repeat(5_000)}!`;
    for (let n = 0; n < 200; n += 1) assert.equal(checks.check(`(a+)+${'x?'.repeat(n)}`, value), 'slow');
    assert.equal(checks.check('(a+)+', 'a'), 'slow');
  });
});

describe('mentioned', () => {
  const variables = ['POD', 'NS', 'A'].map(name => variable({ name }));
  const names = (code: string, interpreter: Parameters<typeof mentioned>[2]) =>
    mentioned(variables, code, interpreter).map(({ name }) => name);

  it('finds what a shell would expand', () => {
    for (const code of [
      'echo $POD',
      'echo "${POD}"',
      'x=${POD:-y}',
      'echo ${#POD} ${!POD}',
      'echo a$POD',
      'printenv POD',
      'echo "$POD/$NSX"',
    ])
      assert.deepEqual(names(code, 'bash'), ['POD'], code);
    for (const code of ['echo POD', 'kubectl get pod --ns NS', '$PODS ${NS_}', '# A'])
      assert.deepEqual(names(code, 'sh'), [], code);
    assert.deepEqual(names('$NS $A $POD', 'zsh'), ['POD', 'NS', 'A'], 'in the order of the declaration');
  });

  it('finds the bare words that a shell reads as numbers or names', () => {
    for (const code of [
      'kubectl scale deploy/x --replicas=$(( POD * 2 ))',
      'echo $((POD+1)) POS',
      'echo "$(( (1 + (2)) * POD ))"',
      'if (( POD > 3 )); then echo a; fi',
      'for (( i = 0; i < POD; i++ )); do :; done',
      'echo $((\n  POD\n))',
      '[[ -v POD ]] || exit 1',
      '[[ ! -v POD ]] && exit 1',
      '[[ 3 -lt POD ]]',
      '[[ 3 -lt 4 ||\n  -v POD ]]',
      'test -v POD',
      '[ ! -v POD ]',
      'let n=POD*2',
      'let "n = POD * 2" && echo',
      'declare -i n=POD+1',
      'echo $[ POD + 1 ]',
      'echo ${list[POD]} ${text:POD:2}',
      'echo $((',
    ])
      for (const shell of ['bash', 'zsh'] as const)
        assert.deepEqual(names(code, shell), code.includes('POD') ? ['POD'] : [], code);
    for (const code of [
      'a=(POD NS)',
      '(cd POD; ls) # (A)',
      'grep -v POD file',
      'let n=1; echo POD',
      'echo $((1)) POD $((2))',
      'echo ${text:-POD} [POD]',
    ])
      assert.deepEqual(names(code, 'bash'), [], code);
  });

  it('reads no script for long', () => {
    for (const text of ['[[ ', '((', '${a', 'declare -', 'test ', 'a[', '$[', 'let ', 'i', ' '])
      for (const line of [20_000, 200_000])
        assert.deepEqual(names(`declare -${text.repeat(line / text.length)}`, 'bash'), [], text);
  });

  it('finds the word elsewhere', () => {
    assert.deepEqual(names('os.environ["POD"]', 'python'), ['POD']);
    assert.deepEqual(names('process.env.NS + PODS', 'node'), ['NS']);
    assert.deepEqual(names('$env:POD', 'pwsh'), ['POD']);
    assert.deepEqual(names('\\getenv pod POD\nselect :A', 'psql'), ['POD', 'A']);
  });
});

describe('variablesIn', () => {
  const read = (...names: (string | Map<string, string>)[]) => {
    const wrong: string[] = [];
    const found = variablesIn(names, why => wrong.push(why)).map(({ name }) => name);
    return { found, wrong: wrong.length };
  };

  it('refuses names that shells keep for themselves', () => {
    assert.deepEqual(read('UID', 'LINES', 'IFS', 'POD'), { found: ['POD'], wrong: 3 });
  });

  it('refuses to take from an incident what makes a program load or run something', () => {
    const taken = (name: string) =>
      new Map([
        ['name', name],
        ['from', 'alert.labels.x'],
      ]);
    for (const name of [
      'PATH',
      'LD_PRELOAD',
      'BASH_ENV',
      'ENV',
      'NODE_OPTIONS',
      'PYTHONSTARTUP',
      'GIT_SSH_COMMAND',
      'PROMPT_COMMAND',
      'https_proxy',
      'KUBECONFIG',
    ])
      assert.deepEqual(read(taken(name)), { found: [], wrong: 1 }, name);
    assert.deepEqual(read(taken('POD'), 'PATH'), { found: ['POD', 'PATH'], wrong: 0 });
  });
});
