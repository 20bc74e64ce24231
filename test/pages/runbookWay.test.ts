import assert from 'node:assert/strict';
import { type RunbookPage, runbookPages } from './runbookPage.ts';
import { failure, run, source, viewOf } from './runbookViews.ts';

/** The block under a heading, and that several of them come. */
const withFailures = () =>
  viewOf(source, { 1: { run: failure }, verify: { run: run({ expectation: { met: false, words: 'no' } }) } });

describe('Finding one’s way in a runbook', function () {
  this.timeout(60_000);
  const show = runbookPages();

  const top = (page: RunbookPage) =>
    page.page.evaluate<number>(`document.querySelector('.top').getBoundingClientRect().bottom`);
  /** What flashes does so for a moment; on a busy machine that is over before anybody looked. */
  const keepFlash = (page: RunbookPage) =>
    page.page.evaluate(`{
      globalThis.flashed = null;
      globalThis.flashedStyle = null;
      new MutationObserver(() => {
        const at = document.querySelector('.flash');
        if (!at || at === flashed) return;
        flashed = at;
        const { animationName, outlineStyle } = getComputedStyle(at);
        flashedStyle = [animationName, outlineStyle];
      }).observe(document, { subtree: true, attributes: true, attributeFilter: ['class'] });
    }`);
  /** Nothing that was gone to may stand under what stays at the top. */
  async function assertInSight(page: RunbookPage): Promise<void> {
    const at = await page.page.evaluate<number>('document.activeElement.getBoundingClientRect().top');
    assert.ok(at >= (await top(page)), `${at} is covered`);
    assert.ok(at < 600, `${at} is out of sight`);
  }

  it('goes from step to step with every key and button, and says where it ends', async () => {
    const page = await show({ view: viewOf(), height: 600 });
    for (const [key, heading] of [
      ['n', 'Diagnosis'],
      ['j', 'Watching'],
      ['Alt+ArrowDown', 'Mitigation'],
      ['n', 'Roll back'],
      ['p', 'Mitigation'],
      ['k', 'Watching'],
      ['Alt+ArrowUp', 'Diagnosis'],
    ] as const) {
      await page.press(key);
      assert.equal(await page.focused(), heading);
      await assertInSight(page);
      await page.until(`document.querySelector('nav [aria-current]')?.textContent === '${heading}'`);
      // Once scrolling has come to rest, too.
      await page.page.waitForTimeout(250);
      assert.equal(await page.page.locator('nav [aria-current]').textContent(), heading);
    }
    await page.press('p');
    await page.page.getByText('This is the first step.').waitFor();
    for (let press = 0; press < 6; press++) await page.press('n');
    assert.equal(await page.focused(), 'Escalation');
    await page.press('n');
    await page.page.getByText('This is the last step.').waitFor();
    await page.button('Previous').click();
    await page.until(`document.activeElement.textContent === 'Verification'`);
    await page.tell({ type: 'go', to: 'nextStep' });
    assert.equal(await page.focused(), 'Escalation');
    await page.tell({ type: 'go', to: 'previousStep' });
    assert.equal(await page.focused(), 'Verification');
  });

  it('goes on from what is read after somebody scrolled away', async () => {
    const page = await show({ view: viewOf(), height: 600 });
    await page.press('n');
    await page.page.evaluate(`document.querySelector('[data-slug=verification]').scrollIntoView()`);
    await page.press('n');
    assert.equal(await page.focused(), 'Escalation');
  });

  it('goes round the blocks that failed or were not as expected, and counts them', async () => {
    const page = await show({ view: withFailures(), height: 600 });
    await page.button('2 failed').waitFor();
    for (const [key, block] of [
      ['f', 'Block, Diagnosis, 2'],
      ['f', 'Block, Verification'],
      ['f', 'Block, Diagnosis, 2'],
      ['Shift+F', 'Block, Verification'],
      ['Shift+F', 'Block, Diagnosis, 2'],
    ] as const) {
      await page.press(key);
      assert.equal(await page.focused(), block);
      await assertInSight(page);
    }
    // The focus stands on the block itself: r runs it.
    await page.press('r');
    const { blocks } = withFailures();
    const { blockId } = await page.asks('run');
    assert.equal(blockId, blocks[1]!.id);
    await page.tell({ type: 'run', blockId: blocks[1]!.id, run: run(), past: [] });
    await page.button('1 failed').waitFor();
    await page.tell({ type: 'run', blockId: blocks.at(-1)!.id, run: run(), past: [] });
    assert.equal(await page.button(/ failed$/).count(), 0);
    await page.press('f');
    await page.page.getByText('No block has failed.').waitFor();
  });

  it('searches in text and code, whatever the case, and gives the focus back', async () => {
    const page = await show({ view: viewOf(), height: 600 });
    const search = page.page.getByRole('search');
    const marked = (name: string) =>
      page.page.evaluate<readonly string[]>(`[...CSS.highlights.get('${name}') ?? []].map(String)`);
    await page.page.getByRole('button', { name: 'Run in terminal, Diagnosis', exact: true }).focus();
    await page.press('Control+f');
    await page.page.keyboard.type('KUBECTL ROLLOUT');
    await search.getByText('1 of 3').waitFor();
    assert.deepEqual(await marked('runbook-found'), Array(3).fill('kubectl rollout'));
    assert.deepEqual(await marked('runbook-found-here'), ['kubectl rollout']);
    await page.press('Enter');
    await search.getByText('2 of 3').waitFor();
    await page.press('Shift+Enter', 'Shift+Enter');
    await search.getByText('3 of 3').waitFor();
    const [above, below] = await page.page.evaluate<readonly [number, number]>(
      `(({ top, bottom }) => [top, bottom])([...CSS.highlights.get('runbook-found-here')][0].getBoundingClientRect())`,
    );
    assert.ok(above >= (await top(page)) && below <= 600, `${above} to ${below}`);
    // A line’s end within a paragraph is a space, emphasis is no border, two paragraphs are two texts.
    for (const [query, count] of [
      ['anything, and', '1 of 1'],
      ['pay. stay', '1 of 1'],
      ['did what. paragraph', 'No match'],
      ['Run in terminal', 'No match'],
      ['', ''],
    ] as const) {
      await page.page.keyboard.press('Control+a');
      await page.press('Backspace');
      await page.page.keyboard.type(query);
      await page.until(`document.querySelector('.search .count').textContent === '${count}'`);
    }
    await page.press('Escape');
    assert.equal(await search.isVisible(), false);
    assert.equal(await page.focused(), 'Run in terminal, Diagnosis');
    assert.deepEqual(await marked('runbook-found'), []);
    await page.tell({ type: 'go', to: 'search' });
    assert.equal(await page.focused(), 'Search in the runbook');
    assert.deepEqual(page.asked, []);
  });

  it('keeps the search through a new version of the runbook, and finds what came with it', async () => {
    const page = await show({ view: viewOf(), height: 600 });
    await page.press('/');
    await page.page.keyboard.type('kubectl rollout');
    const search = page.page.getByRole('search');
    await search.getByText('1 of 3').waitFor();
    await page.press('Enter');
    await page.tell({
      type: 'runbook',
      view: viewOf(source.replace('Customers cannot pay.', 'Customers cannot pay: kubectl rollout helps.')),
      scrollTo: null,
      complete: true,
    });
    await search.getByText('2 of 4').waitFor();
    assert.equal(await page.focused(), 'Search in the runbook');
    await page.press('Enter');
    await search.getByText('3 of 4').waitFor();
  });

  it('searches a megabyte without holding up the page', async () => {
    const chapters = Array.from(
      { length: 700 },
      (_, index) => `## Chapter ${index}\n\n${'The needle is in this haystack somewhere. '.repeat(30)}\n`,
    );
    const page = await show({ view: viewOf(`# Large\n\n${chapters.join('\n')}`) });
    await page.press('/');
    await page.page.keyboard.type('needle');
    await page.page.getByRole('search').getByText('1 of 1,000 or more').waitFor();
    await page.page.keyboard.press('Control+a');
    await page.page.keyboard.type('chapter 699');
    await page.page.getByRole('search').getByText('1 of 1', { exact: true }).waitFor({ timeout: 60_000 });
  });

  it('shows the keys, keeps the focus in the list, and closes it with Escape', async () => {
    const page = await show({ view: viewOf() });
    await page.button('Search').focus();
    await page.press('?');
    const dialog = page.page.getByRole('dialog', { name: 'Keys in a runbook' });
    await dialog.waitFor();
    assert.equal(await page.focused(), 'Close');
    // Letters do nothing behind it.
    await page.press('n', 'r', 'Escape');
    assert.equal(await dialog.isVisible(), false);
    assert.equal(await page.focused(), 'Search');
    await page.button('Keys').click();
    await dialog.waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    assert.equal(await dialog.isVisible(), false);

    // One Escape closes one thing.
    await page.tell({ type: 'go', to: 'search' });
    await page.button('Keys').click();
    await page.press('Escape');
    assert.equal(await dialog.isVisible(), false);
    assert.equal(await page.page.getByRole('search').isVisible(), true);
  });

  it('opens the file at the place with a key or a double click', async () => {
    const page = await show({ view: viewOf(), height: 600 });
    const lines = source.split('\n');
    const lineOf = (text: string) => lines.findIndex(line => line.includes(text)) + 1;
    await page.press('n', 'n', 'e');
    assert.deepEqual(await page.asks('openSource'), { line: lineOf('## Watching') });
    await page.page.getByText('Look at the pods').dblclick();
    assert.deepEqual(await page.asks('openSource'), { line: lineOf('Look at the pods') });
    await page.page.getByRole('heading', { name: 'Roll back' }).dblclick();
    assert.deepEqual(await page.asks('openSource'), { line: lineOf('### Roll back') });
    await page.block('Verification').focus();
    await page.press('e');
    assert.deepEqual(await page.asks('openSource'), { line: lineOf('"name":"verify"') });
    await page.block('Verification').locator('code').dblclick();
    assert.deepEqual(page.asked, []);
  });

  it('shows the place of a line of the file, also in what is still to come', async () => {
    const chapters = Array.from(
      { length: 400 },
      (_, index) => `## Chapter ${index}\n\n${'Words. '.repeat(100)}\n`,
    );
    const page = await show({ view: viewOf(`# Large\n\n${chapters.join('\n')}`), height: 600 });
    const line = 3 + 380 * 4 + 2;
    await keepFlash(page);
    await page.tell({ type: 'reveal', line });
    await page.until(`flashed?.dataset.line === '${line}'`);
    const at = await page.page.evaluate<number>(`flashed.getBoundingClientRect().top`);
    assert.ok(at >= (await top(page)) && at < 600, `${at}`);
    await page.until(`!document.querySelector('.flash')`);
  });

  it('shows it without motion where that is wanted', async () => {
    const page = await show({ view: viewOf(), reducedMotion: true });
    await keepFlash(page);
    await page.tell({ type: 'reveal', line: 10 });
    await page.until(`flashedStyle !== null`);
    assert.deepEqual(await page.page.evaluate(`flashedStyle`), ['none', 'solid']);
  });

  it('leads with Tab to everything that can be pressed, and shows where it is', async () => {
    const page = await show({ view: withFailures() });
    const controls = `[...document.querySelectorAll('a, button, summary, input')].filter(each => each.checkVisibility() && !each.disabled && each.tabIndex >= 0)`;
    const all = await page.page.evaluate<number>(`${controls}.length`);
    const reached = new Set<number>();
    let order: number[] = [];
    for (let press = 0; press < all + 8; press++) {
      await page.press('Tab');
      const at = await page.page.evaluate<{ each: number; outline: string }>(
        `({ each: ${controls}.indexOf(document.activeElement), outline: getComputedStyle(document.activeElement).outlineStyle })`,
      );
      if (at.each < 0) continue;
      assert.notEqual(at.outline, 'none');
      if (!reached.has(at.each)) order = [...order, at.each];
      reached.add(at.each);
    }
    assert.equal(reached.size, all);
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
    );
  });
});
