import assert from 'node:assert/strict';
import { sampleEntry } from '../unit/timeline/sampleEntries.ts';
import { type RunbookPage, runbookPages } from './runbookPage.ts';
import { viewOf } from './runbookViews.ts';
import type { ScreenPage } from './screenPage.ts';
import { type TimelinePage, type TimelinePageOptions, timelinePages } from './timelinePage.ts';

/** Whom the page reaches: nobody; or somebody who answers a hail alone, as its questions wait for a person. */
const hears = ({ page }: ScreenPage, what: 'nothing' | 'hails') =>
  page.evaluate(`globalThis.hears = '${what}'`);

const noticeOf = ({ page }: ScreenPage) => page.getByRole('alert').getByText('does not hear this page');

/** In CSS pixels. */
async function boxOf({ page }: ScreenPage, selector: string) {
  const box = await page.locator(selector).boundingBox();
  assert.ok(box, selector);
  return box;
}

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

  async function timeline(options: Partial<TimelinePageOptions> = {}): Promise<TimelinePage> {
    const page = await showTimeline({ entries: entries.slice(-20), ownTime: true, ...options });
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
    const page = await timeline({ entries });
    const shown = () => page.page.evaluate<number>(`document.querySelectorAll('li.entry').length`);
    const before = await shown();
    await hears(page, 'nothing');
    await page.page.evaluate(`document.querySelector('main.entries').scrollTop = 0`);
    await page.button('Show earlier entries').click();
    await wait(page, 6);
    assert.equal(await shown(), before);
    assert.equal(await noticeOf(page).isVisible(), true);
  });

  for (const [width, theme] of [
    [400, 'light'],
    [600, 'dark'],
    [1000, 'highContrast'],
  ] as const) {
    it(`says so beside the box of a timeline, not over it, and is put away, ${width} px, ${theme}`, async () => {
      const page = await timeline({ width, theme });
      const notice = noticeOf(page);
      const box = page.page.getByRole('textbox', { name: 'What happened?' });
      await box.fill('what was found out');
      await hears(page, 'nothing');
      const composer = await boxOf(page, '.composer');
      await page.press('Enter');
      await wait(page, 6);
      await notice.waitFor();
      await page.screenshot(`nobody-${theme}`);
      assert.deepEqual(await boxOf(page, '.composer'), composer, 'the box keeps its place');
      const toast = await boxOf(page, '[role=alert].toast:not([hidden])');
      assert.ok(toast.y + toast.height <= composer.y, `${JSON.stringify({ toast, composer })}`);
      assert.ok(toast.x >= 0 && toast.x + toast.width <= width);

      await page.press('Escape');
      assert.equal(await notice.count(), 0);
      assert.equal(await page.focused(), 'What happened?');
      assert.equal(await box.inputValue(), 'what was found out');

      // Who goes on all the same is told again.
      await page.button('Attach File…').click();
      await wait(page, 6);
      assert.equal(await notice.isVisible(), true);
      await page.page.clock.resume();
      assert.deepEqual(await page.violations(), []);
      await page.button('Dismiss').focus();
      await page.press('Enter');
      assert.equal(await notice.count(), 0);
      assert.equal(await page.focused(), 'Attach File…');
    });
  }

  for (const theme of ['dark', 'light'] as const) {
    it(`says so in the dialog that is open, and leaves it open, ${theme}`, async () => {
      const page = await timeline({ theme, width: 600 });
      const notice = noticeOf(page);
      const dialog = page.page.getByRole('dialog');
      await page.entry('entry 699').focus();
      await page.press('e');
      const text = dialog.getByRole('textbox', { name: 'What happened', exact: true });
      await text.fill('all that was found out');
      await hears(page, 'nothing');
      await page.press('Control+Enter');
      await wait(page, 6);
      await dialog.getByRole('alert').getByText('does not hear this page').waitFor();
      await page.screenshot(`nobody-edit-${theme}`);
      await page.page.clock.resume();
      assert.deepEqual(await page.violations(), []);
      const toast = await boxOf(page, '[role=alert].toast:not([hidden])');
      const shown = await page.page.locator('dialog.edit > :not(.toast)').all();
      for (const each of shown) {
        const { y = 0, height = 0 } = (await each.boundingBox()) ?? {};
        assert.ok(y + height <= toast.y, await each.innerText());
      }
      await page.press('Escape');
      assert.equal(await notice.count(), 0);
      assert.equal(await text.inputValue(), 'all that was found out');
      assert.equal(await dialog.isVisible(), true);
      await page.press('Escape');
      assert.equal(await dialog.isVisible(), false);
    });
  }

  it('goes on saying so when the dialog is closed, and says it again in one that is opened', async () => {
    const page = await timeline();
    const dialog = page.page.getByRole('dialog');
    const inDialog = dialog.getByRole('alert').getByText('does not hear this page');
    const edit = async (text: string) => {
      await page.entry('entry 699').focus();
      await page.press('e');
      await dialog.getByRole('textbox', { name: 'What happened', exact: true }).fill(text);
    };
    await edit('all that was found out');
    await hears(page, 'nothing');
    await page.press('Control+Enter');
    await wait(page, 6);
    await inDialog.waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await noticeOf(page).waitFor();
    assert.equal(await dialog.isVisible(), false);

    await edit('said once more');
    await inDialog.waitFor();
    assert.equal(await noticeOf(page).count(), 1);
  });
});
