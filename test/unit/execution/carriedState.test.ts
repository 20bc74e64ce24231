import assert from 'node:assert/strict';
import { environmentOf, incidentEnvironment } from '../../../src/core/execution/blockEnvironment.ts';
import { CarriedState } from '../../../src/core/execution/carriedState.ts';
import { Redactor } from '../../../src/core/execution/redact.ts';
import { asGiven, parseSnapshot, type Snapshot } from '../../../src/core/execution/snapshot.ts';
import { incident as anIncident } from '../incidents/incidentFixtures.ts';

const snapshot = (variables: Record<string, string>, cwd = '/work'): Snapshot => ({
  cwd,
  variables: new Map(Object.entries(variables)),
});
const plain = (text: string) => text;

describe('parseSnapshot', () => {
  it('reads a directory and pairs, whatever is in them', () => {
    const read = parseSnapshot('/a\n b\n\0A=1\0B=x=y\nz\0E=\0.\0');
    assert.equal(read?.cwd, '/a\n b');
    assert.deepEqual(Object.fromEntries(read.variables), { A: '1', B: 'x=y\nz', E: '' });
  });

  it('leaves out what is no variable of a shell, or On-Call’s own', () => {
    const read = parseSnapshot('/\n\0BASH_FUNC_f%%=() { :; }\0A.B=1\0=x\0p l\0ONCALL_RUN_DIR=/x\0A=1\0.\0');
    assert.deepEqual([...read!.variables], [['A', '1']]);
  });

  it('knows a name alone for what is as it was given', () => {
    const read = parseSnapshot('/\n\0TOKEN\0ONCALL_RUN_X\0EMPTY=\0.\0');
    assert.deepEqual(Object.fromEntries(read!.variables), { TOKEN: asGiven, EMPTY: '' });
  });

  for (const torn of ['', '/a\n', '/a\n\0A=1\0', '/a\n\0A=1\0.', '/a\0A=1\0.\0', '.\0', '\0.\0'])
    it(`is nothing where it was not written whole: ${JSON.stringify(torn)}`, () =>
      assert.equal(parseSnapshot(torn), null));
});

describe('CarriedState', () => {
  it('is what was added, changed and removed, and where it went, each with its step', () => {
    const state = CarriedState.none
      .after(
        snapshot({ KEPT: '1', CHANGED: '1', GONE: '1' }),
        snapshot({ KEPT: '1', CHANGED: '2', ADDED: 'a' }, '/there'),
        'First',
      )
      .after(
        snapshot({ KEPT: '1', CHANGED: '2', ADDED: 'a' }, '/there'),
        snapshot({ KEPT: '1', CHANGED: '2', ADDED: 'b' }, '/there'),
        'Second',
      );
    assert.deepEqual(state.view(plain), {
      cwd: '/there',
      changes: [
        { name: 'CHANGED', value: '2', change: 'changed', step: 'First' },
        { name: 'ADDED', value: 'b', change: 'added', step: 'Second' },
        { name: 'GONE', value: null, change: 'removed', step: 'First' },
      ],
    });
    assert.deepEqual(state.environment(), { CHANGED: '2', ADDED: 'b' });
    assert.equal(state.reset().isEmpty, true);
  });

  it('has what a block made of a value that it was given, and never what stands for one', () => {
    const given = snapshot({ SAME: asGiven, NEW: asGiven, GONE: asGiven, BACK: 'from a start file' });
    const state = CarriedState.none.after(given, snapshot({ SAME: asGiven, NEW: '2', BACK: asGiven }), 'A');
    assert.deepEqual(state.environment(), { NEW: '2' });
    assert.deepEqual([...state.unset.keys()], ['GONE']);
  });

  it('forgets what was added and removed again, and remembers what was removed and came back', () => {
    const first = CarriedState.none.after(snapshot({ OLD: '1' }), snapshot({ NEW: '1' }), 'A');
    const second = first.after(snapshot({ NEW: '1' }), snapshot({ OLD: '2' }), 'B');
    assert.deepEqual(second.view(plain).changes, [{ name: 'OLD', value: '2', change: 'changed', step: 'B' }]);
    assert.equal(second.unset.size, 0);
  });

  it('leaves out what belongs to a shell or a terminal, and On-Call’s own', () => {
    const noise = Object.fromEntries(
      ['_', 'SHLVL', 'PWD', 'OLDPWD', 'BASH_ENV', 'PS1', 'PROMPT_COMMAND', 'LINES', 'COLUMNS', 'SECONDS']
        .concat('ONCALL_RUN_DIR', 'ONCALL_INCIDENT_TITLE', 'VSCODE_INJECTION', 'TERM_PROGRAM_VERSION')
        .map(name => [name, 'x']),
    );
    const before = snapshot({ A: '1' });
    const kept = CarriedState.none.after(before, snapshot({ A: '1', ...noise }), 'A');
    assert.deepEqual([...kept.set.keys()], []);
    assert.equal(CarriedState.none.after(snapshot({ A: '1', ...noise }), before, 'A').isEmpty, true);
  });

  it('drops the largest where it is too much to hand on, and what is no text', () => {
    const large = 'x'.repeat(70_000);
    const state = CarriedState.none.after(
      snapshot({}),
      snapshot({
        A: large,
        B: large,
        C: `${large}y`,
        D: large,
        HUGE: 'x'.repeat(130_000),
        BINARY: 'a\ufffd',
        E: 'e',
      }),
      'A',
    );
    assert.deepEqual([...state.set.keys()], ['A', 'B', 'D', 'E']);
    assert.deepEqual([...state.dropped].sort(), ['BINARY', 'C', 'HUGE']);
    const many = Object.fromEntries(Array.from({ length: 600 }, (_, n) => [`V${n}`, 'x'.repeat(n)]));
    const few = CarriedState.none.after(snapshot({}), snapshot(many), 'A');
    assert.equal(few.set.size, 500);
    assert.equal(few.set.has('V599'), false);
    assert.equal(few.set.has('V0'), true);
  });

  it('shows one line each, without secrets', () => {
    const redactor = new Redactor(() => [{ value: 'hunter22', kind: 'variable PASSWORD' }]);
    const state = CarriedState.none.after(
      snapshot({}),
      snapshot(
        { A: `two\nlines ${'x'.repeat(500)}`, URL: 'me and hunter22', TOKEN: 'short', DB_PASSWORD: 'salmon' },
        '/hunter22',
      ),
      'A',
    );
    const { cwd, changes } = state.view(
      text => redactor.redact(text).text,
      name => name === 'TOKEN',
    );
    assert.doesNotMatch(cwd!, /hunter22/);
    const values = Object.fromEntries(changes.map(({ name, value }) => [name, value]));
    assert.match(values['A']!, /^two ⏎ lines x+…$/);
    assert.equal([...values['A']!].length, 200);
    assert.match(values['URL']!, /variable PASSWORD/);
    assert.doesNotMatch(JSON.stringify(changes), /hunter22|short|salmon/);
  });

  it('comes back after a reload as it was, but for secrets, which are named', () => {
    const redactor = new Redactor(() => [{ value: 'hunter22', kind: 'variable PASSWORD' }]);
    const redact = (text: string) => redactor.redact(text).text;
    const state = CarriedState.none.after(
      snapshot({ GONE: '' }),
      snapshot({ A: '1', URL: 'db://me:hunter22@db', TOKEN: 'plain' }, '/there'),
      'S',
    );
    const kept = JSON.stringify(state.kept(redact, name => name === 'TOKEN'));
    assert.doesNotMatch(kept, /hunter22|plain/);
    const back = CarriedState.from(JSON.parse(kept));
    assert.deepEqual(back.environment(), { A: '1' });
    assert.equal(back.cwd, '/there');
    assert.deepEqual([...back.unset], [['GONE', 'S']]);
    assert.deepEqual([...back.lost.keys()], ['URL', 'TOKEN']);
    const shown = back.view(redact).changes.find(({ name }) => name === 'URL');
    assert.match(shown?.value ?? '', /not kept/);
    const again = back.after(snapshot({}), snapshot({ URL: 'x' }), 'T');
    assert.deepEqual([...again.lost.keys()], ['TOKEN']);
  });

  it('starts where all start, with all else, where it is said to, or nobody could name where a block ended', () => {
    const state = CarriedState.none.after(snapshot({ GONE: '' }), snapshot({ A: '1' }, '/there'), 'S');
    for (const next of [
      state.withoutPlace(),
      state.after(snapshot({ A: '1' }, '/there'), snapshot({ A: '1' }, ''), 'T'),
    ]) {
      assert.equal(next.cwd, null);
      assert.deepEqual(next.environment(), { A: '1' });
      assert.deepEqual([...next.unset.keys()], ['GONE']);
    }
  });

  for (const odd of [
    null,
    undefined,
    1,
    'text',
    [],
    {},
    { set: 1, cwd: 2 },
    {
      set: [['A']],
      unset: [
        [1, 2],
        ['X', 3],
      ],
    },
  ])
    it(`is nothing where what was kept is ${JSON.stringify(odd)}`, () =>
      assert.equal(CarriedState.from(odd).isEmpty, true));

  it('gives way to a person’s value', () => {
    const state = CarriedState.none.after(snapshot({ B: '' }), snapshot({ A: '1', C: '1' }), 'S');
    assert.deepEqual([...state.without('A').set.keys()], ['C']);
    assert.equal(state.without('B').unset.size, 0);
  });
});

describe('environmentOf', () => {
  const incident = incidentEnvironment(anIncident('P1', { title: 'Disk \0\ud800 full' }));

  it('puts variables over the account’s, and what blocks changed over them', () => {
    const carried = CarriedState.none.after(
      snapshot({ GONE: '1', POD: 'api-1' }),
      snapshot({ POD: 'api-2', NEW: '1' }),
      'S',
    );
    const { environment, unset } = environmentOf({
      account: { DRILL: '1', REGION: 'account', GONE: '1' },
      incident: {},
      variables: { REGION: 'variable', POD: 'api-1', GONE: '2' },
      carried,
    });
    assert.deepEqual(environment, { DRILL: '1', REGION: 'variable', POD: 'api-2', NEW: '1' });
    assert.deepEqual(unset, ['GONE']);
  });

  it('leaves the incident’s own as they are, whatever blocks and variables say', () => {
    const carried = CarriedState.from({
      set: [['ONCALL_INCIDENT_ID', { value: 'other', step: 'S', change: 'changed' }]],
      unset: [['ONCALL_INCIDENT_TITLE', 'S']],
    });
    const { environment, unset } = environmentOf({
      account: { ONCALL_INCIDENT_URL: 'other' },
      incident,
      variables: { ONCALL_INCIDENT_SERVICE: 'other' },
      carried,
    });
    assert.deepEqual(environment, { ...incident });
    assert.deepEqual(unset, []);
  });

  it('mends what a provider sent and no environment can hold', () => {
    assert.equal(incident['ONCALL_INCIDENT_TITLE'], 'Disk \ufffd\ufffd full');
    assert.deepEqual(incidentEnvironment(null), {});
  });

  it('survives names of the language', () => {
    const variables = JSON.parse('{"__proto__":"p","constructor":"c"}') as Record<string, string>;
    const { environment } = environmentOf({
      account: {},
      incident: {},
      variables,
      carried: CarriedState.none,
    });
    assert.deepEqual(Object.entries(environment), [
      ['__proto__', 'p'],
      ['constructor', 'c'],
    ]);
  });
});
