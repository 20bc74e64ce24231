import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { logEntry } from '../unit/incidents/details/detailsProvider.ts';
import { sampleEntry } from '../unit/timeline/sampleEntries.ts';
import { provider } from './detailsIncident.ts';
import { detailsPages } from './detailsPage.ts';
import { runbookPages } from './runbookPage.ts';
import { past, run, viewOf } from './runbookViews.ts';
import type { ScreenPage } from './screenPage.ts';
import { timelinePages } from './timelinePage.ts';

const dayMs = 24 * 3_600_000;

/** Of tomorrow, and nobody's midnight is near: the pages' time is moved there, which goes forward only. */
const noon = (Math.floor(Date.now() / dayMs) + 1) * dayMs + dayMs / 2;

/** Over night nothing new comes that a page would be drawn for. */
describe('“Today” on a page that stays open', function () {
  this.timeout(60_000);
  const { show: showDetails } = detailsPages();
  const showRunbook = runbookPages();
  const { show: showTimeline } = timelinePages();

  const passesMidnight = async (page: ScreenPage, words: Locator) => {
    const says = async (expected: RegExp) => {
      await page.passTime(20_000);
      assert.match((await words.textContent()) ?? '', expected);
    };
    await page.page.clock.pauseAt(noon + 3_600_000);
    await says(/^Today/);
    await page.page.clock.fastForward(dayMs);
    await says(/^Yesterday/);
  };

  it('is yesterday in the history of the details after midnight', async () => {
    const source = provider();
    source.answers.log = [logEntry('L1', noon)];
    const page = await showDetails({ provider: source, ownTime: true });
    const history = page.section('History');
    await history.getByRole('listitem').first().waitFor();
    await passesMidnight(page, history.getByRole('heading', { level: 3 }));
  });

  it('is yesterday at the earlier runs of a block, and in the names of their buttons', async () => {
    const before = past({ startedAt: noon });
    const view = viewOf(undefined, { look: { run: run(), past: [before] } });
    const page = await showRunbook({ view, ownTime: true });
    const runs = page.block('Diagnosis').locator('.past');
    await runs.locator('summary').click();
    const output = runs.getByRole('button');
    await output.focus();
    await passesMidnight(page, runs.locator('time'));
    assert.match(await page.focused(), /^Output of the run of Yesterday \d\d:\d\d$/);
    await page.press('Enter');
    assert.deepEqual(await page.asks('showOutput'), { runId: before.runId });
  });

  it('is yesterday in the timeline', async () => {
    const entries = [sampleEntry(1, { at: new Date(noon).toISOString() })];
    const page = await showTimeline({ entries, ownTime: true });
    await page.entry('entry 1').waitFor();
    await passesMidnight(page, page.page.getByRole('heading', { level: 2 }).first());
  });
});
