import assert from 'node:assert/strict';
import { checkedOrigin, regions } from '../../../src/core/incidents/providers/pagerduty/pagerDutyRegions.ts';

describe('checkedOrigin', () => {
  it('takes both regions as they are', () => {
    assert.deepEqual(
      regions.map(({ baseUrl }) => checkedOrigin(baseUrl)),
      [
        { ok: true, origin: 'https://api.pagerduty.com' },
        { ok: true, origin: 'https://api.eu.pagerduty.com' },
      ],
    );
  });

  for (const [text, origin] of [
    ['  HTTPS://API.PagerDuty.com/  ', 'https://api.pagerduty.com'],
    ['https://gateway.example.com:8443', 'https://gateway.example.com:8443'],
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4010'],
    ['http://localhost:4010/', 'http://localhost:4010'],
    ['http://[::1]:4010', 'http://[::1]:4010'],
  ] as const) {
    it(`takes ${JSON.stringify(text)}`, () => assert.deepEqual(checkedOrigin(text), { ok: true, origin }));
  }

  for (const [text, reason] of [
    ['', /not a URL/],
    ['api.pagerduty.com', /not a URL/],
    ['http://api.pagerduty.com', /https/],
    ['http://127.0.0.1.example.com', /https/],
    ['http://localhost.example.com', /https/],
    ['ftp://api.pagerduty.com', /https/],
    ['javascript:alert(1)', /https/],
    ['https://user:word@api.pagerduty.com', /password/],
    ['https://api.pagerduty.com/incidents', /https:\/\/api\.pagerduty\.com instead/],
    ['https://api.pagerduty.com?x=1', /end after the host/],
    ['https://acme.pagerduty.com', /its API is https:\/\/api\.pagerduty\.com\./],
    ['https://acme.eu.pagerduty.com/', /its API is https:\/\/api\.eu\.pagerduty\.com\./],
    ['https://pagerduty.com', /its API is https:\/\/api\.pagerduty\.com\./],
  ] as const) {
    it(`refuses ${JSON.stringify(text)} with a sentence`, () => {
      const checked = checkedOrigin(text);
      assert.ok(!checked.ok);
      assert.match(checked.reason, reason);
    });
  }
});
