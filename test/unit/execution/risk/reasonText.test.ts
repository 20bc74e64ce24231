import assert from 'node:assert/strict';
import { sentences } from '../../../../scripts/l10n.mjs';
import { reasonText } from '../../../../src/core/execution/risk/reasonText.ts';
import { allRules } from '../../../../src/core/execution/risk/rules/index.ts';
import { assess } from './riskTable.ts';

describe('reasonText', () => {
  it('says a reason with what it names', async () => {
    const { findings } = await assess('frobnicate a\nPATH=/opt/x\nrm b');
    assert.deepEqual(
      findings.map(({ reason }) => reasonText(reason)),
      ['“frobnicate” is not known here.', 'PATH decides which programs run.', 'Deletes files.'],
    );
  });

  it('can be translated for every rule', () => {
    const { texts } = sentences(['src/core/execution/risk']);
    const reasons = allRules.flatMap(({ rows = [], options = [], otherwise }) => [
      otherwise[1],
      ...[...rows, ...options].map(([, , reason]) => reason),
    ]);
    assert.deepEqual(
      [...new Set(reasons)].filter(reason => reason !== '' && !texts.has(reason)),
      [],
    );
  });
});
