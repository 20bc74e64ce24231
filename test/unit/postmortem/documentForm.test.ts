import assert from 'node:assert/strict';
import { secondPath } from '../../../src/core/postmortem/documentForm.ts';
import { isPostMortemName } from '../../../src/core/postmortem/postMortemName.ts';

describe('The name of a document in another form', () => {
  const nameOf = (template: string) => secondPath('post-mortem.md', { template, language: 'en' });

  it('says the template in letters that every file system and every tool takes', () => {
    assert.equal(nameOf('google-sre'), 'post-mortem.google-sre.en.md');
    assert.equal(nameOf('team:Our review'), 'post-mortem.team-Our-review.en.md');
    assert.equal(nameOf('team:Revue d’équipe'), 'post-mortem.team-Revue-d-quipe.en.md');
  });

  it('is another one for each template, also in scripts that have no such letters', () => {
    const templates = ['team:障害報告', 'team:事後検証', 'team:Разбор', 'team:分析 A', 'team:🔥', 'team:💧'];
    const names = templates.map(nameOf);
    assert.equal(new Set(names).size, templates.length, names.join(', '));
    for (const name of names) assert.ok(isPostMortemName(name) && /^[\w.-]+$/.test(name), name);
    assert.equal(nameOf('team:ガ'), nameOf('team:ガ'.normalize('NFD')), 'as macOS spells it');
  });
});
