import assert from 'node:assert/strict';
import type { Incident } from '../../../src/core/incidents/incident.ts';
import { IncidentRows } from '../../../src/core/incidents/list/incidentRows.ts';
import { type IncidentView, wholeView } from '../../../src/core/incidents/list/incidentView.ts';
import { IncidentStore } from '../../../src/core/incidents/incidentStore.ts';
import { CurrentIncident } from '../../../src/ui/currentIncident.ts';
import type * as Picks from '../../../src/ui/incidentPick.ts';
import type { IncidentTreeNode } from '../../../src/ui/trees/incidentNodes.ts';
import { incident } from '../incidents/incidentFixtures.ts';
import { type StandIn, withStandIn } from './standIn.ts';

const byKey = [{ type: 'selection' }];
const inDetails = [{ type: 'current' }];
const fromPalette: readonly unknown[] = [];
const [bob, eve] = [
  { id: 'PBOB', name: 'Bob' },
  { id: 'PEVE', name: 'Eve' },
];

describe('Which incidents a command means', () => {
  let parts: typeof Picks & StandIn;
  let store: IncidentStore;
  let rows: IncidentRows;
  let current: CurrentIncident;
  let selection: readonly IncidentTreeNode[];
  /** What each question offers. */
  let asked: (readonly string[])[];
  /** What it says of each, in the last question. */
  let described: readonly string[];
  let pick: Picks.IncidentPick;
  /** What has a timeline here. */
  let remembered: () => Promise<readonly Incident[]>;
  let answer: string | null;

  before(async () => {
    parts = await withStandIn('ui/incidentPick.ts');
  });

  beforeEach(() => {
    store = new IncidentStore();
    store.upsertAll([
      incident('B', { assignees: [eve, bob] }),
      incident('A', { status: 'acknowledged' }),
      incident('C', { status: 'acknowledged' }),
    ]);
    rows = new IncidentRows();
    arrangedBy('status');
    current = new CurrentIncident(store);
    selection = [];
    asked = [];
    remembered = () => Promise.resolve([]);
    answer = null;
    Object.assign(parts.window, {
      showQuickPick: (items: readonly { readonly incident: Incident; readonly description: string }[]) => {
        described = items.map(({ description }) => description);
        asked.push(items.map(item => item.incident.id));
        return Promise.resolve(items.find(item => item.incident.id === answer));
      },
    });
    pick = picking(current);
  });
  afterEach(() => {
    current.dispose();
    store.dispose();
  });

  const picking = (working: CurrentIncident) =>
    new parts.IncidentPick({
      store,
      current: working,
      selection: () => selection,
      meant: nodes => rows.meant(nodes),
      remembered: () => remembered(),
      mark: ({ accountId }) => (accountId === 'acme' ? '' : `of ${accountId}`),
    });
  const workOn = (id: string) => current.set(store.get(`acme:${id}`)!);
  const arrangedBy = (groupBy: IncidentView['groupBy']) =>
    rows.arrange(store.all(), { ...wholeView, groupBy }, { me: new Map(), teams: new Map() });
  /** The row of a group, by the incident that it begins with. */
  const groupOf = (id: string) => {
    const group = rows.top().find(row => row.type === 'group' && rows.meant([row])[0]!.id === id);
    assert.ok(group, `there is no group of ${id}`);
    return group;
  };
  const allRows = () => rows.top().flatMap(row => (row.type === 'group' ? rows.below(row) : [row]));
  const rowOf = (id: string) => rows.find(`acme:${id}`)!.row;
  const many = async (args: readonly unknown[]) => (await pick.many(args))?.map(({ id }) => id);
  const one = async (args: readonly unknown[]) => (await pick.one(args))?.id;

  it('is refused where VS Code has lost the row that was pressed, rather than another one meant', async () => {
    workOn('A');
    selection = [rowOf('A')];
    for (const lost of [
      [undefined, undefined],
      [null, [rowOf('C'), null]],
      [rowOf('C'), [rowOf('C'), undefined]],
      [null],
    ])
      for (const choose of [many, one]) await assert.rejects(choose(lost), { name: 'NotPossibleError' });
    assert.deepEqual(asked, []);
  });

  it('is the one that is worked on above a view, where VS Code names no row either', async () => {
    workOn('A');
    const above = (args: readonly unknown[]) => pick.one(args, undefined, { inTitle: true });
    assert.equal((await above([undefined, undefined]))?.id, 'A');
    assert.equal((await above([rowOf('B'), undefined]))?.id, 'B', 'of the menu of a row');
    assert.deepEqual(asked, []);
  });

  describe('from the palette', () => {
    beforeEach(() => workOn('A'));

    it('are the one that is worked on, where nothing else is selected', async () => {
      selection = [rowOf('A')];
      assert.deepEqual(await many(fromPalette), ['A']);
      selection = [];
      assert.deepEqual(await many(fromPalette), ['A']);
    });

    it('are those of the group that is selected, also where it holds one', async () => {
      selection = [groupOf('B')];
      assert.deepEqual(await many(fromPalette), ['B']);
      selection = [groupOf('A')];
      assert.deepEqual((await many(fromPalette))?.toSorted(), ['A', 'C']);
    });

    it('are several that are selected; of a group and a row of it, that row', async () => {
      selection = [rowOf('B'), rowOf('C')];
      assert.deepEqual(await many(fromPalette), ['B', 'C']);
      selection = [groupOf('A'), rowOf('C')];
      assert.deepEqual(await many(fromPalette), ['C']);
    });

    it('is one that is selected in each of its rows', async () => {
      arrangedBy('assignee');
      selection = allRows().filter(row => row.type === 'incident' && row.incident.id === 'B');
      assert.equal(selection.length, 2);
      assert.deepEqual(await many(fromPalette), ['B']);
    });

    it('is the one that is worked on for what is about one, whatever is selected', async () => {
      selection = [groupOf('B')];
      assert.equal(await one(fromPalette), 'A');
      assert.deepEqual(asked, []);
    });
  });

  describe('from the palette, where only somebody else’s is left', () => {
    beforeEach(() => {
      workOn('A');
      for (const id of ['A', 'C']) store.drop(`acme:${id}`);
    });

    it('is asked for once the one that was worked on has left the list', async () => {
      assert.equal(await many(fromPalette), undefined);
      assert.equal(await one(fromPalette), undefined);
      assert.equal(await pick.one([undefined, undefined], undefined, { inTitle: true }), undefined);
      assert.deepEqual(asked, [['B'], ['B'], ['B']]);
    });

    it('is that one where none was worked on', async () => {
      pick = picking(new CurrentIncident(store));
      assert.deepEqual(await many(fromPalette), ['B']);
      assert.equal(await one(fromPalette), 'B');
      assert.deepEqual(asked, []);
    });

    it('is refused to a key in the details, which show the one that is gone', async () => {
      for (const choose of [many, one])
        await assert.rejects(choose(inDetails), {
          name: 'NotPossibleError',
          message: /no longer in the list/,
        });
      assert.deepEqual(asked, []);
    });
  });

  describe('from the palette, for what is done to a timeline', () => {
    const ofTimeline = async () => (await pick.one(fromPalette, undefined, { remembered: true }))?.id;
    const old = incident('OLD', { status: 'resolved', title: 'four days ago' });
    beforeEach(() => {
      remembered = () => Promise.resolve([old, incident('B')]);
    });

    it('is asked for among those that have a timeline here too, after those of the list', async () => {
      answer = 'OLD';
      assert.equal(await ofTimeline(), 'OLD');
      assert.deepEqual(asked, [['B', 'A', 'C', 'OLD']]);
      assert.equal(await one(fromPalette), undefined);
      assert.deepEqual(asked.at(-1), ['B', 'A', 'C'], 'what the provider is asked to do');
    });

    it('is asked for where the list is empty, also of one; with no timeline either it says so', async () => {
      for (const { key } of store.all()) store.drop(key);
      remembered = () => Promise.resolve([old]);
      assert.equal(await ofTimeline(), undefined);
      assert.deepEqual(asked, [['OLD']]);
      await assert.rejects(one(fromPalette), { name: 'NotPossibleError' });
      remembered = () => Promise.resolve([]);
      await assert.rejects(ofTimeline(), { name: 'NotPossibleError' });
    });

    it('is the only one of the list where none was worked on, and what the list has where the disk fails', async () => {
      remembered = () => Promise.reject(new Error('the disk is gone'));
      assert.equal(await ofTimeline(), undefined);
      assert.deepEqual(asked, [['B', 'A', 'C']]);
      for (const id of ['A', 'C']) store.drop(`acme:${id}`);
      assert.equal(await ofTimeline(), 'B');
      store.drop('acme:B');
      await assert.rejects(ofTimeline(), /the disk is gone/);
    });

    it('is the one that was chosen although it is not in the list, and for the provider it is asked', async () => {
      current.set(old);
      assert.equal(await ofTimeline(), 'OLD');
      assert.deepEqual(asked, []);
      assert.equal(await one(fromPalette), undefined);
      assert.equal(await many(fromPalette), undefined);
      assert.deepEqual(asked, [
        ['B', 'A', 'C'],
        ['B', 'A', 'C'],
      ]);
    });

    it('is asked for once the one that was worked on has left the list, until it is chosen again', async () => {
      workOn('A');
      const last = store.get('acme:A')!;
      store.drop(last.key);
      remembered = () => Promise.resolve([last]);
      assert.equal(await ofTimeline(), undefined);
      assert.deepEqual(asked, [['B', 'C', 'A']]);
      const told: (string | null)[] = [];
      current.onDidChange(now => told.push(now?.id ?? null));
      current.set(last);
      assert.equal(await ofTimeline(), 'A');
      store.upsert(last);
      store.drop(last.key);
      assert.equal(await ofTimeline(), undefined, 'it came back and left again');
      assert.deepEqual(told, ['A', 'A', null]);
    });
  });

  it('is asked for with the mark of its account, as numbers of two can be the same', async () => {
    for (const { key } of store.all()) store.drop(key);
    const ofDrill = (id: string) => incident(id, { key: `drill-1:${id}`, accountId: 'drill-1' });
    store.upsertAll([incident('A'), ofDrill('B')]);
    remembered = () => Promise.resolve([ofDrill('OLD')]);
    assert.equal(await pick.one(fromPalette, undefined, { remembered: true }), undefined);
    const [real, drill, old] = ['A', 'B', 'OLD'].map(id => described[asked[0]!.indexOf(id)]!);
    assert.match(real!, /^(?!of ).*Triggered$/);
    assert.match(drill!, /^of drill-1 · .*Triggered$/);
    assert.match(old!, /^of drill-1 · \d{4}-\d\d-\d\d · Triggered$/);
    assert.equal(await many(fromPalette), undefined);
    assert.deepEqual(
      described.map(one => one.startsWith('of drill-1 · ')),
      asked[1]!.map(id => id === 'B'),
    );
  });

  it('is none where what is named does not allow it, and the person is told what keeps it from that', async () => {
    const told: string[] = [];
    Object.assign(parts.window, { showInformationMessage: (text: string) => void told.push(text) });
    workOn('A');
    const never = () => false;
    assert.deepEqual(await pick.many(inDetails, never), []);
    assert.deepEqual(await pick.many(inDetails, never, ({ id }) => `no alerts in ${id}`), []);
    assert.deepEqual(told, [
      'Nothing was done: “Incident A” does not allow it now (Acknowledged).',
      'Nothing was done: “Incident A” does not allow it now (no alerts in A).',
    ]);
  });

  it('is what the details show by a key in them, whatever is selected', async () => {
    workOn('A');
    selection = [rowOf('B')];
    assert.deepEqual(await many(inDetails), ['A']);
    assert.equal(await one(inDetails), 'A');
  });

  describe('by a key in the tree', () => {
    beforeEach(() => workOn('A'));

    it('are those of the group that has the focus', async () => {
      selection = [groupOf('B')];
      assert.deepEqual(await many(byKey), ['B']);
    });

    it('is the one of the row for what is about one; of a group none, and nothing is asked', async () => {
      selection = [rowOf('B')];
      assert.equal(await one(byKey), 'B');
      for (const id of ['A', 'B']) {
        selection = [groupOf(id)];
        assert.equal(await one(byKey), undefined);
      }
      assert.deepEqual(asked, []);
    });
  });

  describe('from a row or a message of another view', () => {
    beforeEach(() => workOn('A'));

    it('is the incident that it carries, whichever is looked at', async () => {
      const about = { incident: store.get('acme:B')! };
      for (const type of ['deadline', 'role', 'checklist', 'proposal', 'entry']) {
        assert.equal(await one([{ type, ...about }]), 'B', type);
        assert.deepEqual(await many([{ type, ...about }]), ['B'], type);
      }
      assert.deepEqual(asked, []);
    });

    it('is as the store had it last, and as the row has it where that never had it', async () => {
      const rowOf = (id: string) => ({ type: 'deadline', incident: incident(id, { title: 'as it was' }) });
      const last = store.get('acme:B')!.title;
      assert.equal((await pick.one([rowOf('B')]))?.title, last);
      store.drop('acme:B');
      assert.equal((await pick.one([rowOf('B')]))?.title, last);
      assert.equal((await pick.one([rowOf('never listed')]))?.title, 'as it was');
    });

    it('is the one that is worked on where the row carries none', async () => {
      for (const row of [{ type: 'unsaved' }, { type: 'item', incident: 'Disk is full' }]) {
        assert.equal(await one([row]), 'A');
      }
    });
  });
});
