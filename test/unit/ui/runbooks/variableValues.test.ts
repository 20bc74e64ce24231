import assert from 'node:assert/strict';
import type * as Environment from '../../../../src/core/execution/blockEnvironment.ts';
import type * as Snapshots from '../../../../src/core/execution/snapshot.ts';
import type { Alert, Incident } from '../../../../src/core/incidents/incident.ts';
import { parseRunbook } from '../../../../src/core/runbooks/parseRunbook.ts';
import type { Runbook } from '../../../../src/core/runbooks/runbook.ts';
import type { ErrorBoundary } from '../../../../src/ui/errorBoundary.ts';
import type * as States from '../../../../src/ui/runbooks/carriedStates.ts';
import type { RunbookUse } from '../../../../src/ui/runbooks/runbookUse.ts';
import type * as Values from '../../../../src/ui/runbooks/variableValues.ts';
import { inputBoxes } from '../../../inputBoxes.ts';
import { FakeClock, settle } from '../../fakeClock.ts';
import { incident } from '../../incidents/incidentFixtures.ts';
import { withStandIn, type StandIn } from '../standIn.ts';

type Parts = typeof Values & typeof States & typeof Environment & typeof Snapshots & StandIn;

const text = `---
variables:
  - name: POD
    pattern: "[a-z]+-\\\\d+"
  - name: TOKEN
    secret: true
---
# Runbook

\`\`\`bash
kubectl delete pod "$POD"
\`\`\`

\`\`\`bash {"promptEnv":"false"}
kubectl delete pod "$POD"
\`\`\`

\`\`\`bash
curl -H "$TOKEN" api
\`\`\`
`;
const runbook = parseRunbook(text, { fileName: 'a.md', clock: new FakeClock() });
const [asking, quiet, withToken] = runbook.blocks;
const use: RunbookUse = { incident: null, runbook: 'a.md', cwd: '/work' };

describe('A variable that an earlier block exported', () => {
  let parts: Parts;
  let states: States.CarriedStates;
  let values: Values.VariableValues;
  /** What each box was filled with. */
  let asked: string[];
  let masked: string[];
  /** In their turn; null takes what the box holds. */
  let answers: (string | null)[];
  let keychain: Map<string, string>;
  let place: 'window' | 'keychain';
  /** The workspace state. */
  let kept: Map<string, unknown>;

  before(async () => {
    parts = await withStandIn(
      'ui/runbooks/variableValues.ts',
      'ui/runbooks/carriedStates.ts',
      'core/execution/blockEnvironment.ts',
      'core/execution/snapshot.ts',
    );
  });

  beforeEach(() => {
    [asked, masked, answers] = [[], [], []];
    [keychain, place] = [new Map([['onCall.chat', 'xoxb-1']]), 'window'];
    kept = new Map();
    const store = {
      get: <T>(key: string) => kept.get(key) as T | undefined,
      update: async (key: string, value: unknown) => void kept.set(key, value),
    };
    states = new parts.CarriedStates({
      store,
      redact: shown => shown,
      isSecret: (of, name) => values.isSecret(of, name),
    });
    values = new parts.VariableValues({
      store,
      secrets: {
        get: async key => keychain.get(key),
        store: async (key, value) => void keychain.set(key, value),
        delete: async key => void keychain.delete(key),
        keys: async () => [...keychain.keys()],
      },
      alerts: async () => [],
      latest: known => known,
      keepSecret: ({ value }) => masked.push(value),
      handedOn: (of, name) => states.of(of).set.get(name)?.value ?? null,
      overrule: (of, name) => states.overrule(of, name),
      keepWithout: (of, names) => states.keepWithout(of, names),
      boundary: { watch: () => {} } as unknown as ErrorBoundary,
      clock: new FakeClock(),
    });
    Object.assign(parts.window, {
      createInputBox: inputBoxes(async ({ value = '', validateInput }) => {
        asked.push(value);
        const answer = answers.shift();
        assert.notEqual(answer, undefined, 'more was asked than was to be');
        assert.equal(await validateInput?.(answer ?? value), null);
        return answer ?? value;
      }),
      showQuickPick: async ([window, chain]: readonly string[]) => (place === 'window' ? window : chain),
    });
  });

  /** A block ended and left this. */
  const exports = (name: string, value: string) =>
    states.ended(
      use,
      'Look',
      { cwd: '/work', variables: new Map() },
      { cwd: '/work', variables: new Map([[name, value]]) },
    );

  /** What the block finds. */
  async function given(block = asking!, of = use) {
    const variables = await values.ask(of, runbook, block);
    const carried = states.of(of);
    return parts.environmentOf({ account: {}, incident: {}, variables, carried }).environment;
  }

  it('is known before anybody is asked, but for secrets and what does not fit', async () => {
    const text =
      '---\nvariables: { AWS_PROFILE: prod-admin, REGION: }\n---\n# R\n\n```bash\necho "$REGION"\n```\n';
    const withDefault = parseRunbook(text, { fileName: 'a.md', clock: new FakeClock() });
    assert.deepEqual(values.known(use, withDefault), { AWS_PROFILE: 'prod-admin' });
    answers = ['web-7', 'hunter22'];
    await given();
    await given(withToken);
    assert.deepEqual(values.known(use, runbook), { POD: 'web-7' });
    assert.deepEqual(asked, ['', '']);
    assert.deepEqual(await values.unasked(use, runbook), { POD: 'web-7', TOKEN: 'hunter22' });
    assert.equal(asked.length, 2);
  });

  it('is filled in with what it exported, and Enter keeps that', async () => {
    exports('POD', 'web-1');
    answers = [null];
    assert.deepEqual(await given(), { POD: 'web-1' });
    assert.deepEqual(asked, ['web-1']);
    assert.deepEqual(await given(), { POD: 'web-1' });
    assert.equal(asked.length, 1, 'not asked again');
  });

  it('gets what the person types instead', async () => {
    exports('POD', 'web-1');
    answers = ['web-7'];
    assert.deepEqual(await given(), { POD: 'web-7' });
    const [shown] = values.view(use, runbook);
    assert.deepEqual([shown?.value, shown?.source], ['web-7', 'person']);
  });

  it('gets what the person types where a block took it away', async () => {
    states.ended(
      use,
      'Look',
      { cwd: '/work', variables: new Map([['POD', 'web-1']]) },
      { cwd: '/work', variables: new Map() },
    );
    answers = ['web-7'];
    assert.deepEqual(await given(), { POD: 'web-7' });
  });

  it('is asked for again where a block exported it after the person gave it', async () => {
    answers = ['web-7', null];
    assert.deepEqual(await given(), { POD: 'web-7' });
    exports('POD', 'web-2');
    assert.deepEqual(await given(), { POD: 'web-2' });
    assert.deepEqual(asked, ['', 'web-2']);
  });

  it('is not asked for where the block wants no question and it fits', async () => {
    exports('POD', 'web-1');
    assert.deepEqual(await given(quiet), { POD: 'web-1' });
    exports('POD', 'none found');
    answers = ['web-7'];
    assert.deepEqual(await given(quiet), { POD: 'web-7' });
    assert.deepEqual(asked, ['none found']);
  });

  it('is not asked for where it is a secret, which no box shows', async () => {
    exports('TOKEN', 'of-the-vault');
    assert.deepEqual(await given(withToken), { TOKEN: 'of-the-vault' });
    assert.deepEqual(asked, []);
    assert.deepEqual([...new Set(masked)], ['of-the-vault']);
  });

  it('is masked where it is a secret, also for a block that does not mention it', async () => {
    await values.unasked(use, runbook);
    exports('TOKEN', 'of-the-vault');
    answers = ['web-7'];
    assert.deepEqual(await given(quiet), { TOKEN: 'of-the-vault', POD: 'web-7' });
    assert.deepEqual(masked, ['of-the-vault']);
  });

  it('is masked where it is a secret, as soon as the page with it is shown', () => {
    exports('TOKEN', 'of-the-vault');
    exports('POD', 'web-1');
    values.view(use, runbook);
    assert.deepEqual(masked, ['of-the-vault']);
  });

  it('is masked where it is a secret, from the end of the block on', async () => {
    await values.unasked(use, runbook);
    values.learn(use, new Map([['TOKEN', 'of-the-vault'], ['POD', 'web-1'], ['PATH', '/bin']])); // prettier-ignore
    values.learn(use, new Map([['TOKEN', parts.asGiven]]));
    values.learn({ ...use, runbook: 'b.md' }, new Map([['TOKEN', 'of-another']]));
    assert.deepEqual(masked, ['of-the-vault']);
  });

  it('is not kept where it is a secret of a run that was taken over, which ends before its page is shown', () => {
    values.callSecret(use, ['TOKEN']);
    values.learn(use, new Map([['TOKEN', 'of-the-vault']]));
    exports('TOKEN', 'of-the-vault');
    assert.deepEqual(masked, ['of-the-vault']);
    assert.doesNotMatch(JSON.stringify([...kept]), /of-the-vault/);
    assert.equal(states.view(use).changes[0]?.value, '•••');
    assert.deepEqual(states.of(use).environment(), { TOKEN: 'of-the-vault' });
  });

  it('does not stay kept once its name is called a secret, and is handed on all the same', () => {
    exports('POD', 'web-1');
    exports('TOKEN', 'of-the-vault');
    assert.match(JSON.stringify([...kept]), /of-the-vault/);
    let told = 0;
    states.onDidChange(() => told++);
    values.view(use, runbook);
    values.view(use, runbook);
    assert.doesNotMatch(JSON.stringify([...kept]), /of-the-vault/);
    assert.match(JSON.stringify([...kept]), /web-1/);
    assert.equal(told, 1, 'it is shown in another way');
    assert.deepEqual(states.of(use).environment(), { POD: 'web-1', TOKEN: 'of-the-vault' });
  });

  it('comes from the keychain also where its name was called a secret before the page was shown', async () => {
    place = 'keychain';
    answers = ['hunter22'];
    await given(withToken);
    const other = { ...use, incident: { key: 'a:1' } as Incident };
    values.callSecret(other, ['TOKEN']);
    assert.deepEqual(await given(withToken, other), { TOKEN: 'hunter22' });
  });

  it('is asked for again once it is forgotten, also where a block exported it since', async () => {
    answers = ['web-7', null];
    await given();
    exports('POD', 'web-2');
    let told = 0;
    values.onDidChange(() => told++);
    await values.forget(use, runbook, 0);
    assert.equal(told, 1);
    assert.equal(values.view(use, runbook)[0]?.source, 'missing');
    answers = ['web-9'];
    assert.deepEqual(await given(), { POD: 'web-9' });
    assert.deepEqual(asked, ['', '']);
    await assert.rejects(values.forget(use, runbook, 2), { name: 'NotPossibleError' });
  });

  it('goes from the keychain once it is forgotten, for every incident that had it from there', async () => {
    place = 'keychain';
    answers = ['hunter22'];
    await given(withToken);
    const other = { ...use, incident: incident('1') };
    assert.deepEqual(await given(withToken, other), { TOKEN: 'hunter22' });
    assert.equal(keychain.size, 2);
    await values.forget(other, runbook, 1);
    assert.deepEqual([...keychain.keys()], ['onCall.chat']);
    answers = ['another1', 'another2'];
    assert.deepEqual(await given(withToken), { TOKEN: 'another1' });
    place = 'window';
    await values.forget(other, runbook, 1);
    assert.deepEqual(await given(withToken, other), { TOKEN: 'another2' });
    assert.deepEqual(await given(withToken), { TOKEN: 'another1' }, 'which was not the forgotten one');
  });

  it('goes with all secrets and with nothing else', async () => {
    place = 'keychain';
    answers = ['web-7', 'hunter22'];
    await given();
    await given(withToken);
    const elsewhere = { ...use, runbook: 'b.md' };
    place = 'window';
    answers = ['swordfish'];
    await given(withToken, elsewhere);
    await values.forgetSecrets();
    assert.deepEqual([...keychain.keys()], ['onCall.chat']);
    assert.equal(values.view(use, runbook)[0]?.value, 'web-7');
    for (const of of [use, elsewhere]) assert.equal(values.view(of, runbook)[1]?.source, 'missing');
  });
});

describe('A variable that is taken from the incident or its alerts', () => {
  let parts: typeof Values & StandIn;
  let values: Values.VariableValues;
  let clock: FakeClock;
  /** How often the provider was asked. */
  let reads: number;
  /** What it says; null while it cannot be reached. */
  let alerts: readonly Alert[] | null;
  let silent: boolean;
  let told: number;
  /** As the list has the incident now. */
  let latest: Incident;
  /** What each box was filled with; the person answers `db-9`. */
  let asked: string[];
  const ofIncident: RunbookUse = { ...use, incident: incident('1', { severity: 'P3' }) };
  const labelled = (labels: Record<string, string>) => [{ labels } as unknown as Alert];
  const read = (front: string) =>
    parseRunbook(
      `---\nvariables:\n${front}\n---\n# R\n\n\`\`\`bash {"promptEnv":"false"}\necho "$NODE"\n\`\`\`\n`,
      {
        fileName: 'a.md',
        clock: new FakeClock(),
      },
    );
  const withNode = () => read('  - name: NODE\n    from: alert.labels.node');
  const shown = (of: Runbook) => values.view(ofIncident, of).map(({ value }) => value);
  const runs = (of: Runbook) => values.ask(ofIncident, of, of.blocks[0]!);

  before(async () => {
    parts = await withStandIn('ui/runbooks/variableValues.ts');
  });

  beforeEach(() => {
    latest = ofIncident.incident!;
    [reads, alerts, silent, told, asked] = [0, null, false, 0, []];
    clock = new FakeClock();
    values = new parts.VariableValues({
      store: { get: () => undefined, update: async () => {} },
      secrets: {
        get: async () => undefined,
        store: async () => {},
        delete: async () => {},
        keys: async () => [],
      },
      alerts: () => {
        reads++;
        if (silent) return new Promise(() => {});
        return alerts ? Promise.resolve(alerts) : Promise.reject(new Error('no network'));
      },
      latest: () => latest,
      keepSecret: () => {},
      handedOn: () => null,
      overrule: () => {},
      keepWithout: () => {},
      boundary: { watch: () => {}, log: () => {} } as unknown as ErrorBoundary,
      clock,
    });
    values.onDidChange(() => told++);
    Object.assign(parts.window, {
      createInputBox: inputBoxes(async ({ value = '' }) => {
        asked.push(value);
        return 'db-9';
      }),
    });
  });

  it('is filled once the runbook is read again, where the network was down when it was opened', async () => {
    const opened = withNode();
    assert.deepEqual(shown(opened), [null]);
    await settle();
    alerts = labelled({ node: 'db-1' });
    const again = withNode();
    shown(again);
    await settle();
    assert.equal(told, 1);
    assert.deepEqual(shown(again), ['db-1']);
    assert.deepEqual(await runs(again), { NODE: 'db-1' });
    assert.deepEqual([reads, asked], [2, []]);
  });

  it('is filled for the block that wants it, where the network was down before', async () => {
    const opened = withNode();
    shown(opened);
    await settle();
    alerts = labelled({ node: 'db-1' });
    assert.deepEqual(await runs(opened), { NODE: 'db-1' });
    assert.deepEqual([reads, asked], [2, []]);
  });

  it('is filled where the runbook did not have it when it was opened', async () => {
    alerts = labelled({ node: 'db-1' });
    shown(read('  - name: OTHER'));
    await settle();
    const edited = withNode();
    shown(edited);
    await settle();
    assert.deepEqual(shown(edited), ['db-1']);
    shown(withNode());
    await runs(withNode());
    assert.equal(reads, 1, 'what the provider said is not asked for again');
  });

  it('is not asked of a provider that fails at every change of the page', async () => {
    const opened = withNode();
    for (let change = 0; change < 5; change++) {
      shown(opened);
      await settle();
    }
    assert.deepEqual([reads, told], [1, 0]);
    assert.deepEqual(await runs(opened), { NODE: 'db-9' });
    assert.deepEqual([reads, asked], [2, ['']]);
    shown(opened);
    await settle();
    assert.equal(reads, 2);
  });

  it('is not asked of the provider where a person gave it', async () => {
    const opened = withNode();
    await runs(opened);
    await runs(opened);
    await runs(withNode());
    assert.deepEqual([reads, asked], [1, ['']]);
    alerts = labelled({ node: 'db-1' });
    await values.forget(ofIncident, opened, 0);
    shown(opened);
    assert.deepEqual(await runs(opened), { NODE: 'db-1' });
  });

  it('is waited for once where the provider is silent, by all who want it', async () => {
    silent = true;
    const opened = withNode();
    shown(opened);
    await clock.advance(3_999);
    const given = runs(opened);
    await clock.advance(0);
    assert.deepEqual(asked, []);
    await clock.advance(1);
    assert.deepEqual(await given, { NODE: 'db-9' });
    await values.forget(ofIncident, opened, 0);
    assert.deepEqual(await runs(withNode()), { NODE: 'db-9' });
    assert.deepEqual([reads, clock.pending], [1, 0]);
  });

  it('is as the incident is now, and not as it was when the runbook was opened', async () => {
    const front = ['id', 'title', 'severity'].map(what => `  - { name: ${what}, from: incident.${what} }`);
    const opened = read(front.join('\n'));
    assert.deepEqual(shown(opened), ['1', 'Incident 1', 'P3']);
    latest = incident('1', { title: 'Orders are stuck', severity: 'P1' });
    const now = { id: '1', title: 'Orders are stuck', severity: 'P1' };
    assert.deepEqual(shown(opened), Object.values(now));
    assert.deepEqual(values.known(ofIncident, opened), now);
    assert.deepEqual(await values.unasked(ofIncident, opened), now);
    assert.deepEqual(await runs(opened), now);
  });

  it('is as the incident was when the block asked, whatever it becomes while a person answers', async () => {
    const opened = read('  - NODE\n  - { name: SEVERITY, from: incident.severity, pattern: P3 }');
    Object.assign(parts.window, {
      createInputBox: inputBoxes(async () => {
        latest = incident('1', { severity: 'P1' });
        return 'db-9';
      }),
    });
    assert.deepEqual(await runs(opened), { NODE: 'db-9', SEVERITY: 'P3' });
  });

  it('is asked of a provider that failed once more when the incident is another one', async () => {
    const opened = withNode();
    shown(opened);
    await settle();
    latest = incident('1', { severity: 'P1' });
    alerts = labelled({ node: 'db-1' });
    shown(opened);
    await settle();
    assert.deepEqual(shown(opened), ['db-1']);
    assert.equal(reads, 2);
  });
});
