import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { utc } from '../../src/core/clock.ts';
import type { Incident } from '../../src/core/incidents/incident.ts';
import { noteDataOf } from '../../src/core/timeline/noteData.ts';
import { requestId } from '../../src/protocol/messages.ts';
import {
  entryActions,
  type FromTimeline,
  parseFromTimeline,
  type ToTimeline,
} from '../../src/protocol/timeline.ts';
import type { OnCallParts } from '../../src/extension.ts';
import { draws, seeded, seeds } from '../unit/seeded.ts';
import { activated, eventually } from './parts.ts';
import { SilentPage } from './silentPage.ts';

class TimelinePage extends SilentPage<ToTimeline> {
  #id = 0;

  async ask(message: Record<string, unknown>): Promise<Extract<ToTimeline, { type: 'answer' }>['answer']> {
    const id = ++this.#id;
    this.say({ ...message, id });
    const found = () => this.told.find(one => one.type === 'answer' && one.id === id);
    const answer = await eventually(`an answer to ${JSON.stringify(message).slice(0, 80)}`, found);
    return (answer as Extract<ToTimeline, { type: 'answer' }>).answer;
  }

  /** The texts of the last part that was sent, as far as this or an earlier message told them. */
  texts(): readonly string[] {
    const rows = this.told.filter(one => one.type === 'rows');
    const known = new Map(rows.flatMap(({ changed }) => changed.map(row => [row.id, row.text] as const)));
    return rows.at(-1)?.ids.map(id => known.get(id) ?? '?') ?? [];
  }
}

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

describe('The timeline’s panel', function () {
  this.timeout(0);
  let parts: OnCallParts;
  let page: TimelinePage;
  let restore = () => {};
  const incident: Incident = {
    ...{ key: 'work:QPANEL', accountId: 'work', id: 'QPANEL', number: 7, title: 'Checkout is down' },
    ...{ status: 'acknowledged', urgency: 'high', priority: null, severity: 'P3', service: null },
    ...{
      assignees: [],
      acknowledgers: [],
      teams: [],
      escalationPolicy: null,
      createdAt: utc(Date.UTC(2026, 10, 22)),
    },
    ...{ updatedAt: null, resolvedAt: null, acknowledgedUntil: null, alertCount: null },
    url: 'https://acme.pagerduty.com/incidents/QPANEL',
  };
  const folder = async () => (await parts.timelines.folder(incident)).path;
  const entries = () => parts.timelines.entries(incident);

  before(async () => {
    parts = await activated();
    page = new TimelinePage(true);
    const { createWebviewPanel, showOpenDialog } = parts.window;
    restore = () => void Object.assign(parts.window, { createWebviewPanel, showOpenDialog });
    Object.assign(parts.window, { createWebviewPanel: () => page.panel });
    parts.store.upsert(incident);
    await parts.timelinePanels.open(incident);
    page.say({ type: 'ready' });
    await eventually('the panel', () => page.told.some(({ type }) => type === 'panel'));
  });

  after(async () => {
    page.panel.dispose();
    restore();
    rmSync(await folder(), { recursive: true, force: true });
    parts.store.drop(incident.key);
  });

  it('writes what is typed, with its kind, its time, the titles of its links, and nothing that is secret', async () => {
    const text = '-5m !roll back, as in https://acme.pagerduty.com/incidents/QPANEL password=hunter2hunter2';
    assert.deepEqual(await page.ask({ type: 'write', text, pending: [] }), { ok: true });
    const [entry] = await entries();
    assert.equal(entry?.kind, 'decision');
    assert.ok(Date.now() - Date.parse(entry!.at) > 4 * 60_000);
    assert.deepEqual(noteDataOf(entry!).links, [{ href: incident.url, title: '#7 Checkout is down' }]);
    const journal = readFileSync((await parts.timelines.folder(incident)).journal, 'utf8');
    assert.ok(!journal.includes('hunter2'), journal);
    await eventually('the row', () => page.texts().some(shown => shown.startsWith('roll back')));
    const wrong = await page.ask({ type: 'write', text: '!', pending: [] });
    assert.match(wrong.ok ? '' : wrong.error, /A mark alone says nothing/);
  });

  it('keeps what is attached beside the journal once it is written, and not before', async () => {
    const content = png.toString('base64');
    assert.deepEqual(await page.ask({ type: 'attach', name: '../pool.png', content }), { ok: true });
    const kept = () => readdirSync(path).filter(name => name === 'attachments');
    const path = await folder();
    assert.deepEqual(kept(), []);
    const pending = page.told.findLast(one => one.type === 'pending')!.pending;
    assert.deepEqual(await page.ask({ type: 'write', text: 'the pool', pending: [pending[0]!.number] }), {
      ok: true,
    });
    const entry = (await entries()).find(({ text }) => text === 'the pool')!;
    const [attachment] = noteDataOf(entry).attachments!;
    assert.deepEqual(readFileSync(join(path, attachment!.path)), png);
    await eventually('the row', () => page.texts().includes('the pool'));
    assert.deepEqual(await page.ask({ type: 'picture', entry: entry.id, attachment: 0 }), { ok: true });
    const picture = page.told.findLast(one => one.type === 'picture')!;
    assert.deepEqual([picture.mediaType, picture.content], ['image/png', content]);
  });

  it('corrects, marks, retracts and restores as records of their own', async () => {
    await page.ask({ type: 'write', text: 'db down', pending: [] });
    const entry = (await entries()).find(({ text }) => text === 'db down')!;
    await eventually('the row', () => page.texts().includes('db down'));
    const act = (action: string) => page.ask({ type: 'act', entry: entry.id, action });
    assert.deepEqual(await page.ask({ type: 'editText', entry: entry.id, text: 'pool full' }), { ok: true });
    assert.deepEqual(await page.ask({ type: 'editTime', entry: entry.id, time: '-1h' }), { ok: true });
    assert.deepEqual(await act('markKey'), { ok: true });
    assert.deepEqual(await act('retract'), { ok: true });
    assert.ok(!(await entries()).some(({ text }) => text === 'pool full'));
    assert.deepEqual(await act('restore'), { ok: true });
    await eventually('the row', () => page.texts().includes('pool full'));
    const view = await parts.timelines.view(incident);
    const found = view!.entries.find(({ id }) => id === entry.id)!;
    assert.deepEqual([found.history.length, found.entry.key, found.entry.text], [5, true, 'pool full']);
    // The panel has the record once it has looked at the journal again.
    await eventually('the whole history', async () => {
      await act('history');
      const history = page.told.findLast(one => one.type === 'history');
      return (history as Extract<ToTimeline, { type: 'history' }> | undefined)?.versions.length === 6;
    });
    const wrong = await page.ask({ type: 'editTime', entry: entry.id, time: 'soon' });
    assert.match(wrong.ok ? '' : wrong.error, /That is not a time/);
  });

  it('shows what another window wrote', async () => {
    await parts.timelines.scribe.addEntry(incident, 'from elsewhere', Date.now());
    await eventually('the row', () => page.texts().includes('from elsewhere'));
    const { timelineTree } = parts;
    // Some of what was written before may be of another day by now.
    const labels = () =>
      timelineTree
        .getChildren()
        .flatMap(day => timelineTree.getChildren(day))
        .map(node => String(timelineTree.getTreeItem(node).label));
    await eventually('the tree', () => labels().some(label => label.includes('from elsewhere')));
  });

  it('answers whatever its webview says, and writes nothing but entries of this incident', async () => {
    const ids = (await entries()).map(({ id }) => id);
    const all = seeds(draws(1_500, 20_000));
    let refused = 0;
    let expected = 0;
    const answers = () => page.told.filter(({ type }) => type === 'answer').length;
    page.told.length = 0;
    Object.assign(parts.window, { showOpenDialog: () => Promise.resolve(undefined) });
    for (const seed of all) {
      const message = fuzzed(seeded(seed), ids);
      const parsed = parseFromTimeline(message);
      if (parsed === null) refused++;
      if (requestId(message) !== null) expected++;
      page.say(message);
      if (seed % 50 === 0) await eventually(`answers until seed ${seed}`, () => answers() >= expected);
    }
    await eventually('all answers', () => answers() >= expected, 60_000);
    assert.equal(answers(), expected);
    const path = await folder();
    assert.deepEqual(
      readdirSync(path).filter(
        name => !/^(timeline-\w+\.jsonl|incident-\w+\.json|attachments|\..*)$/.test(name),
      ),
      [],
    );
    for (const name of readdirSync(join(path, 'attachments')))
      assert.match(name, /^[0-9a-f]{16}-[A-Za-z0-9_]/);
    const view = await parts.timelines.view(incident);
    assert.deepEqual(view!.unreadable, []);
    console.log(`      ${all.length} messages from seed ${all[0]}: ${refused} refused by the guard`);
    assert.ok(refused > 100 && expected > 100);
  });

  it('is one for two who open it at once, and breaks nothing when it is closed while something is under way', async () => {
    page.close();
    const pages: TimelinePage[] = [];
    Object.assign(parts.window, {
      createWebviewPanel: () => {
        pages.push(new TimelinePage(true));
        return pages.at(-1)!.panel;
      },
    });
    const [one, other] = await Promise.all([
      parts.timelinePanels.open(incident),
      parts.timelinePanels.open(incident),
    ]);
    assert.equal(one, other);
    assert.equal(pages.length, 1);
    const thrown: unknown[] = [];
    const hear = (error: unknown) => void thrown.push(error);
    process.on('unhandledRejection', hear);
    try {
      const [only] = pages;
      only!.say({ type: 'ready' });
      only!.say({ type: 'write', id: 1, text: 'closed meanwhile', pending: [] });
      only!.close();
      await eventually('the entry', async () =>
        (await entries()).some(({ text }) => text === 'closed meanwhile'),
      );
      await new Promise(resolve => setTimeout(resolve, 500));
      assert.deepEqual(thrown, []);
    } finally {
      process.off('unhandledRejection', hear);
    }
  });
});

/** A good message, and then, more often than not, something done to it. What opens something outside is left out. */
function fuzzed(random: () => number, ids: readonly string[]): unknown {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const texts = ['x', '!x', '10:15', '../../x', '$(id)', '<b>', '', '\u202Ex', 'y'.repeat(30_000), '-5m ok'];
  const id = Math.floor(random() * 1e6);
  const entry = pick([...ids, '0'.repeat(26), 'nothing']);
  const good = pick<FromTimeline>([
    { type: 'show', from: Math.floor(random() * 50), count: 100 },
    {
      type: 'filter',
      id,
      groups: ['notes'],
      people: [0],
      keyOnly: false,
      retracted: true,
      search: pick(texts).slice(0, 200),
    },
    { type: 'write', id, text: pick(texts), pending: [Math.floor(random() * 4)] },
    { type: 'write', id, text: pick(texts), pending: [] },
    { type: 'attach', id, name: pick(texts).slice(0, 300), content: pick(['iVBORw==', '', '****', 'AAAA']) },
    { type: 'detach', id, pending: Math.floor(random() * 5) },
    { type: 'act', id, entry, action: pick(entryActions.filter(action => action !== 'showOutput')) },
    { type: 'editText', id, entry, text: pick(texts) },
    { type: 'editTime', id, entry, time: pick(texts).slice(0, 100) },
    { type: 'openAttachment', id, entry: 'nothing', attachment: 0 },
    { type: 'picture', id, entry, attachment: Math.floor(random() * 2) },
  ]);
  if (random() < 0.4) return good;
  const message: Record<string, unknown> = { ...good };
  const hostile = [
    null,
    undefined,
    -1,
    0.5,
    NaN,
    {},
    [],
    ['x'],
    '__proto__',
    () => 'x',
    'z'.repeat(200_000),
    true,
  ];
  for (let change = 0; change <= random() * 2; change++) {
    const name = pick([...Object.keys(good), 'path', 'at', 'author', '__proto__']);
    if (random() < 0.3) delete message[name];
    else Object.defineProperty(message, name, { value: pick(hostile), enumerable: true, configurable: true });
  }
  return message;
}
