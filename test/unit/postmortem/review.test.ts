import assert from 'node:assert/strict';
import { factsOf } from '../../../src/core/postmortem/facts.ts';
import { wordsOf } from '../../../src/core/postmortem/languages/index.ts';
import { languages, reviewStatuses } from '../../../src/core/postmortem/languages/language.ts';
import { mergePostMortem } from '../../../src/core/postmortem/mergePostMortem.ts';
import { missingFacts } from '../../../src/core/postmortem/missingFacts.ts';
import { renderPostMortem } from '../../../src/core/postmortem/renderPostMortem.ts';
import { reviewStatusIn, withReviewStatus } from '../../../src/core/postmortem/review.ts';
import { templates } from '../../../src/core/postmortem/templates/index.ts';
import { onCall } from '../../../src/core/postmortem/templates/onCall.ts';
import { timelineView } from '../../../src/core/timeline/timelineView.ts';
import { sampleEntry, sampleIncident } from '../timeline/sampleEntries.ts';

const facts = (entries = 1) =>
  factsOf(
    sampleIncident,
    timelineView({ entries: Array.from({ length: entries }, (_, n) => sampleEntry(n)), unreadable: [] }),
  );

describe('The status of a review', () => {
  it('is a line of the document in every template and language, and outlives the next generation', () => {
    for (const template of templates) {
      for (const language of languages) {
        const before = renderPostMortem(facts(1), { template, language });
        assert.equal(reviewStatusIn(before), 'draft');
        for (const status of reviewStatuses) {
          const change = withReviewStatus(before, status)!;
          const lines = before.split('\n');
          lines[change.line] = change.text;
          const mine = lines.join('\n');
          assert.equal(reviewStatusIn(mine), status, `${template.id}, ${language}`);
          const after = mergePostMortem(
            before,
            mine,
            renderPostMortem(facts(2), { template, language, due: '2026-12-01' }),
          );
          assert.equal(reviewStatusIn(after.text), status);
          assert.match(after.text, /2026-12-01/);
        }
      }
    }
  });

  it('may be written without a table, and is unknown where a person wrote something else', () => {
    const text = 'Ours\r\n\r\nReview status: draft\r\nMore\r\n';
    assert.deepEqual(withReviewStatus(text, 'closed'), { line: 2, text: 'Review status: closed' });
    assert.equal(reviewStatusIn('| Review status | nearly there |  |'), null);
    assert.equal(reviewStatusIn('No such line'), null);
    assert.equal(withReviewStatus('No such line', 'closed'), null);
  });
});

describe('missingFacts', () => {
  it('lists what the document says is not recorded, with its place, until somebody fills it in', () => {
    const text = renderPostMortem(facts(), { template: onCall, language: 'en' });
    const lines = text.split('\n');
    const found = missingFacts(text, wordsOf.en);
    for (const { line } of found) assert.match(lines[line]!, /\*not recorded|\*Not recorded/);
    const names = found.map(({ what, heading }) => `${heading}: ${what}`);
    assert.ok(names.includes(': Mitigated'), names.join('\n'));
    assert.ok(
      names.includes(
        'Root cause: What made it possible, and what set it off? Ask why until a process answers, not a person.',
      ),
    );
    const filled = text.replace(/\| Mitigated \| \*not recorded\* \|/, '| Mitigated | 10:25 |');
    assert.equal(missingFacts(filled, wordsOf.en).length, found.length - 1);
  });

  it('speaks the language of the document', () => {
    for (const template of templates) {
      const count = (language: 'en' | 'fr') =>
        missingFacts(renderPostMortem(facts(), { template, language }), wordsOf[language]).length;
      assert.ok(count('fr') > 0);
      assert.equal(count('fr'), count('en'), template.id);
    }
  });
});
