import assert from 'node:assert/strict';
import { utc } from '../../../src/core/clock.ts';
import type { Change } from '../../../src/core/changes/change.ts';
import { rankChanges, type RiskyKind } from '../../../src/core/changes/rankChanges.ts';
import { draws, seeded, seeds } from '../seeded.ts';

const START = Date.UTC(2026, 10, 22, 10, 15, 0);
const situation = { startedAt: utc(START), service: 'checkout', title: 'Latency of payments is high' };
const minutes = (count: number) => utc(START - count * 60_000);

const change = (id: string, fields: Partial<Change> = {}): Change => ({
  ...{ kind: 'commit', id, at: minutes(60), summary: 'Mend a typo', where: 'shop', root: '/srv/shop' },
  ...{ sha: 'a'.repeat(40), ref: null, url: null, paths: ['README.md'], lines: 4, text: 'Mend a typo' },
  ...fields,
});
const ranked = (...changes: readonly Change[]) => rankChanges(changes, situation);
const order = (...changes: readonly Change[]) => ranked(...changes).map(({ change: { id } }) => id);
const reasons = (fields: Partial<Change>) =>
  ranked(change('one', fields))[0]!.reasons.filter(({ type }) => type !== 'nearness');

describe('Suspect changes', () => {
  it('come with the latest first where nothing else tells them apart', () => {
    const late = change('late', { at: minutes(2) });
    assert.deepEqual(order(change('day', { at: minutes(1_300) }), change('hour'), late), [
      'late',
      'hour',
      'day',
    ]);
  });

  it('leave out what came after the start, but for what clocks may differ by', () => {
    assert.deepEqual(
      order(change('after', { at: minutes(-6) }), change('by its clock', { at: minutes(-4) })),
      ['by its clock'],
    );
  });

  it('put a change of the service before a later one of something else', () => {
    const own = change('own', { at: minutes(60), paths: ['services/checkout/pool.ts'] });
    assert.deepEqual(order(change('other', { at: minutes(40) }), own), ['own', 'other']);
    assert.deepEqual(reasons({ paths: ['a.ts', 'services/Checkout/pool.ts'] }), [
      { type: 'service', found: 'services/Checkout/pool.ts' },
    ]);
    assert.deepEqual(reasons({ text: 'Checkout: more connections' }), [
      { type: 'service', found: 'checkout' },
    ]);
  });

  it('take all words of a service’s name, not one of them', () => {
    const both = { ...situation, service: 'orders-db' };
    const names = (path: string) =>
      rankChanges([change('one', { paths: [path] })], both)[0]!.reasons.some(
        ({ type }) => type === 'service',
      );
    assert.deepEqual(['orders/db/pool.ts', 'ordersDb.ts', 'orders/api.ts', 'db/users.ts'].map(names), [
      true,
      true,
      false,
      false,
    ]);
  });

  it('put the provider’s change events high', () => {
    const event = change('event', {
      kind: 'event',
      root: null,
      sha: null,
      paths: [],
      lines: null,
      text: 'Deployed 4711',
    });
    assert.deepEqual(order(change('commit', { at: minutes(30) }), event), ['event', 'commit']);
  });

  it('say which file is of the kind that breaks things', () => {
    const kinds: readonly (readonly [string, RiskyKind | null])[] = [
      ['db/migrations/0042_add_index.py', 'migration'],
      ['schema.sql', 'migration'],
      ['Dockerfile', 'container'],
      ['images/api/Dockerfile.prod', 'container'],
      ['charts/api/values-prod.yaml', 'deployment'],
      ['k8s/api.yaml', 'deployment'],
      ['infra/main.tf', 'infrastructure'],
      ['.github/workflows/deploy.yml', 'pipeline'],
      ['config/feature_flags.yml', 'flag'],
      ['src/featureToggles.json', 'flag'],
      ['flags.ts', 'flag'],
      ['config/database.yml', 'configuration'],
      ['src/application.properties', 'configuration'],
      ['package-lock.json', 'dependencies'],
      ['go.sum', 'dependencies'],
      ['src/flagship.ts', null],
      ['docs/deploying.md', null],
      ['src/pool.ts', null],
    ];
    for (const [path, what] of kinds) {
      const expected = what === null ? [] : [{ type: 'risky', what, path }];
      assert.deepEqual(reasons({ paths: [path] }), expected, path);
    }
  });

  it('say what is large, a release, a revert, or shares words with the title', () => {
    assert.deepEqual(reasons({ lines: 5_000 }), [{ type: 'size', lines: 5_000 }]);
    assert.deepEqual(reasons({ lines: 299 }), []);
    assert.deepEqual(reasons({ kind: 'tag', ref: 'v1.2' }), [{ type: 'release', tag: 'v1.2' }]);
    assert.deepEqual(reasons({ summary: 'Revert "Raise the pool"' }), [{ type: 'revert' }]);
    assert.deepEqual(reasons({ text: 'Payment latency' }), [
      { type: 'title', words: ['latency', 'payments'] },
    ]);
  });

  it('give the weightiest reason first', () => {
    const [{ reasons: found }] = ranked(
      change('one', { at: minutes(1), paths: ['checkout/schema.sql'], lines: 400 }),
    ) as [ReturnType<typeof ranked>[number]];
    assert.deepEqual(
      found.map(({ type }) => type),
      ['nearness', 'service', 'risky', 'size'],
    );
  });

  it('count no word of a service that has none, nor a title without words', () => {
    const [suspect] = rankChanges([change('one')], { startedAt: utc(START), service: null, title: '' });
    assert.deepEqual(
      suspect!.reasons.map(({ type }) => type),
      ['nearness'],
    );
  });

  it('come in the same order however they were found', () => {
    for (const seed of seeds(draws(50, 5_000))) {
      const random = seeded(seed);
      const pick = <T>(...those: readonly T[]) => those[Math.floor(random() * those.length)]!;
      const changes = Array.from({ length: 15 }, (_, number) =>
        change(`c${number}`, {
          at: minutes(pick(1, 5, 60, 600)),
          kind: pick('commit', 'tag', 'event', 'pull request'),
          paths: pick([], ['checkout/a.ts'], ['schema.sql']),
          lines: pick(null, 1, 900),
        }),
      );
      const shuffled = changes
        .map(one => ({ one, place: random() }))
        .sort((a, b) => a.place - b.place)
        .map(({ one }) => one);
      assert.deepEqual(order(...shuffled), order(...changes), `seed ${seed}`);
    }
  });
});
