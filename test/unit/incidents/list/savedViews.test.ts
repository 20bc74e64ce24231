import assert from 'node:assert/strict';
import { noFilter, wholeView } from '../../../../src/core/incidents/list/incidentView.ts';
import {
  keptViewsFrom,
  savedViews,
  withoutSaved,
  withSaved,
  type KeptViews,
} from '../../../../src/core/incidents/list/savedViews.ts';
import { hostileTexts } from './randomIncidents.ts';

const words = {
  mine: 'Mine',
  waiting: 'Waiting for somebody',
  highUrgency: 'High urgency',
  myTeams: 'My teams',
  byService: 'By service',
};
const view = { ...wholeView, filter: { ...noFilter, text: 'mail' } };
const other = { ...wholeView, groupBy: 'assignee' as const };
const nothing = keptViewsFrom(undefined);
const names = (kept: KeptViews) => savedViews(kept, words).map(({ name }) => name);
const examples = Object.values(words);

describe('Saved views', () => {
  it('begin with the examples', () => {
    assert.deepEqual(names(nothing), examples);
    assert.ok(savedViews(nothing, words).every(({ example }) => example));
  });

  it('stand before the examples once saved, and are replaced under the same name, where they stood', () => {
    let kept = withSaved(nothing, words, '  Mail \n first ', view);
    kept = withSaved(kept, words, 'Second', view);
    kept = withSaved(kept, words, 'MAIL FIRST', other);
    assert.deepEqual(names(kept), ['MAIL FIRST', 'Second', ...examples]);
    assert.deepEqual(savedViews(kept, words)[0], { name: 'MAIL FIRST', view: other, example: false });
  });

  it('take the place of an example of the same name, which does not come back', () => {
    let kept = withSaved(nothing, words, 'mine', view);
    assert.deepEqual(names(kept), ['mine', ...examples.slice(1)]);
    kept = withoutSaved(kept, words, 'Mine');
    assert.deepEqual(names(kept), examples.slice(1));
  });

  it('are removed for good, examples too, also after having been kept as JSON', () => {
    let kept = nothing;
    for (const name of examples) kept = withoutSaved(kept, words, name);
    kept = keptViewsFrom(JSON.parse(JSON.stringify(kept)));
    assert.deepEqual(names(kept), []);
    assert.deepEqual(names(withoutSaved(kept, words, 'never there')), []);
  });

  it('never show a name twice, though an example is called otherwise in another language', () => {
    const kept = withSaved(nothing, { ...words, mine: 'Les miens' }, 'Mine', view);
    assert.deepEqual(names(kept), ['Mine', ...examples.slice(1)]);
  });

  it('survive what is not theirs in the storage', () => {
    for (const broken of [
      null,
      1,
      'x',
      [],
      { own: 'x', removed: 1 },
      { own: [null, {}, { name: 5 }, { name: ' ' }] },
    ]) {
      assert.deepEqual(keptViewsFrom(broken), { own: [], removed: [] });
    }
    const kept = keptViewsFrom({
      own: [{ name: 'A', view: { groupBy: 'nonsense' } }, { name: 'B' }],
      removed: ['mine', 'toString', null],
    });
    assert.deepEqual(kept, {
      own: [
        { name: 'A', view: wholeView },
        { name: 'B', view: wholeView },
      ],
      removed: ['mine'],
    });
  });

  it('keep any name as text, within bounds', () => {
    for (const text of hostileTexts.filter(name => name.trim() !== '')) {
      const kept = keptViewsFrom(JSON.parse(JSON.stringify(withSaved(nothing, words, text, view))));
      assert.equal(kept.own.length, 1, text);
      assert.ok([...kept.own[0]!.name].length <= 80, text);
      assert.deepEqual(withoutSaved(kept, words, kept.own[0]!.name).own, [], text);
    }
    let kept = nothing;
    for (let n = 0; n < 150; n++) kept = withSaved(kept, words, `View ${n}`, view);
    assert.equal(kept.own.length, 100);
    assert.equal(kept.own.at(-1)?.name, 'View 149');
  });
});
