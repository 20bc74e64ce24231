import assert from 'node:assert/strict';
import type { PieceView, SequenceView, VariableView } from '../../src/protocol/runbook.ts';
import { runbookPages } from './runbookPage.ts';
import { failure, run, viewOf } from './runbookViews.ts';

const beginning = '# R\n\n## One\n\n```bash\necho one\n```\n';
const end = '## Two\n\n```bash\necho two\n```\n\n- [ ] seen\n';

describe('A runbook that comes in pieces', function () {
  this.timeout(60_000);
  const show = runbookPages();

  function pieceOf(markdown: string): PieceView {
    const { html, blocks, checks, headings } = viewOf(markdown);
    return { html, blocks, checks, headings };
  }

  it('is shown from the first on, and what follows is equipped like the rest', async () => {
    const page = await show({ view: viewOf(beginning), complete: false });
    await page.button('Run in terminal, One').waitFor();
    assert.equal(await page.page.locator('nav').isVisible(), false);
    await page.tell({ type: 'more', piece: pieceOf(end), complete: true });
    await page.button('Run in terminal, Two').waitFor();
    assert.equal(await page.page.getByRole('checkbox', { name: 'seen' }).isEnabled(), true);
    await page.until(`document.querySelectorAll('nav li').length === 2`);
  });

  it('has its first part painted before anything else is made of it', async () => {
    const page = await show({ view: viewOf(beginning), complete: false, ownFrames: true });
    await page.button('Run in terminal, One').waitFor();
    // As where the page has asked a second time, because the first answer took so long.
    await page.tell({ type: 'runbook', view: viewOf(beginning), scrollTo: null, complete: false });
    await page.tell({ type: 'more', piece: pieceOf(end), complete: true });
    await page.page.waitForTimeout(500);
    assert.equal(await page.page.getByText('echo two').count(), 0);
    await page.page.evaluate('nextFrame()');
    await page.button('Run in terminal, Two').waitFor();
  });

  it('brings what somebody goes to all the same', async () => {
    const page = await show({ view: viewOf(beginning), complete: false, ownFrames: true });
    await page.tell({ type: 'more', piece: pieceOf(end), complete: true });
    await page.page.evaluate(`document.querySelector('nav li:nth-child(2) a').click()`);
    await page.button('Run in terminal, Two').waitFor();
    assert.equal(await page.page.getByText('echo two').count(), 1);
  });

  it('changes what is shown only when all of a new version is there', async () => {
    const page = await show({ view: viewOf(`${beginning}\n${end}`) });
    await page.button('Run in terminal, Two').waitFor();
    const view = viewOf(beginning.replaceAll('one', 'changed'));
    await page.tell({ type: 'runbook', view, scrollTo: null, complete: false });
    assert.equal(await page.page.getByText('echo changed').count(), 0);
    assert.equal(await page.button('Run in terminal, Two').count(), 1);
    await page.tell({ type: 'more', piece: pieceOf(end), complete: true });
    await page.page.getByText('echo changed').waitFor();
    // A part that the version before did not have is drawn when the page has time.
    await page.button('Run in terminal, Two').waitFor();
    assert.equal(await page.button('Run in terminal, Two').count(), 1);
  });

  it('shows what was said while a new version came unseen, which does not know of it', async () => {
    const stopped: SequenceView = { state: 'stopped', words: 'One failed', blockId: null, done: 0, total: 2 };
    const variable: VariableView = {
      ...{ name: 'SHOP', description: null, value: 'eu', secret: false, source: 'person', problem: null },
    };
    const whole = viewOf(`${beginning}\n${end}`);
    const page = await show({ view: whole });
    const begun = run({ state: 'running', exitCode: null, durationMs: null });
    const sequence: SequenceView = { ...stopped, state: 'running', words: 'Runs One' };
    const view = viewOf(
      beginning,
      { 0: { run: begun } },
      { sequence, variables: [{ ...variable, value: 'us' }] },
    );
    await page.tell({ type: 'runbook', view, scrollTo: null, complete: false });
    await page.tell({ type: 'run', blockId: whole.blocks[0]!.id, run: begun, past: [] });
    await page.tell({ type: 'run', blockId: whole.blocks[0]!.id, run: failure, past: [] });
    await page.tell({ type: 'sequence', sequence: stopped });
    await page.tell({ type: 'variables', variables: [variable] });
    const handedOn = { name: 'POD', value: 'checkout-7d9f', change: 'added', step: 'One' } as const;
    await page.tell({ type: 'state', state: { cwd: null, changes: [handedOn] } });
    await page.tell({ type: 'check', check: { id: whole.checks[0]!.id, checked: true, by: 'Ada, 10:15' } });
    await page.tell({ type: 'more', piece: pieceOf(end), complete: true });
    await page.button('Run in terminal, Two').waitFor();
    assert.equal(await page.block('One').getAttribute('data-state'), 'failed');
    assert.equal(await page.button('Run in terminal, One').count(), 1);
    await page.page.getByText('One failed').waitFor();
    await page.page.getByText('Ada, 10:15').waitFor();
    await page.until(
      `['eu', 'checkout-7d9f'].every(value => document.querySelector('.panels').textContent.includes(value))`,
    );

    // What a later version says is newer than all of that.
    const again = viewOf(`${beginning}\n${end}`, { 0: { run: run() } });
    await page.tell({ type: 'runbook', view: again, scrollTo: null, complete: true });
    await page.tell({ type: 'more', piece: pieceOf(end), complete: true });
    assert.equal(await page.block('One').getAttribute('data-state'), 'ok');
  });
});

describe('A long runbook, of which only what is near the screen is drawn', function () {
  this.timeout(60_000);
  const show = runbookPages();
  const chapters = Array.from(
    { length: 400 },
    (_, index) =>
      `## Chapter ${index}\n\n${'Words. '.repeat(20 + ((index * 37) % 100))}\n\n\`\`\`bash\necho ${index}\n\`\`\`\n`,
  );
  const source = `# Long\n\n${chapters.join('\n')}`;
  const view = viewOf(source);
  type Shown = Awaited<ReturnType<typeof show>>;
  const distant = (page: Shown) => page.page.evaluate<number>(`document.querySelectorAll('.distant').length`);
  const settle = async (page: Shown) => {
    for (let frame = 0; frame < 30; frame++) await page.page.evaluate('new Promise(requestAnimationFrame)');
  };
  /** Number of the chapter that is read: that of the first heading below what stays at the top. */
  const reading = (page: Shown) =>
    page.page.evaluate<number>(`{
      const top = document.querySelector('.top').getBoundingClientRect().bottom;
      const heads = [...document.querySelectorAll('article > :not(.distant) h2')];
      Number(heads.find(each => each.getBoundingClientRect().bottom > top)?.textContent.split(' ')[1] ?? NaN);
    }`);
  const complete = (page: Shown) => page.until(`document.querySelectorAll('article h2').length === 400`);

  it('goes back to where the person read, as if all were drawn', async () => {
    const scroll = 60_000;
    const page = await show({ view, kept: { title: view.title, scroll, restore: view.restore } });
    await page.until(`window.scrollY > ${scroll - 100}`);
    await complete(page);
    assert.ok((await distant(page)) > 3, `${await distant(page)} parts are not drawn`);
    const chapter = await reading(page);
    await page.page.evaluate(`{
      for (const part of document.querySelectorAll('.distant')) part.classList.remove('distant');
      window.scrollTo(0, ${scroll});
    }`);
    assert.equal(await reading(page), chapter);
  });

  it('keeps what the person goes to where it is, and steps on from there', async () => {
    const page = await show({ view });
    await complete(page);
    await page.tell({ type: 'reveal', line: source.split('\n').indexOf('## Chapter 200') + 1 });
    await settle(page);
    assert.equal(await reading(page), 200);
    assert.ok((await distant(page)) > 3, `${await distant(page)} parts are not drawn`);
    for (const [key, chapter] of [
      ['p', 199],
      ['n', 200],
      ['n', 201],
    ] as const) {
      await page.press(key);
      await settle(page);
      assert.equal(await reading(page), chapter);
    }
    await page.press('e');
    assert.deepEqual(await page.asks('openSource'), {
      line: source.split('\n').indexOf('## Chapter 201') + 1,
    });
  });

  it('draws nothing far away while the text still comes', async () => {
    const page = await show({ view: viewOf(`# Long\n\n${chapters[0]!}`), complete: false });
    const { html, blocks, checks, headings } = view;
    await page.tell({ type: 'more', piece: { html, blocks, checks, headings }, complete: true });
    await page.until(`document.querySelectorAll('article h2').length === 401`);
    await settle(page);
    const parts = await page.page.evaluate<number>(`document.querySelectorAll('article > div').length`);
    assert.ok((await distant(page)) > parts - 14, `${await distant(page)} of ${parts}`);
  });

  it('keeps what the person scrolls to where it is, and marks it in the contents', async () => {
    const page = await show({ view });
    await complete(page);
    await page.page.evaluate(`window.scrollTo(0, document.documentElement.scrollHeight / 2)`);
    // What is drawn there comes in a frame of its own.
    let chapter = NaN;
    for (let frame = 0; !(chapter > 50) && frame < 100; frame++) {
      await page.page.evaluate('new Promise(requestAnimationFrame)');
      chapter = await reading(page);
    }
    assert.ok(chapter > 50, String(chapter));
    await settle(page);
    assert.equal(await reading(page), chapter);
    await page.until(
      `Math.abs(document.querySelector('nav [aria-current]')?.textContent.split(' ')[1] - ${chapter}) <= 2`,
    );
    // And comes back there.
    const kept = await page.page.evaluate<unknown>('globalThis.kept');
    const again = await show({ view, kept });
    await complete(again);
    await settle(again);
    assert.equal(await reading(again), chapter);
    await page.press('n');
    await settle(page);
    assert.ok(Math.abs((await reading(page)) - chapter) <= 2, `${chapter} → ${await reading(page)}`);
  });
});
