import assert from 'node:assert/strict';
import type { InputBoxOptions } from 'vscode';
import type * as Environment from '../../../../src/core/execution/blockEnvironment.ts';
import { parseRunbook } from '../../../../src/core/runbooks/parseRunbook.ts';
import type { ErrorBoundary } from '../../../../src/ui/errorBoundary.ts';
import type * as States from '../../../../src/ui/runbooks/carriedStates.ts';
import type * as Values from '../../../../src/ui/runbooks/variableValues.ts';
import { FakeClock } from '../../fakeClock.ts';
import { withStandIn, type StandIn } from '../standIn.ts';

type Parts = typeof Values & typeof States & typeof Environment & StandIn;

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
const use = { incident: null, runbook: 'a.md', cwd: '/work' };

describe('A variable that an earlier block exported', function () {
  this.timeout(30_000);
  let parts: Parts;
  let states: States.CarriedStates;
  let values: Values.VariableValues;
  /** What each box was filled with. */
  let asked: string[];
  let masked: string[];
  /** In their turn; null takes what the box holds. */
  let answers: (string | null)[];

  before(async () => {
    parts = await withStandIn(
      'ui/runbooks/variableValues.ts',
      'ui/runbooks/carriedStates.ts',
      'core/execution/blockEnvironment.ts',
    );
  });

  beforeEach(() => {
    [asked, masked, answers] = [[], [], []];
    const kept = new Map<string, unknown>();
    const store = {
      get: <T>(key: string) => kept.get(key) as T | undefined,
      update: async (key: string, value: unknown) => void kept.set(key, value),
    };
    states = new parts.CarriedStates({ store, redact: shown => shown, isSecret: () => false });
    values = new parts.VariableValues({
      store,
      secrets: { get: async () => undefined, store: async () => {}, delete: async () => {} },
      alerts: async () => [],
      keepSecret: ({ value }) => masked.push(value),
      handedOn: (of, name) => states.of(of).set.get(name)?.value ?? null,
      overrule: (of, name) => states.overrule(of, name),
      boundary: { watch: () => {} } as unknown as ErrorBoundary,
      clock: new FakeClock(),
    });
    Object.assign(parts.window, {
      showInputBox: async ({ value = '', validateInput }: InputBoxOptions) => {
        asked.push(value);
        const answer = answers.shift();
        assert.notEqual(answer, undefined, 'more was asked than was to be');
        assert.equal(await validateInput?.(answer ?? value), null);
        return answer ?? value;
      },
      showQuickPick: async ([first]: readonly string[]) => first,
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
  async function given(block = asking!) {
    const variables = await values.ask(use, runbook, block);
    const carried = states.of(use);
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
    assert.deepEqual(masked, ['of-the-vault']);
  });
});
