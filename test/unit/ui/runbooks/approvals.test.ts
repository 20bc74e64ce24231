import assert from 'node:assert/strict';
import type { RiskRequest } from '../../../../src/core/execution/risk/assess.ts';
import { assess } from '../../../../src/core/execution/risk/assess.ts';
import { parseRunbook } from '../../../../src/core/runbooks/parseRunbook.ts';
import type * as Approval from '../../../../src/ui/runbooks/approvals.ts';
import type * as Reader from '../../../../src/ui/runbooks/riskReader.ts';
import { newParser } from '../../execution/risk/riskTable.ts';
import { FakeClock } from '../../fakeClock.ts';
import { incident } from '../../incidents/incidentFixtures.ts';
import { withStandIn, type StandIn } from '../standIn.ts';

type Parts = typeof Approval & typeof Reader & StandIn;

const use = { incident: null, runbook: 'a.md', cwd: '/work' };

describe('What is asked before a block runs', () => {
  let parts: Parts;
  let parser: Awaited<ReturnType<typeof newParser>>;
  let details: string[];
  let requests: RiskRequest[];
  let recorded: string[];
  let approvals: Approval.Approvals;

  before(async () => {
    parts = await withStandIn('ui/runbooks/approvals.ts', 'ui/runbooks/riskReader.ts');
    parser = await newParser();
  });

  beforeEach(() => {
    details = [];
    requests = [];
    recorded = [];
    Object.assign(parts.workspace, {
      getConfiguration: () => ({ get: () => ({ production: ['*prod*'] }), inspect: () => undefined }),
    });
    Object.assign(parts.window, {
      showWarningMessage: async (_question: string, { detail }: { detail: string }, run: string) => {
        details.push(detail);
        return run;
      },
    });
    approvals = new parts.Approvals({
      risk: {
        // Without a thread, which is not there before the product is built.
        assess: async (block, environment = {}) => {
          const request = parts.riskRequest(block, [], environment);
          requests.push(request);
          return assess(parser, request);
        },
        assessAll: () => assert.fail('One block is asked for.'),
      },
      sources: { env: {}, home: '/nowhere', hostName: 'shop-prod-1', read: async () => null },
      environment: () => ({}),
      author: () => 'Ada',
      commander: async () => null,
      redact: text => text.replaceAll('hunter2', '•••').replace(/(PASSWORD=)\S+/g, '$1•••'),
      isSecret: (_use, name) => name === 'PIN',
      record: async (_incident, approval) => void recorded.push(approval.approved),
    });
  });

  function ask(source: string, given: Partial<Approval.Given> = {}): Promise<string> {
    const { blocks } = parseRunbook(source, { fileName: 'a.md', clock: new FakeClock() });
    return approvals.ask(use, blocks[0]!, { cwd: '/work', environment: {}, ...given }, async () => true);
  }

  const declaring = (variables: string) =>
    `---\nvariables:\n${variables}\n---\n# R\n\n\`\`\`bash\nuptime\n\`\`\`\n`;

  it('names the target that is told without a question', async () => {
    const code = 'kubectl --context prod-eu scale deploy/web --replicas=3';
    const { blocks } = parseRunbook(`# R\n\n\`\`\`bash\n${code}\n\`\`\`\n`, {
      fileName: 'a.md',
      clock: new FakeClock(),
    });
    const given = { cwd: '/work', environment: {} };
    const target = await approvals.target(use, blocks[0]!, given);
    assert.match(target, /prod-eu/);
    assert.deepEqual(details, []);
    assert.equal(await approvals.ask(use, blocks[0]!, given, async () => true), target);
    assert.equal(details.length, 1);
  });

  it('nothing for a block that only looks', async () => {
    await ask(declaring('  - name: POD\n    default: web-1'), { environment: { POD: 'web-1' } });
    assert.deepEqual(details, []);
  });

  it('a front matter that says what programs load or run is asked for in production', async () => {
    const source = declaring('  - name: BASH_ENV\n    default: scripts/env.sh');
    await ask(source, { environment: { BASH_ENV: 'scripts/other.sh' } });
    assert.match(details[0] ?? '', /Line 1: BASH_ENV='scripts\/other\.sh'/);
  });

  it('a program that is known by its path alone is asked for, and shown', async () => {
    await ask('# R\n\n```bash {interpreter=/srv/repo/tools/bash}\nuptime\n```\n');
    assert.match(details[0] ?? '', /In \/work, with \/srv\/repo\/tools\/bash\n/);
    assert.match(details[0]!, /Line 1: \/srv\/repo\/tools\/bash — The block is run by/);
  });

  it('no value of a secret leaves for the question', async () => {
    const source = declaring('  - name: GIT_PAGER\n    secret: true');
    await assert.rejects(ask(source, { environment: { GIT_PAGER: 'hunter2' } }));
    assert.match(details[0] ?? '', /GIT_PAGER=…/);
    assert.doesNotMatch(JSON.stringify([details, requests]), /hunter2/);
  });

  it('writes nothing down from which a secret could be guessed, and asks again for another one all the same', async () => {
    const approve = async (code: string, environment: Record<string, string>) => {
      const source = `# R\n\n\`\`\`bash\n${code}\n\`\`\`\n`;
      const { blocks } = parseRunbook(source, { fileName: 'a.md', clock: new FakeClock() });
      const incidents = { ...use, incident: incident('P1') };
      const place = { cwd: '/work', environment, alwaysAsk: true };
      await approvals.ask(incidents, blocks[0]!, place, async () => true);
      return recorded.at(-1);
    };
    const restart = 'kubectl rollout restart deployment/$APP';
    const given = { APP: 'shop', TOKEN: 'hunter2', DB_PASSWORD: 'salmon', PIN: '17' };
    const first = await approve(restart, given);
    for (const [name, value] of [
      ['TOKEN', 'x hunter2'],
      ['DB_PASSWORD', 'herring'],
      ['PIN', '18'],
    ] as const)
      assert.equal(await approve(restart, { ...given, [name]: value }), first, name);
    assert.equal(details.length, 4);
    assert.notEqual(await approve(restart, { ...given, APP: 'mail' }), first);
    const withPassword = (password: string) => approve(`PASSWORD=${password} ${restart}`, given);
    assert.equal(await withPassword('salmon'), await withPassword('herring'));
  });

  it('a fetched runbook shows all that its block is given, without secrets', async () => {
    await ask(declaring('  - POD'), {
      alwaysAsk: true,
      environment: { POD: 'web-1\nx\u202e', TOKEN: 'hunter2', ONCALL_INCIDENT_ID: 'Q1' },
    });
    assert.match(details[0] ?? '', /Its variables:\n {4}POD=web-1↵x\\u\{202E\}\n {4}TOKEN=•••\n/);
    assert.doesNotMatch(details[0]!, /ONCALL_|hunter2/);
  });
});
