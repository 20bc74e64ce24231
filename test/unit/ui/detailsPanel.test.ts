import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WebviewPanel } from 'vscode';
import { SettableAttention } from '../../../src/core/incidents/cadence.ts';
import { IncidentStore } from '../../../src/core/incidents/incidentStore.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import type * as Panels from '../../../src/ui/details/detailsPanel.ts';
import type * as Boundary from '../../../src/ui/errorBoundary.ts';
import { FakeClock, settle } from '../fakeClock.ts';
import { DetailsProvider } from '../incidents/details/detailsProvider.ts';
import { incident } from '../incidents/incidentFixtures.ts';
import { type StandIn, withStandIn } from './standIn.ts';

const minute = 60_000;
const changing = ['alerts', 'notes', 'log', 'bridge'];

describe('The panel of the details', function () {
  this.timeout(30_000);
  let parts: typeof Panels & typeof Boundary & StandIn;
  let folder: string;
  let clock: FakeClock;
  let source: DetailsProvider;
  let attention: SettableAttention & { hold(): { dispose(): void } };
  let held: number;
  let view: { visible: boolean; active: boolean; closed: boolean };
  let setWindow: (state: { focused: boolean }) => void;
  let changeView: (to: Partial<typeof view>) => void;
  let panel: Panels.DetailsPanel;

  before(async () => {
    parts = await withStandIn('ui/details/detailsPanel.ts', 'ui/errorBoundary.ts');
    folder = await mkdtemp(join(tmpdir(), 'on-call-details-'));
    await mkdir(join(folder, 'dist'));
    for (const name of ['details.js', 'details.css']) await writeFile(join(folder, 'dist', name), '');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  beforeEach(async () => {
    clock = new FakeClock();
    source = new DetailsProvider();
    held = 0;
    const windows = new Set<typeof setWindow>();
    setWindow = state => windows.forEach(listener => listener(state));
    Object.assign(parts.window, {
      onDidChangeWindowState: (listener: typeof setWindow) => (
        windows.add(listener),
        { dispose: () => void windows.delete(listener) }
      ),
    });
    attention = Object.assign(new SettableAttention('looked'), {
      hold: () => (held++, { dispose: () => void held-- }),
    });
    view = { visible: true, active: true, closed: false };
    const listeners = new Set<() => void>();
    const ofOpen = <T>(value: T): T => {
      if (view.closed) throw new Error('Webview is disposed');
      return value;
    };
    const webviewPanel = {
      get visible() {
        return ofOpen(view.visible);
      },
      get active() {
        return ofOpen(view.active);
      },
      webview: {
        html: '',
        onDidReceiveMessage: () => ({ dispose() {} }),
        postMessage: () => Promise.resolve(true),
      },
      onDidChangeViewState: (listener: () => void) => (
        listeners.add(listener),
        { dispose: () => void listeners.delete(listener) }
      ),
      reveal() {},
      dispose: () => void (view.closed = true),
    };
    changeView = to => {
      Object.assign(view, to);
      for (const listener of listeners) listener();
    };
    const store = new IncidentStore(undefined, () => clock.now());
    store.upsert(incident('P1'));
    panel = new parts.DetailsPanel(
      {
        store,
        clock,
        attention,
        boundary: new parts.ErrorBoundary(silentLogger, () => {}),
        extensionUri: { path: folder } as never,
        accountOf: () => ({ label: 'Acme', drill: false }),
        providerOf: () => source.provider,
        bridgeOf: async ({ id }) => ({ bridge: await source.provider.bridge(id), failure: null }),
        runbookFor: () => Promise.resolve(null),
        learn: () => {},
        run: () => Promise.resolve(),
        onFocus: () => {},
      },
      webviewPanel as unknown as WebviewPanel,
      incident('P1'),
    );
    await settle();
    source.asked.length = 0;
  });
  afterEach(() => {
    panel.dispose();
    assert.deepEqual([held, clock.pending], [0, 0]);
  });

  const taken = () => source.asked.splice(0);

  it('reads what others add for as long as polling takes it for looked at', async () => {
    await clock.advance(3 * minute);
    assert.deepEqual(taken(), changing);
    attention.set('idle');
    await clock.advance(30 * minute);
    assert.deepEqual(taken(), []);
    attention.set('looked');
    await settle();
    assert.deepEqual(taken(), changing);
    changeView({ visible: false, active: false });
    await clock.advance(30 * minute);
    assert.deepEqual([taken(), held], [[], 0]);
    changeView({ visible: true });
    await settle();
    assert.deepEqual([taken(), held], [changing, 1]);
  });

  it('reads it when it is asked for again while it is open, unless that was done within a minute', async () => {
    await clock.advance(minute);
    panel.reveal();
    await settle();
    assert.deepEqual(taken(), []);
    await clock.advance(1);
    panel.reveal();
    await settle();
    assert.deepEqual(taken(), changing);
  });

  it('reads it when the person comes back to the window after more than a minute', async () => {
    setWindow({ focused: false });
    await clock.advance(2 * minute);
    assert.deepEqual(taken(), []);
    setWindow({ focused: true });
    await settle();
    assert.deepEqual(taken(), changing);
    changeView({ visible: false, active: false });
    await clock.advance(2 * minute);
    setWindow({ focused: true });
    await settle();
    assert.deepEqual(taken(), []);
  });

  it('closed, looks no more, whatever the window does', async () => {
    panel.dispose();
    setWindow({ focused: true });
    attention.set('hidden');
    attention.set('looked');
    await clock.advance(10 * minute);
    assert.deepEqual(taken(), []);
  });
});
