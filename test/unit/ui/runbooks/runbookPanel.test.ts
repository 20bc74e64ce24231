import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { parseRunbook } from '../../../../src/core/runbooks/parseRunbook.ts';
import type { RunbookBlock } from '../../../../src/core/runbooks/runbook.ts';
import type { RiskView, ToWebview } from '../../../../src/protocol/runbook.ts';
import type * as Panel from '../../../../src/ui/runbooks/runbookPanel.ts';
import { FakeClock } from '../../fakeClock.ts';
import { withStandIn, type StandIn } from '../standIn.ts';

const clock = new FakeClock();
const blocksOf = (...codes: readonly string[]) =>
  codes.map(code => `## ${code}\n\n\`\`\`bash\n${code}\n\`\`\`\n`).join('\n');
const risk: RiskView = { risk: 'changing', findings: [], more: 0 };
const nothing = () => ({ dispose() {} });

describe('RunbookPanel, telling what blocks do', function () {
  this.timeout(30_000);
  let parts: typeof Panel & StandIn;
  let source: string;
  let told: ToWebview[];
  let failed: unknown[];
  /** Tells of the next block. */
  let goOn: (() => void)[];
  let begun: number;
  let ended: number;
  let panel: Panel.RunbookPanel;
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
    const webview = {
      onDidReceiveMessage: nothing,
      postMessage: (message: ToWebview) => void told.push(message),
    };
    const shownPanel = {
      ...{ visible: true, title: '', webview, dispose() {} },
      onDidChangeViewState: nothing,
    };
    const rooms = {
      boundary: {
        watch: (_: string, work: Promise<unknown>) => void work.catch((error: unknown) => failed.push(error)),
        log: (_: string, error: unknown) => void failed.push(error),
      },
      library: { read: async () => source },
      reader: { read: async (text: string, fileName: string) => parseRunbook(text, { fileName, clock }) },
      extensionUri: { path: extension },
      look,
      runs: { onDidChange: nothing, adopt() {}, latest: () => null, past: () => [] },
      sequences: { onDidChange: nothing, settle() {}, view: () => null },
      history: { load: async () => {} },
      outputs: { load: async () => {} },
      values: { onDidChange: nothing, view: () => [] },
      carried: { onDidChange: nothing, view: () => ({ cwd: null, changes: [] }) },
      ticks: {
        onDidChange: nothing,
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
      { incident: null, runbook: 'r.md', cwd: '/' },
      '',
      null,
    );
    await turns();
  });
  afterEach(() => {
    panel.dispose();
    assert.deepEqual(failed, []);
  });

  async function* look(_: unknown, blocks: readonly RunbookBlock[]) {
    begun++;
    try {
      for (const { id: blockId } of blocks) {
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

  it('stops looking once it is closed', async () => {
    await next();
    panel.dispose();
    await next();
    assert.equal(risks().length, 1);
    assert.deepEqual([begun, ended, goOn.length], [1, 1, 0]);
  });
});
