import assert from 'node:assert/strict';
import type { IncidentStatus } from '../../../src/core/incidents/incident.ts';
import { responseState } from '../../../src/core/response/responseState.ts';
import { proposedStage } from '../../../src/core/response/stageProposal.ts';
import type { TimelineEntry } from '../../../src/core/timeline/entry.ts';
import { sampleIncident } from '../timeline/sampleEntries.ts';
import { run, stage } from './responseEntries.ts';

describe('The stage that is proposed', () => {
  const proposed = (status: IncidentStatus, ...entries: TimelineEntry[]) => {
    const found = proposedStage({ status }, responseState(sampleIncident, entries), entries);
    return found && `${found.stage}: ${found.why}${found.step && ` ${found.step}`}`;
  };

  it('is triage once somebody acknowledged', () => {
    assert.equal(proposed('triggered'), null);
    assert.equal(proposed('acknowledged'), 'triage: acknowledged');
  });

  it('is mitigation once a block of it worked, and no other block counts', () => {
    assert.equal(proposed('acknowledged', stage(1, 'triage'), run(2, 'Quick diagnosis', 'ok')), null);
    assert.equal(proposed('acknowledged', stage(1, 'triage'), run(2, 'Roll back', 'failed')), null);
    assert.equal(
      proposed('acknowledged', stage(1, 'investigation'), run(2, 'Mitigation', 'ok')),
      'mitigation: mitigationWorked Mitigation',
    );
    assert.equal(
      proposed('triggered', run(2, 'Retour arrière', 'ok')),
      'mitigation: mitigationWorked Retour arrière',
    );
  });

  it('is mitigation by what the block says it should do, where it says so', () => {
    assert.equal(proposed('triggered', run(2, 'Roll back', 'ok', undefined, false)), null);
    assert.equal(
      proposed('triggered', run(2, 'Fail over', 'failed', undefined, true)),
      'mitigation: mitigationWorked Fail over',
    );
  });

  it('is resolution once the provider has it resolved', () => {
    assert.equal(proposed('resolved', run(2, 'Roll back', 'ok')), 'resolution: resolved');
    assert.equal(proposed('resolved', stage(3, 'resolution')), null);
    assert.equal(proposed('resolved', stage(3, 'post-mortem')), null);
  });

  it('is never one that the incident has been in: whoever went back had a reason', () => {
    const back = [
      stage(1, 'triage'),
      run(2, 'Roll back', 'ok'),
      stage(3, 'mitigation'),
      stage(4, 'investigation'),
    ];
    assert.equal(proposed('acknowledged', ...back), null);
  });
});
