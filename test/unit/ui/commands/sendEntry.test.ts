import assert from 'node:assert/strict';
import type { Incident } from '../../../../src/core/incidents/incident.ts';
import { IncidentStore } from '../../../../src/core/incidents/incidentStore.ts';
import type * as SendEntry from '../../../../src/ui/commands/sendEntry.ts';
import { incident, resolvedAt } from '../../incidents/incidentFixtures.ts';
import { type StandIn, withStandIn } from '../standIn.ts';

describe('Sending an entry of the timeline', () => {
  let parts: typeof SendEntry & StandIn;
  let store: IncidentStore;
  let remembered: readonly Incident[];
  let sent: (readonly [Incident, string])[];
  const named = { incidentKey: 'acme:P1', entryId: 'e1' };
  const send = () =>
    parts.sendEntry(
      {
        entrySender: { send: async (of: Incident, id: string) => sent.push([of, id]) },
        pick: { one: assert.fail },
        store,
        timelines: { remembered: async () => remembered },
      } as never,
      [named],
    );

  before(async () => {
    parts = await withStandIn('ui/commands/sendEntry.ts');
  });
  beforeEach(() => {
    store = new IncidentStore();
    [remembered, sent] = [[], []];
  });

  it('goes on where its incident has left the list, with the newest that is known of it', async () => {
    remembered = [incident('P2'), incident('P1')];
    await send();
    assert.deepEqual(sent, [[incident('P1'), 'e1']]);
    store.upsert(resolvedAt('P1', 0));
    store.upsertAll(Array.from({ length: 50 }, (_, n) => resolvedAt(`Q${n}`, n + 1)));
    assert.equal(store.get('acme:P1'), undefined);
    await send();
    assert.deepEqual(sent[1], [resolvedAt('P1', 0), 'e1']);
  });

  it('is refused where nobody knows its incident any more', async () => {
    await assert.rejects(send(), {
      name: 'NotPossibleError',
      message: /^The incident of this entry is not known here any more\./,
    });
    assert.deepEqual(sent, []);
  });
});
