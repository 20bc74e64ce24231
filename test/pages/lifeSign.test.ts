import assert from 'node:assert/strict';
import { sampleEntry } from '../unit/timeline/sampleEntries.ts';
import { type RunbookPage, runbookPages } from './runbookPage.ts';
import { viewOf } from './runbookViews.ts';
import type { ScreenPage } from './screenPage.ts';
import { type TimelinePage, timelinePages } from './timelinePage.ts';

/** Whom the page reaches: nobody; or somebody who answers a hail alone, as its questions wait for a person. */
const hears = ({ page }: ScreenPage, what: 'nothing' | 'hails') =>
  page.evaluate(`globalThis.hears = '${what}'`);

const noticeOf = ({ page }: ScreenPage) => page.getByRole('alert').getByText('does not hear this page');

/** Second by second: what is answered meanwhile is heard. */
async function wait(page: ScreenPage, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) await page.passTime(1_000);
}

/** More than the timeline’s page has at once. */
const entries = Array.from({ length: 700 }, (_, number) => sampleEntry(number));

/** What VS Code leaves behind when its extension host ends: a page whose buttons reach nobody. */
describe('A page that nobody hears', function () {
  this.timeout(60_000);
  const showRunbook = runbookPages();

  const { show: showTimeline } = timelinePages();

  async function runbook(): Promise<RunbookPage> {
    const page = await showRunbook({ view: viewOf(), ownTime: true });
    await page.button('Run in terminal, Verification').waitFor();
    await page.holdTime();
    return page;
  }

  async function timeline(): Promise<TimelinePage> {
    const page = await showTimeline({ entries, ownTime: true });
    await page.entry('entry 699').waitFor();
    await page.holdTime();
    return page;
  }

  it('says so once it has asked in vain', async () => {
    const page = await runbook();
    const notice = noticeOf(page);
    await hears(page, 'nothing');
    await page.button('Run in terminal, Diagnosis').click();
    await page.passTime(2_000);
    await page.passTime(2_900);
    assert.equal(await notice.count(), 0);
    await page.passTime(200);
    assert.equal(await notice.isVisible(), true);
    await page.screenshot('nobody');
    await page.page.clock.resume();
    assert.deepEqual(await page.violations(), []);

    // It was busy, not gone.
    await page.tell({ type: 'reveal', line: 1 });
    assert.equal(await notice.count(), 0);
  });

  it('says so also where its host ends while a person thinks about what was asked', async () => {
    const page = await runbook();
    const notice = noticeOf(page);
    await hears(page, 'hails');
    await page.button('Run in terminal, Verification').click();
    await wait(page, 60);
    assert.equal(await notice.count(), 0, 'somebody is there who is slow');

    await hears(page, 'nothing');
    await wait(page, 6);
    assert.equal(await notice.isVisible(), true);
  });

  it('says so also where only another part of what is shown was asked for', async () => {
    const page = await timeline();
    const shown = () => page.page.evaluate<number>(`document.querySelectorAll('li.entry').length`);
    const before = await shown();
    await hears(page, 'nothing');
    await page.page.evaluate(`document.querySelector('main.entries').scrollTop = 0`);
    await page.button('Show earlier entries').click();
    await wait(page, 6);
    assert.equal(await shown(), before);
    assert.equal(await noticeOf(page).isVisible(), true);
  });
});
