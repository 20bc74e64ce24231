import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/core/events.ts';
import { deadlinesOf } from '../../../../src/core/response/deadlines.ts';
import { responseState } from '../../../../src/core/response/responseState.ts';
import type { TimelineEntry } from '../../../../src/core/timeline/entry.ts';
import type { ErrorBoundary } from '../../../../src/ui/errorBoundary.ts';
import type { ResponseNode } from '../../../../src/ui/response/responseNodes.ts';
import type { Response } from '../../../../src/ui/response/responses.ts';
import type * as Tree from '../../../../src/ui/response/responseTree.ts';
import { FakeClock, settle } from '../../fakeClock.ts';
import { role, tick } from '../../response/responseEntries.ts';
import { standardRules } from '../../response/standardRules.ts';
import { sampleIncident, START } from '../../timeline/sampleEntries.ts';
import { openAccounts } from '../openAccounts.ts';
import { type StandIn, withStandIn } from '../standIn.ts';

const rules = standardRules('en');

/** VS Code forgets the rows that it is told of, with all below them, until it has asked for them again. */
describe('The tree of a response', function () {
  this.timeout(60_000);
  let parts: typeof Tree & StandIn;
  let view: { description?: string };
  let sessionsChanged: Emitter<void>;
  /** The accounts that are open, by their names. */
  let open: string[];
  let clock: FakeClock;
  let entries: TimelineEntry[];
  let tree: Tree.ResponseTree;
  let told: (readonly ResponseNode[] | undefined)[];
  let warned: string[];
  let ticks: Emitter<{ readonly items: readonly (readonly [ResponseNode, number])[] }>;
  let changed: Emitter<string>;
  /** What comes of a tick. */
  let keep: () => Promise<void>;
  /** What was reported. */
  let reported: unknown[];

  before(async () => {
    parts = await withStandIn('ui/response/responseTree.ts');
  });

  beforeEach(() => {
    [clock, entries, told, warned, reported] = [new FakeClock(START), [], [], [], []];
    [ticks, changed, keep] = [new Emitter(), new Emitter(), () => Promise.resolve()];
    [view, sessionsChanged, open] = [{}, new Emitter(), ['work']];
    Object.assign(parts.window, {
      createTreeView: () => Object.assign(view, { onDidChangeCheckboxState: ticks.event, dispose() {} }),
      showWarningMessage: (message: string) => Promise.resolve(void warned.push(message)),
    });
    const response = (): Response => ({
      incident: sampleIncident,
      state: responseState(sampleIncident, entries, rules.roles),
      ...{ entries, proposal: null, alertReason: null, now: () => clock.now() },
      deadlines: now =>
        deadlinesOf(sampleIncident, responseState(sampleIncident, entries, rules.roles), entries, rules, now),
    });
    const made = {
      responses: { of: response, onDidChange: changed.event },
      deeds: { tick: () => keep() },
      current: { get: () => sampleIncident, onDidChange: () => ({ dispose() {} }) },
      sessions: { ...openAccounts(() => open), onDidChange: sessionsChanged.event },
      rules: () => rules,
      clock,
      incidentClock: { now: () => clock.now() },
      boundary: {
        watch: (_what: string, work: Promise<unknown>) =>
          void work.catch((error: unknown) => reported.push(error)),
      } as unknown as ErrorBoundary,
    } as unknown as Tree.ResponseTreeParts;
    tree = new parts.ResponseTree(made);
    tree.onDidChangeTreeData(nodes => told.push(nodes));
  });

  afterEach(() => tree.dispose());

  const change = () => changed.fire(sampleIncident.key);
  const find = (type: ResponseNode['type'], nodes = tree.getChildren()): ResponseNode | undefined =>
    nodes.find(node => node.type === type) ??
    nodes.map(node => find(type, tree.getChildren(node))).find(node => node !== undefined);
  const item = () => find('item')!;
  const types = () => told.map(nodes => nodes?.map(({ type }) => type));

  it('says which incident it is of, and of which account where another is opened', () => {
    assert.equal(view.description, '#123');
    open.push('home');
    sessionsChanged.fire();
    assert.equal(view.description, 'work · #123');
  });

  it('is not drawn anew for what it does not show', () => {
    change();
    change();
    assert.deepEqual(told, []);
  });

  it('has only the rows drawn anew that say something else', async () => {
    const before = find('deadline')!;
    await clock.advance(60_000);
    assert.ok(types()[0]?.every(type => type === 'deadline'));
    assert.equal(told[0]![0], before, 'VS Code knows a row by its object');
  });

  it('counts a tick, and what is given with its row is as it is now', () => {
    const row = item();
    assert.ok(row.type === 'item' && row.item.tick === null);
    entries.push(tick(1, row.owner, row.item.id));
    change();
    assert.deepEqual(types(), [['checklist', 'item']]);
    assert.equal(told[0]![1], row);
    assert.notEqual(row.item.tick, null);
  });

  it('is drawn as a whole where rows come or go', () => {
    entries.push(role(1, rules.roles[0]!.name, null, 'Lin'));
    change();
    assert.deepEqual(told, [undefined]);
  });

  it('takes the tick back that could not be kept', async () => {
    keep = () => Promise.reject(new Error('the disk is full'));
    const row = item();
    ticks.fire({ items: [[row, 1]] });
    await settle();
    assert.deepEqual(told, [[row]]);
    assert.match(String(reported), /the disk is full/);
    assert.equal((tree.getTreeItem(row).checkboxState as { state: number }).state, 0);
  });

  it('leaves the tick that was kept as VS Code drew it, until the timeline says who made it', async () => {
    const row = item();
    assert.ok(row.type === 'item');
    ticks.fire({ items: [[row, 1]] });
    await settle();
    // The row does not know of it yet: drawn now, it would be without its tick.
    assert.deepEqual(told, []);
    entries.push(tick(1, row.owner, row.item.id));
    change();
    assert.deepEqual(types(), [['checklist', 'item']]);
    assert.equal((tree.getTreeItem(row).checkboxState as { state: number }).state, 1);
  });

  it('says so where VS Code lost a tick', () => {
    ticks.fire({ items: [] });
    assert.match(warned.join(), /your tick was lost/);
    assert.deepEqual(told, [undefined]);
  });
});
