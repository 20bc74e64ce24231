import assert from 'node:assert/strict';
import { Drill } from '../../../src/drill/drill.ts';
import type { DrillIncident, LackablePart } from '../../../src/drill/records.ts';
import { FakeClock } from '../fakeClock.ts';
import { callServer, type WireError } from './support.ts';

describe('Routes: what is known around an incident', () => {
  let drill: Drill;
  let checkout: DrillIncident;
  let ordersDb: DrillIncident;

  before(async () => {
    drill = await Drill.start({ clock: new FakeClock() });
    [ordersDb, checkout] = drill.account.incidents() as [DrillIncident, DrillIncident];
  });
  after(() => drill.stop());

  const read = async <Body>(part: string, { id } = checkout) => {
    const { status, body } = await callServer<Body>(drill.server, `/incidents/${id}/${part}`);
    assert.equal(status, 200);
    return body;
  };

  interface Related {
    readonly related_incidents: readonly {
      readonly incident: { readonly id: string; readonly title: string; readonly status?: string };
      readonly relationships: readonly { readonly type: string }[];
    }[];
  }

  it('relates checkout to the database that it depends on, and the other way round', async () => {
    const one = await read<Related>('related_incidents');
    assert.deepEqual(
      one.related_incidents.map(({ incident, relationships }) => [incident.id, relationships[0]?.type]),
      [[ordersDb.id, 'service_dependency']],
    );
    assert.equal(one.related_incidents[0]?.incident.status, undefined);
    const whole = await read<Related>('related_incidents?additional_details[]=incident', ordersDb);
    assert.equal(whole.related_incidents[0]?.incident.id, checkout.id);
    assert.equal(whole.related_incidents[0]?.incident.status, 'triggered');
  });

  it('relates open incidents of one service, twenty of them at most', async () => {
    const crowded = await Drill.start({ clock: new FakeClock() });
    try {
      crowded.seed(90);
      const one = crowded.account.incidents().find(({ service }) => service.name === 'checkout');
      const path = `/incidents/${one?.id}/related_incidents`;
      const { body } = await callServer<Related>(crowded.server, path);
      assert.equal(body.related_incidents.length, 20);
      const types = new Set(body.related_incidents.map(({ relationships }) => relationships[0]?.type));
      assert.deepEqual(types, new Set(['service_dependency', 'machine_learning_inferred']));
    } finally {
      await crowded.stop();
    }
  });

  it('remembers past incidents of the service, as many as asked for', async () => {
    interface Past {
      readonly past_incidents: readonly {
        readonly incident: { readonly title: string };
        readonly score: number;
      }[];
      readonly total?: number;
      readonly limit: number;
    }
    const all = await read<Past>('past_incidents');
    assert.equal(all.past_incidents.length, 3);
    assert.deepEqual([all.limit, all.total], [5, undefined]);
    const two = await read<Past>('past_incidents?limit=2&total=true');
    assert.deepEqual([two.past_incidents.length, two.limit, two.total], [2, 2, 3]);
    assert.match(two.past_incidents[0]?.incident.title ?? '', /after deploy of v37/);
  });

  it('knows that v42 was deployed shortly before, and what happened to the database', async () => {
    const { change_events: events } = await read<{
      change_events: {
        summary: string;
        timestamp: string;
        links: { href: string }[];
        correlation_reason: { reason: string };
      }[];
    }>('related_change_events');
    const [deployment] = events;
    assert.equal(deployment?.summary, 'Deployed checkout v42');
    assert.equal(Date.parse(deployment?.timestamp ?? ''), checkout.createdAt - 240_000);
    assert.deepEqual(
      events.map(event => event.correlation_reason.reason),
      ['most_recent', 'related_service', 'most_recent'],
    );
    for (const { links } of events) assert.match(links[0]?.href ?? '', /^https:\/\/ci\.example\.com\//);
  });

  it('has two custom fields; what nobody filled in is null', async () => {
    interface Fields {
      readonly custom_fields: readonly { readonly name: string; readonly value: unknown }[];
    }
    const values = async (incident: DrillIncident) =>
      (await read<Fields>('custom_fields/values', incident)).custom_fields.map(({ value }) => value);
    assert.deepEqual(await values(checkout), ['production', ['eu-west-1', 'us-east-1']]);
    assert.deepEqual(await values(ordersDb), ['production', null]);
  });

  it('answers 402 with code 2014 for what the plan lacks, as long as it does', async () => {
    const paths: Readonly<Record<LackablePart, readonly [method: string, path: string]>> = {
      related_incidents: ['GET', `/incidents/${checkout.id}/related_incidents`],
      past_incidents: ['GET', `/incidents/${checkout.id}/past_incidents`],
      related_change_events: ['GET', `/incidents/${checkout.id}/related_change_events`],
      custom_fields: ['GET', `/incidents/${checkout.id}/custom_fields/values`],
      status_updates: ['POST', `/incidents/${checkout.id}/status_updates`],
      responder_requests: ['POST', `/incidents/${checkout.id}/responder_requests`],
      incident_workflows: ['GET', '/incident_workflows'],
    };
    for (const [part, [method, path]] of Object.entries(paths)) {
      const call = { method, ...(method === 'POST' ? { body: {} } : {}) };
      drill.account.lacking.add(part as LackablePart);
      const lacking = await callServer<WireError>(drill.server, path, call);
      drill.account.lacking.delete(part as LackablePart);
      assert.equal(lacking.status, 402, part);
      assert.equal(lacking.body.error.code, 2014);
      assert.notEqual((await callServer(drill.server, path, call)).status, 402);
    }
  });
});
