import assert from 'node:assert/strict';
import type { Incident } from '../../../../src/core/incidents/incident.ts';
import {
  IncidentRows,
  type GroupRow,
  type IncidentRow,
  type ListRow,
  type RowChange,
} from '../../../../src/core/incidents/list/incidentRows.ts';
import { noFilter, wholeView, type IncidentView } from '../../../../src/core/incidents/list/incidentView.ts';
import { draws, seeded, seeds } from '../../seeded.ts';
import { incident } from '../incidentFixtures.ts';
import { pick, randomIncident, randomView, viewer } from './randomIncidents.ts';

const many = (count: number, fields: Partial<Incident> = {}) =>
  Array.from({ length: count }, (_, n) => incident(`P${String(n).padStart(5, '0')}`, fields));
const change = (...incidents: Incident[]) => incidents.map(one => [one.key, one] as const);
const ids = (rows: RowChange) => (rows === 'all' ? rows : rows.map(({ id }) => id));
const groups = (rows: IncidentRows) => rows.top() as readonly GroupRow[];
const bare = (row: ListRow): unknown => JSON.parse(JSON.stringify(row));

/** What VS Code does with a tree: remembers what it drew, and draws again only what it is told to. */
class Screen {
  #top: readonly ListRow[] = [];
  readonly #below = new Map<ListRow, readonly ListRow[]>();
  readonly #drawn = new Map<ListRow, unknown>();

  constructor(private readonly rows: IncidentRows) {}

  show(changed: RowChange): void {
    if (changed === 'all') {
      this.#below.clear();
      this.#drawn.clear();
      this.#top = this.rows.top();
      for (const row of this.#top) this.#draw(row);
    } else {
      for (const row of changed) if (this.#drawn.has(row)) this.#draw(row);
    }
  }

  /** Everything that is drawn, from the top. */
  read(): unknown[] {
    return this.#top.flatMap(row => [
      this.#drawn.get(row),
      ...(this.#below.get(row) ?? []).map(child => this.#drawn.get(child)),
    ]);
  }

  #draw(row: ListRow): void {
    this.#drawn.set(row, bare(row));
    if (row.type !== 'group') return;
    for (const child of this.#below.get(row) ?? []) this.#drawn.delete(child);
    const below = this.rows.below(row);
    this.#below.set(row, below);
    for (const child of below) this.#drawn.set(child, bare(child));
  }
}

function readAll(rows: IncidentRows): unknown[] {
  return rows.top().flatMap(row => [bare(row), ...(row.type === 'group' ? rows.below(row).map(bare) : [])]);
}

describe('IncidentRows', () => {
  let rows: IncidentRows;
  const arrange = (incidents: readonly Incident[], view: Partial<IncidentView> = {}) =>
    rows.arrange(incidents, { ...wholeView, ...view }, viewer);

  beforeEach(() => (rows = new IncidentRows()));

  it('shows 100 of a group, then says how many there are, and 200 more each time', () => {
    arrange(many(10_000));
    const [group] = groups(rows);
    const below = () => rows.below(group!);
    assert.equal(group!.count, 10_000);
    assert.equal(below().length, 101);
    const more = below().at(-1)!;
    assert.ok(more.type === 'more');
    assert.deepEqual([more.next, more.hidden], [200, 9_900]);
    assert.equal(rows.incidentRows().length, 100);
    const [first] = below();
    assert.deepEqual(ids(rows.showMore(more)), [group!.id]);
    assert.equal(below().length, 301);
    assert.equal(below()[0], first);
    assert.equal(below().at(-1), more);
    assert.deepEqual([more.next, more.hidden], [200, 9_700]);
  });

  it('offers as many more as there are, and nothing when all are shown', () => {
    arrange(many(137));
    const [group] = groups(rows);
    const more = rows.below(group!).at(-1)!;
    assert.ok(more.type === 'more');
    assert.deepEqual([more.next, more.hidden], [37, 37]);
    rows.showMore(null);
    assert.equal(rows.below(group!).length, 137);
    assert.deepEqual(rows.showMore(null), []);
  });

  it('makes no row for an incident that is not shown', () => {
    arrange(many(10_000));
    groups(rows);
    assert.equal(rows.incidentRows().length, 0);
  });

  it('takes a group for all its incidents, shown or not, and for those alone whose rows are named beside it', () => {
    const rows = new IncidentRows();
    const acknowledged = incident('PACK', { status: 'acknowledged' });
    rows.arrange([...many(250), acknowledged], wholeView, viewer);
    const [triggered, other] = groups(rows);
    const below = rows.below(triggered!);
    assert.equal(rows.meant([triggered!]).length, 250);
    assert.equal(rows.meant([triggered!, ...below]).length, 100, 'everything that is on the screen');
    assert.equal(rows.meant([triggered!, below[3]!]).length, 1);
    assert.deepEqual(
      rows
        .meant([below[0]!, other!])
        .map(({ id }) => id)
        .at(-1),
      'PACK',
    );
    assert.deepEqual(rows.meant([{ type: 'problem' }]), []);
  });

  it('says nothing when nothing changed', () => {
    const list = many(150);
    arrange(list);
    rows.below(groups(rows)[0]!);
    assert.deepEqual(arrange(list), []);
    assert.deepEqual(rows.apply(change(...list)), []);
    assert.deepEqual(rows.apply([]), []);
  });

  it('names just the row of an incident that changed where it stands', () => {
    arrange(many(150));
    const [group] = groups(rows);
    const row = rows.below(group!)[3] as IncidentRow;
    const after = { ...row.incident, title: 'Other' };
    assert.deepEqual(rows.apply(change(after)), [row]);
    assert.equal(row.incident, after);
    assert.equal(rows.below(group!)[3], row);
  });

  it('says nothing of an incident that changed where nobody sees it', () => {
    const list = many(150);
    arrange(list);
    rows.below(groups(rows)[0]!);
    assert.deepEqual(rows.apply(change({ ...list[149]!, title: 'Other' })), []);
  });

  it('says nothing of a row that nobody has asked for yet', () => {
    const list = many(10);
    arrange(list);
    assert.deepEqual(rows.apply(change({ ...list[0]!, title: 'Other' })), []);
  });

  it('names the two groups when an incident goes from one into the other', () => {
    const list = [...many(3), incident('Q', { status: 'acknowledged' })];
    arrange(list);
    const [triggered, acknowledged] = groups(rows);
    assert.deepEqual(rows.apply(change({ ...list[0]!, status: 'acknowledged' })), [triggered, acknowledged]);
    assert.deepEqual([triggered!.count, acknowledged!.count], [2, 2]);
    assert.deepEqual(groups(rows), [triggered, acknowledged]);
  });

  it('names the group when an incident changes its place in it', () => {
    arrange(many(3), { sortBy: 'severity' });
    const [group] = groups(rows);
    const last = rows.below(group!)[2] as IncidentRow;
    assert.deepEqual(rows.apply(change({ ...last.incident, severity: 'P1' })), [group]);
    assert.equal(rows.below(group!)[0], last);
  });

  it('names the group when its count alone changes', () => {
    arrange(many(150));
    const [group] = groups(rows);
    const old = incident('Z', { createdAt: '2020-01-01T00:00:00.000Z' });
    assert.deepEqual(rows.apply(change(old)), [group]);
    assert.equal(group!.count, 151);
    assert.deepEqual(rows.apply([[old.key, undefined]]), [group]);
  });

  it('names the group when it is called otherwise', () => {
    const one = incident('P');
    arrange([one], { groupBy: 'service' });
    const [group] = groups(rows);
    rows.below(group!);
    assert.deepEqual(rows.apply(change({ ...one, service: { id: 'PS', name: 'Post' } })), [group]);
    assert.deepEqual(group!.label, { by: 'service', name: 'Post' });
  });

  it('draws everything only when groups come or go, and keeps the rows that stay', () => {
    const list = many(3);
    arrange(list);
    const [triggered] = groups(rows);
    const below = rows.below(triggered!);
    assert.equal(rows.apply(change(incident('Q', { status: 'acknowledged' }))), 'all');
    assert.equal(groups(rows)[0], triggered);
    assert.deepEqual(rows.below(triggered!), below);
    assert.ok(rows.below(triggered!).every((row, n) => row === below[n]));
    assert.equal(rows.apply([['acme:Q', undefined]]), 'all');
  });

  it('has the incidents at the top where the list has no groups', () => {
    const list = many(150);
    assert.equal(arrange(list, { groupBy: 'none' }), 'all');
    assert.equal(rows.top().length, 101);
    const row = rows.top()[0] as IncidentRow;
    assert.equal(row.group, null);
    assert.deepEqual(rows.apply(change({ ...row.incident, title: 'Other' })), [row]);
    assert.equal(rows.apply([[list[5]!.key, undefined]]), 'all');
    rows.showMore(rows.top().at(-1) as never);
    assert.equal(rows.top().length, 149);
  });

  it('gives one incident a row in each of its assignees’ groups, no id twice', () => {
    const people = [
      { id: 'PA', name: 'A' },
      { id: 'PB', name: 'B' },
    ];
    arrange([incident('P', { assignees: people })], { groupBy: 'assignee' });
    const below = groups(rows).flatMap(group => rows.below(group));
    assert.equal(new Set(below.map(({ id }) => id)).size, 2);
    const after = incident('P', { assignees: people, title: 'Other' });
    assert.deepEqual(rows.apply(change(after)), below);
  });

  it('opens what fits on a screen or so, and never what is resolved', () => {
    arrange([
      ...many(10_000),
      incident('A', { status: 'acknowledged' }),
      incident('R', { status: 'resolved' }),
    ]);
    assert.deepEqual(
      groups(rows).map(({ open }) => open),
      [true, true, false],
    );
    const services = many(10_000).map((one, n) => ({
      ...one,
      service: { id: `S${n % 500}`, name: `S${n % 500}` },
    }));
    arrange(services, { groupBy: 'service' });
    const open = groups(rows).filter(group => group.open);
    assert.equal(groups(rows).length, 500);
    assert.ok(open.length > 0 && open.reduce((sum, { count }) => sum + count, 0) <= 300);
  });

  it('finds an incident below “Show more” by showing more, and none that the filter hides', () => {
    const list = many(1000);
    arrange(list);
    const found = rows.find(list[700]!.key)!;
    assert.equal(found.row.incident, list[700]);
    assert.deepEqual(found.change, groups(rows));
    assert.ok(rows.below(found.row.group!).includes(found.row));
    assert.deepEqual(rows.find(list[0]!.key)?.change, []);
    assert.equal(rows.find('acme:none'), null);
    arrange(list, { filter: { ...noFilter, urgencies: ['low'] } });
    assert.equal(rows.find(list[0]!.key), null);
  });

  it('begins with 100 again in another view, and not in the same one', () => {
    const list = many(1000);
    arrange(list);
    rows.showMore(null);
    arrange(list);
    assert.equal(rows.below(groups(rows)[0]!).length, 301);
    arrange(list, { sortBy: 'oldest' });
    assert.equal(rows.below(groups(rows)[0]!).length, 101);
  });

  it('lets go of rows that are shown no longer', () => {
    arrange(many(100));
    rows.below(groups(rows)[0]!);
    rows.apply(many(90).map(({ key }) => [key, undefined] as const));
    assert.equal(rows.incidentRows().length, 10);
  });

  it('tells of everything that a screen has to draw again, for random changes and views', () => {
    for (const seed of seeds(draws(20, 1_000))) {
      const random = seeded(seed);
      const known = new Map<string, Incident>();
      rows = new IncidentRows();
      const screen = new Screen(rows);
      screen.show('all');
      for (let round = 0; round < 25; round++) {
        const what = random();
        if (what < 0.15) screen.show(rows.arrange([...known.values()], randomView(random), viewer));
        else if (what < 0.25) screen.show(rows.showMore(null));
        else if (what < 0.3 && known.size > 0) {
          const found = rows.find(pick(random, [...known.keys()]));
          if (found) screen.show(found.change);
        } else {
          const changes = new Map<string, Incident | undefined>();
          const room = random() < 0.1 ? 300 : 6;
          for (let n = Math.floor(random() * room); n > 0; n--) {
            const one = randomIncident(random, `I${Math.floor(random() * 400)}`);
            changes.set(one.key, random() < 0.2 ? undefined : one);
          }
          for (const [key, one] of changes) {
            if (one) known.set(key, one);
            else known.delete(key);
          }
          screen.show(rows.apply(changes));
        }
        const shown = readAll(rows);
        assert.deepEqual(screen.read(), shown, `seed ${seed}, round ${round}`);
        const ids = shown.map(row => (row as ListRow).id);
        assert.equal(new Set(ids).size, ids.length, `seed ${seed}, round ${round}`);
      }
    }
  });
});
