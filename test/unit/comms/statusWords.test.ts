import assert from 'node:assert/strict';
import { statusCalled, statusWords } from '../../../src/core/comms/statusWords.ts';
import { stages } from '../../../src/core/timeline/entry.ts';

describe('The words for the status of an incident', () => {
  it('are those of the message’s language, and lead back to what they say', () => {
    assert.equal(statusWords('mitigation', 'fr'), 'atténuation');
    assert.equal(statusCalled('Atténuation', 'fr'), 'mitigation');
    for (const language of ['en', 'fr'] as const)
      for (const stage of stages)
        assert.equal(statusCalled(statusWords(stage, language), language), stage, language);
  });

  it('stay as a person wrote them', () => {
    assert.equal(statusWords('Watching the graphs', 'fr'), 'Watching the graphs');
    assert.equal(statusCalled('Watching the graphs', 'fr'), 'Watching the graphs');
  });
});
