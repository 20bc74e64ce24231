import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Emitter } from '../../../../src/core/events.ts';
import type { Incident } from '../../../../src/core/incidents/incident.ts';
import type * as Tree from '../../../../src/ui/trees/actionItemsTree.ts';
import { FakeClock } from '../../fakeClock.ts';
import { incident } from '../../incidents/incidentFixtures.ts';
import { START } from '../../timeline/sampleEntries.ts';
import { temporaryFolder } from '../../timeline/temporaryFolder.ts';
import { openAccounts } from '../openAccounts.ts';
import { type StandIn, withStandIn } from '../standIn.ts';

type Parts = ConstructorParameters<typeof Tree.ActionItemsTree>[0];

describe('The tree of action items', function () {
  this.timeout(60_000);
  let parts: typeof Tree & StandIn;
  /** Folder → its incident. */
  let incidents: Map<string, Incident | null>;
  /** Accounts that are open. */
  let open: string[];
  let tree: Tree.ActionItemsTree;
  const view = { description: '', visible: false };
  const root = temporaryFolder();
  const nothing = () => ({ dispose() {} });

  before(async () => {
    parts = await withStandIn('ui/trees/actionItemsTree.ts');
  });

  beforeEach(() => {
    [incidents, open] = [new Map(), ['acme']];
    Object.assign(parts.workspace, {
      onDidSaveTextDocument: nothing,
      onDidChangeWorkspaceFolders: nothing,
    });
    Object.assign(parts.Uri, { parse: (uri: string) => uri });
    Object.assign(parts.window, {
      onDidChangeWindowState: nothing,
      withProgress: (_options: object, work: () => Promise<unknown>) => work(),
    });
    tree = new parts.ActionItemsTree({
      view: { fill: () => Object.assign(view, { onDidChangeVisibility: nothing }) },
      timelines: {
        onDidChange: new Emitter<string>().event,
        folders: () => Promise.resolve([...incidents.keys()]),
        incidentIn: (folder: string) => Promise.resolve(incidents.get(folder) ?? null),
      },
      sessions: openAccounts(() => open),
      drill: { onDidChange: new Emitter<void>().event },
      clock: new FakeClock(START),
      boundary: {},
    } as unknown as Parts);
  });

  afterEach(() => tree.dispose());

  const keep = async (name: string, action: string, known: Incident | null) => {
    const folder = join(root(), name);
    await mkdir(folder);
    const rows = ['| Action | Owner | Due |', '| --- | --- | --- |', `| ${action} | Bob | 2020-01-01 |`];
    await writeFile(
      join(folder, 'post-mortem.md'),
      `# Post-mortem\n\n## Action items\n\n${rows.join('\n')}\n`,
    );
    incidents.set(folder, known);
  };
  const items = async () => {
    await tree.refresh();
    return tree
      .getChildren()
      .flatMap(group => tree.getChildren(group))
      .map(node => tree.getTreeItem(node));
  };
  const rows = async () =>
    (await items()).map(({ label, description }) => `${String(label)}: ${String(description)}`).sort();

  it('is read out with the beginning of an item that is long', async () => {
    await keep('2026-11-20-D', 'Alert on the pool, '.repeat(100), null);
    const [item] = await items();
    const { label } = item!.accessibilityInformation!;
    assert.match(
      label,
      /^Overdue, Alert on the pool, .{100,200}…, Owner: Bob, Due: 2020-01-01, 2026-11-20-D$/,
    );
  });

  it('has those of a drill, marked, only as long as it runs', async () => {
    await keep('2026-11-20-A', 'Alert earlier', incident('A', { title: 'Search is slow' }));
    await keep('2026-11-20-B', 'Buy a disk', incident('B', { title: 'Disk is full', accountId: 'drill-1' }));
    await keep('2026-11-20-C', 'Count them', null);
    const real = [
      'Alert earlier: 2020-01-01 · Bob · Search is slow',
      'Count them: 2020-01-01 · Bob · 2026-11-20-C',
    ];
    assert.deepEqual(await rows(), real);
    assert.equal(view.description, '2 open, 2 overdue');
    open = ['drill-1'];
    assert.deepEqual(await rows(), [real[0], 'Buy a disk: 2020-01-01 · Bob · DRILL · Disk is full', real[1]]);
    open = ['drill-2'];
    assert.deepEqual(await rows(), real, 'the next drill’s are not those of that one');
  });
});
