import assert from 'node:assert/strict';
import { folded, textMatcher } from '../../../../src/core/incidents/list/foldedText.ts';
import { incident } from '../incidentFixtures.ts';
import { hostileTexts } from './randomIncidents.ts';

describe('The text filter', () => {
  const one = incident('PABC', {
    number: 12,
    title: 'Façade returns 500 — Größe überschritten',
    service: { id: 'PS', name: 'Émile’s API' },
    assignees: [{ id: 'PADA', name: 'Ada Łovelace', email: 'secret@example.com' }],
    acknowledgers: [{ id: 'PZOE', name: 'Zoë' }],
    teams: [{ id: 'PT', name: 'Ops' }],
  });
  const found = [
    '',
    '  ',
    'facade',
    'FAÇADE',
    'grosse',
    'GRÖSSE',
    'uber',
    '#12',
    '12',
    'emile',
    'ada',
    'zoe',
  ];
  for (const text of [...found, 'ops', 'pabc', 'ops   facade ada', 'a\u0301da', 'fa\u00e7ade']) {
    it(`finds ${JSON.stringify(text)}`, () => assert.ok(textMatcher(text)(one)));
  }
  for (const text of [
    '#13',
    'facade missing',
    'facadereturns',
    'apiada',
    'secret@example.com',
    'acme:PABC',
  ]) {
    it(`does not find ${JSON.stringify(text)}`, () => assert.ok(!textMatcher(text)(one)));
  }

  it('is the same for both cases of letters that change their shape', () => {
    for (const [a, b] of [
      ['ß', 'SS'],
      ['ς', 'Σ'],
      ['İ', 'i'],
      ['ﬁ', 'FI'],
      ['Ａ', 'a'],
      ['Й', 'й'],
    ]) {
      assert.equal(folded(a!), folded(b!));
    }
  });

  it('leaves the marks of scripts whose letters they are', () => {
    assert.notEqual(folded('कि'), folded('क'));
  });

  it('finds every hostile title by its own words', () => {
    for (const title of hostileTexts) assert.ok(textMatcher(title)(incident('P', { title })), title);
  });

  it('looks at what an incident says now', () => {
    const matcher = textMatcher('other');
    assert.ok(!matcher(one));
    assert.ok(matcher({ ...one, title: 'Another' }));
  });
});
