import assert from 'node:assert/strict';
import { join } from 'node:path';
import { config } from '@vscode/l10n';
import { clockTime, fullTime, localTime } from '../../../src/ui/localTime.ts';

const at = (day: number, hour: number, minute = 0, second = 0) =>
  new Date(2026, 11, day, hour, minute, second).getTime();
const utc = (ms: number) => new Date(ms).toISOString();

describe('The time of this machine, as lists and messages show it', () => {
  it('has 24 hours', () => {
    assert.equal(clockTime(at(11, 17, 52, 19)), '17:52');
    assert.equal(clockTime(at(11, 0, 5)), '00:05');
    assert.equal(localTime(utc(at(11, 17, 52)), at(11, 9)), '17:52');
  });

  it('says the day where that is not today', () => {
    assert.match(localTime(utc(at(11, 9)), at(12, 9)), /^Fri,? 11 Dec 09:00$/);
    assert.match(fullTime(at(11, 17, 52, 19)), /^11 Dec 2026\W.*\b17:52:19$/);
    assert.equal(fullTime(at(11, 17, 52, 19), at(11, 18)), '17:52:19');
    assert.match(fullTime(at(11, 17, 52, 19), at(12, 18)), /^11 Dec 2026\W/);
  });

  it('shows what is no time as it is', () => {
    assert.equal(fullTime('soon'), 'soon');
  });

  describe('in French', () => {
    before(() => config({ fsPath: join(import.meta.dirname, '../../../l10n/bundle.l10n.fr.json') }));
    after(() => config({ contents: {} }));

    it('has the day’s French name, whatever the environment speaks', () => {
      assert.equal(localTime(utc(at(11, 9)), at(12, 9)), 'ven. 11 déc. 09:00');
      assert.match(fullTime(at(11, 17, 52, 19)), /^11 déc\. 2026\W.*\b17:52:19$/);
    });
  });
});
