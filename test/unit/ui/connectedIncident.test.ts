import assert from 'node:assert/strict';
import type { Incident } from '../../../src/core/incidents/incident.ts';
import { IncidentStore } from '../../../src/core/incidents/incidentStore.ts';
import type * as Connected from '../../../src/ui/connectedIncident.ts';
import type { Session } from '../../../src/ui/sessions.ts';
import { incident, resolvedAt } from '../incidents/incidentFixtures.ts';
import { withStandIn, type StandIn } from './standIn.ts';

describe('The incident that a block runs for', () => {
  let parts: typeof Connected & StandIn;
  let store: IncidentStore;
  let accounts: Set<string>;
  const opened = incident('P1', { severity: 'P3' });
  const now = (of: Incident = opened) =>
    parts.connectedIncident(
      { store, sessions: { get: id => (accounts.has(id) ? ({} as Session) : undefined) } },
      of,
    );

  before(async () => {
    parts = await withStandIn('ui/connectedIncident.ts');
  });
  beforeEach(() => {
    store = new IncidentStore();
    accounts = new Set(['acme']);
  });

  it('is as the list has it', () => {
    store.upsert({ ...opened, severity: 'P1' });
    assert.equal(now().severity, 'P1');
  });

  it('is as it was last where it was resolved and fifty others pushed it out of the list', () => {
    store.upsert(opened);
    store.upsert(resolvedAt('P1', 0));
    store.upsertAll(Array.from({ length: 50 }, (_, n) => resolvedAt(`Q${n}`, n + 1)));
    assert.equal(store.get(opened.key), undefined);
    assert.equal(now().status, 'resolved');
  });

  it('is as its timeline kept it where the list never had it in this window', () => {
    assert.equal(now(), opened);
  });

  it('is none where its account is closed', () => {
    store.upsert(opened);
    store.removeAccount('acme');
    accounts.clear();
    assert.throws(now, { name: 'NotPossibleError', message: /no longer connected/ });
  });
});
