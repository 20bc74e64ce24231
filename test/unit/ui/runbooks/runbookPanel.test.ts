import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { Emitter } from '../../../../src/core/events.ts';
import { parseRunbook } from '../../../../src/core/runbooks/parseRunbook.ts';
import type { Runbook } from '../../../../src/core/runbooks/runbook.ts';
import type { RiskView, ToWebview } from '../../../../src/protocol/runbook.ts';
import type { RunbookUse } from '../../../../src/ui/runbooks/runbookUse.ts';
import type * as Panel from '../../../../src/ui/runbooks/runbookPanel.ts';
import { FakeClock } from '../../fakeClock.ts';
import { withStandIn, type StandIn } from '../standIn.ts';

/** For reading; nobody moves it on. */
const still = new FakeClock();
const blocksOf = (...codes: readonly string[]) =>
  codes.map(code => `## ${code}\n\n\`\`\`bash\n${code}\n\`\`\`\n`).join('\n');
const risk: RiskView = { risk: 'changing', findings: [], more: 0 };
const use: RunbookUse = { incident: null, runbook: 'r.md', cwd: '/' };
const nothing = () => ({ dispose() {} });

describe('RunbookPanel, telling what blocks do', () => {
  let parts: typeof Panel & StandIn;
  let source: string;
  let told: ToWebview[];
  let failed: unknown[];
  /** Tells of the next block. */
  let goOn: (() => void)[];
  let begun: number;
  let ended: number;
  let panel: Panel.RunbookPanel;
  let clock: FakeClock;
  /** Whose ticks are wanted. */
  let held: RunbookUse[];
  let shownPanel: { visible: boolean };
  let changes: Record<'carried' | 'values', Emitter<RunbookUse>> & { ended: Emitter<unknown> };
  /** Where the page’s script and style sheet are. */
  let extension: string;

  before(async () => {
    extension = mkdtempSync(join(tmpdir(), 'on-call-extension-'));
    mkdirSync(join(extension, 'dist'));
    for (const kind of ['js', 'css']) writeFileSync(join(extension, `dist/webview.${kind}`), '');
    parts = await withStandIn('ui/runbooks/runbookPanel.ts');
  });

  after(() => rmSync(extension, { recursive: true, force: true }));

  beforeEach(async () => {
    source = blocksOf('one', 'two', 'three');
    told = [];
    failed = [];
    goOn = [];
    begun = 0;
    ended = 0;
    held = [];
    clock = new FakeClock();
    changes = { carried: new Emitter(), values: new Emitter(), ended: new Emitter() };
    const webview = {
      onDidReceiveMessage: nothing,
      postMessage: (message: ToWebview) => void told.push(message),
    };
    shownPanel = {
      ...{ visible: true, title: '', webview, dispose() {} },
      onDidChangeViewState: nothing,
    } as { visible: boolean };
    const rooms = {
      boundary: {
        watch: (_: string, work: Promise<unknown>) => void work.catch((error: unknown) => failed.push(error)),
        log: (_: string, error: unknown) => void failed.push(error),
      },
      library: { read: async () => source },
      reader: {
        read: async (text: string, fileName: string) => parseRunbook(text, { fileName, clock: still }),
      },
      extensionUri: { path: extension },
      ...{ look, clock },
      runs: {
        onDidChange: nothing,
        onDidEnd: changes.ended.event,
        adopt() {},
        latest: () => null,
        past: () => [],
      },
      sequences: { onDidChange: nothing, settle() {}, view: () => null },
      history: { load: async () => {} },
      outputs: { load: async () => {} },
      values: { onDidChange: changes.values.event, view: () => [] },
      carried: { onDidChange: changes.carried.event, view: () => ({ cwd: null, changes: [] }) },
      ticks: {
        onDidChange: nothing,
        hold: (of: RunbookUse) => {
          held.push(of);
          return { dispose: () => void held.pop() };
        },
        load: async () => {},
        view: () => ({ id: 'c', checked: false, by: null }),
      },
      incidentView: () => null,
      onDidChangeIncidents: nothing,
    };
    const file = { id: 'r', path: 'r.md', uri: { path: '/r.md' }, remote: { host: 'a', href: '' } };
    panel = new parts.RunbookPanel(
      rooms as unknown as Panel.RunbookPanelParts,
      shownPanel as never,
      file as never,
      use,
      '',
      null,
    );
    await turns();
  });
  afterEach(() => {
    panel.dispose();
    assert.deepEqual(failed, []);
  });

  async function* look(_: unknown, { blocks: shown }: Runbook) {
    begun++;
    try {
      for (const { id: blockId } of shown) {
        await new Promise<void>(resolve => goOn.push(resolve));
        yield { type: 'risk' as const, risks: [{ blockId, risk }] };
      }
      yield { type: 'target' as const, target: { parts: [], environment: null, production: false } };
    } finally {
      ended++;
    }
  }

  async function turns(): Promise<void> {
    for (let count = 0; count < 10; count++) await turn();
  }
  async function next(): Promise<void> {
    goOn.shift()!();
    await turns();
  }
  const blocks = () => told.findLast(one => one.type === 'runbook')!.view.blocks.map(({ id }) => id);
  const risks = () =>
    told.flatMap(one => (one.type === 'risk' ? one.risks.map(({ blockId }) => blockId) : []));

  it('tells of each as soon as it is known, and last what they act on', async () => {
    await next();
    assert.deepEqual(risks(), blocks().slice(0, 1));
    await next();
    await next();
    assert.deepEqual(risks(), blocks());
    assert.equal(told.at(-1)!.type, 'target');
    assert.deepEqual([begun, ended], [1, 1]);
  });

  it('says what its blocks are run with', async () => {
    source = '# R\n\n```zsh\none\n```\n\n```bash\ntwo\n```\n\n```zsh\nthree\n```\n\n```json\n{}\n```\n';
    await panel.reload();
    await turns();
    assert.deepEqual(told.findLast(one => one.type === 'runbook')!.view.runWith, ['zsh', 'bash']);
  });

  it('tells no more of a text that is not shown any more', async () => {
    await next();
    const [first] = blocks();
    source = blocksOf('four');
    await panel.reload();
    await turns();
    await next();
    assert.deepEqual([begun, ended], [2, 1]);
    await next();
    assert.deepEqual(risks(), [first, ...blocks()]);
    assert.equal(told.filter(({ type }) => type === 'target').length, 1);
  });

  const targets = () => told.filter(({ type }) => type === 'target').length;
  /** To the end of the look that is under way. */
  async function all(): Promise<void> {
    while (goOn.length > 0) await next();
  }

  const changed = {
    'what blocks hand on': () => changes.carried.fire(use),
    'the values of variables': () => changes.values.fire(use),
    'what a block of another runbook did': () => changes.ended.fire({ use: { ...use, runbook: 'other.md' } }),
  };
  for (const [what, change] of Object.entries(changed)) {
    it(`looks again after ${what}, and tells what they act on now`, async () => {
      await all();
      assert.equal(targets(), 1);
      change();
      await clock.advance(299);
      assert.equal(begun, 1);
      await clock.advance(1);
      await turns();
      await all();
      assert.deepEqual([begun, ended, targets()], [2, 2, 2]);
      assert.equal(clock.pending, 0);
    });
  }

  it('looks again once for many changes, when the look before has ended', async () => {
    await next();
    for (const change of Object.values(changed)) change();
    await clock.advance(300);
    await turns();
    changes.carried.fire(use);
    assert.deepEqual([begun, ended], [1, 0]);
    await next();
    await next();
    assert.deepEqual([begun, ended, targets()], [2, 1, 1]);
    await all();
    assert.deepEqual([begun, ended, targets()], [2, 2, 2]);
    changes.carried.fire(use);
    await clock.advance(300);
    await turns();
    assert.equal(begun, 3);
  });

  it('does not look again for another runbook’s values, while it is hidden, or once it is closed', async () => {
    await all();
    changes.carried.fire({ ...use, runbook: 'other.md' });
    changes.values.fire({ ...use, runbook: 'other.md' });
    assert.equal(clock.pending, 0);
    shownPanel.visible = false;
    changes.carried.fire(use);
    await clock.advance(300);
    await turns();
    shownPanel.visible = true;
    changes.carried.fire(use);
    panel.dispose();
    await clock.advance(300);
    await turns();
    assert.deepEqual([begun, clock.pending], [1, 0]);
  });

  it('holds the ticks of its runbook until it is closed', () => {
    assert.deepEqual(held, [use]);
    panel.dispose();
    assert.deepEqual(held, []);
  });

  it('stops looking once it is closed', async () => {
    await next();
    panel.dispose();
    await next();
    assert.equal(risks().length, 1);
    assert.deepEqual([begun, ended, goOn.length], [1, 1, 0]);
  });
});
