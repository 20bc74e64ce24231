import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import type * as Extension from '../../../src/extension.ts';
import { type StandIn, withStandIn } from './standIn.ts';

const manifest = new URL('../../../package.json', import.meta.url);

/** What a workbench knows goes on when the extension host crashes or is restarted; it is told again, or never. */
describe('What menus and keys depend on', () => {
  let parts: typeof Extension & StandIn;
  let workbench: Map<string, unknown>;
  let subscriptions: { dispose(): void }[];

  before(async function () {
    this.timeout(60_000);
    parts = await withStandIn('extension.ts');
  });

  beforeEach(() => {
    workbench = new Map();
    subscriptions = [];
    const nothing = () => ({ dispose() {} });
    Object.assign(parts.commands, {
      registerCommand: nothing,
      executeCommand: (command: string, key: string, value: unknown) => {
        if (command === 'setContext') workbench.set(key, value);
        return Promise.resolve();
      },
    });
    Object.assign(parts.window, { createTreeView: nothing, registerWebviewPanelSerializer: nothing });
    Object.assign(parts.workspace, { textDocuments: [], onDidOpenTextDocument: nothing });
  });
  afterEach(() => subscriptions.forEach(one => one.dispose()));

  const activate = () => {
    const folder = join(tmpdir(), 'on-call-there-is-no-such-folder');
    void parts.activate({
      subscriptions,
      globalStorageUri: parts.Uri.file(folder),
      secrets: { get: () => Promise.resolve(undefined), onDidChange: () => ({ dispose() {} }) },
    } as never);
  };

  it('is what is true at activation, whatever the host before said of its drill, runs and panels', () => {
    for (const key of ['drillRunning', 'blockRunning', 'runbookOpen', 'suspectsShown', 'responseShown']) {
      workbench.set(`onCall.${key}`, true);
    }
    workbench.set('onCall.timelineState', 'ready');
    activate();
    assert.deepEqual(
      [...workbench].filter(([, value]) => value === true || value === 'ready'),
      [],
    );
  });

  it('is each key that package.json reads, but the steps that were done once', async () => {
    activate();
    const text = await readFile(manifest, 'utf8');
    const clauses = [...text.matchAll(/"(?:when|enablement)": "(.*)"/g)].map(([, clause]) => clause!);
    // What is compared with is a view’s name.
    const read = new Set(clauses.flatMap(clause => clause.match(/(?<!== |')\bonCall\.\w+/g) ?? []));
    assert.ok(read.size > 10, [...read].join(', '));
    assert.deepEqual(
      [...read].filter(key => !workbench.has(key)),
      [],
    );
    assert.deepEqual(
      [...workbench.keys()].filter(key => /\.step/.test(key)),
      [],
    );
  });
});
