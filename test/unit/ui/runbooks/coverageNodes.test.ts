import assert from 'node:assert/strict';
import type * as Nodes from '../../../../src/ui/runbooks/coverage/coverageNodes.ts';
import { withStandIn } from '../standIn.ts';

describe('A runbook in the view of the coverage', () => {
  let parts: typeof Nodes;
  before(async () => {
    parts = await withStandIn('ui/runbooks/coverage/coverageNodes.ts');
  });

  const unused = (newest: number | null) =>
    parts.itemOf({
      type: 'usage',
      usage: {
        file: { id: 'file:///r.md', path: 'r.md', title: 'Restart the pool' } as never,
        ...{ stewardship: { owner: null, reviewed: null }, lastUsed: null, incidents: 0 },
      },
      ...{ newest, uri: 'file:///r.md', line: 1 },
    });

  it('was never used, where every timeline was read', () => {
    assert.match(String(unused(null).description), /^never used · /);
    assert.match(String(unused(null).tooltip), /No timeline here tells of its use/);
  });

  it('was not used in the newest ones, where there are more timelines than were read', () => {
    assert.match(String(unused(200).description), /^not used in the newest 200 incidents · /);
    assert.match(String(unused(200).tooltip), /None of the newest 200 timelines/);
  });
});
