import assert from 'node:assert/strict';
import { PlanLacksAbilityError, UnexpectedAnswerError } from '../../../src/core/errors.ts';
import { withMarker } from '../../../src/core/incidents/providers/noteMarker.ts';
import { oddities, ProviderHarness } from './pagerDutyHarness.ts';

describe('PagerDutyProvider: details', () => {
  const harness = new ProviderHarness();
  const path = '/incidents/P1';
  const { stringify } = JSON;

  describe('notes', () => {
    const notes = (...rows: unknown[]) => harness.reply(`GET ${path}/notes`, 200, { notes: rows });

    it('are all of them, oldest first, in their order where times are equal', async () => {
      notes(
        { id: 'N3', created_at: '2026-01-15T03:00:01Z', content: 'c' },
        { id: 'N2', created_at: '2026-01-15T03:00:00Z', content: 'b' },
        { id: 'N1', created_at: '2026-01-15T04:00:00+01:00', content: 'a' },
      );
      assert.deepEqual(
        (await harness.provider.notes('P1')).map(({ id, at }) => [id, at.slice(11, 19)]),
        [
          ['N1', '03:00:00'],
          ['N2', '03:00:00'],
          ['N3', '03:00:01'],
        ],
      );
      assert.equal(harness.last.query.size, 0, 'this list has no pages');
    });

    it('come without our marker and without unseen characters, from people and from rules', async () => {
      const content = withMarker('Line one\nline\u202E two', 'c0ffee1234').replaceAll('\n', '\r\n');
      notes(
        { id: 'N2', content, user: { id: 'PADA', type: 'user_reference', summary: 'Ada Lovelace' } },
        { id: 'N1', content: 'x', user: { id: 'PR', type: 'bot_user_reference', summary: 'A rule' } },
      );
      assert.deepEqual(
        (await harness.provider.notes('P1')).map(({ text, author }) => [text, author?.name]),
        [
          ['x', 'A rule'],
          ['Line one\nline two', 'Ada Lovelace'],
        ],
      );
    });

    it('need nothing but their id', async () => {
      for (const odd of oddities) {
        notes({ id: 'N1', content: odd, user: odd, created_at: odd }, odd, { content: 'no id' });
        const [note, ...others] = await harness.provider.notes('P1');
        assert.equal(note?.author, null);
        assert.deepEqual(others, []);
      }
    });
  });

  describe('the bridge', () => {
    const bridge = async (conference_bridge: unknown) => {
      harness.reply(`GET ${path}`, 200, { incident: { id: 'P1', conference_bridge } });
      const found = await harness.provider.bridge('P1');
      assert.deepEqual(harness.last.query.getAll('include[]'), ['conference_bridge']);
      return found;
    };

    it('is an address, a number, or both', async () => {
      const conference_url = 'https://example.zoom.us/j/1?pwd=2';
      const conference_number = '+1 415-555-1212,,,,1234#';
      assert.deepEqual(await bridge({ conference_url, conference_number }), {
        url: conference_url,
        phone: conference_number,
      });
      assert.deepEqual(await bridge({ conference_url }), { url: conference_url, phone: null });
      assert.deepEqual(await bridge({ conference_number, conference_url: null }), {
        url: null,
        phone: conference_number,
      });
    });

    it('has no address but one of https', async () => {
      for (const conference_url of [
        'http://example.com',
        'http://localhost:1/x',
        'zoommtg://zoom.us/join',
        'javascript:alert(1)',
        'command:x',
        'file:///etc/passwd',
      ])
        assert.equal(await bridge({ conference_url }), null, conference_url);
    });

    it('is null where there is none', async () => {
      for (const odd of oddities) {
        assert.equal(await bridge(odd), null);
        if (odd !== 'text')
          assert.equal(await bridge({ conference_url: odd, conference_number: odd }), null, stringify(odd));
      }
    });
  });

  describe('custom fields', () => {
    const value = async (given: unknown) => {
      harness.reply(`GET ${path}/custom_fields/values`, 200, {
        custom_fields: [{ id: 'PF', name: 'environment', display_name: 'Environment', value: given }],
      });
      const [field] = await harness.provider.customFields('P1');
      assert.deepEqual([field?.id, field?.name], ['PF', 'Environment']);
      return field?.value;
    };

    it('have a text for every type of value', async () => {
      for (const [given, text] of [
        ['production', 'production'],
        [['production', 'staging'], 'production, staging'],
        [['a', null, '', 7], 'a, 7'],
        [[], ''],
        [null, ''],
        [undefined, ''],
        [false, 'false'],
        [0, '0'],
        [1.5, '1.5'],
        ['2026-01-15T03:00:00Z', '2026-01-15T03:00:00Z'],
        ['two\r\nlines\u202E', 'two\nlines'],
        [{ value: 'wrapped' }, 'wrapped'],
        [{ value: ['a', 'b'] }, 'a, b'],
        [{ value: null }, ''],
        [{ other: 1 }, '{"other":1}'],
      ] as const)
        assert.equal(await value(given), text, stringify(given));
    });

    it('are called by their name where they have no other', async () => {
      for (const odd of oddities) {
        if (odd === 'text') continue;
        harness.reply(`GET ${path}/custom_fields/values`, 200, {
          custom_fields: [{ id: 'PF', name: 'environment', display_name: odd }, { id: 'PG', name: odd }, odd],
        });
        assert.deepEqual(
          (await harness.provider.customFields('P1')).map(({ name }) => name),
          ['environment', 'PG'],
        );
      }
    });
  });

  describe('related and past incidents', () => {
    it('say why they are related, each reason once', async () => {
      const relationships = [
        { type: 'machine_learning_inferred', metadata: { grouping_classification: 'similar_contents' } },
        { type: 'service_dependency', metadata: { dependent_services: {} } },
        { type: 'service_dependency' },
      ];
      const incident = {
        id: 'PR',
        title: 'Fire\u202E',
        created_at: '2026-01-14T03:00:00Z',
        html_url: 'https://acme.pagerduty.com/incidents/PR',
      };
      harness.reply(`GET ${path}/related_incidents`, 200, {
        related_incidents: [{ incident, relationships }],
      });
      assert.deepEqual(await harness.provider.related('P1'), [
        {
          id: 'PR',
          title: 'Fire',
          createdAt: '2026-01-14T03:00:00.000Z',
          url: 'https://acme.pagerduty.com/incidents/PR',
          reason: 'similar contents, service dependency',
        },
      ]);
      assert.deepEqual(harness.last.query.getAll('additional_details[]'), ['incident']);
    });

    it('are past in the order of their likeness, without a reason', async () => {
      const past = ['PB', 'PA'].map(id => ({ incident: { id, title: id, created_at: null }, score: 1 }));
      harness.reply(`GET ${path}/past_incidents`, 200, { past_incidents: past });
      assert.deepEqual(
        (await harness.provider.past('P1')).map(({ id, reason, url }) => [id, reason, url]),
        [
          ['PB', null, null],
          ['PA', null, null],
        ],
      );
    });

    it('need nothing but the id', async () => {
      for (const odd of oddities) {
        const incident = { id: 'PR', title: odd, created_at: odd, html_url: odd };
        const rows = [{ incident, relationships: odd }, { incident: odd }, odd];
        harness.reply(`GET ${path}/related_incidents`, 200, { related_incidents: rows });
        harness.reply(`GET ${path}/past_incidents`, 200, { past_incidents: rows });
        assert.equal((await harness.provider.related('P1')).length, 1);
        assert.equal((await harness.provider.past('P1')).length, 1);
        for (const type of [{ type: odd }, { type: 'x', metadata: odd }])
          harness.reply(`GET ${path}/related_incidents`, 200, {
            related_incidents: [{ incident, relationships: [type] }],
          });
        assert.equal((await harness.provider.related('P1'))[0]?.reason, 'x');
      }
    });
  });

  describe('change events', () => {
    const changes = (...rows: unknown[]) =>
      harness.reply(`GET ${path}/related_change_events`, 200, { change_events: rows, more: false });

    it('are the newest first, with their reason and their links', async () => {
      changes(
        { id: 'C1', timestamp: '2026-01-15T01:00:00Z', summary: 'Older' },
        {
          id: 'C2',
          timestamp: '2026-01-15T02:00:00Z',
          summary: 'Deploy',
          source: 'ci',
          correlation_reason: { reason: 'related_service' },
          links: [
            { href: 'https://ci.example.com/1', text: 'Build' },
            { href: 'https://ci.example.com/2' },
            { href: 'http://ci.example.com/3', text: 'plain' },
            { href: 'javascript:alert(1)', text: 'bad' },
            null,
          ],
        },
      );
      const [newest, oldest] = await harness.provider.changes('P1');
      assert.deepEqual(newest, {
        id: 'C2',
        at: '2026-01-15T02:00:00.000Z',
        summary: 'Deploy',
        source: 'ci',
        reason: 'related service',
        links: [
          { href: 'https://ci.example.com/1', text: 'Build' },
          { href: 'https://ci.example.com/2', text: 'https://ci.example.com/2' },
          { href: 'http://ci.example.com/3', text: 'plain' },
        ],
      });
      assert.deepEqual([oldest?.source, oldest?.reason, oldest?.links], [null, null, []]);
      assert.deepEqual([...harness.last.query.keys()], ['limit'], 'this list takes no offset');
    });

    it('need nothing but the id', async () => {
      for (const odd of oddities) {
        const fields = { timestamp: odd, summary: odd, source: odd, links: odd, correlation_reason: odd };
        changes({ id: 'C1', ...fields }, odd, fields);
        assert.equal((await harness.provider.changes('P1')).length, 1);
      }
    });
  });

  const lists = {
    notes: ['notes', 'notes'],
    customFields: ['custom_fields/values', 'custom_fields'],
    related: ['related_incidents', 'related_incidents'],
    past: ['past_incidents', 'past_incidents'],
    changes: ['related_change_events', 'change_events'],
  } as const;
  for (const [part, [end, list]] of Object.entries(lists) as [keyof typeof lists, readonly string[]][]) {
    it(`${part}: a plan without it says so, an answer without its list is unexpected`, async () => {
      harness.refuse(`GET ${path}/${end}`, 2014, 402);
      await assert.rejects(harness.provider[part]('P1'), PlanLacksAbilityError);
      for (const odd of [null, undefined, {}, 'text', 7]) {
        harness.reply(`GET ${path}/${end}`, 200, { [list!]: odd });
        await assert.rejects(harness.provider[part]('P1'), UnexpectedAnswerError);
      }
      harness.reply(`GET ${path}/${end}`, 200, { [list!]: [] });
      assert.deepEqual(await harness.provider[part]('P1'), []);
    });
  }

  it('offers every part', () => {
    const every = ['alerts', 'bridge', 'log', ...Object.keys(lists)];
    assert.deepEqual([...harness.provider.capabilities.parts].sort(), every.sort());
  });
});
