import assert from 'node:assert/strict';
import { parseRunbook } from '../../../../src/core/runbooks/parseRunbook.ts';
import type { TimelineEntry } from '../../../../src/core/timeline/entry.ts';
import { FileJournal } from '../../../../src/core/timeline/fileJournal.ts';
import { Scribe } from '../../../../src/core/timeline/scribe.ts';
import { timelineView } from '../../../../src/core/timeline/timelineView.ts';
import { type TickChange, Ticks } from '../../../../src/ui/runbooks/ticks.ts';
import { FakeClock } from '../../fakeClock.ts';
import { seeded } from '../../seeded.ts';
import { MemoryFiles } from '../../timeline/memoryFiles.ts';
import { sampleEntry, sampleIncident, START } from '../../timeline/sampleEntries.ts';

const use = { incident: sampleIncident, runbook: 'a.md', cwd: '/' };
const checksOf = (source: string) =>
  parseRunbook(source, { fileName: 'a.md', clock: new FakeClock() }).checks;

const tickOf = (item: string, runbook = use.runbook): TimelineEntry =>
  sampleEntry(1, { kind: 'checklist', data: { runbook, item, checked: true } });

const untold = (_: unknown, error: unknown) => assert.fail(String(error));

describe('Ticks', () => {
  let files: MemoryFiles;
  beforeEach(() => (files = new MemoryFiles()));

  const entries = async (): Promise<readonly TimelineEntry[]> =>
    timelineView(await new FileJournal('timeline.jsonl', files).read()).entries.map(({ entry }) => entry);
  /** The ticks of one window; all windows share the journal. */
  const inWindowOf = (author: string, seed: number) => {
    const journal = new FileJournal('timeline.jsonl', files);
    const clock = new FakeClock(START + seed * 60_000);
    const scribe = new Scribe({
      journalOf: () => Promise.resolve(journal),
      clock,
      random: seeded(seed),
      author: () => author,
    });
    const ticks = new Ticks({
      entries,
      record: (incident, { text, ...tick }) => scribe.recordTick(incident, tick, text),
      now: () => clock.now(),
    });
    ticks.hold(use);
    return Object.assign(ticks, { clock });
  };

  it('are kept per incident, by whom and when, and stand in the timeline', async () => {
    const [check] = checksOf('- [ ] It is well again');
    const ticks = inWindowOf('Ada', 1);
    await ticks.tick(use, check!, true);
    const view = ticks.view(use, check!);
    assert.equal(view.checked, true);
    assert.match(view.by!, /^Ada, \S/);
    const other = { ...use, incident: { ...sampleIncident, key: 'work:OTHER', id: 'OTHER' } };
    assert.deepEqual(ticks.view(other, check!), { id: check!.id, checked: false, by: null });
    const [entry] = await entries();
    assert.equal(entry!.text, 'Ticked “It is well again” in a.md');
    assert.deepEqual([entry!.kind, entry!.author], ['checklist', 'Ada']);
    await ticks.tick(use, check!, false);
    assert.deepEqual(
      (await entries()).map(({ text }) => text.split(' ')[0]),
      ['Ticked', 'Unticked'],
    );
  });

  it('say the day where that is not today, also in a window that was open since', async () => {
    const [check] = checksOf('- [ ] It is well again');
    const [here, later] = [inWindowOf('Ada', 1), inWindowOf('Grace', 2)];
    await here.tick(use, check!, true);
    const [time] = /\d\d:\d\d$/.exec(here.view(use, check!).by!)!;
    assert.equal(here.view(use, check!).by, `Ada, ${time}`);
    for (const { clock } of [here, later]) clock.jump(3 * 86_400_000);
    await later.load(use);
    const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
    for (const ticks of [here, later])
      assert.equal(ticks.view(use, check!).by, `Ada, ${day.format(START)} ${time}`);
  });

  it('without an incident last until the last panel of the runbook is closed', async () => {
    const [check] = checksOf('- [ ] Hand over the phone');
    const alone = { ...use, incident: null };
    const ticks = inWindowOf('Ada', 1);
    const panels = [ticks.hold(alone), ticks.hold(alone)];
    await ticks.tick(alone, check!, true);
    const ticked = { id: check!.id, checked: true, by: null };
    for (const panel of panels) {
      assert.deepEqual(ticks.view(alone, check!), ticked);
      panel.dispose();
      panel.dispose();
    }
    assert.deepEqual(ticks.view(alone, check!), { ...ticked, checked: false });
    ticks.hold(alone);
    assert.deepEqual(ticks.view(alone, check!), { ...ticked, checked: false });
    assert.deepEqual(await entries(), []);
  });

  it('are read for as long as a panel of the runbook is open', async () => {
    const read: string[] = [];
    let goOn = () => {};
    const ticks = new Ticks({
      entries: async ({ key }) => {
        read.push(key);
        await new Promise<void>(resolve => (goOn = resolve));
        return [tickOf('one')];
      },
      record: () => assert.fail(),
      now: () => START,
    });
    const one = { id: 'one', checkedInFile: false, text: '', line: 1 };
    const panel = ticks.hold(use);
    const loading = ticks.load(use);
    panel.dispose();
    goOn();
    await loading;
    await ticks.load(use);
    await ticks.refresh(untold);
    assert.deepEqual(read, [sampleIncident.key]);
    ticks.hold(use);
    assert.equal(ticks.view(use, one).checked, false);
    const again = ticks.load(use);
    goOn();
    await again;
    assert.equal(ticks.view(use, one).checked, true);
  });

  it('of a timeline that cannot be read do not keep others from being looked at, and are told of once', async () => {
    const broken = new Error('broken');
    const incidents = ['A', 'B'].map(id => ({ ...sampleIncident, key: `work:${id}`, id }));
    const read: string[] = [];
    let failing: readonly string[] = [];
    const ticks = new Ticks({
      entries: async ({ id }) => {
        read.push(id);
        if (failing.includes(id)) throw broken;
        return [tickOf('one', 'a.md'), tickOf('two', 'b.md')];
      },
      record: () => assert.fail(),
      now: () => START,
    });
    for (const runbook of ['a.md', 'b.md'])
      for (const incident of incidents) ticks.hold({ ...use, incident, runbook });
    const seen: string[] = [];
    ticks.onDidChange(({ use: { incident, runbook }, check: { id } }) =>
      seen.push(`${incident!.id} ${runbook} ${id}`),
    );
    const told: unknown[] = [];
    const look = async (...those: readonly string[]) => {
      failing = those;
      read.length = told.length = seen.length = 0;
      await ticks.refresh((incident, error) => told.push([incident.id, error]));
      return { read: [...read], told: [...told], seen: [...seen] };
    };
    assert.deepEqual(await look('A'), {
      read: ['A', 'B'],
      told: [['A', broken]],
      seen: ['B a.md one', 'B b.md two'],
    });
    assert.deepEqual((await look('A')).told, []);
    assert.deepEqual((await look('A', 'B')).told, [['B', broken]]);
    assert.deepEqual(await look(), { read: ['A', 'B'], told: [], seen: ['A a.md one', 'A b.md two'] });
    assert.deepEqual((await look('A')).told, [['A', broken]]);
  });

  it('of a timeline that could not be read when the runbook was opened are not told of again', async () => {
    const ticks = new Ticks({
      entries: async () => assert.fail('broken'),
      record: () => assert.fail(),
      now: () => START,
    });
    ticks.hold(use);
    await assert.rejects(ticks.load(use), /broken/);
    await ticks.refresh(untold);
  });

  it('stay with an item that an edit moves, and tell equal items apart', async () => {
    const before = checksOf('# T\n\n- [ ] same\n- [ ] same\n- [ ] own\n');
    const ticks = inWindowOf('Ada', 2);
    await ticks.tick(use, before[1]!, true);
    await ticks.tick(use, before[2]!, true);
    const after = checksOf(
      '---\ntitle: x\n---\n# T\n\nNew words.\n\n- [ ] new\n- [ ] own\n\n## Below\n\n1. [ ] same\n2. [ ] same\n',
    );
    assert.deepEqual(
      after.map(check => [check.text, ticks.view(use, check).checked]),
      [
        ['new', false],
        ['own', true],
        ['same', false],
        ['same', true],
      ],
    );
  });

  it('made in another window appear here, once, with their author', async () => {
    const [first, second] = checksOf('- [ ] first\n- [ ] second\n');
    const [here, there] = [inWindowOf('Ada', 3), inWindowOf('Grace', 4)];
    await here.load(use);
    await here.tick(use, first!, true);
    const seen: TickChange[] = [];
    here.onDidChange(change => seen.push(change));
    await there.tick(use, second!, true);
    await here.refresh(untold);
    await here.refresh(untold);
    assert.deepEqual(
      seen.map(({ check: { id, checked, by } }) => [id, checked, by?.split(',')[0]]),
      [[second!.id, true, 'Grace']],
    );
    await there.tick(use, first!, false);
    await here.refresh(untold);
    assert.equal(here.view(use, first!).checked, false);
    assert.match(here.view(use, first!).by!, /^Grace, /);
  });
});
