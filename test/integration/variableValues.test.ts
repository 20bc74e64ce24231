import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Clock } from '../../src/core/clock.ts';
import { NotPossibleError } from '../../src/core/errors.ts';
import type { KnownSecret } from '../../src/core/execution/redact.ts';
import type { Alert, Incident } from '../../src/core/incidents/incident.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { parseRunbook } from '../../src/core/runbooks/parseRunbook.ts';
import { ErrorBoundary } from '../../src/ui/errorBoundary.ts';
import { CarriedStates } from '../../src/ui/runbooks/carriedStates.ts';
import { systemClock } from '../../src/ui/systemClock.ts';
import { VariableValues } from '../../src/ui/runbooks/variableValues.ts';
import { inputBoxes } from '../inputBoxes.ts';
import { FakeClock } from '../unit/fakeClock.ts';

const text = `---
variables:
  - name: POD
    default: api-1
    pattern: api-\\d+
  - name: PASSWORD
    secret: true
  - name: UNUSED
    default: there
---
# Runbook

\`\`\`bash
echo "$POD" "$PASSWORD"
\`\`\`

\`\`\`bash {"promptEnv":"false"}
echo "$POD"
\`\`\`
`;
const runbook = parseRunbook(text, { fileName: 'a.md', clock: systemClock });

const use = { incident: null, runbook: 'runbooks/a.md', cwd: '/work' };

describe('The variables of a runbook', () => {
  const { createInputBox, showQuickPick } = vscode.window;
  let kept: Map<string, unknown>;
  let keychain: Map<string, string>;
  let masked: KnownSecret[];
  let asked: vscode.InputBoxOptions[];
  /** What the person types before the answer, and what is said of it. */
  let slips: string[];
  let refusals: unknown[];
  let overruled: string[];
  let answers: (string | undefined)[];
  let place: number | null;

  const store = () => ({
    get: <T>(key: string) => kept.get(key) as T | undefined,
    update: async (key: string, value: unknown) => {
      kept.set(key, structuredClone(value));
    },
  });
  const values = (alerts: () => Promise<readonly Alert[]> = async () => [], clock: Clock = systemClock) =>
    new VariableValues({
      store: store(),
      secrets: {
        get: async key => keychain.get(key),
        store: async (key, value) => void keychain.set(key, value),
        delete: async key => void keychain.delete(key),
        keys: async () => [...keychain.keys()],
      },
      alerts,
      latest: incident => incident,
      clock,
      keepSecret: secret => masked.push(secret),
      handedOn: () => null,
      overrule: (_use, name) => overruled.push(name),
      keepWithout: () => {},
      boundary: new ErrorBoundary(silentLogger, () => {}),
    });

  beforeEach(() => {
    kept = new Map();
    keychain = new Map();
    [masked, asked, overruled, answers, place] = [[], [], [], [], 0];
    [slips, refusals] = [[], []];
    // Whoever answers for a person: a box takes nothing that it does not accept.
    vscode.window.createInputBox = inputBoxes(async options => {
      asked.push(options);
      const answer = answers.shift();
      const slip = slips.shift();
      if (slip !== undefined) refusals.push(await options.validateInput?.(slip));
      if (answer !== undefined) assert.equal(await options.validateInput?.(answer), null);
      return answer;
    });
    vscode.window.showQuickPick = (async (items: readonly string[]) =>
      place === null ? undefined : items[place]) as unknown as typeof showQuickPick;
  });
  afterEach(() => {
    vscode.window.createInputBox = createInputBox;
    vscode.window.showQuickPick = showQuickPick;
  });

  it('are asked for with their defaults where a block mentions them, once, and secrets like a password', async () => {
    const one = values();
    answers = ['api-2', 'hunter22'];
    slips = ['web-1'];
    const given = await one.ask(use, runbook, runbook.blocks[0]!);
    assert.deepEqual(given, { POD: 'api-2', PASSWORD: 'hunter22', UNUSED: 'there' });
    assert.deepEqual(
      asked.map(({ value, password }) => [value, password]),
      [
        ['api-1', false],
        ['', true],
      ],
    );
    assert.equal(refusals.length, 1);
    assert.equal(typeof refusals[0], 'string', 'what does not fit is not taken');
    assert.deepEqual(await one.ask(use, runbook, runbook.blocks[0]!), given);
    assert.equal(asked.length, 2, 'not asked again');
    assert.deepEqual(overruled, ['POD', 'PASSWORD']);
    assert.deepEqual(masked[0], { value: 'hunter22', kind: 'variable PASSWORD' });
    assert.doesNotMatch(JSON.stringify([...kept]), /hunter22/);
    assert.equal(keychain.size, 0);
    assert.doesNotMatch(JSON.stringify(one.view(use, runbook)), /hunter22/);
    assert.equal(one.isSecret(use, 'PASSWORD'), true);
  });

  it('are not asked for where the block says so and there is a value', async () => {
    assert.deepEqual(await values().ask(use, runbook, runbook.blocks[1]!), { POD: 'api-1', UNUSED: 'there' });
    assert.equal(asked.length, 0);
  });

  it('are asked for where the provider does not say the alerts in time, and filled in when it does', async () => {
    const source =
      '---\nvariables:\n  - name: NODE\n    from: alert.labels.node\n---\n# R\n\n```bash {"promptEnv":"false"}\necho "$NODE"\n```\n';
    const labelled = parseRunbook(source, { fileName: 'a.md', clock: systemClock });
    const clock = new FakeClock();
    let answer: (alerts: readonly Alert[]) => void = () => {};
    const one = values(() => new Promise(resolve => (answer = resolve)), clock);
    const ofIncident = { ...use, incident: { key: 'a:1' } as Incident };
    answers = ['db-7'];
    const given = one.ask(ofIncident, labelled, labelled.blocks[0]!);
    await clock.advance(3_999);
    assert.equal(asked.length, 0);
    await clock.advance(1);
    assert.deepEqual(await given, { NODE: 'db-7' });

    const later = values(() => new Promise(resolve => (answer = resolve)), clock);
    let told = 0;
    later.onDidChange(() => told++);
    const other = { ...ofIncident, runbook: 'runbooks/b.md' };
    assert.equal(later.view(other, labelled)[0]?.value, null);
    await clock.advance(4_000);
    answer([{ labels: { node: 'db-1' } } as unknown as Alert]);
    await clock.advance(0);
    assert.equal(told, 1);
    assert.equal(later.view(other, labelled)[0]?.value, 'db-1');
  });

  it('are left as they were where the person gives up', async () => {
    const one = values();
    answers = ['api-2', undefined];
    await assert.rejects(one.ask(use, runbook, runbook.blocks[0]!), NotPossibleError);
    assert.equal(one.view(use, runbook)[0]?.value, 'api-1');
    answers = ['api-2', 'hunter22'];
    place = null;
    await assert.rejects(one.ask(use, runbook, runbook.blocks[0]!), NotPossibleError);
    assert.equal(kept.size, 0);
  });

  it('come back after a reload, secrets from the keychain only, until they are forgotten', async () => {
    answers = ['api-2', 'hunter22'];
    place = 1;
    await values().ask(use, runbook, runbook.blocks[0]!);
    assert.deepEqual([...keychain.values()], ['hunter22']);
    masked = [];
    const next = values();
    const given = await next.ask(use, runbook, runbook.blocks[0]!);
    assert.deepEqual(given, { POD: 'api-2', PASSWORD: 'hunter22', UNUSED: 'there' });
    assert.equal(asked.length, 2);
    assert.equal(masked[0]?.value, 'hunter22');
    const elsewhere = { ...use, cwd: '/other' };
    answers = [undefined];
    await assert.rejects(values().ask(elsewhere, runbook, runbook.blocks[0]!), NotPossibleError);
    await next.forget(use, runbook, 0);
    await next.forget(use, runbook, 1);
    assert.equal(keychain.size, 0);
    assert.equal(next.view(use, runbook)[0]?.value, 'api-1');
  });

  it('are set one by one, over what blocks made of them', async () => {
    const one = values();
    let changes = 0;
    one.onDidChange(() => (changes += 1));
    answers = ['api-7'];
    await one.set(use, runbook, 0);
    assert.equal(one.view(use, runbook)[0]?.value, 'api-7');
    assert.deepEqual(overruled, ['POD']);
    assert.equal(changes, 1);
    await assert.rejects(one.set(use, runbook, 3), NotPossibleError);
  });

  it('do not stand in the way of what blocks hand on, which comes back after a reload without secrets', () => {
    const states = () =>
      new CarriedStates({
        store: store(),
        redact: text => text.replaceAll('hunter22', '•••'),
        isSecret: (_use, name) => name === 'PASSWORD',
      });
    const one = states();
    const before = { cwd: '/work', variables: new Map([['A', '1']]) };
    const after = {
      cwd: '/there',
      variables: new Map([
        ['B', '2'],
        ['C', 'hunter22'],
        ['PASSWORD', 'new'],
      ]),
    };
    assert.equal(one.ended(use, 'Step', before, null), null);
    assert.equal(one.of(use).isEmpty, true);
    assert.equal(one.ended(use, 'Step', before, after), null);
    assert.deepEqual(one.of(use).environment(), { B: '2', C: 'hunter22', PASSWORD: 'new' });
    assert.doesNotMatch(JSON.stringify([...kept, one.view(use)]), /hunter22|"new"/);
    assert.deepEqual(states().of(use).environment(), { B: '2' });
    assert.equal(states().of({ ...use, runbook: 'other.md' }).isEmpty, true);
    one.overrule(use, 'B');
    assert.equal(one.of(use).set.has('B'), false);
    one.reset(use);
    assert.equal(states().of(use).isEmpty, true);
    const large = { cwd: '/work', variables: new Map([['A', 'x'.repeat(200_000)]]) };
    assert.match(one.ended(use, 'Step', before, large) ?? '', /: A\.$/);
  });
});
