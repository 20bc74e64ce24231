import assert from 'node:assert/strict';
import type { Incident } from '../../../src/core/incidents/incident.ts';
import { IncidentStore, type IncidentChanges, type Read } from '../../../src/core/incidents/incidentStore.ts';
import { incident, resolvedAt } from './incidentFixtures.ts';

/** A change as ids: `+P1 ~P2 -P3`. */
function brief({ added, changed, removed }: IncidentChanges): string {
  const marked = (mark: string, incidents: readonly Incident[]) => incidents.map(({ id }) => mark + id);
  const after = changed.map(change => change.after);
  return [...marked('+', added), ...marked('~', after), ...marked('-', removed)].join(' ');
}

describe('IncidentStore', () => {
  let store: IncidentStore;
  let events: IncidentChanges[];

  const briefs = () => events.map(brief);
  const page = (...incidents: Incident[]) => store.applyPage(store.beginRead('acme'), incidents);
  /** All that is open at the provider, in one page. */
  const snapshotOf = (read: Read, incidents: readonly Incident[]) => {
    store.applyPage(read, incidents);
    return { gone: store.goneFrom(read, new Set(incidents.map(({ key }) => key))) };
  };
  const snapshot = (...incidents: Incident[]) => snapshotOf(store.beginRead('acme'), incidents);

  beforeEach(() => {
    store = new IncidentStore();
    events = [];
    store.onDidChange(change => events.push(change));
  });

  it('adds, changes and says nothing of what is the same, one event a call', () => {
    page(incident('P1'), incident('P2'));
    page(incident('P1'), incident('P2', { status: 'acknowledged' }), incident('P3'));
    assert.deepEqual(briefs(), ['+P1 +P2', '+P3 ~P2']);
    const [change] = events[1]!.changed;
    assert.deepEqual([change?.before.status, change?.after.status], ['triggered', 'acknowledged']);
    assert.equal(store.get('acme:P2')?.status, 'acknowledged');
    assert.deepEqual(
      store.all().map(({ id }) => id),
      ['P1', 'P2', 'P3'],
    );
  });

  it('fires nothing when nothing changed, however deep it looks', () => {
    snapshot(incident('P1'), incident('P2'));
    events.length = 0;
    snapshot(structuredClone(incident('P2')), structuredClone(incident('P1')));
    store.upsert(structuredClone(incident('P1')));
    store.drop('acme:unknown');
    store.removeAccount('other');
    page();
    assert.deepEqual(events, []);
  });

  it('remembers how the last ones it let go were shown, for pages that still show one', () => {
    const opened = incident('P1');
    page(opened);
    store.setSeverities(one => ({ ...one, severity: 'P1' }));
    store.upsert({ ...opened, status: 'resolved' });
    store.drop('acme:P1');
    assert.equal(store.get('acme:P1'), undefined);
    const { status, severity } = store.latest(opened);
    assert.deepEqual([status, severity], ['resolved', 'P1']);
    // Read since from elsewhere.
    const reopened = { ...opened, updatedAt: '2031-01-01T00:00:00.000Z' };
    assert.equal(store.latest(reopened), reopened);
    page(incident('P1', { title: 'Opened again' }));
    assert.equal(store.latest(opened).title, 'Opened again');
  });

  it('remembers 200 that it let go, and not more', () => {
    const storm = Array.from({ length: 201 }, (_, at) => incident(`P${at}`));
    page(...storm);
    page(...storm.map(one => ({ ...one, title: 'Known' })));
    store.removeAccount('acme');
    const forgotten = storm.filter(one => store.latest(one).title !== 'Known');
    assert.deepEqual(forgotten, [storm[0]]);
  });

  const differences: Partial<Incident>[] = [
    { title: 'Other' },
    { number: null },
    { priority: null },
    { priority: { id: 'PP2', name: 'P2', color: null, order: 2 } },
    { assignees: [] },
    { assignees: [{ id: 'PADA', name: 'Ada', email: 'ada@example.com' }] },
    { assignees: [{ id: 'PEVE', name: 'Ada' }] },
    { teams: [{ id: 'PT', name: 'Ops' }] },
    { updatedAt: '2026-01-15T01:00:00.000Z' },
  ];
  for (const difference of differences) {
    it(`sees the difference of ${JSON.stringify(difference)}, both ways`, () => {
      page(incident('P1'));
      page(incident('P1', difference));
      page(incident('P1'));
      assert.deepEqual(briefs(), ['+P1', '~P1', '~P1']);
    });
  }

  it('a page says nothing about what is not in it; a snapshot reports it as gone and leaves it as it is', () => {
    page(incident('P1'), incident('P2'), incident('P3'));
    page(incident('P1'));
    const { gone } = snapshot(incident('P1'));
    assert.deepEqual(
      gone.map(({ id }) => id),
      ['P2', 'P3'],
    );
    assert.deepEqual(briefs(), ['+P1 +P2 +P3']);
    assert.equal(store.get('acme:P2')?.status, 'triggered');
    store.upsert(resolvedAt('P2', 1));
    store.drop('acme:P3');
    assert.deepEqual(snapshot(incident('P1')).gone, []);
    assert.deepEqual(briefs(), ['+P1 +P2 +P3', '~P2', '-P3']);
  });

  it('keeps accounts apart', () => {
    page(incident('P1'));
    const other = incident('P1', { accountId: 'other' });
    const { gone } = snapshotOf(store.beginRead('other'), [other]);
    assert.deepEqual(gone, []);
    store.removeAccount('acme');
    assert.deepEqual(store.all(), [other]);
    assert.equal(brief(events.at(-1)!), '-P1');
    assert.equal(events.at(-1)!.removed[0]?.key, 'acme:P1');
  });

  describe('a read that began before a change made here', () => {
    const acknowledged = incident('P1', { status: 'acknowledged' });

    beforeEach(() => {
      page(incident('P1'), incident('P2'));
      events.length = 0;
    });

    it('does not undo it', () => {
      const read = store.beginRead('acme');
      store.upsert(acknowledged);
      store.applyPage(read, [incident('P1')]);
      snapshotOf(read, [incident('P1'), incident('P2', { title: 'New' })]);
      assert.equal(store.get('acme:P1')?.status, 'acknowledged');
      assert.deepEqual(briefs(), ['~P1', '~P2']);
    });

    it('does not report it as gone', () => {
      const read = store.beginRead('acme');
      store.upsert(acknowledged);
      store.upsert(incident('PNEW'));
      assert.deepEqual(snapshotOf(read, [incident('P2')]).gone, []);
    });

    it('does not bring back what was dropped', () => {
      const read = store.beginRead('acme');
      store.drop('acme:P1');
      snapshotOf(read, [incident('P1'), incident('P2')]);
      assert.equal(store.get('acme:P1'), undefined);
    });

    it('does not turn a resolved one back, while a later read may: it was opened again', () => {
      const read = store.beginRead('acme');
      store.upsert(resolvedAt('P1', 1));
      snapshotOf(read, [incident('P1'), incident('P2')]);
      assert.equal(store.get('acme:P1')?.status, 'resolved');
      snapshot(incident('P1'), incident('P2'));
      assert.equal(store.get('acme:P1')?.status, 'triggered');
    });

    it('loses even against a change that changed nothing', () => {
      const read = store.beginRead('acme');
      store.upsert(incident('P1'));
      store.applyPage(read, [incident('P1', { title: 'Older' })]);
      assert.deepEqual(briefs(), []);
    });
  });

  describe('recently resolved', () => {
    it('keeps the latest 50 of each account and drops the oldest, in the same event', () => {
      for (let n = 0; n < 50; n++) store.upsert(resolvedAt(`P${n}`, n + 10));
      page(incident('POPEN'));
      store.upsert(
        incident('POTHER', {
          accountId: 'other',
          status: 'resolved',
          resolvedAt: '2000-01-01T00:00:00.000Z',
        }),
      );
      events.length = 0;
      store.upsert(resolvedAt('PLATE', 200));
      assert.deepEqual(briefs(), ['+PLATE -P0']);
      assert.equal(store.all().length, 52);
    });

    it('goes at once what is older than all the 50', () => {
      for (let n = 0; n < 50; n++) store.upsert(resolvedAt(`P${n}`, n + 10));
      page(incident('POLD'));
      events.length = 0;
      store.upsert(resolvedAt('POLD', 1));
      store.upsert(resolvedAt('PUNKNOWN', 1));
      assert.deepEqual(briefs(), ['-POLD']);
      assert.equal(events[0]!.removed[0]?.status, 'triggered');
    });

    it('never counts open ones', () => {
      page(...Array.from({ length: 200 }, (_, n) => incident(`P${n}`)));
      assert.equal(store.all().length, 200);
    });
  });

  describe('what waits to be sent', () => {
    const title = (text: string) => (one: Incident) => (one.id === 'P1' ? { ...one, title: text } : one);

    it('is shown over what the provider has, and goes away with its overlay', () => {
      page(incident('P1'), incident('P2'));
      events.length = 0;
      let overlay = title('Mine');
      store.setOverlay(one => overlay(one));
      assert.deepEqual(briefs(), ['~P1']);
      assert.equal(store.get('acme:P1')?.title, 'Mine');
      assert.equal(store.base('acme:P1')?.title, 'Incident P1');
      overlay = one => one;
      store.overlayChanged(['acme:P1', 'acme:unknown']);
      assert.deepEqual(briefs(), ['~P1', '~P1']);
      assert.equal(store.get('acme:P1')?.title, 'Incident P1');
    });

    it('hides what a read changes beneath it, until it goes', () => {
      page(incident('P1'));
      let overlay = title('Mine');
      store.setOverlay(one => overlay(one));
      events.length = 0;
      const before = store.revisionOf('acme');
      page(incident('P1', { title: 'Theirs' }));
      assert.deepEqual(briefs(), []);
      assert.equal(store.base('acme:P1')?.title, 'Theirs');
      assert.notEqual(store.revisionOf('acme'), before);
      overlay = one => one;
      store.overlayChanged(['acme:P1']);
      assert.equal(events[0]?.changed[0]?.before.title, 'Mine');
      assert.equal(store.get('acme:P1')?.title, 'Theirs');
    });

    it('has the team’s severity laid over it, which no read takes away', () => {
      page(incident('P1', { severity: null }));
      store.setSeverities(one => ({ ...one, severity: one.title === 'Mine' ? 'P1' : 'P4' }));
      assert.equal(store.get('acme:P1')?.severity, 'P4');
      store.setOverlay(title('Mine'));
      events.length = 0;
      page(incident('P1', { severity: null, title: 'Theirs' }));
      assert.deepEqual(briefs(), []);
      assert.equal(store.get('acme:P1')?.severity, 'P1');
      assert.equal(store.base('acme:P1')?.severity, null);
    });

    it('is what a removal reports, while what is shared is without it', () => {
      page(incident('P1'));
      store.setOverlay(title('Mine'));
      assert.deepEqual(
        store.baseOf('acme').map(one => one.title),
        ['Incident P1'],
      );
      store.drop('acme:P1');
      assert.equal(events.at(-1)?.removed[0]?.title, 'Mine');
      assert.equal(store.base('acme:P1'), undefined);
    });

    it('an incident shown as resolved is looked up all the same when it leaves the list', () => {
      page(incident('P1'));
      store.setOverlay(one => ({ ...one, status: 'resolved' }));
      assert.deepEqual(
        snapshot().gone.map(({ id }) => id),
        ['P1'],
      );
    });
  });

  describe('what another window read', () => {
    let now: number;
    const shared = (at: number, ...incidents: Incident[]) =>
      store.applyShared(store.readBegunAt('acme', at), incidents);

    beforeEach(() => {
      now = 1_000;
      store = new IncidentStore(undefined, () => now);
      store.onDidChange(change => events.push(change));
    });

    it('adds, changes and removes in one event; resolved ones stay', () => {
      shared(900, incident('P1'), incident('P2'), resolvedAt('P3', 1));
      shared(901, incident('P1', { title: 'New' }), incident('P4'));
      assert.deepEqual(briefs(), ['+P1 +P2 +P3', '+P4 ~P1 -P2']);
      assert.equal(store.get('acme:P3')?.status, 'resolved');
    });

    it('touches no other account', () => {
      store.upsert(incident('P1', { accountId: 'other' }));
      shared(2_000);
      assert.deepEqual(briefs(), ['+P1']);
    });

    it('does not undo what was changed here in that moment or later; a later read does', () => {
      shared(900, incident('P1'), incident('P2'));
      store.upsert(incident('P1', { title: 'Mine' }));
      store.drop('acme:P2');
      store.upsert(incident('P3'));
      events.length = 0;
      shared(1_000, incident('P1'), incident('P2'));
      assert.deepEqual(briefs(), []);
      shared(1_001, incident('P1'), incident('P2'));
      assert.deepEqual(briefs(), ['+P2 ~P1 -P3']);
    });

    it('what it removed may come back with any later read', () => {
      shared(900, incident('P1'));
      shared(901);
      shared(902, incident('P1'));
      assert.deepEqual(briefs(), ['+P1', '-P1', '+P1']);
    });

    it('says whether something was changed here since', () => {
      store.upsert(incident('P1'));
      assert.ok(store.changedHereSince('acme', 1_000));
      assert.ok(!store.changedHereSince('acme', 1_001));
      assert.ok(!store.changedHereSince('acm', 0));
      store.removeAccount('acme');
      assert.ok(!store.changedHereSince('acme', 0));
    });
  });

  it('answers the same list, and the same revision, until something changes', () => {
    snapshot(incident('P1'));
    const [all, revision] = [store.all(), store.revisionOf('acme')];
    snapshot(structuredClone(incident('P1')));
    assert.equal(store.all(), all);
    assert.equal(store.revisionOf('acme'), revision);
    store.upsert(incident('P1', { accountId: 'other' }));
    assert.notEqual(store.all(), all);
    assert.equal(store.revisionOf('acme'), revision);
    store.drop('acme:P1');
    assert.notEqual(store.revisionOf('acme'), revision);
    assert.equal(all.length, 1);
  });

  it('10,000 incidents in pages, half of them resolved at once, are one pass over each', () => {
    const many = Array.from({ length: 10_000 }, (_, n) => incident(`P${n}`));
    let looks = 0;
    store.setOverlay(one => {
      looks++;
      return one;
    });
    for (let start = 0; start < many.length; start += 100) page(...many.slice(start, start + 100));
    assert.equal(looks, 10_000);
    for (let n = 0; n < 5_000; n++) store.upsert(resolvedAt(`P${n}`, n));
    assert.equal(looks, 15_000);
    assert.equal(store.all().length, 5_050);
    assert.ok(store.get('acme:P4950') && !store.get('acme:P4949'));
  });

  it('one changed incident among 10,000 is one change', () => {
    const many = Array.from({ length: 10_000 }, (_, n) => incident(`P${n}`));
    snapshot(...many);
    events.length = 0;
    const { gone } = snapshot(
      ...many.map(one => (one.id === 'P777' ? { ...one, title: 'Changed' } : structuredClone(one))),
    );
    assert.deepEqual(briefs(), ['~P777']);
    assert.deepEqual(gone, []);
  });

  it('a listener that throws keeps no other from hearing, and is reported', () => {
    const errors: unknown[] = [];
    const own = new IncidentStore(error => errors.push(error));
    const heard: string[] = [];
    own.onDidChange(() => {
      throw new Error('broken listener');
    });
    own.onDidChange(change => heard.push(brief(change)));
    own.upsert(incident('P1'));
    own.dispose();
    own.upsert(incident('P2'));
    assert.deepEqual(heard, ['+P1']);
    assert.equal(errors.length, 1);
  });
});
