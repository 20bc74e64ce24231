import assert from 'node:assert/strict';
import { parseRunbook } from '../../src/core/runbooks/parseRunbook.ts';
import type { OnCallParts } from '../../src/extension.ts';
import { systemClock as clock } from '../../src/ui/systemClock.ts';
import { activated } from './parts.ts';

const text = `---
variables:
  - { name: PGHOST, default: db.staging.example }
  - { name: PGDATABASE, default: shop }
---
# R

\`\`\`bash
psql -c "SELECT 1"
\`\`\`
`;
const runbook = parseRunbook(text, { fileName: 'acts-on.md', clock });
const use = { incident: null, runbook: 'acts-on.md', cwd: '/tmp' };

describe('What the blocks of a runbook would act on', () => {
  let parts: OnCallParts;
  before(async () => (parts = await activated()));
  afterEach(() => parts.carried.reset(use));

  async function host(): Promise<string | undefined> {
    let found: string | undefined;
    for await (const look of parts.look(use, runbook))
      if (look.type === 'target')
        found = look.target.parts.find(({ name }) => name === 'database host')?.value;
    return found;
  }

  it('is what its variables say, and over them what an earlier block left', async () => {
    assert.equal(await host(), 'db.staging.example');
    const found = { cwd: '/tmp', variables: new Map([['PGHOST', 'db.staging.example']]) };
    const left = { cwd: '/tmp', variables: new Map([['PGHOST', 'db.prod.example']]) };
    parts.carried.ended(use, 'Step', found, left);
    assert.equal(await host(), 'db.prod.example');
  });
});
