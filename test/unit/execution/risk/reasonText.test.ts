import assert from 'node:assert/strict';
import { sentences } from '../../../../scripts/l10n.mjs';
import { reasonText } from '../../../../src/core/execution/risk/reasonText.ts';
import { cloud } from '../../../../src/core/execution/risk/rules/cloud.ts';
import { containers } from '../../../../src/core/execution/risk/rules/containers.ts';
import { coreutils } from '../../../../src/core/execution/risk/rules/coreutils.ts';
import { databases } from '../../../../src/core/execution/risk/rules/databases.ts';
import { http } from '../../../../src/core/execution/risk/rules/http.ts';
import { network } from '../../../../src/core/execution/risk/rules/network.ts';
import { packages } from '../../../../src/core/execution/risk/rules/packages.ts';
import { services } from '../../../../src/core/execution/risk/rules/services.ts';
import { stores } from '../../../../src/core/execution/risk/rules/stores.ts';
import { tools } from '../../../../src/core/execution/risk/rules/tools.ts';
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
    const rules = [
      ...[coreutils, network, containers, cloud, services],
      ...[packages, tools, http, databases, stores],
    ].flat();
    const reasons = rules.flatMap(({ rows = [], options = [], otherwise }) => [
      otherwise[1],
      ...[...rows, ...options].map(([, , reason]) => reason),
    ]);
    assert.deepEqual(
      [...new Set(reasons)].filter(reason => reason !== '' && !texts.has(reason)),
      [],
    );
  });
});
