import assert from 'node:assert/strict';
import { runbookPages } from './runbookPage.ts';
import { viewOf } from './runbookViews.ts';

/** What VS Code leaves behind when its extension host ends: a page whose buttons reach nobody. */
describe('A page that nobody hears', function () {
  this.timeout(60_000);
  const show = runbookPages();

  it('says so once it has asked in vain, and not while somebody is there who is slow', async () => {
    const page = await show({ view: viewOf(), ownTime: true });
    const start = page.button('Run in terminal, Verification');
    await start.waitFor();
    await page.holdTime();
    const notice = page.page.getByRole('alert').getByText('does not hear this page');

    // A person thinks about what to answer: the block starts or does not, much later.
    await page.page.evaluate(`globalThis.hears = 'hails'`);
    await start.click();
    for (let second = 0; second < 60; second += 5) await page.passTime(5_000);
    assert.equal(await notice.count(), 0);

    await page.page.evaluate(`globalThis.hears = 'nothing'`);
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
});
