import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { utc } from '../../src/core/clock.ts';
import { RefusedError } from '../../src/core/errors.ts';
import { alert, DetailsProvider, logEntry } from '../unit/incidents/details/detailsProvider.ts';
import { grace, minute, now, provider, shown } from './detailsIncident.ts';
import { detailsPages } from './detailsPage.ts';

describe('The details screen, as a page', function () {
  this.timeout(60_000);
  const { show } = detailsPages();

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    for (const width of [400, 1280]) {
      it(`has nothing serious for axe-core, ${theme}, ${width} px, and fits`, async () => {
        const source = provider();
        source.failures.set('related', new RefusedError('The provider refused it.'));
        const page = await show({ theme, width, provider: source });
        await page.settled();
        await page.page.getByRole('button', { name: 'Copy Impact' }).waitFor();
        await page.screenshot(`${theme}-${width}`);
        assert.deepEqual(await page.violations(), []);
        await page.page.getByRole('button', { name: 'More', exact: true }).click();
        await page.screenshot(`${theme}-${width}-more`, false);
        assert.deepEqual(await page.violations(), []);
        const overflow = await page.page.evaluate<number>(
          'document.documentElement.scrollWidth - innerWidth',
        );
        assert.ok(overflow <= 0, `${overflow} px too wide`);
      });
    }
  }

  it('shows every shape of an alert as names and values', async () => {
    const page = await show();
    await page.settled();
    const alerts = page.section('Alerts');
    for (const text of ['checkout-7d9f:8080', '7.3 % of requests fail', 'orders-db-2', 'p99 3.1 s'])
      await alerts.getByText(text, { exact: true }).waitFor();
    // The fourth is a line until it is opened.
    assert.equal(await alerts.getByText('lb-3', { exact: true }).count(), 0);
    await alerts.getByText('From the Events API').first().click();
    await alerts.getByText('lb-3', { exact: true }).waitFor();
    // What was opened stays open when something new is drawn.
    page.store.upsert({ ...shown, title: 'Another title' });
    await page.page.getByRole('heading', { name: 'Another title' }).waitFor();
    assert.equal(await alerts.getByText('lb-3', { exact: true }).count(), 1);
  });

  it('cuts a long value and shows all of it when asked', async () => {
    const page = await show();
    await page.settled();
    const lines = () => page.section('Alerts').getByText('Stack line').first().innerText();
    assert.equal((await lines()).split('\n').length, 8);
    const all = page.page.getByRole('button', { name: /^Show all, 32 lines/ });
    await all.click();
    assert.equal((await lines()).split('\n').length, 32);
    await page.page.getByRole('button', { name: /^Show less/ }).click();
    await all.waitFor();
  });

  it('lets every part load and fail by itself', async () => {
    const source = provider();
    let answerNotes = () => {};
    source.held.set('notes', new Promise(resolve => (answerNotes = resolve)));
    source.failures.set('log', new RefusedError('The log cannot be read.'));
    const page = await show({ provider: source });
    await page.section('Alerts').getByText('checkout-7d9f:8080').waitFor();
    await page.section('Notes').getByText('Reading…').waitFor();
    await page.screenshot('loading');
    answerNotes();
    await page.settled();
    await page.section('Notes').getByText('still climbing').waitFor();
    await page.section('Past incidents').getByText('Not in your plan').waitFor();
    assert.equal(await page.section('Past incidents').getByRole('button').count(), 0);
    const history = page.section('History');
    await history.getByText('The log cannot be read.').waitFor();
    await page.section('Status updates').getByText('could not be read').waitFor();
    source.failures.delete('log');
    await history.getByRole('button', { name: 'Retry History' }).click();
    await history.getByText('Escalated to Grace Hopper').waitFor();
    assert.equal(await history.getByRole('button', { name: 'Retry History' }).count(), 0);

    // A later failure leaves on the screen what was read before.
    source.failures.set('log', new RefusedError('The log cannot be read now.'));
    await page.page.getByRole('button', { name: 'Read again' }).click();
    await history.getByText('The log cannot be read now.').waitFor();
    assert.equal(await history.getByText('Escalated to Grace Hopper').count(), 1);
  });

  it('hides what the provider does not have, and says where a list is empty', async () => {
    const page = await show({ provider: new DetailsProvider(['alerts', 'log']), runbook: null });
    await page.settled();
    assert.equal(await page.section('Notes').count(), 0);
    assert.equal(await page.section('Related incidents').count(), 0);
    await page.section('Alerts').getByText('No alerts.').waitFor();
    await page.section('Status updates').getByText('The provider’s log lists none.').waitFor();
    assert.equal(await page.page.getByText('Bridge', { exact: true }).count(), 0);
    await page.screenshot('empty');
  });

  it('marks a drill, and says by itself how time goes by', async () => {
    const createdAt = utc(Date.now() - 47.5 * minute);
    const page = await show({ drill: true, ownTime: true, incident: { ...shown, createdAt } });
    await page.page.getByText('DRILL', { exact: true }).waitFor();
    await page.page.getByText('47 min ago', { exact: true }).waitFor();
    await page.page.clock.runFor('20:00');
    await page.page.getByText('1 h 7 min ago', { exact: true }).waitFor();
  });

  it('reads the history by local days with UTC one hover away', async () => {
    const page = await show();
    await page.settled();
    const first = page.section('History').getByRole('listitem').first();
    assert.match(await first.innerText(), /Updated severity to SEV-1/);
    assert.match(
      (await first.locator('time').getAttribute('title')) ?? '',
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/,
    );
    assert.ok((await page.section('History').getByRole('heading', { level: 3 }).count()) >= 2);
  });

  it('is reached to its last button with the keyboard alone', async () => {
    const page = await show({ provider: provider() });
    await page.settled();
    const controls = `[...document.querySelectorAll('a, button, summary')]`;
    const all = await page.page.evaluate<number>(`${controls}.filter(each => each.checkVisibility()).length`);
    const reached = new Set<string>();
    for (let press = 0; press < all + 5; press++) {
      await page.page.keyboard.press('Tab');
      const at = await page.page.evaluate<{ each: number; outline: string }>(
        `({ each: ${controls}.indexOf(document.activeElement), outline: getComputedStyle(document.activeElement).outlineStyle })`,
      );
      if (at.each < 0) continue;
      assert.notEqual(at.outline, 'none');
      reached.add(String(at.each));
    }
    assert.equal(reached.size, all);

    await page.page.getByRole('button', { name: 'More', exact: true }).focus();
    await page.page.keyboard.press('Enter');
    await page.page.keyboard.press('ArrowDown');
    await page.page.keyboard.press('Escape');
    assert.equal(await page.page.evaluate('document.activeElement.textContent'), 'More');
    const summary = page.page.locator('summary').nth(3);
    await summary.focus();
    await page.page.keyboard.press('Enter');
    await page.section('Alerts').getByText('lb-3', { exact: true }).waitFor();
    assert.equal(await isFocused(summary), true);
  });

  it('keeps the focus where it is when what stands there is read anew', async () => {
    const source = provider();
    const page = await show({ provider: source });
    await page.settled();
    const button = page.page.getByRole('button', { name: 'Copy note by Ada Lovelace' });
    await button.focus();
    source.answers.notes = [
      ...source.answers.notes,
      { id: 'N3', at: utc(now), author: grace, text: 'Newest' },
    ];
    source.answers.alerts = [alert('NEW', { title: 'A new alert' }), ...source.answers.alerts];
    page.store.upsert({ ...shown, updatedAt: utc(now) });
    await page.section('Notes').getByText('Newest').waitFor();
    assert.equal(await isFocused(button), true);
  });

  it('draws 200 alerts and 1,000 log entries in steps', async () => {
    const source = provider();
    const details = Array.from({ length: 20 }, (_, index) => ({
      name: `name ${index}`,
      value: `value ${index}`,
    }));
    source.answers.alerts = Array.from({ length: 200 }, (_, index) => alert(`A${index}`, { details }));
    source.answers.log = Array.from({ length: 1_000 }, (_, index) =>
      logEntry(`L${index}`, now - index * minute),
    ).reverse();
    const page = await show({ provider: source });
    await page.settled();
    const alerts = page.section('Alerts');
    assert.equal(await alerts.getByRole('group').count(), 20);
    // A press draws a first step only; the rest comes as the browser finds time.
    const rows = (of: string) => `document.querySelectorAll('${of}').length`;
    const press = (more: string, of: string) =>
      page.page.evaluate<number>(`document.querySelector('[data-more=${more}]').click(), ${rows(of)}`);
    assert.equal(await press('alerts', 'summary'), 120);
    assert.equal(await press('log', '.entry'), 130);
    await page.until(`${rows('.entry')} === 1000 && ${rows('summary')} === 200`);
    assert.equal(await page.page.locator('[data-more]').count(), 0);
    // Of those that are closed nothing but the line is there.
    assert.equal(await page.page.evaluate(rows('.alerts table')), 3);
  });
});

async function isFocused(control: Locator): Promise<boolean> {
  return (await control.and(control.page().locator(':focus')).count()) === 1;
}
