import assert from 'node:assert/strict';
import { fittingDefinitions } from '../../../src/core/team/alertDefinitions.ts';
import { alert, definition } from './support.ts';

const team = {
  alerts: [
    definition({ name: 'DiskFull', severity: 'P3' }),
    definition({ name: 'HighErrorRate', severity: 'P2' }),
    definition({ name: 'Unrated', severity: null }),
  ],
};

describe('The alert definition for an incident', () => {
  it('is the one that its alert is called like, whatever the case', () => {
    const [found, ...others] = fittingDefinitions([alert({ alertName: 'higherrorrate ' })], team);
    assert.deepEqual(others, []);
    assert.equal(found?.definition.severity, 'P2');
    assert.equal(found.reason, 'alert definition HighErrorRate in .oncall/config.yaml');
  });

  it('is found by the title where the alert has no name, and by that alone', () => {
    assert.equal(fittingDefinitions([alert({ title: 'DiskFull' })], team)[0]?.definition.name, 'DiskFull');
    assert.deepEqual(fittingDefinitions([alert({ title: 'DiskFull', alertName: 'Other' })], team), []);
    assert.deepEqual(fittingDefinitions([alert({ title: 'The disk of DiskFull' })], team), []);
  });

  it('is the most severe of several, each once', () => {
    const alerts = ['Unrated', 'DiskFull', 'HighErrorRate', 'DiskFull'].map(alertName =>
      alert({ alertName }),
    );
    assert.deepEqual(
      fittingDefinitions(alerts, team).map(({ definition: { name } }) => name),
      ['HighErrorRate', 'DiskFull', 'Unrated'],
    );
  });

  it('is none without alerts or definitions', () => {
    assert.deepEqual(fittingDefinitions([], team), []);
    assert.deepEqual(fittingDefinitions([alert({ alertName: 'DiskFull' })], { alerts: [] }), []);
  });
});
