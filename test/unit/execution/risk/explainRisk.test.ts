import assert from 'node:assert/strict';
import { explainRisk } from '../../../../src/core/execution/risk/explainRisk.ts';
import { assess } from './riskTable.ts';

describe('explainRisk', () => {
  it('names each command with its class and reason, the worst first', async () => {
    const text = explainRisk(await assess('ls\nkubectl --context prod delete pod a'));
    assert.match(text, /^This block is \*\*destructive\*\*/);
    assert.ok(text.indexOf('Line 2') < text.indexOf('Line 1'), text);
    assert.match(text, /`kubectl --context prod delete pod a`: \*\*destructive\*\*/);
    assert.match(text, /names its target itself: `prod`/);
  });

  it('lets no command end its code span, and says so where there is none', async () => {
    const text = explainRisk(await assess('echo `rm -rf /` "``" [a](command:x)'));
    assert.match(text, /``` echo `rm -rf \/` "``" \[a\]\(command:x\) ```/);
    assert.match(explainRisk(await assess('# nothing')), /holds no command/);
  });
});
