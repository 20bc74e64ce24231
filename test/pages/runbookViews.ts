// A runbook as the host would show it, for the tests of the page.
import { parseRunbook } from '../../src/core/runbooks/parseRunbook.ts';
import type { BlockView, PastRunView, RunbookView, RunView } from '../../src/protocol/runbook.ts';
import { FakeClock } from '../unit/fakeClock.ts';

export const source = `# Checkout fails

Customers cannot pay. **Stay calm**, read [the escalation](#escalation) first.

## Diagnosis

Look at the pods before you change anything,
and write down what you see.

\`\`\`bash {"name":"look"}
kubectl get pods -n shop
\`\`\`

\`\`\`sh
curl -fsS https://status.example.com/healthz | grep -q ok
\`\`\`

- [ ] Is the service unhealthy?
- [ ] Was there a deploy?

## Watching

\`\`\`bash {"name":"watch","background":"true"}
kubectl logs -f deployment/checkout -n shop
\`\`\`

## Mitigation

### Roll back

\`\`\`bash {"name":"rollback","rollback":"forward"}
kubectl rollout undo deployment/checkout -n shop
kubectl rollout status deployment/checkout -n shop --timeout=120s
\`\`\`

### Roll forward

\`\`\`bash {"name":"forward","manual":"true"}
kubectl rollout restart deployment/checkout -n shop
\`\`\`

## Verification

| Check | Good |
| :--- | ---: |
| Error rate | < 1 % |

\`\`\`bash {"name":"verify"}
test "$(curl -s -o /dev/null -w '%{http_code}' https://shop.example.com)" = 200
\`\`\`

## Escalation

> [!WARNING]
> Call the payments team when nothing helps within 30 minutes.

${Array.from({ length: 12 }, (_, index) => `Paragraph ${index + 1} of what to tell them: kubectl output, the time, who did what.\n`).join('\n')}
`;

const at = Date.UTC(2026, 0, 15, 2, 14, 0);

export function run(fields: Partial<RunView> = {}): RunView {
  return {
    runId: 'R9',
    state: 'ok',
    exitCode: 0,
    startedAt: at,
    durationMs: 1_234,
    outputTail: '',
    outputCut: false,
    remark: null,
    expectation: null,
    outputKept: false,
    terminalOpen: false,
    ...fields,
  };
}

export function past(fields: Partial<PastRunView> = {}): PastRunView {
  return {
    runId: 'R1',
    state: 'ok',
    exitCode: 0,
    met: null,
    startedAt: at - 600_000,
    durationMs: 940,
    by: 'Ada',
    outputKept: true,
    ...fields,
  };
}

export const failure = run({
  state: 'failed',
  exitCode: 7,
  outputTail: 'checkout-7d9f  0/1  CrashLoopBackOff\nerror: 3 pods are not ready\n',
  outputCut: true,
  outputKept: true,
});

/** `blocks` are what differs from a block that never ran, by its name or its number. */
export function viewOf(
  markdown: string = source,
  blocks: Readonly<Record<string, Partial<BlockView>>> = {},
  fields: Partial<RunbookView> = {},
): RunbookView {
  const runbook = parseRunbook(markdown, { fileName: 'checkout.md', clock: new FakeClock() });
  const byName = new Map(runbook.blocks.map(({ attributes, id }) => [attributes.name, id]));
  return {
    title: runbook.title,
    reason: 'Opened because the alert links to it.',
    html: runbook.html,
    blocks: runbook.blocks.map(
      ({ id, sha256, language, runnable, hidden, interpreter, attributes }, index) => ({
        ...{ id, sha256, language, runnable, hidden, interpreter, name: attributes.name },
        traits: [
          ...(attributes.manual ? ['waits for a person'] : []),
          ...(attributes.background ? ['background'] : []),
        ],
        background: attributes.background,
        manual: attributes.manual,
        rollback: attributes.rollback === null ? null : (byName.get(attributes.rollback) ?? null),
        run: null,
        past: [],
        ...blocks[attributes.name ?? String(index)],
      }),
    ),
    checks: runbook.checks.map(({ id }) => ({ id, checked: false, by: null })),
    problems: [],
    incident: {
      label: 'P2 · Checkout',
      title: 'Checkout error rate above 5 %',
      status: 'Acknowledged',
      drill: false,
    },
    notRunnable: null,
    cwd: '/srv/shop',
    runWith: [...new Set(runbook.blocks.flatMap(({ interpreter }) => interpreter ?? []))],
    remote: null,
    variables: [],
    state: { cwd: null, changes: [] },
    sequence: null,
    sha256: 'ab'.repeat(32),
    headings: runbook.headings.map(({ slug, text, depth }) => ({ slug, text, depth })),
    restore: { incidentKey: 'acme/I1', runbook: 'file:///srv/shop/checkout.md' },
    ...fields,
  };
}

/** Everything at once, as it never is: for looking at it and for axe-core. */
export function full(markdown: string = source): RunbookView {
  return viewOf(
    markdown,
    {
      look: {
        traits: ['stopped after 30 s', 'expects exit code 3'],
        run: run({
          exitCode: 3,
          state: 'failed',
          expectation: { met: true, words: 'As expected, exit code 3' },
          outputKept: true,
          outputTail: 'NAME            READY   STATUS\ncheckout-7d9f   0/1     CrashLoopBackOff\n',
        }),
        past: [
          past({ state: 'ok', met: false, runId: 'R2' }),
          past({ state: 'unknown', exitCode: null, by: null, outputKept: false }),
        ],
      },
      1: { run: failure, past: [past()] },
      watch: { run: run({ runId: 'RW', state: 'running', exitCode: null, durationMs: null }) },
      rollback: { run: run({ expectation: { met: false, words: 'expected “successfully rolled out”' } }) },
      verify: { run: run({ state: 'unknown', exitCode: null, remark: 'The terminal was closed.' }) },
    },
    {
      remote: 'runbooks.example.com',
      problems: ['Line 4: the link to “#nowhere” leads nowhere.'],
      variables: [
        {
          name: 'SERVICE',
          description: 'The deployment to act on.',
          value: 'checkout',
          secret: false,
          source: 'incident',
          problem: null,
        },
        {
          name: 'NAMESPACE',
          description: null,
          value: 'shop',
          secret: false,
          source: 'default',
          problem: null,
        },
        {
          name: 'API_TOKEN',
          description: 'From the vault, read-only.',
          value: null,
          secret: true,
          source: 'person',
          problem: null,
        },
        {
          name: 'TICKET',
          description: 'The change that allows this.',
          value: null,
          secret: false,
          source: 'missing',
          problem: null,
        },
        {
          name: 'REGION',
          description: null,
          value: 'mars',
          secret: false,
          source: 'person',
          problem: 'It must match eu-…, us-…',
        },
      ],
      state: {
        cwd: '/srv/shop/deploy',
        changes: [
          { name: 'POD', value: 'checkout-7d9f', change: 'added', step: 'Diagnosis' },
          { name: 'KUBECONFIG', value: '/tmp/kube', change: 'changed', step: 'Diagnosis, 2' },
          { name: 'DEBUG', value: null, change: 'removed', step: 'Diagnosis' },
        ],
      },
      sequence: {
        state: 'stopped',
        words: 'Stopped: “Diagnosis, 2” failed',
        blockId: null,
        done: 1,
        total: 6,
      },
    },
  );
}
