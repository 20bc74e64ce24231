import assert from 'node:assert/strict';
import { describeView, type ViewWords } from '../../../../src/core/incidents/list/describeView.ts';
import { incidentViewFrom, wholeView } from '../../../../src/core/incidents/list/incidentView.ts';

const words: ViewWords = {
  mine: 'Mine',
  myTeams: 'My teams',
  mineOrMyTeams: 'Mine or my teams’',
  urgency: { high: 'High urgency', low: 'Low urgency' },
  severity: { P1: 'P1', P2: 'P2', P3: 'P3', P4: 'P4', none: 'No severity' },
  status: { triggered: 'Triggered', acknowledged: 'Acknowledged', resolved: 'Resolved' },
  groupedBy: {
    status: 'grouped by status',
    service: 'grouped by service',
    severity: 'grouped by severity',
    assignee: 'grouped by assignee',
    none: 'not grouped',
  },
  sortedBy: {
    newest: 'newest first',
    oldest: 'oldest first',
    severity: 'sorted by severity',
    service: 'sorted by service',
    updated: 'last changed first',
  },
  anyOf: names => names.join(' or '),
  account: id => `account ${id}`,
  text: text => `“${text}”`,
};

describe('describeView', () => {
  it('says nothing of the view that nobody has changed', () => {
    assert.equal(describeView(wholeView, words), '');
  });

  it('says who, what, how', () => {
    const mine = { filter: { mine: true }, groupBy: 'service' };
    assert.equal(describeView(incidentViewFrom(mine), words), 'Mine · grouped by service');
    const both = { filter: { mine: true, myTeams: true } };
    assert.equal(describeView(incidentViewFrom(both), words), 'Mine or my teams’');
    const all = {
      filter: {
        myTeams: true,
        statuses: ['acknowledged', 'triggered'],
        urgencies: ['high'],
        severities: ['none', 'P1'],
        services: [{ id: 'S', name: 'Web' }],
        accounts: ['acme'],
        text: 'disk full',
      },
      groupBy: 'none',
      sortBy: 'severity',
    };
    assert.equal(
      describeView(incidentViewFrom(all), words),
      'My teams · Triggered or Acknowledged · High urgency · P1 or No severity · Web · account acme · “disk full” · not grouped · sorted by severity',
    );
  });
});
