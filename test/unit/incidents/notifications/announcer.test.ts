import assert from 'node:assert/strict';
import { join } from 'node:path';
import { utc } from '../../../../src/core/clock.ts';
import type { Action } from '../../../../src/core/incidents/action.ts';
import type { Incident, Person } from '../../../../src/core/incidents/incident.ts';
import { IncidentStore } from '../../../../src/core/incidents/incidentStore.ts';
import {
  Announcer,
  type AnnouncerParts,
  type AnnouncerSettings,
  type Finished,
  type News,
} from '../../../../src/core/incidents/notifications/announcer.ts';
import { type Claims, FolderClaims } from '../../../../src/core/incidents/notifications/claims.ts';
import { newItem } from '../../../../src/core/incidents/outbox/outboxItem.ts';
import { shownWith } from '../../../../src/core/incidents/outbox/overlay.ts';
import { LocalZone } from '../../../../src/core/timeline/localZone.ts';
import { FakeClock } from '../../fakeClock.ts';
import { temporaryFolder } from '../../timeline/temporaryFolder.ts';
import { incident, resolvedAt } from '../incidentFixtures.ts';
import { RecordingLogger } from '../recordingLogger.ts';

/** Claims in memory: many announcers on one of them are the windows of one machine. */
class MemoryClaims implements Claims {
  readonly names = new Set<string>();
  broken = false;

  async claim(name: string): Promise<boolean> {
    if (this.broken) throw new Error('the disk is full');
    return !this.names.has(name) && this.names.add(name) !== null;
  }
}

describe('The announcer', () => {
  let clock: FakeClock;
  let claims: MemoryClaims;
  let logger: RecordingLogger;
  let settings: AnnouncerSettings;
  let muted: number | null;
  let read: boolean;
  /** When the last whole list was asked for. */
  let begunAt: number | null;
  let me: Person | null;
  let windows: Window[];
  /** An action has ended, in the first window. */
  let ends: (item: Finished) => void;

  interface Window {
    readonly store: IncidentStore;
    readonly announcer: Announcer;
    focused: boolean;
    /** Each message: the ids, with `!` for those triggered again, `+` for those that are mine now, `^` for graver ones. */
    readonly told: string[];
  }

  beforeEach(() => {
    clock = new FakeClock();
    claims = new MemoryClaims();
    logger = new RecordingLogger();
    settings = { threshold: 'all', onlyMine: false, quietHours: '' };
    muted = null;
    read = true;
    begunAt = null;
    ends = () => assert.fail('nobody listens');
    me = { id: 'PADA', name: 'Ada' };
    windows = [];
  });
  afterEach(() => {
    for (const { announcer, store } of windows) {
      announcer.dispose();
      store.dispose();
    }
    assert.equal(clock.pending, 0);
  });

  function window(focused = true, parts: Partial<AnnouncerParts> = {}): Window {
    const store = new IncidentStore(undefined, () => clock.now());
    const opened: Window = {
      store,
      focused,
      told: [],
      announcer: new Announcer({
        store,
        clock,
        logger,
        claims,
        hasBeenRead: () => read,
        readBegunAt: () => begunAt,
        me: () => me,
        onDidFinish: listener => {
          if (windows.length === 0) ends = listener;
          return { dispose: () => {} };
        },
        settings: () => settings,
        zone: () => new LocalZone('Europe/Berlin'),
        mutedUntil: () => muted,
        isFocused: () => opened.focused,
        announce: news => void opened.told.push(news.map(brief).join(' ')),
        ...parts,
      }),
    };
    windows.push(opened);
    return opened;
  }
  const triggers: Action = {
    ...{ type: 'trigger', title: 'Mail is down', service: { id: 'PS', name: 'Mail' } },
    ...{ urgency: 'high', priority: null, details: '' },
  };
  const marks: Record<News['why'], string> = { new: '', again: '!', mine: '+', graver: '^' };
  const brief = ({ incident: { id }, why }: News) => `${id}${marks[why]}`;

  const page = ({ store }: Window, ...incidents: Incident[]) =>
    store.applyPage(store.beginRead('acme'), incidents);

  it('tells of a new incident after two seconds', async () => {
    const one = window();
    page(one, incident('P1'));
    await clock.advance(1_999);
    assert.deepEqual(one.told, []);
    await clock.advance(1);
    assert.deepEqual(one.told, ['P1']);
  });

  it('tells of none that was open when the account was read first', async () => {
    read = false;
    const one = window();
    page(one, incident('P1'), incident('P2'));
    read = true;
    page(one, incident('P1'), incident('P2'), incident('P3'));
    await clock.advance(10_000);
    assert.deepEqual(one.told, ['P3']);
  });

  it('tells of those of two seconds together, and of later ones in a message of their own', async () => {
    const one = window();
    page(one, incident('P1'), incident('P2'));
    await clock.advance(1_500);
    page(one, incident('P3'));
    await clock.advance(1_000);
    page(one, incident('P4'));
    await clock.advance(5_000);
    assert.deepEqual(one.told, ['P1 P2 P3', 'P4']);
  });

  it('tells of one that is triggered again, and of no other change', async () => {
    const one = window();
    page(one, incident('P1', { status: 'acknowledged' }), resolvedAt('P2', 1), incident('P3'));
    await clock.advance(5_000);
    one.told.length = 0;
    const updatedAt = '2026-01-15T03:00:30.000Z';
    page(
      one,
      incident('P1', { updatedAt }),
      incident('P2', { updatedAt }),
      incident('P3', { title: 'Other' }),
    );
    await clock.advance(5_000);
    assert.deepEqual(one.told, ['P1! P2!']);
  });

  describe('one that the list had let go', () => {
    const createdAt = '2026-01-15T03:00:00.000Z';
    const opened = (updatedAt: string) => incident('P1', { createdAt, updatedAt });
    const lets = ({ store }: Window) => store.drop('acme:P1');
    /** P1 comes, is told of, and goes. */
    const toldAndGone = async (...all: readonly Window[]) => {
      begunAt = clock.now() - 60_000;
      for (const each of all) page(each, opened(createdAt));
      await clock.advance(60_000);
      begunAt = clock.now();
      for (const each of all) lets(each);
    };

    it('is told of as triggered again when it is opened again, and each time', async () => {
      const one = window();
      await toldAndGone(one);
      page(one, opened('2026-01-15T03:01:30.000Z'));
      await clock.advance(60_000);
      lets(one);
      begunAt = clock.now();
      page(one, opened('2026-01-15T03:02:30.000Z'));
      await clock.advance(5_000);
      assert.deepEqual(one.told, ['P1', 'P1!', 'P1!']);
    });

    it('is told of once among all windows, also where another has it still', async () => {
      const [one, other, third] = [window(), window(false), window(false)];
      page(third, resolvedAt('P1', 1));
      await toldAndGone(one, other);
      for (const each of [one, other, third]) page(each, opened('2026-01-15T03:01:30.000Z'));
      await clock.advance(10_000);
      assert.deepEqual([one.told, other.told, third.told], [['P1', 'P1!'], [], []]);
    });

    it('is told of after a start, too, but not while the account is read first', async () => {
      await toldAndGone(window());
      read = false;
      const next = window();
      page(next, incident('P2'), incident('P3'));
      read = true;
      page(next, opened('2026-01-15T03:01:30.000Z'));
      await clock.advance(5_000);
      assert.deepEqual(next.told, ['P1!']);
    });

    it('tells nothing where it is opened again from here', async () => {
      const one = window();
      await toldAndGone(one);
      const answer = opened('2026-01-15T03:01:30.000Z');
      one.store.upsert(answer);
      ends({ action: { type: 'retrigger' }, incident: answer });
      await clock.advance(5_000);
      assert.deepEqual(one.told, ['P1']);
    });

    it('is a new one where it may have come since that list, or the clocks are a little apart', async () => {
      begunAt = Date.parse(createdAt);
      const one = window();
      const early = incident('P1', { createdAt: '2026-01-15T02:59:35.000Z', updatedAt: createdAt });
      page(one, early, incident('P2', { createdAt: '2026-01-15T03:00:10.000Z', updatedAt: createdAt }));
      await clock.advance(5_000);
      assert.deepEqual(one.told, ['P1 P2']);
    });
  });

  describe('what was not wanted and is now', () => {
    const bobs = { assignees: [{ id: 'PBOB', name: 'Bob' }] };
    const later = '2026-01-15T03:01:00.000Z';
    const tellsAfter = async (before: Partial<Incident>, after: Partial<Incident>) => {
      const one = window();
      page(one, incident('P1', before));
      await clock.advance(60_000);
      assert.deepEqual(one.told, []);
      page(one, incident('P1', { updatedAt: later, ...after }));
      await clock.advance(5_000);
      // Another change of one that was told of.
      page(one, incident('P1', { updatedAt: '2026-01-15T03:02:00.000Z', ...after, title: 'Other' }));
      await clock.advance(5_000);
      return one.told;
    };

    it('is told of when it comes to me, where only mine are told of', async () => {
      settings = { ...settings, onlyMine: true };
      assert.deepEqual(await tellsAfter(bobs, {}), ['P1+']);
    });

    it('is told of when it comes to me, also where all are told of and it was told of before', async () => {
      const one = window();
      page(one, incident('P1', bobs));
      await clock.advance(5_000);
      page(one, incident('P1', { updatedAt: later }));
      await clock.advance(5_000);
      page(one, incident('P1', { title: 'Other', updatedAt: '2026-01-15T03:02:00.000Z' }));
      await clock.advance(5_000);
      assert.deepEqual(one.told, ['P1', 'P1+']);
    });

    it('is told of when it comes to me after it came while muted, or was open from the start', async () => {
      muted = Infinity;
      const one = window();
      page(one, incident('P1', bobs));
      await clock.advance(5_000);
      muted = null;
      read = false;
      page(one, incident('P1', bobs), incident('P2', bobs));
      read = true;
      page(one, incident('P1', { updatedAt: later }), incident('P2', { updatedAt: later }));
      await clock.advance(5_000);
      assert.deepEqual(one.told, ['P1+ P2+']);
    });

    it('is told of as mine when it comes to me and is graver at once', async () => {
      settings = { ...settings, threshold: 'P1' };
      assert.deepEqual(await tellsAfter({ ...bobs, severity: 'P3' }, { severity: 'P1' }), ['P1+']);
    });

    it('comes to nobody where nobody knows who I am, or where it was mine as well', async () => {
      const one = window();
      page(one, incident('P1', bobs), incident('P2'));
      await clock.advance(5_000);
      page(one, incident('P2', { assignees: [...bobs.assignees, me!], updatedAt: later }));
      await clock.advance(5_000);
      me = null;
      page(one, incident('P1', { updatedAt: later }));
      await clock.advance(5_000);
      assert.deepEqual(one.told, ['P1 P2']);
    });

    it('is not told of when it comes to me below the threshold', async () => {
      settings = { ...settings, threshold: 'P1' };
      assert.deepEqual(await tellsAfter({ ...bobs, severity: 'P3' }, { severity: 'P3' }), []);
    });

    it('is told of when it becomes urgent', async () => {
      settings = { ...settings, threshold: 'high' };
      const low = { severity: null, urgency: 'low' } as const;
      assert.deepEqual(await tellsAfter(low, { ...low, urgency: 'high' }), ['P1^']);
    });

    it('is told of when it gets a graver priority', async () => {
      settings = { ...settings, threshold: 'P1' };
      assert.deepEqual(await tellsAfter({ severity: 'P3' }, { severity: 'P1' }), ['P1^']);
    });

    it('is not told of where it is still somebody else’s, or was acknowledged', async () => {
      settings = { ...settings, threshold: 'P1', onlyMine: true };
      assert.deepEqual(await tellsAfter({ ...bobs, severity: 'P3' }, { ...bobs, severity: 'P1' }), []);
      assert.deepEqual(await tellsAfter({ severity: 'P3' }, { severity: 'P1', status: 'acknowledged' }), []);
    });

    for (const onlyMine of [true, false])
      it(`is told of once among all windows, also when it was told of before it went to somebody else${onlyMine ? ', and only mine are' : ''}`, async () => {
        settings = { ...settings, onlyMine };
        const both = [window(), window(false)];
        for (const each of both) page(each, incident('P1'));
        await clock.advance(5_000);
        for (const each of both)
          page(each, incident('P1', { ...bobs, updatedAt: '2026-01-15T03:00:30.000Z' }));
        await clock.advance(5_000);
        for (const each of both) page(each, incident('P1', { updatedAt: later }));
        await clock.advance(2_500);
        // It changes between the moments at which the windows tell.
        for (const each of both)
          page(each, incident('P1', { title: 'Other', updatedAt: '2026-01-15T03:02:00.000Z' }));
        await clock.advance(5_000);
        assert.deepEqual([both[0]!.told, both[1]!.told], [['P1', 'P1+'], []]);
      });

    it('is told of once where its severity was waited for', async () => {
      settings = { ...settings, threshold: 'high' };
      const one = window();
      page(one, incident('P1', { severity: null, urgency: 'low' }));
      await clock.advance(5_000);
      page(one, incident('P1', { severity: null, urgency: 'high', updatedAt: later }));
      await clock.advance(5_000);
      one.store.setSeverities(shown => ({ ...shown, severity: 'P1' }));
      await clock.advance(5_000);
      assert.deepEqual(one.told, ['P1^']);
    });

    it('is no news while it is read first, muted, in quiet hours, or by another choice of the person', async () => {
      settings = { ...settings, onlyMine: true };
      read = false;
      assert.deepEqual(await tellsAfter(bobs, {}), []);
      read = true;
      muted = Infinity;
      assert.deepEqual(await tellsAfter(bobs, {}), []);
      muted = null;
      settings = { ...settings, quietHours: '00:00-23:59' };
      assert.deepEqual(await tellsAfter(bobs, {}), []);
      settings = { ...settings, quietHours: '' };
      const one = window();
      page(one, incident('P1', bobs));
      await clock.advance(5_000);
      settings = { ...settings, onlyMine: false };
      page(one, incident('P1', { ...bobs, updatedAt: later }));
      await clock.advance(5_000);
      assert.deepEqual(one.told, []);
    });
  });

  describe('what is done here', () => {
    const reassign = { type: 'reassign', to: [{ id: 'PEVE', name: 'Eve' }] } as const;
    const delegate = { type: 'delegate', policy: { id: 'PPOL', name: 'Mail' } } as const;

    /** Shows the action as the outbox does while it waits; without one, as the provider has it. */
    const waits = ({ store }: Window, ...actions: Action[]) =>
      store.setOverlay(shown => shownWith(shown, actions.map(waiting), me));
    const waiting = (action: Action) =>
      newItem({
        ...{ id: `01K${'0'.repeat(23)}`, accountId: 'acme', incidentId: 'P1', label: 'P1', action },
        ...{ at: utc(clock.now()), by: 'Ada', reopens: false },
      });

    it('tells nothing when an acknowledgement is refused, also where the incident changed meanwhile', async () => {
      const one = window();
      page(one, incident('P1', { updatedAt: '2026-01-15T02:00:00.000Z' }));
      await clock.advance(5_000);
      waits(one, { type: 'acknowledge' });
      assert.equal(one.store.get('acme:P1')?.status, 'acknowledged');
      page(one, incident('P1', { title: 'Other', updatedAt: '2026-01-15T03:00:00.000Z' }));
      waits(one);
      assert.equal(one.store.get('acme:P1')?.status, 'triggered');
      await clock.advance(5_000);
      assert.deepEqual(one.told, ['P1']);
    });

    for (const action of [
      { type: 'retrigger' },
      { type: 'escalate', level: 2, targets: [] },
      reassign,
      delegate,
    ] as const)
      it(`tells nothing of an incident that is triggered again by ${action.type}`, async () => {
        const one = window();
        page(one, incident('P1', { status: 'acknowledged' }));
        await clock.advance(1_000);
        waits(one, action);
        await clock.advance(1_000);
        one.store.upsert(incident('P1', { updatedAt: '2026-01-15T03:00:30.000Z' }));
        waits(one);
        assert.equal(one.store.get('acme:P1')?.status, 'triggered');
        await clock.advance(5_000);
        assert.deepEqual(one.told, []);
      });

    const bobs = { assignees: [{ id: 'PBOB', name: 'Bob' }] };
    const low = { severity: 'P3', urgency: 'low' } as const;
    for (const [action, before, after] of [
      [{ type: 'reassign', to: [{ id: 'PADA', name: 'Ada' }] }, bobs, {}],
      [delegate, bobs, {}],
      [delegate, {}, {}],
      [{ type: 'escalate', level: 2, targets: [] }, bobs, {}],
      [{ type: 'setUrgency', urgency: 'high' }, low, { ...low, urgency: 'high' }],
      [
        { type: 'setPriority', priority: { id: 'PP1', name: 'P1', color: '', order: 1 } },
        low,
        { ...low, severity: 'P1' },
      ],
    ] satisfies readonly (readonly [Action, Partial<Incident>, Partial<Incident>])[])
      for (const onlyMine of [true, false])
        it(`tells nothing of what ${action.type} brings, in no window${onlyMine ? ', where only mine are told of' : ''}`, async () => {
          settings = { ...settings, onlyMine, threshold: 'high' };
          // The other one has not heard of the action.
          const [one, other] = [window(), window(false)];
          read = false;
          for (const each of [one, other]) page(each, incident('P1', before));
          read = true;
          waits(one, action);
          const answer = incident('P1', { ...after, updatedAt: '2026-01-15T03:00:30.000Z' });
          one.store.upsert(answer);
          waits(one);
          ends({ action, incident: answer });
          page(other, answer);
          await clock.advance(10_000);
          assert.deepEqual([one.told, other.told], [[], []]);
        });
  });

  it('tells of none that somebody took or resolved meanwhile', async () => {
    const one = window();
    page(one, incident('P1'), incident('P2'), incident('P3'));
    await clock.advance(500);
    page(one, incident('P1', { status: 'acknowledged' }), resolvedAt('P2', 1));
    await clock.advance(5_000);
    assert.deepEqual(one.told, ['P3']);
  });

  it('names the gravest first', async () => {
    const one = window();
    page(
      one,
      incident('PLOW', { severity: null, urgency: 'low' }),
      incident('P4', { severity: 'P4' }),
      incident('PHIGH', { severity: null, urgency: 'high' }),
      incident('P2', { severity: 'P2' }),
      incident('P3', { severity: 'P3' }),
      incident('P1', { severity: 'P1' }),
    );
    await clock.advance(5_000);
    assert.deepEqual(one.told, ['P1 P2 PHIGH P3 P4 PLOW']);
  });

  it('tells of what it finds as it is then', async () => {
    const titles: string[] = [];
    const one = window(true, { announce: ([news]) => void titles.push(news!.incident.title) });
    page(one, incident('P1'));
    page(one, incident('P1', { title: 'Better' }));
    await clock.advance(5_000);
    assert.deepEqual(titles, ['Better']);
  });

  describe('what is not wanted', () => {
    it('is below the threshold', async () => {
      settings = { ...settings, threshold: 'P1' };
      const one = window();
      page(one, incident('P1', { severity: 'P2' }), incident('P2', { severity: 'P1' }));
      await clock.advance(5_000);
      assert.deepEqual(one.told, ['P2']);
    });

    describe('while nobody knows how bad it is', () => {
      const unknown = { severity: null, urgency: 'low' } as const;
      beforeEach(() => void (settings = { ...settings, threshold: 'P2' }));

      it('is told of when its severity comes and asks for it, once', async () => {
        const one = window();
        page(one, incident('P1', unknown), incident('P2', unknown));
        await clock.advance(10_000);
        assert.deepEqual(one.told, []);
        one.store.setSeverities(shown => ({ ...shown, severity: shown.id === 'P1' ? 'P1' : 'P3' }));
        await clock.advance(5_000);
        assert.deepEqual(one.told, ['P1']);
        page(one, incident('P1', { ...unknown, title: 'Other' }));
        await clock.advance(5_000);
        assert.deepEqual(one.told, ['P1']);
      });

      it('is not told of when its severity comes late, or it was taken meanwhile', async () => {
        const one = window();
        page(one, incident('P1', unknown));
        await clock.advance(29_000);
        page(one, incident('P2', unknown));
        page(one, incident('P2', { ...unknown, status: 'acknowledged' }));
        await clock.advance(1_000);
        one.store.setSeverities(shown => ({ ...shown, severity: 'P1' }));
        await clock.advance(5_000);
        assert.deepEqual(one.told, []);
      });

      it('is not held back in quiet hours, or where messages are off', async () => {
        const one = window();
        muted = clock.now() + 5_000;
        page(one, incident('P1', unknown));
        await clock.advance(6_000);
        settings = { ...settings, threshold: 'off' };
        page(one, incident('P2', unknown));
        settings = { ...settings, threshold: 'P2' };
        one.store.setSeverities(shown => ({ ...shown, severity: 'P1' }));
        await clock.advance(5_000);
        assert.deepEqual(one.told, []);
      });
    });

    it('is somebody else’s where only mine are told of', async () => {
      settings = { ...settings, onlyMine: true };
      const one = window();
      page(one, incident('P1'), incident('P2', { assignees: [{ id: 'PEVE', name: 'Eve' }] }));
      await clock.advance(5_000);
      assert.deepEqual(one.told, ['P1']);
    });

    it('is nothing where nobody knows who I am', async () => {
      settings = { ...settings, onlyMine: true };
      me = null;
      const one = window();
      page(one, incident('P1', { assignees: [] }));
      await clock.advance(5_000);
      assert.deepEqual(one.told, ['P1']);
    });

    it('comes in quiet hours, and is not told of after them', async () => {
      settings = { ...settings, quietHours: '22:00-04:01' };
      const one = window();
      page(one, incident('P1'));
      await clock.advance(5 * 60_000);
      page(one, incident('P2'));
      await clock.advance(5_000);
      assert.deepEqual(one.told, ['P2']);
    });

    it('comes while muted, also when that was chosen in the last two seconds', async () => {
      const one = window();
      muted = clock.now() + 60_000;
      page(one, incident('P1'));
      await clock.advance(60_000);
      page(one, incident('P2'));
      await clock.advance(1_000);
      muted = Infinity;
      await clock.advance(60_000);
      assert.deepEqual(one.told, []);
    });

    it('is what is triggered from here, in every window', async () => {
      const [one, other] = [window(), window(false)];
      for (const each of [one, other]) page(each, incident('P1'), incident('P2'));
      ends({ action: triggers, incident: incident('P1') });
      ends({ action: { type: 'acknowledge' }, incident: incident('P2') });
      await clock.advance(10_000);
      assert.deepEqual([one.told, other.told], [['P2'], []]);
    });
  });

  it('quiet hours that cannot be read are none, and are complained of once', async () => {
    settings = { ...settings, quietHours: 'at night' };
    const one = window();
    page(one, incident('P1'));
    await clock.advance(5_000);
    page(one, incident('P2'));
    await clock.advance(5_000);
    assert.deepEqual(one.told, ['P1', 'P2']);
    assert.equal(logger.lines.filter(line => line.includes('Quiet hours')).length, 1);
  });

  it('tells in both windows rather than in none where claims cannot be made', async () => {
    claims.broken = true;
    const one = window();
    page(one, incident('P1'));
    await clock.advance(5_000);
    assert.deepEqual(one.told, ['P1']);
    assert.equal(logger.lines.length, 1);
  });

  it('tells nothing after it was disposed', async () => {
    const one = window();
    page(one, incident('P1'));
    one.announcer.dispose();
    await clock.advance(10_000);
    assert.deepEqual(one.told, []);
  });

  describe('in several windows', () => {
    it('tells in the one that the person looks at', async () => {
      const [behind, focused] = [window(false), window(true)];
      for (const each of [behind, focused]) page(each, incident('P1'));
      await clock.advance(10_000);
      assert.deepEqual([behind.told, focused.told], [[], ['P1']]);
    });

    it('tells in one where the person looks at none, a little later', async () => {
      const [first, second] = [window(false), window(false)];
      for (const each of [first, second]) page(each, incident('P1'));
      await clock.advance(3_499);
      assert.deepEqual(first.told, []);
      await clock.advance(1);
      assert.deepEqual([...first.told, ...second.told], ['P1']);
    });

    it('tells of a second triggering again, once', async () => {
      const both = [window(), window(false)];
      for (const each of both) page(each, incident('P1'));
      await clock.advance(5_000);
      for (const each of both) page(each, incident('P1', { status: 'acknowledged' }));
      for (const each of both) page(each, incident('P1', { updatedAt: '2026-01-15T03:30:00.000Z' }));
      await clock.advance(5_000);
      assert.deepEqual([both[0]!.told, both[1]!.told], [['P1', 'P1!'], []]);
    });

    it('shares out what each saw first, so that nothing is told twice or lost', async () => {
      const [behind, focused] = [window(false), window(true)];
      page(behind, incident('P1'), incident('P2'));
      await clock.advance(3_000);
      page(focused, incident('P2'), incident('P1'), incident('P3'));
      page(behind, incident('P3'));
      await clock.advance(10_000);
      const all = [...behind.told, ...focused.told].join(' ').split(' ').sort();
      assert.deepEqual(all, ['P1', 'P2', 'P3']);
    });
  });

  describe('with claims in one folder', () => {
    const folder = temporaryFolder();

    it('two windows tell of 40 incidents once', async () => {
      const many = Array.from({ length: 40 }, (_, n) => incident(`P${n}`));
      const told: string[] = [];
      const asked = [1, 2].map(
        () =>
          new Promise<void>(resolve => {
            const own = new FolderClaims(join(folder(), 'claims'), clock);
            const claimOwn = (name: string) =>
              own.claim(name).finally(() => {
                if (name.includes('P39')) setImmediate(resolve);
              });
            const announce = (news: readonly News[]) => void told.push(...news.map(brief));
            page(window(true, { claims: { claim: claimOwn }, announce }), ...many);
          }),
      );
      await clock.advance(2_000);
      await Promise.all(asked);
      assert.equal(told.length, 40);
      assert.equal(new Set(told).size, 40);
      assert.deepEqual(logger.lines, []);
    });
  });
});
