import assert from 'node:assert/strict';
import { parseRunbook } from '../../../../src/core/runbooks/parseRunbook.ts';
import type { Runbook } from '../../../../src/core/runbooks/runbook.ts';
import type * as Requests from '../../../../src/ui/runbooks/panelRequests.ts';
import type { RunbookPage } from '../../../../src/ui/runbooks/runbookPage.ts';
import { FakeClock } from '../../fakeClock.ts';
import { withStandIn, type StandIn } from '../standIn.ts';

const use = { incident: null, runbook: 'r.md', cwd: '/' };
const text = '---\nvariables: [POD, NODE]\n---\n# R\n';
const runbook = parseRunbook(text, { fileName: 'r.md', clock: new FakeClock() });

describe('What a runbook’s screen asks for its variables', () => {
  let parts: typeof Requests & StandIn;
  before(async () => {
    parts = await withStandIn('ui/runbooks/panelRequests.ts');
  });

  for (const [type, does] of [
    ['setVariable', 'set'],
    ['forgetVariable', 'forget'],
  ] as const) {
    it(`is done to the one of its number, and to none that is not there: ${type}`, async () => {
      const done: [string, string, number][] = [];
      const doing =
        (what: string) =>
        async (_use: unknown, { variables }: Runbook, index: number) =>
          void done.push([what, variables[index]!.name, index]);
      const requests = new parts.PanelRequests(
        { values: { set: doing('set'), forget: doing('forget') } } as unknown as Requests.RequestParts,
        { use, runbook } as unknown as RunbookPage,
        { fileRead() {} },
      );
      await requests.handle({ type, id: 1, variable: 1 });
      await assert.rejects(requests.handle({ type, id: 2, variable: 2 }), { name: 'NotPossibleError' });
      assert.deepEqual(done, [[does, 'NODE', 1]]);
    });
  }
});
