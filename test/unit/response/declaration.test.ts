import assert from 'node:assert/strict';
import { declarationOf } from '../../../src/core/response/declaration.ts';
import { type Stage, stages } from '../../../src/core/timeline/entry.ts';

describe('What going to a stage declares', () => {
  const open: readonly Stage[] = ['detection', 'triage', 'investigation', 'mitigation'];
  const over: readonly Stage[] = ['resolution', 'post-mortem'];

  it('is the end, from any stage of an open incident to resolution or straight to the post-mortem', () => {
    for (const from of open) for (const to of over) assert.equal(declarationOf(from, to), 'end');
    for (const from of over) for (const to of over) assert.equal(declarationOf(from, to), null);
  });

  it('is the begin, once detection is left for work', () => {
    for (const to of open) assert.equal(declarationOf('detection', to), to === 'detection' ? null : 'begin');
  });

  it('is nothing between the others, nor where an incident goes on after all', () => {
    for (const from of stages.filter(stage => stage !== 'detection'))
      for (const to of open) assert.equal(declarationOf(from, to), null);
  });
});
