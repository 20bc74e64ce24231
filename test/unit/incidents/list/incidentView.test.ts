import assert from 'node:assert/strict';
import {
  incidentViewFrom,
  isFiltering,
  isSameView,
  noFilter,
  wholeView,
} from '../../../../src/core/incidents/list/incidentView.ts';
import { draws, seeded, seeds } from '../../seeded.ts';
import { pick, randomView } from './randomIncidents.ts';

describe('incidentViewFrom', () => {
  it('takes what it knows and drops the rest', () => {
    const view = incidentViewFrom({
      filter: {
        mine: true,
        myTeams: 'yes',
        services: [{ id: 'S2', name: 'Web', extra: 1 }, { id: 'S1' }, { name: 'no id' }, null, 'S3'],
        urgencies: ['low', 'middle', 'high', 'low'],
        severities: ['none', 'P9', 'P1'],
        statuses: 'triggered',
        accounts: ['b', 1, 'a', 'b'],
        text: '  two words ',
        later: true,
      },
      groupBy: 'phase of the moon',
      sortBy: 'oldest',
    });
    assert.deepEqual(view, {
      filter: {
        mine: true,
        myTeams: false,
        services: [
          { id: 'S1', name: 'S1' },
          { id: 'S2', name: 'Web' },
        ],
        urgencies: ['high', 'low'],
        severities: ['P1', 'none'],
        statuses: [],
        accounts: ['a', 'b'],
        text: 'two words',
      },
      groupBy: 'status',
      sortBy: 'oldest',
    });
  });

  for (const nothing of [undefined, null, 1, 'x', [], {}, { filter: [] }, { filter: null, groupBy: {} }]) {
    it(`makes the whole view of ${JSON.stringify(nothing)}`, () => {
      assert.deepEqual(incidentViewFrom(nothing), wholeView);
    });
  }

  it('keeps what is too long within bounds, without cutting a character in two', () => {
    const { filter } = incidentViewFrom({
      filter: { text: '🚨'.repeat(1000), accounts: Array.from({ length: 1000 }, (_, n) => `a${n}`) },
    });
    assert.equal(filter.text, '🚨'.repeat(200));
    assert.equal(filter.accounts.length, 100);
  });

  it('gives back every view that it made, also through JSON and whatever was added or broken in it', () => {
    for (const seed of seeds(draws(300, 10_000))) {
      const random = seeded(seed);
      const view = randomView(random);
      const stored = JSON.parse(JSON.stringify(view)) as typeof view;
      assert.deepEqual(incidentViewFrom(stored), view, `seed ${seed}`);
      const broken = structuredClone(stored) as unknown as Record<string, Record<string, unknown>>;
      const name = pick(random, Object.keys(noFilter));
      broken['filter']![name] = pick<unknown>(random, [null, 7, {}, [[]], [null], undefined]);
      const repaired = incidentViewFrom(broken);
      assert.deepEqual(
        repaired,
        { ...view, filter: { ...view.filter, [name]: noFilter[name as keyof typeof noFilter] } },
        `seed ${seed}, ${name}`,
      );
    }
  });
});

describe('isFiltering and isSameView', () => {
  it('know the filter that hides nothing, and views by what they say', () => {
    assert.ok(!isFiltering(noFilter));
    assert.ok(isFiltering({ ...noFilter, text: 'x' }));
    const turned = incidentViewFrom({ filter: { urgencies: ['low', 'high'] } });
    assert.ok(isSameView(turned, incidentViewFrom({ filter: { urgencies: ['high', 'low'] } })));
    assert.ok(!isSameView(turned, wholeView));
  });
});
