import assert from 'node:assert/strict';
import { DetailsModel } from '../../../../src/core/incidents/details/detailsModel.ts';
import type { HeaderContext } from '../../../../src/core/incidents/details/headerView.ts';
import type {
  DetailsNews,
  PartName,
  PartStatus,
} from '../../../../src/core/incidents/details/detailsView.ts';
import {
  NotAllowedError,
  NotFoundError,
  NotPossibleError,
  OfflineError,
  PlanLacksAbilityError,
  ProviderDownError,
  RateLimitError,
  RefusedError,
} from '../../../../src/core/errors.ts';
import type { KnownBridge } from '../../../../src/core/incidents/incidentDetails.ts';
import { IncidentStore } from '../../../../src/core/incidents/incidentStore.ts';
import type { TitledLink } from '../../../../src/core/timeline/noteData.ts';
import { FakeClock, settle } from '../../fakeClock.ts';
import { incident } from '../incidentFixtures.ts';
import { alert, DetailsProvider, logEntry, start } from './detailsProvider.ts';

const minute = 60_000;

class Scene {
  readonly clock = new FakeClock(start);
  readonly store = new IncidentStore(undefined, () => this.clock.now());
  readonly source: DetailsProvider;
  readonly told: DetailsNews[] = [];
  readonly logged: string[] = [];
  readonly learned: TitledLink[] = [];
  connected = true;
  service: HeaderContext['service'] = null;
  said: string | null = null;
  /** What is known while the provider cannot be asked. */
  lastBridge: KnownBridge | null = null;
  readonly model: DetailsModel;

  constructor(has?: ConstructorParameters<typeof DetailsProvider>[0]) {
    this.source = new DetailsProvider(has);
    const shown = incident('P1');
    this.store.upsert(shown);
    this.model = new DetailsModel(
      {
        store: this.store,
        accountOf: () => (this.connected ? { label: 'Acme', drill: false } : null),
        providerOf: () => {
          if (!this.connected) throw new NotPossibleError('Gone.', 'Sign in.');
          return this.source.provider;
        },
        serviceOf: () => this.service,
        saidBridge: () => this.said,
        bridgeOf: async ({ id }, signal) => {
          const { provider } = this.source;
          if (this.said !== null) return { bridge: { url: this.said, phone: null }, failure: null };
          if (this.lastBridge) return this.lastBridge;
          const asked = provider.capabilities.parts.has('bridge');
          return { bridge: asked ? await provider.bridge(id, { signal }) : null, failure: null };
        },
        runbookFor: (_incident, alerts) =>
          Promise.resolve({ title: 'Disk', reason: `by ${alerts.length} alerts` }),
        learn: links => this.learned.push(...links),
        clock: this.clock,
        sentence: error => (error instanceof Error ? error.message : String(error)),
        log: what => this.logged.push(what),
        tell: news => this.told.push(news),
      },
      shown,
    );
  }

  look(): Promise<void> {
    this.model.look(true);
    return settle();
  }

  statusOf(part: PartName): PartStatus['state'] | undefined {
    const last = this.told.findLast(news => news.type === 'status' && news.part === part);
    return last?.type === 'status' ? last.status.state : undefined;
  }

  contentsOf(part: PartName): number {
    return this.told.filter(news => news.type === 'content' && news.content.part === part).length;
  }

  get partNames(): readonly PartName[] {
    const last = this.told.findLast(news => news.type === 'header');
    return last?.type === 'header' ? last.parts : [];
  }

  get header() {
    const last = this.told.findLast(news => news.type === 'header');
    assert.ok(last?.type === 'header');
    return last.header;
  }
}

describe('The model of the details', () => {
  let scene: Scene;
  beforeEach(() => (scene = new Scene()));
  afterEach(() => {
    scene.model.dispose();
    assert.equal(scene.clock.pending, 0);
  });

  it('reads nothing before somebody looks', async () => {
    await settle();
    assert.deepEqual(scene.source.asked, []);
  });

  it('reads alerts, notes and log first, one request at a time', async () => {
    await scene.look();
    assert.deepEqual(scene.source.asked.slice(0, 3), ['alerts', 'notes', 'log']);
    assert.equal(scene.source.asked.length, 8);
    assert.equal(scene.source.mostRunning, 1);
    for (const part of [...scene.source.asked, 'runbook'] as PartName[])
      assert.equal(scene.statusOf(part), 'read');
  });

  it('tells what the addresses that it read are called', async () => {
    const links = [{ text: 'Dashboard', href: 'https://grafana.example/d/1' }];
    Object.assign(scene.source.answers, {
      alerts: [alert('A1', { links })],
      bridge: { url: 'https://meet.example/1', phone: null },
      past: [
        { id: 'P0', title: 'Disk full', createdAt: start, url: 'https://acme.example/P0', reason: null },
      ],
      changes: [{ id: 'C1', at: start, summary: 'x', source: null, reason: null, links }],
    });
    await scene.look();
    assert.deepEqual(
      scene.learned.map(({ href }) => href),
      [
        'https://grafana.example/d/1',
        'https://meet.example/1',
        'https://grafana.example/d/1',
        'https://acme.example/P0',
      ],
    );
  });

  it('shows a failed part by itself, and reads it again when asked', async () => {
    scene.source.failures.set('notes', new RefusedError('No.'));
    await scene.look();
    assert.equal(scene.statusOf('notes'), 'failed');
    assert.equal(scene.statusOf('log'), 'read');
    assert.equal(scene.logged.length, 1);
    scene.source.failures.clear();
    scene.model.retry('notes');
    await settle();
    assert.equal(scene.statusOf('notes'), 'read');
    assert.equal(scene.source.asked.filter(part => part === 'notes').length, 2);
  });

  it('takes a part of some plans that may not be read, or is not known, as one that the plan lacks', async () => {
    scene.source.failures.set('related', new NotAllowedError('May not.'));
    scene.source.failures.set('past', new NotFoundError('Not known.'));
    scene.source.failures.set('notes', new NotAllowedError('May not.'));
    await scene.look();
    const states = (['related', 'past', 'notes'] as const).map(part => scene.statusOf(part));
    assert.deepEqual(states, ['notInPlan', 'notInPlan', 'failed']);
  });

  it('says what the plan lacks, and does not ask for it again by itself', async () => {
    scene.source.failures.set('past', new PlanLacksAbilityError('Not in the plan.'));
    await scene.look();
    assert.equal(scene.statusOf('past'), 'notInPlan');
    assert.deepEqual(scene.logged, []);
    await scene.clock.advance(3_600_000);
    assert.equal(scene.source.asked.filter(part => part === 'past').length, 1);
  });

  it('keeps to a rate limit and then asks again by itself', async () => {
    scene.source.failures.set('log', new RateLimitError('Too many.', start + 20_000));
    await scene.look();
    scene.source.failures.clear();
    await scene.clock.advance(19_000);
    assert.equal(scene.statusOf('log'), 'failed');
    await scene.clock.advance(1_000);
    assert.equal(scene.statusOf('log'), 'read');
  });

  it('asks a provider in trouble ever more seldom', async () => {
    scene.source.failures.set('log', new ProviderDownError('Down.', 503));
    await scene.look();
    await scene.clock.advance(30_000 + 60_000 + 120_000);
    assert.equal(scene.source.asked.filter(part => part === 'log').length, 4);
    await scene.clock.advance(30 * 60_000);
    assert.ok(scene.source.asked.filter(part => part === 'log').length <= 11);
  });

  it('asks every minute while there is no network', async () => {
    scene.source.failures.set('log', new OfflineError('No network.', false));
    await scene.look();
    await scene.clock.advance(30_000 + 9 * 60_000);
    assert.equal(scene.source.asked.filter(part => part === 'log').length, 11);
    scene.source.failures.clear();
    await scene.clock.advance(60_000);
    assert.equal(scene.statusOf('log'), 'read');
  });

  it('spares one that takes what is sent and does not answer, and counts what never got there apart', async () => {
    const asked = () => scene.source.asked.splice(0).filter(part => part === 'log').length;
    scene.source.failures.set('log', new OfflineError('No answer within 20 s.'));
    await scene.look();
    await scene.clock.advance(30_000 + 60_000 + 120_000);
    assert.equal(asked(), 4);
    await scene.clock.advance(10 * 60_000);
    assert.equal(asked(), 2);
    scene.source.failures.clear();
    scene.model.retry('log');
    await settle();
    scene.source.failures.set('log', new OfflineError('No network.', false));
    scene.model.retry('log');
    await scene.clock.advance(30_000 + 9 * 60_000);
    scene.source.failures.set('log', new ProviderDownError('Bad gateway.', 502));
    await scene.clock.advance(60_000);
    asked();
    await scene.clock.advance(30_000);
    assert.equal(asked(), 1);
  });

  it('tells of a change at once and reads what changes once, after several', async () => {
    await scene.look();
    scene.source.asked.length = 0;
    for (const title of ['one', 'two', 'three']) {
      scene.store.upsert(incident('P1', { title }));
      assert.equal(scene.header.title.text, title);
    }
    assert.deepEqual(scene.source.asked, []);
    await scene.clock.advance(1_000);
    assert.deepEqual(scene.source.asked, ['alerts', 'notes', 'log', 'bridge']);
  });

  it('goes on reading while it changes without end', async () => {
    await scene.look();
    scene.source.asked.length = 0;
    for (let second = 0; second < 10; second++) {
      scene.store.upsert(incident('P1', { title: `Title ${second}` }));
      await scene.clock.advance(400);
    }
    assert.ok(scene.source.asked.filter(part => part === 'log').length >= 3);
  });

  describe('what others add without a change of the incident', () => {
    const changing = ['alerts', 'notes', 'log', 'bridge'];
    const note = {
      id: 'N1',
      at: '2026-01-15T03:05:00.000Z',
      author: null,
      text: 'do not fail over',
    } as const;
    const taken = () => scene.source.asked.splice(0);

    it('is read every three minutes while somebody looks, and nothing else', async () => {
      await scene.look();
      taken();
      scene.source.answers.notes = [note];
      scene.source.answers.bridge = { url: 'https://meet.example/1', phone: null };
      await scene.clock.advance(3 * minute - 1);
      assert.deepEqual(taken(), []);
      await scene.clock.advance(1);
      assert.deepEqual(taken(), changing);
      assert.equal(scene.contentsOf('notes'), 2);
      assert.ok(scene.header.actions.includes('joinBridge'));
      await scene.clock.advance(57 * minute);
      assert.equal(taken().length, 19 * changing.length);
    });

    it('is read when the screen is looked at again, unless that was done within a minute', async () => {
      await scene.look();
      taken();
      scene.model.look(false);
      await scene.clock.advance(minute);
      await scene.look();
      assert.deepEqual(taken(), []);
      scene.model.look(false);
      await scene.clock.advance(1);
      await scene.look();
      await scene.look();
      assert.deepEqual(taken(), changing);
    });

    it('is not read while nobody sits before the window', async () => {
      await scene.look();
      taken();
      scene.model.look(true, false);
      await scene.clock.advance(60 * minute);
      assert.deepEqual(taken(), []);
      await scene.look();
      assert.deepEqual(taken(), changing);
    });

    it('is read when a person asks for it, and once it is seen where it is hidden', async () => {
      await scene.look();
      taken();
      scene.model.readChanging();
      await settle();
      assert.deepEqual(taken(), changing);
      scene.model.look(false);
      scene.model.readChanging();
      await settle();
      assert.deepEqual(taken(), []);
      await scene.look();
      assert.deepEqual(taken(), changing);
    });

    it('disturbs nobody where nothing came', async () => {
      await scene.look();
      const before = scene.told.length;
      await scene.clock.advance(3 * minute);
      const told = scene.told.slice(before);
      assert.equal(told.length, changing.length + 1);
      assert.ok(told.every(news => news.type === 'status' && news.status.state === 'read'));
    });

    it('leaves what is shown where it cannot be read, says so, and does not ask more often for that', async () => {
      scene.source.answers.notes = [note];
      await scene.look();
      taken();
      scene.source.failures.set('notes', new ProviderDownError('Down.', 503));
      await scene.clock.advance(3 * minute);
      assert.equal(scene.statusOf('notes'), 'failed');
      assert.equal(scene.contentsOf('notes'), 1);
      taken();
      // 30 s, then twice that and so on, whatever the three minutes would be.
      await scene.clock.advance(7 * minute);
      assert.equal(taken().filter(part => part === 'notes').length, 3);
    });

    it('waits while the provider wants requests spared', async () => {
      await scene.look();
      taken();
      Object.assign(scene.source.provider, { spareUntil: scene.clock.now() + 4 * minute });
      await scene.clock.advance(3 * minute);
      assert.deepEqual(taken(), []);
      await scene.clock.advance(3 * minute);
      assert.deepEqual(taken(), changing);
    });

    it('is not asked of an account that is no longer connected', async () => {
      await scene.look();
      scene.connected = false;
      scene.model.accountsChanged();
      taken();
      await scene.clock.advance(10 * minute);
      assert.deepEqual([taken(), scene.statusOf('notes')], [[], 'read']);
      scene.model.readChanging();
      await settle();
      assert.deepEqual([taken(), scene.statusOf('notes')], [[], 'read']);
    });
  });

  it('does not listen to other incidents', async () => {
    await scene.look();
    const before = scene.told.length;
    scene.store.upsert(incident('P2'));
    await scene.clock.advance(5_000);
    assert.equal(scene.told.length, before);
  });

  it('tells nothing twice, but everything to a screen that begins anew', async () => {
    scene.source.answers.alerts = [alert('A')];
    await scene.look();
    scene.model.refresh();
    await settle();
    assert.equal(scene.contentsOf('alerts'), 1);
    scene.told.length = 0;
    scene.model.tellAll();
    assert.equal(scene.contentsOf('alerts'), 1);
    assert.equal(scene.told[0]?.type, 'header');
    assert.equal(scene.statusOf('past'), 'read');
  });

  it('keeps what was read when a later reading fails', async () => {
    scene.source.answers.log = [logEntry('L', start)];
    await scene.look();
    scene.source.failures.set('log', new RefusedError('No.'));
    scene.model.retry('log');
    await settle();
    assert.equal(scene.statusOf('log'), 'failed');
    assert.match(scene.model.logText(), /Entry L/);
    scene.told.length = 0;
    scene.model.tellAll();
    assert.equal(scene.contentsOf('log'), 1);
  });

  it('reads once more what changed while it was being read', async () => {
    let answer = () => {};
    scene.source.held.set('alerts', new Promise(resolve => (answer = resolve)));
    await scene.look();
    scene.model.retry('alerts');
    answer();
    await settle();
    assert.equal(scene.source.asked.filter(part => part === 'alerts').length, 2);
  });

  it('rests while it is hidden, and catches up when it is seen again', async () => {
    await scene.look();
    scene.model.look(false);
    scene.source.asked.length = 0;
    scene.store.upsert(incident('P1', { title: 'Changed' }));
    await scene.clock.advance(60_000);
    assert.deepEqual(scene.source.asked, []);
    await scene.look();
    assert.deepEqual(scene.source.asked, ['alerts', 'notes', 'log', 'bridge']);
  });

  it('offers the bridge as soon as one is known', async () => {
    scene.source.answers.bridge = { url: 'https://meet.example/x', phone: null };
    assert.ok(!scene.header.actions.includes('joinBridge'));
    await scene.look();
    assert.ok(scene.header.actions.includes('joinBridge'));
  });

  it('shows the call that was read last where it cannot be read now, says so, and tries again', async () => {
    scene.lastBridge = {
      bridge: { url: 'https://meet.example/x', phone: null },
      failure: new OfflineError('No network.', false),
    };
    await scene.look();
    assert.deepEqual([scene.contentsOf('bridge'), scene.statusOf('bridge')], [1, 'failed']);
    assert.ok(scene.header.actions.includes('joinBridge'));
    scene.lastBridge = null;
    scene.source.answers.bridge = { url: 'https://meet.example/moved', phone: null };
    await scene.clock.advance(30_000);
    assert.deepEqual([scene.contentsOf('bridge'), scene.statusOf('bridge')], [2, 'read']);
  });

  it('shows the call that somebody says at once, also where the provider knows of none, and reads nothing else', async () => {
    const scene = new Scene(['alerts', 'log']);
    await scene.look();
    assert.ok(!scene.partNames.includes('bridge'));
    scene.source.asked.length = 0;
    const bridges = scene.contentsOf('bridge');
    scene.said = 'https://meet.example/said';
    scene.model.responseChanged();
    await settle();
    assert.ok(scene.partNames.includes('bridge'));
    assert.ok(scene.header.actions.includes('joinBridge'));
    assert.equal(scene.contentsOf('bridge'), bridges + 1);
    scene.model.responseChanged();
    await settle();
    assert.equal(scene.contentsOf('bridge'), bridges + 1, 'nothing changed');
    assert.deepEqual(scene.source.asked, []);
    scene.said = null;
    scene.model.responseChanged();
    await settle();
    assert.ok(!scene.header.actions.includes('joinBridge'));
    assert.ok(!scene.partNames.includes('bridge'));
  });

  it('says what the team’s file says of the service, and again when that changes', () => {
    const scene = new Scene();
    const header = () => scene.told.flatMap(news => (news.type === 'header' ? news.header : [])).at(-1)!;
    scene.model.tellAll();
    assert.deepEqual([header().owners, header().dashboards, header().chat], [[], [], null]);
    const dashboards = [
      { name: 'Checkout', url: 'https://grafana.example/d/checkout' },
      { name: 'Wrong', url: 'javascript:alert(1)' },
    ];
    scene.service = { owners: ['Payments'], dashboards, chat: 'slack:#checkout' };
    scene.model.responseChanged();
    assert.deepEqual([header().owners, header().chat], [['Payments'], 'slack:#checkout']);
    const [shown, wrong] = header().dashboards;
    assert.equal(scene.model.address(shown!.open!), dashboards[0]!.url);
    assert.equal(wrong!.open, null);
  });

  it('says when the account or the incident is gone, and goes on when it is back', async () => {
    await scene.look();
    scene.store.drop('acme:P1');
    assert.match(scene.header.notice ?? '', /no longer in the list/);
    scene.connected = false;
    scene.model.accountsChanged();
    assert.match(scene.header.notice ?? '', /no longer connected/);
    assert.ok(!scene.header.actions.includes('acknowledge'));
    scene.source.asked.length = 0;
    scene.connected = true;
    scene.store.upsert(incident('P1'));
    scene.model.accountsChanged();
    assert.equal(scene.header.notice, null);
    await settle();
    assert.equal(scene.source.asked[0], 'alerts');
  });

  it('stops everything when it is closed', async () => {
    let answer = () => {};
    scene.source.held.set('alerts', new Promise(resolve => (answer = resolve)));
    await scene.look();
    const before = scene.told.length;
    scene.model.dispose();
    assert.ok(scene.source.signals.every(({ aborted }) => aborted));
    answer();
    scene.store.upsert(incident('P1', { title: 'Later' }));
    await scene.clock.advance(60_000);
    assert.equal(scene.told.length, before);
    assert.deepEqual(scene.source.asked, ['alerts']);
  });

  it('gives texts only for numbers that it gave out', async () => {
    scene.source.answers.notes = [{ id: 'n', at: '2026-01-15T03:00:00.000Z', author: null, text: 'a note' }];
    await scene.look();
    const news = scene.told.find(each => each.type === 'content' && each.content.part === 'notes');
    assert.ok(news?.type === 'content' && news.content.part === 'notes');
    assert.equal(scene.model.text(news.content.value[0]!.copy), 'a note');
    assert.equal(scene.model.text(1_000_000), undefined);
    assert.equal(scene.model.address(1_000_000), undefined);
  });
});
