import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { Incident } from '../../../../src/core/incidents/incident.ts';
import { IncidentStore } from '../../../../src/core/incidents/incidentStore.ts';
import { parseRunbook } from '../../../../src/core/runbooks/parseRunbook.ts';
import type { ToWebview } from '../../../../src/protocol/runbook.ts';
import type * as Panels from '../../../../src/ui/runbooks/runbookPanels.ts';
import type { RunbookUse } from '../../../../src/ui/runbooks/runbookUse.ts';
import { FakeClock } from '../../fakeClock.ts';
import { incident } from '../../incidents/incidentFixtures.ts';
import { withStandIn, type StandIn } from '../standIn.ts';

const nothing = () => ({ dispose() {} });

describe('RunbookPanels', () => {
  let parts: typeof Panels & StandIn;
  let panels: Panels.RunbookPanels;
  let store: IncidentStore;
  let told: ToWebview[];
  /** Where the page’s script and style sheet are. */
  let extension: string;
  const remembered = incident('P1', { severity: 'P3' });

  before(async () => {
    extension = mkdtempSync(join(tmpdir(), 'on-call-extension-'));
    mkdirSync(join(extension, 'dist'));
    for (const kind of ['js', 'css']) writeFileSync(join(extension, `dist/webview.${kind}`), '');
    parts = await withStandIn('ui/runbooks/runbookPanels.ts');
  });

  after(() => rmSync(extension, { recursive: true, force: true }));

  beforeEach(async () => {
    told = [];
    store = new IncidentStore();
    const webview = {
      onDidReceiveMessage: nothing,
      postMessage: (message: ToWebview) => void told.push(message),
    };
    const panel = { visible: true, webview, dispose() {}, onDidChangeViewState: nothing };
    Object.assign(parts.window, { createWebviewPanel: () => ({ ...panel, onDidDispose: nothing }) });
    const severityOf = ({ incident: of }: RunbookUse) => of && store.latest(of).severity;
    const rooms = {
      boundary: { watch: (_: string, work: Promise<unknown>) => void work, log: assert.fail },
      library: { read: async () => '# R' },
      reader: {
        read: async (text: string, fileName: string) =>
          parseRunbook(text, { fileName, clock: new FakeClock() }),
      },
      extensionUri: { path: extension },
      look: async function* () {},
      clock: new FakeClock(),
      runs: { onDidChange: nothing, onDidEnd: nothing, adopt() {}, latest: () => null, past: () => [] },
      sequences: { onDidChange: nothing, settle() {}, view: () => null },
      history: { load: async () => {} },
      outputs: { load: async () => {} },
      values: { onDidChange: nothing, view: (use: RunbookUse) => [{ value: severityOf(use) }] },
      carried: { onDidChange: nothing, view: () => ({ cwd: null, changes: [] }) },
      ticks: { onDidChange: nothing, load: async () => {}, hold: nothing },
      ...{ store, sessions: { get: () => undefined }, current: { set() {} }, hold: nothing },
    };
    panels = new parts.RunbookPanels(rooms as never);
    const file = {
      id: 'r',
      path: 'r.md',
      title: 'R',
      uri: { path: '/r.md' },
      remote: { host: 'a', href: '' },
    };
    panels.open({ file: file as never, incident: remembered, reason: '', fragment: null });
    await turns();
  });
  afterEach(() => panels.dispose());

  async function turns(): Promise<void> {
    for (let count = 0; count < 10; count++) await turn();
  }
  const shown = () =>
    told.flatMap(one => (one.type === 'runbook' ? one.view.variables.map(({ value }) => value) : []));
  async function comes(of: Incident): Promise<void> {
    store.upsert(of);
    await turns();
  }

  it('show anew what is taken from the incident when it comes to the list, and at every change', async () => {
    assert.deepEqual(shown(), ['P3']);
    await comes({ ...remembered, severity: 'P2' });
    assert.deepEqual(shown(), ['P3', 'P2'], 'opened with what the timeline kept');
    await comes({ ...remembered, severity: 'P1' });
    assert.deepEqual(shown(), ['P3', 'P2', 'P1']);
    await comes(incident('P2'));
    assert.equal(shown().length, 3);
  });
});
