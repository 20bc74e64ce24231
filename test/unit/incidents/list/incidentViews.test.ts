import assert from 'node:assert/strict';
import { IncidentViews, type ViewMemory } from '../../../../src/core/incidents/list/incidentViews.ts';
import { noFilter, wholeView } from '../../../../src/core/incidents/list/incidentView.ts';

const words = {
  mine: 'Mine',
  waiting: 'Waiting',
  highUrgency: 'High',
  myTeams: 'Teams',
  byService: 'Services',
};

/** Keeps JSON, as VS Code does. */
class Memory implements ViewMemory {
  readonly kept = new Map<string, string>();

  get(name: string): unknown {
    const text = this.kept.get(name);
    return text === undefined ? undefined : JSON.parse(text);
  }

  async update(name: string, value: unknown): Promise<void> {
    this.kept.set(name, JSON.stringify(value));
  }
}

describe('IncidentViews', () => {
  let memory: Memory;
  const open = () => new IncidentViews(memory, words);
  const names = (views: IncidentViews) => views.saved().map(({ name }) => name);

  beforeEach(() => (memory = new Memory()));

  it('begins with everything, and remembers what was set for the next window', async () => {
    const views = open();
    assert.deepEqual(views.current, wholeView);
    await views.set({ filter: { mine: true }, groupBy: 'service' });
    await views.set({ filter: { text: 'disk' } });
    const expected = { ...wholeView, groupBy: 'service', filter: { ...noFilter, mine: true, text: 'disk' } };
    assert.deepEqual(views.current, expected);
    assert.deepEqual(open().current, expected);
    await views.clearFilter();
    assert.deepEqual(open().current, { ...wholeView, groupBy: 'service' });
  });

  it('tells of a change once, and of none where nothing changed', async () => {
    const views = open();
    const seen: string[] = [];
    views.onDidChange(view => seen.push(view.sortBy));
    await views.set({ sortBy: 'oldest' });
    await views.set({ sortBy: 'oldest', filter: {} });
    assert.deepEqual(seen, ['oldest']);
  });

  it('shows what is being typed without remembering it', () => {
    const views = open();
    views.preview({ filter: { text: 'di' } });
    assert.equal(views.current.filter.text, 'di');
    assert.deepEqual(open().current, wholeView);
  });

  it('saves, shows and removes views, which every window sees', async () => {
    const [one, two] = [open(), open()];
    await one.set({ filter: { text: 'disk' } });
    await one.save('Disks');
    await two.remove('Mine');
    await two.set({ groupBy: 'none' });
    await two.save('Flat');
    assert.deepEqual(names(one), ['Disks', 'Flat', 'Waiting', 'High', 'Teams', 'Services']);
    assert.deepEqual(names(two), names(one));
    assert.equal(one.current.groupBy, 'status');
    const saved = two.saved().find(({ name }) => name === 'Disks')!;
    await two.set(saved.view);
    assert.deepEqual(two.current, one.current);
  });

  it('goes on with what it can use when something else stands in the storage', () => {
    memory.kept.set('onCall.incidentView', '{"filter":{"mine":"maybe","text":"x"},"groupBy":7}');
    memory.kept.set('onCall.incidentViews', '"broken"');
    const views = open();
    assert.deepEqual(views.current, { ...wholeView, filter: { ...noFilter, text: 'x' } });
    assert.equal(names(views).length, 5);
  });
});
