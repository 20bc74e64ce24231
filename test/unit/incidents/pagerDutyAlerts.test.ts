import assert from 'node:assert/strict';
import { alertOf } from '../../../src/core/incidents/providers/pagerduty/pagerDutyAlerts.ts';

/** An alert with this body. */
const mapped = (body: unknown) => alertOf({ id: 'PA1', summary: 'Disk full', status: 'triggered', body })!;
const details = (body: unknown) =>
  Object.fromEntries(mapped(body).details.map(({ name, value }) => [name, value]));
const runbook = (body: unknown) => mapped(body).runbook;

const url = 'https://wiki.example.com/runbooks/disk#mitigation';

const olderFiring = [
  'Labels:',
  ' - alertname = DiskFull',
  ' - severity = critical',
  'Annotations:',
  ` - runbook_url = ${url}`,
  ' - summary = The disk is full',
  'Source: http://prometheus.example.com/graph',
  '',
].join('\n');

const newerFiring = [
  { labels: { severity: 'critical' }, annotations: { summary: 'No link here' } },
  { labels: { alertname: 'DiskFull' }, annotations: { runbook_url: url } },
];

describe('alertOf', () => {
  it('maps the fields of the description', () => {
    const alert = alertOf({
      id: 'PT4KHLK',
      summary: 'The server is\u202E on fire.',
      status: 'resolved',
      severity: 'critical',
      created_at: '2015-10-06T21:30:42Z',
      body: {
        type: 'alert_body',
        contexts: [{ type: 'link' }, { type: 'link', href: 'https://graph.example.com/1', text: 'Graph' }],
        details: { customKey: 'Server is on fire!' },
      },
    });
    assert.deepEqual(alert, {
      id: 'PT4KHLK',
      title: 'The server is on fire.',
      status: 'resolved',
      severity: 'critical',
      createdAt: '2015-10-06T21:30:42.000Z',
      details: [{ name: 'customKey', value: 'Server is on fire!' }],
      links: [{ text: 'Graph', href: 'https://graph.example.com/1' }],
      runbook: null,
      alertName: null,
      labels: { customKey: 'Server is on fire!' },
    });
  });

  it('needs nothing but the id', () => {
    for (const odd of [null, undefined, 17, 'text', [], [null], {}, true]) {
      assert.ok(alertOf({ id: 'PA1', summary: odd, status: odd, severity: odd, created_at: odd, body: odd }));
      assert.ok(mapped({ details: odd, contexts: odd, cef_details: odd }));
      assert.ok(
        mapped({
          details: { firing: odd, runbook_url: odd, labels: odd },
          cef_details: { details: odd, contexts: odd },
        }),
      );
    }
    assert.equal(alertOf({ summary: 'no id' }), null);
    assert.equal(alertOf('text'), null);
  });

  describe('details', () => {
    it('are flat pairs of an object, nested values as compact JSON, empty ones left out', () => {
      assert.deepEqual(
        details({ details: { a: 'x', n: 3, yes: true, none: null, o: { p: [1, { q: 'r' }] }, empty: '' } }),
        {
          a: 'x',
          n: '3',
          yes: 'true',
          o: '{"p":[1,{"q":"r"}]}',
        },
      );
    });

    it('are one pair where the tool sent a text or a list', () => {
      assert.deepEqual(details({ details: 'Disk\tfull\r\non db-1\u0007' }), {
        details: 'Disk\tfull\non db-1',
      });
      assert.deepEqual(details({ details: ['a', 1] }), { details: '["a",1]' });
    });

    it('take what only cef_details says, each name once', () => {
      const cef_details = {
        client: 'Prometheus',
        client_url: 'https://prom.example.com',
        contexts: [],
        description: 'Disk full',
        severity: 'critical',
        source_origin: 'db-1',
        details: { a: 'from cef', b: 'only cef' },
      };
      assert.deepEqual(details({ details: { a: 'from details' }, cef_details }), {
        a: 'from details',
        b: 'only cef',
        client: 'Prometheus',
        description: 'Disk full',
        severity: 'critical',
        source_origin: 'db-1',
      });
      assert.deepEqual(details({ details: null, cef_details: { details: 'a text' } }), { details: 'a text' });
    });

    it('survive names of the language and JSON that is nested without end', () => {
      const nested = JSON.parse(
        `{"__proto__":"p","constructor":"c","deep":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
      ) as unknown;
      assert.deepEqual(mapped({ details: nested }).details, [
        { name: '__proto__', value: 'p' },
        { name: 'constructor', value: 'c' },
        { name: 'deep', value: '(nested too deeply to show)' },
      ]);
    });

    it('are whole up to 16 KB each, then cut between characters and marked', () => {
      const longest = 'x'.repeat(16 * 1024);
      assert.equal(details({ details: { log: longest } })['log'], longest);
      assert.equal(details({ details: { log: `${longest}y` } })['log'], `${longest}… (cut)`);
      const smiling = `${longest.slice(1)}🙂🙂`;
      assert.equal(details({ details: { log: smiling } })['log'], `${longest.slice(1)}… (cut)`);
      assert.ok(details({ details: { list: Array(9000).fill('xy') } })['list']!.endsWith('… (cut)'));
    });

    it('take severity from cef_details where the alert has none', () => {
      assert.equal(mapped({ cef_details: { severity: 'warning' } }).severity, 'warning');
    });
  });

  describe('links', () => {
    it('are the contexts that lead somewhere, and client_url as the source, each once', () => {
      const contexts = [
        { type: 'image', src: 'https://example.com/a.png' },
        { type: 'link', href: 'https://example.com/dashboard', text: null },
        { type: 'link', href: 'https://example.com/dashboard', text: 'Again' },
      ];
      const cef_details = { contexts, client: 'Grafana', client_url: 'https://grafana.example.com/d/1' };
      assert.deepEqual(mapped({ contexts, cef_details }).links, [
        { href: 'https://example.com/a.png', text: 'Image' },
        { href: 'https://example.com/dashboard', text: 'https://example.com/dashboard' },
        { href: 'https://grafana.example.com/d/1', text: 'Grafana' },
      ]);
    });

    it('lead from an image to what it links to, under its text, its alternative, or its kind', () => {
      const src = 'https://example.com/a.png';
      const shown = (context: object) => mapped({ contexts: [{ type: 'image', ...context }] }).links[0];
      assert.deepEqual(shown({ src, text: 'Load', alt: 'Graph' }), { href: src, text: 'Load' });
      assert.deepEqual(shown({ src, alt: 'Graph' }), { href: src, text: 'Graph' });
      assert.deepEqual(shown({ src, href: 'http://example.com/d' }), {
        href: 'http://example.com/d',
        text: 'Image',
      });
      assert.equal(shown({ alt: 'nothing to show' }), undefined);
    });

    it('go to http and https only; what goes elsewhere is text', () => {
      const odd = [
        'javascript:alert(1)',
        'command:x',
        'file:///etc/passwd',
        'data:text/html,x',
        'runbooks/a.md',
      ];
      const contexts = odd.map((href, n) => ({ type: 'link', href, text: `Link ${n}` }));
      const alert = mapped({ contexts, cef_details: { client_url: 'vscode://x' } });
      assert.deepEqual(alert.links, []);
      assert.deepEqual(
        alert.details,
        odd.map((value, n) => ({ name: `Link ${n}`, value })),
      );
    });
  });

  describe('the runbook', () => {
    /** From the surest place to the least sure one; each body also has all the places after it. */
    const places: [string, Record<string, unknown>, string][] = [
      [
        'contexts[1]',
        {
          contexts: [
            { type: 'link', href: 'https://x.example.com', text: 'Graph' },
            { type: 'link', href: `${url}-1`, text: 'The Run book' },
          ],
        },
        `${url}-1`,
      ],
      ['details.runbook_url', { details: { runbook_url: `${url}-2` } }, `${url}-2`],
      [
        'cef_details.contexts[0]',
        { cef_details: { contexts: [{ type: 'link', href: `${url}-3`, text: 'PLAYBOOK' }] } },
        `${url}-3`,
      ],
      ['cef_details.details.runbook', { cef_details: { details: { runbook: `${url}-4` } } }, `${url}-4`],
      ['cef_details.runbook_url', { cef_details: { runbook_url: `${url}-5` } }, `${url}-5`],
      ['details.firing', { details: { firing: olderFiring } }, url],
      [
        'cef_details.details.firing[1].annotations.runbook_url',
        { cef_details: { details: { firing: newerFiring } } },
        url,
      ],
    ];
    for (const [index, [foundIn, , href]] of places.entries()) {
      it(`is found in ${foundIn} before any later place`, () => {
        const bodies = places.slice(index).map(([, body]) => body);
        assert.deepEqual(runbook(merged(bodies)), { href, foundIn });
      });
    }

    it('is found under any spelling of the name, runbook_url before runbook', () => {
      for (const name of ['runbook_url', 'Runbook URL', 'RUNBOOK-URL', 'runbookUrl', 'runbook', 'Run Book']) {
        assert.deepEqual(runbook({ details: { [name]: ` ${url} ` } }), {
          href: url,
          foundIn: `details.${name}`,
        });
      }
      assert.equal(runbook({ details: { runbook: 'second.md', runbook_url: url } })?.href, url);
    });

    it('is found in each shape of firing', () => {
      assert.deepEqual(runbook({ details: { firing: olderFiring.replaceAll('\n', '\r\n') } }), {
        href: url,
        foundIn: 'details.firing',
      });
      const found = { href: url, foundIn: 'details.firing[1].annotations.runbook_url' };
      assert.deepEqual(runbook({ details: { firing: newerFiring } }), found);
      assert.deepEqual(runbook({ details: { firing: JSON.stringify(newerFiring) } }), found);
      assert.equal(runbook({ details: { firing: '[FIRING:1] cut' } }), null);
    });

    it('is kept as the alert gave it: a path, a fragment, a file name with spaces', () => {
      for (const href of [
        'runbooks/disk-full.md#mitigation',
        'disk full.md',
        'https://x.example.com/a?b=c#d',
      ]) {
        assert.equal(runbook({ details: { runbook: href } })?.href, href);
      }
    });

    it('is nothing that leads nowhere', () => {
      for (const text of [
        '',
        'n/a',
        'none',
        'Call Bob, then restart.',
        'two\nlines.md',
        `https://x.example.com/${'x'.repeat(3000)}`,
        7,
        null,
      ]) {
        assert.equal(runbook({ details: { runbook: text } }), null, JSON.stringify(text));
      }
      assert.equal(runbook({ contexts: [{ type: 'link', href: null, text: 'Runbook' }] }), null);
    });

    it('is never client_url', () => {
      assert.equal(runbook({ cef_details: { client: 'Runbook', client_url: url } }), null);
    });
  });

  it('knows the name of the alert wherever the labels are', () => {
    const bodies: unknown[] = [
      { details: { alertname: 'DiskFull' } },
      { details: { AlertName: 'DiskFull', firing: newerFiring } },
      { details: { labels: { alertname: 'DiskFull' } } },
      { details: { firing: olderFiring } },
      { details: { firing: newerFiring } },
      { details: 'text', cef_details: { details: { firing: olderFiring } } },
    ];
    for (const body of bodies) assert.equal(mapped(body).alertName, 'DiskFull', JSON.stringify(body));
    assert.equal(mapped({ details: { alertname: 7 } }).alertName, null);
  });

  describe('labels', () => {
    const labels = (body: unknown) => mapped(body).labels;

    it('are found wherever the integration leaves them', () => {
      const found = { alertname: 'DiskFull', severity: 'critical' };
      for (const body of [
        { details: { labels: found, note: 'not a label' } },
        { details: { commonLabels: found } },
        { details: { firing: olderFiring } },
        { details: 'text', cef_details: { details: { labels: found } } },
        { details: null, cef_details: { details: { firing: olderFiring } } },
      ])
        assert.deepEqual(labels(body), found, JSON.stringify(body));
    });

    it('are the first alert’s where those of a group differ', () => {
      const firing = [
        { labels: { pod: 'api-1', zone: 'a' } },
        { labels: { pod: 'api-2', node: 'n2' }, annotations: { summary: 'not a label' } },
      ];
      assert.deepEqual(labels({ details: { firing } }), { pod: 'api-1', zone: 'a', node: 'n2' });
      assert.deepEqual(labels({ details: { labels: { pod: 'api-9' }, firing: JSON.stringify(firing) } }), {
        pod: 'api-9',
        zone: 'a',
        node: 'n2',
      });
    });

    it('are the flat details where there are no labels', () => {
      assert.deepEqual(
        labels({
          details: {
            cluster: 'eu-1',
            replicas: 3,
            paged: true,
            nested: { a: 1 },
            firing: 'two words',
            empty: '',
          },
          cef_details: { details: { cluster: 'us-1', host: 'db-1' } },
        }),
        { cluster: 'eu-1', replicas: '3', paged: 'true', host: 'db-1' },
      );
    });

    it('are one line each, without what is not seen, and never more than 200', () => {
      assert.deepEqual(labels({ details: { labels: { ' a\nb ': 'x\u202E\n\u0007y' } } }), { 'a b': 'x y' });
      const many = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`l${n}`, 'x']));
      assert.equal(Object.keys(labels({ details: { labels: many } })).length, 200);
    });

    it('may be called as the language’s own names', () => {
      const hostile = JSON.parse('{"__proto__":"p","constructor":"c"}') as unknown;
      const found = labels({ details: { labels: hostile } });
      assert.deepEqual(Object.entries(found), [
        ['__proto__', 'p'],
        ['constructor', 'c'],
      ]);
      assert.equal(Object.getPrototypeOf(found), Object.prototype);
    });
  });
});

/** Later bodies fill in what earlier ones leave open, two levels deep. */
function merged(bodies: readonly Record<string, unknown>[]): unknown {
  const result: Record<string, unknown> = {};
  for (const body of bodies.toReversed()) {
    for (const [name, value] of Object.entries(body)) {
      const known = result[name];
      result[name] = isPlain(known) && isPlain(value) ? merged([value, known]) : value;
    }
  }
  return result;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
