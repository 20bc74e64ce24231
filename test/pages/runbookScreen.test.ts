import assert from 'node:assert/strict';
import type { RiskView, RunView, SequenceView, VariableView } from '../../src/protocol/runbook.ts';
import { type RunbookPage, runbookPages } from './runbookPage.ts';
import { failure, full, past, run, source, viewOf } from './runbookViews.ts';

const view = viewOf();
const idOf = (name: string) => view.blocks.find(block => block.name === name)!.id;
const sha = view.sha256;

const hostile = [
  '<img src=x onerror=alert(1)><script>alert(2)</script>',
  '"><svg onload=alert(3)>',
  'a\u202Eb\u200Bc',
].join(' ');

describe('What the runbook screen shows and asks', function () {
  this.timeout(60_000);
  const show = runbookPages();

  const state = (page: RunbookPage, step: string) => page.block(step).locator('.state');
  const tellRun = (page: RunbookPage, name: string, fields: Partial<RunView>, before = [past()]) =>
    page.tell({ type: 'run', blockId: idOf(name), run: run(fields), past: before });

  it('says what a block is: its name, what runs it, what its attributes mean', async () => {
    const page = await show({
      view: viewOf(source, {
        look: { traits: ['stopped after 30 s', 'expects exit code 3'], interpreter: 'zsh' },
      }),
    });
    assert.deepEqual(await page.page.locator('dl.target > *').allInnerTexts(), [
      'Runs in',
      '/srv/shop',
      'Run with',
      'bash, sh',
    ]);
    const block = page.block('Diagnosis');
    assert.equal(await block.locator('.language').innerText(), 'bash · zsh');
    assert.equal(await block.locator('.name').innerText(), 'look');
    assert.deepEqual(await block.locator('.traits li').allInnerTexts(), [
      'stopped after 30 s',
      'expects exit code 3',
    ]);
    assert.deepEqual(await page.block('Roll forward').locator('.traits li').allInnerTexts(), [
      'waits for a person',
    ]);
  });

  it('runs with Enter and Space, and its Stop takes the keyboard while it runs', async () => {
    const page = await show({ view });
    await page.button('Run in terminal, Diagnosis').focus();
    await page.press('Enter');
    assert.equal((await page.asks('run')).blockId, idOf('look'));
    await tellRun(page, 'look', { state: 'running', exitCode: null, durationMs: null, runId: 'R3' });
    assert.equal(await page.focused(), 'Stop, Diagnosis');
    await page.rested();
    await page.press('Space');
    assert.deepEqual(await page.asks('stop'), { runId: 'R3' });
    await tellRun(page, 'look', { state: 'cancelled', exitCode: null });
    assert.equal(await page.focused(), 'Run in terminal, Diagnosis');
    page.nextAnswers.push({ ok: false, error: 'Nothing runs in Restricted Mode.' });
    await page.press('r');
    await page.block('Diagnosis').getByRole('alert').getByText('Restricted Mode').waitFor();
  });

  it('keeps how a block’s run stands on the screen when the terminal takes half of it', async () => {
    const page = await show({ view });
    const inSight = async () => {
      const line = (await state(page, 'Verification').boundingBox())!;
      const top = (await page.page.locator('.top').boundingBox())!;
      const height = page.page.viewportSize()!.height;
      return line.y >= top.y + top.height - 1 && line.y + line.height <= height + 1;
    };
    await page.button('Run in terminal, Verification').scrollIntoViewIfNeeded();
    await page.button('Run in terminal, Verification').click();
    await page.page.setViewportSize({ width: 720, height: 240 });
    await tellRun(page, 'verify', { state: 'running', exitCode: null, durationMs: null });
    assert.equal(await inSight(), true, 'running');
    await tellRun(page, 'verify', { state: 'failed', exitCode: 1, outputTail: 'x\n'.repeat(40) });
    assert.equal(await inSight(), true, 'ended');

    // What another block does moves nothing.
    await page.page.mouse.wheel(0, -120);
    await page.page.waitForTimeout(300);
    const place = async () =>
      (await page.page.getByRole('heading', { name: 'Verification' }).boundingBox())!.y;
    const before = await place();
    await tellRun(page, 'look', { state: 'failed', exitCode: 1 });
    assert.ok(Math.abs((await place()) - before) < 2, 'another block moved the page');

    // Who has gone on to read elsewhere stays there.
    await page.page.mouse.wheel(0, -10_000);
    await page.until('scrollY === 0');
    await page.page.waitForTimeout(300);
    await tellRun(page, 'verify', { state: 'ok', exitCode: 0 });
    await page.page.setViewportSize({ width: 720, height: 300 });
    await page.page.waitForTimeout(200);
    assert.equal(await page.page.evaluate('scrollY'), 0);
  });

  it('keeps it when scrolling comes to rest before the window has said that it is smaller', async () => {
    const page = await show({ view });
    await page.button('Run in terminal, Verification').scrollIntoViewIfNeeded();
    await page.button('Run in terminal, Verification').click();
    await page.page.waitForTimeout(300);
    await page.page.evaluate(`
      const real = Object.getOwnPropertyDescriptor(window, 'innerHeight');
      Object.defineProperty(window, 'innerHeight', { configurable: true, value: 200 });
      const restore = () => Object.defineProperty(window, 'innerHeight', real);
      window.addEventListener('resize', restore, { capture: true, once: true });
      window.dispatchEvent(new Event('scroll'));
    `);
    await page.page.waitForTimeout(300);
    await page.page.setViewportSize({ width: 720, height: 200 });
    await tellRun(page, 'verify', { state: 'running', exitCode: null, durationMs: null });
    await page.until('innerHeight === 200');
    const line = (await state(page, 'Verification').boundingBox())!;
    assert.ok(line.y >= 0 && line.y + line.height <= 201, `it stands at ${line.y}`);
  });

  it('keeps it when the place was seen only because the window had grown', async () => {
    const page = await show({ view });
    await page.button('Run in terminal, Verification').click();
    await page.page.mouse.wheel(0, -10_000);
    await page.until('scrollY === 0');
    await page.page.waitForTimeout(300);
    await page.page.setViewportSize({ width: 720, height: 2_400 });
    await page.until('innerHeight === 2400');
    await page.page.waitForTimeout(300);
    await page.page.setViewportSize({ width: 720, height: 240 });
    await page.until('innerHeight === 240');
    await tellRun(page, 'verify', { state: 'failed', exitCode: 1 });
    const line = (await state(page, 'Verification').boundingBox())!;
    assert.ok(line.y >= 0 && line.y + line.height <= 241, `it stands at ${line.y}`);
  });

  it('counts an end that nobody knows among what has to be looked at', async () => {
    const page = await show({ view });
    await tellRun(page, 'look', { state: 'unknown', exitCode: null });
    await page.button('1 unknown').waitFor();
    await tellRun(page, 'verify', { state: 'failed', exitCode: 1 });
    await page.button('1 failed · 1 unknown').click();
    assert.match(await page.focused(), /Diagnosis/);
  });

  it('shows an expectation that was met as ok, and never one that was not', async () => {
    const page = await show({ view });
    const met = { met: true, words: 'As expected, exit code 3' };
    await tellRun(page, 'look', { state: 'failed', exitCode: 3, expectation: met });
    assert.equal(await page.block('Diagnosis').getAttribute('data-state'), 'ok');
    await state(page, 'Diagnosis').getByText('As expected, exit code 3 · 1.2 s').waitFor();
    const unmet = { met: false, words: 'the output does not hold “Running”' };
    await tellRun(page, 'look', { expectation: unmet, outputTail: 'Pending\n' });
    assert.equal(await page.block('Diagnosis').getAttribute('data-state'), 'unmet');
    await state(page, 'Diagnosis')
      .getByText(/^Not as expected: the output does not hold/)
      .waitFor();
    assert.equal(await state(page, 'Diagnosis').getByText(/OK/).count(), 0);
    assert.equal(await state(page, 'Diagnosis').locator('.icon-ok').count(), 0);
    // Why it is not as expected stands in what it wrote.
    await page.block('Diagnosis').getByText('Pending').waitFor();
  });

  it('leads to the terminal, the whole output and what earlier runs wrote', async () => {
    const page = await show({ view });
    const before = [past(), past({ runId: 'R0' })];
    await tellRun(page, 'look', { ...failure, terminalOpen: true }, before);
    await page.button('Show terminal, Diagnosis').click();
    assert.deepEqual(await page.asks('showTerminal'), { runId: 'R9' });
    // It is closed: nothing is offered that would be refused, and the keyboard stays at the block.
    await page.button('Show terminal, Diagnosis').focus();
    await tellRun(page, 'look', failure, before);
    assert.equal(await page.button('Show terminal, Diagnosis').count(), 0);
    assert.equal(await page.focused(), 'Block, Diagnosis');
    await page.button('Open whole output, Diagnosis').click();
    assert.deepEqual(await page.asks('showOutput'), { runId: 'R9' });
    await page.button('Copy output, Diagnosis').click();
    assert.deepEqual(await page.asks('copyOutput'), { runId: 'R9' });
    const runs = page.block('Diagnosis').locator('.past');
    await runs.locator('summary').focus();
    await page.press('Enter');
    assert.match(
      await runs.getByRole('listitem').first().innerText(),
      /OK[^]*15 Jan[^]*03:04[^]*0\.9 s[^]*Ada/,
    );
    await page.press('Tab', 'Tab', 'Enter');
    assert.deepEqual(await page.asks('showOutput'), { runId: 'R0' });
    // A further run leaves the list open and the keyboard in it.
    await tellRun(page, 'look', {}, [
      past({ runId: 'R9', state: 'failed', exitCode: 7 }),
      past(),
      past({ runId: 'R0' }),
    ]);
    await runs.getByText('3 earlier runs').waitFor();
    await runs.getByText('Failed, exit code 7').waitFor();
    assert.equal(await page.page.evaluate('document.activeElement.dataset.run'), 'R0');
  });

  it('leads to the block that undoes one, more plainly once there is something to undo', async () => {
    const page = await show({ view, height: 500 });
    const undo = page.page.getByRole('button', { name: 'Undo: forward' });
    assert.match((await undo.getAttribute('class'))!, /quiet/);
    await tellRun(page, 'rollback', {});
    assert.match((await undo.getAttribute('class'))!, /secondary/);
    await undo.focus();
    await page.press('Enter');
    assert.equal(await page.focused(), 'Run in terminal, Roll forward');
    assert.equal(
      await page.page.evaluate(`document.activeElement.closest('section').getBoundingClientRect().top >= 0`),
      true,
    );
  });

  it('runs from a block on, or its section, from a menu worked by keys', async () => {
    const page = await show({ view });
    const menu = page.page.getByRole('menu', { name: 'Run several, Roll back' });
    await page.button('Run several, Roll back').focus();
    await page.press('ArrowDown');
    assert.equal(await page.focused(), 'Run from here');
    await page.press('ArrowUp');
    assert.equal(await page.focused(), 'Run section');
    await page.press('Home', 'End', 'Escape');
    assert.equal(await menu.isVisible(), false);
    assert.equal(await page.focused(), 'Run several, Roll back');
    await page.press('Enter', 'Enter');
    assert.deepEqual(await page.asks('runSequence'), { from: idOf('rollback'), extent: 'rest', sha256: sha });
    await page.press('Space', 'ArrowDown', 'Enter');
    assert.deepEqual(await page.asks('runSequence'), {
      from: idOf('rollback'),
      extent: 'section',
      sha256: sha,
    });
    await page.press('Enter', 'Tab');
    assert.equal(await menu.isVisible(), false);
    await page.button('Run all').click();
    assert.deepEqual(await page.asks('runSequence'), { from: idOf('look'), extent: 'all', sha256: sha });
  });

  it('begins no run of several blocks from a menu while one is under way, and takes no keyboard away', async () => {
    const page = await show({ view, height: 500 });
    const tell = (state: SequenceView['state']) =>
      page.tell({
        type: 'sequence',
        sequence: { state, words: state, blockId: idOf('look'), done: 0, total: 8 },
      });
    const several = page.button('Run several, Roll back');
    const menu = page.page.getByRole('menu', { name: 'Run several, Roll back' });
    await several.focus();
    await page.press('Enter');
    await menu.waitFor();
    for (const state of ['waiting', 'running'] as const) {
      await tell(state);
      assert.equal(await several.getAttribute('aria-disabled'), 'true');
      assert.equal(await several.getAttribute('title'), 'Several blocks are being run already.');
      assert.equal(await page.focused(), 'Run several, Roll back');
      await page.press('Enter', 'ArrowDown');
      assert.equal(await menu.isVisible(), false);
    }
    // A new version of the file brings no other.
    await page.tell({
      ...{ type: 'runbook', scrollTo: null, complete: true },
      view: viewOf(
        source,
        {},
        { sequence: { state: 'waiting', words: 'w', blockId: null, done: 0, total: 8 } },
      ),
    });
    assert.equal(await several.getAttribute('aria-disabled'), 'true');
    await tell('stopped');
    assert.equal(await several.getAttribute('aria-disabled'), null);
    assert.equal(await several.getAttribute('title'), 'Run several, Roll back');
    await several.focus();
    await page.press('Enter', 'Enter');
    assert.deepEqual(await page.asks('runSequence'), { from: idOf('rollback'), extent: 'rest', sha256: sha });
  });

  it('offers what a run of several blocks waits for', async () => {
    const page = await show({ view, height: 500 });
    const bar = page.page.getByRole('region', { name: 'Running several blocks' });
    const tell = (sequence: SequenceView | null) => page.tell({ type: 'sequence', sequence });
    const buttons = async () => (await bar.getByRole('button').allInnerTexts()).map(text => text.trim());
    await tell({ state: 'running', words: 'Runs “look”', blockId: idOf('look'), done: 0, total: 8 });
    assert.deepEqual(await buttons(), ['Show block', 'Stop']);
    assert.equal(await page.button('Run all').isDisabled(), true);
    await tell({
      state: 'waiting',
      words: 'Waits for you before “forward”',
      blockId: idOf('forward'),
      done: 3,
      total: 8,
    });
    assert.deepEqual(await buttons(), ['Show block', 'Continue', 'Skip', 'Stop']);
    assert.equal(await page.button('Run all').isDisabled(), true);
    await page.button('Stop running several blocks').click();
    assert.deepEqual(await page.asks('sequence'), { step: 'stop' });
    await bar.getByText('3 of 8').waitFor();
    assert.equal(await bar.getByRole('status').innerText(), 'Waits for you before “forward”');
    await page.rested();
    await page.button('Continue').focus();
    await page.press('Enter');
    assert.deepEqual(await page.asks('sequence'), { step: 'resume' });
    await tell({ state: 'stopped', words: '“forward” failed', blockId: idOf('forward'), done: 3, total: 8 });
    assert.equal(await page.focused(), 'Show block');
    assert.deepEqual(await buttons(), ['Show block', 'Try again', 'Skip', 'Close']);
    assert.equal(await page.button('Run all').isDisabled(), false);
    await page.button('Skip this block').click();
    assert.deepEqual(await page.asks('sequence'), { step: 'skip' });
    await bar.getByRole('button', { name: 'Close' }).click();
    assert.deepEqual(await page.asks('sequence'), { step: 'close' });
    await bar.getByRole('button', { name: 'Show block' }).click();
    assert.equal(await page.focused(), 'Run in terminal, Roll forward');
    const done: SequenceView = { state: 'done', words: 'All 8 blocks ran', blockId: null, done: 8, total: 8 };
    await tell(done);
    assert.deepEqual(await buttons(), ['Close']);
    assert.equal(await page.button('Run all').isDisabled(), false);
    await bar.getByRole('button', { name: 'Close' }).click();
    assert.deepEqual(await page.asks('sequence'), { step: 'close' });
    await tell(null);
    assert.equal(await bar.count(), 0);
  });

  it('keeps what runs in the background in sight, with its Stop', async () => {
    const page = await show({ view, height: 500 });
    await tellRun(page, 'watch', { runId: 'RB', state: 'running', exitCode: null, durationMs: null });
    const strip = page.page.getByRole('list', { name: 'Running in the background' });
    await strip.getByText(/watch runs in the background/).waitFor();
    await strip.getByRole('button', { name: 'Show block, watch' }).click();
    assert.equal(await page.focused(), 'Stop, Watching');
    await strip.getByRole('button', { name: 'Stop, watch' }).click();
    assert.deepEqual(await page.asks('stop'), { runId: 'RB' });
    await tellRun(page, 'watch', { runId: 'RB', state: 'cancelled', exitCode: null });
    assert.equal(await strip.count(), 0);
  });

  it('does not measure what stands at the top for a run that changes nothing there', async () => {
    const page = await show({ view });
    await page.page.evaluate(`
      globalThis.measured = 0;
      const { checkVisibility } = Element.prototype;
      Element.prototype.checkVisibility = function () {
        if (this.closest('.top')) measured++;
        return checkVisibility.call(this);
      };
    `);
    const measured = () => page.page.evaluate<number>('measured');
    await tellRun(page, 'look', { state: 'running', exitCode: null, durationMs: null });
    await tellRun(page, 'look', {});
    await state(page, 'Diagnosis').getByText('ok').waitFor();
    assert.equal(await measured(), 0);
    await tellRun(page, 'watch', { runId: 'RB', state: 'running', exitCode: null, durationMs: null });
    assert.ok((await measured()) > 0, 'it counts what it should');
  });

  it('shows the variables, points out what is missing, and asks to change one by its number', async () => {
    const { variables } = full();
    const page = await show({ view: { ...view, variables } });
    const panel = page.page.locator('.variables');
    await panel.getByText('2 need a value').waitFor();
    const lines = (await panel.locator('li .line').allInnerTexts()).map(text => text.replace(/\s+/g, ' '));
    assert.deepEqual(lines, [
      'SERVICE checkout from the incident Change…',
      'NAMESPACE shop the runbook’s default Change…',
      'API_TOKEN ••• secret given by you Change… Forget',
      'TICKET not set Change…',
      'REGION mars given by you Change… Forget',
    ]);
    await panel.getByText('It must match eu-…, us-…').waitFor();
    await page.button('Change… TICKET').focus();
    await page.press('Enter');
    assert.deepEqual(await page.asks('setVariable'), { variable: 3 });
    const given: VariableView[] = variables.map(one =>
      one.name === 'TICKET' ? { ...one, value: 'OPS-1', source: 'person' } : one,
    );
    await page.tell({ type: 'variables', variables: given });
    await panel.getByText('1 needs a value').waitFor();
    assert.equal(await page.focused(), 'Change… TICKET');
  });

  it('forgets what a person gave, and only that, and leaves the keyboard at its row', async () => {
    const { variables } = full();
    const page = await show({ view: { ...view, variables } });
    const forget = page.page.locator('.variables').getByRole('button', { name: /^Forget/ });
    assert.deepEqual(await forget.evaluateAll(all => all.map(each => [each.ariaLabel, each.title])), [
      ['Forget API_TOKEN', 'Take it out of this window and the keychain'],
      ['Forget REGION', 'Go back to what the incident or the runbook says'],
    ]);
    await page.button('Forget API_TOKEN').focus();
    await page.press('Enter');
    assert.deepEqual(await page.asks('forgetVariable'), { variable: 2 });
    const forgotten: VariableView[] = variables.map(one =>
      one.name === 'API_TOKEN' ? { ...one, value: null, source: 'missing' } : one,
    );
    await page.tell({ type: 'variables', variables: forgotten });
    await page.page.locator('.variables').getByText('3 need a value').waitFor();
    assert.equal(await forget.count(), 1);
    assert.equal(await page.focused(), 'Change… API_TOKEN');
  });

  it('shows what blocks hand on, what is new since the last look, and resets it', async () => {
    const { state: handed } = full();
    const page = await show({ view });
    const panel = page.page.locator('.handed-on');
    assert.equal(await panel.isVisible(), false);
    await page.tell({ type: 'state', state: handed });
    await panel.getByText('4 new').waitFor();
    await panel.locator('summary').click();
    assert.equal(await panel.getByText('new', { exact: true }).count(), 4);
    assert.match(
      (await panel.innerText()).replace(/\s+/g, ' '),
      /working directory \/srv\/shop\/deploy.*added POD checkout-7d9f Diagnosis.*removed DEBUG/,
    );
    const more = { ...handed.changes[0]!, name: 'NODE', value: 'n-1' };
    await page.tell({ type: 'state', state: { ...handed, changes: [...handed.changes, more] } });
    await panel.getByText('1 new').waitFor();
    await panel.locator('summary').click();
    await panel.locator('summary').click();
    assert.equal(await panel.getByText('new', { exact: true }).count(), 0);
    await page.button('Reset').focus();
    await page.press('Enter');
    assert.deepEqual(await page.asks('resetState'), {});
    await page.tell({ type: 'state', state: { cwd: null, changes: [] } });
    await panel.getByText(/^Nothing: the next block/).waitFor();
    assert.equal(await page.focused(), 'Reset');
  });

  it('shows what blocks act on now, and keeps the keyboard at why one is dangerous', async () => {
    const page = await show({ view });
    const banner = page.page.locator('.acts-on');
    const part = { name: 'AWS profile', value: 'staging' };
    const risk = (reason: string): RiskView => ({
      risk: 'changing',
      findings: [{ risk: 'changing', line: 1, command: 'aws', reason }],
      more: 0,
    });
    const look = async (value: string, reason: string, production: boolean) => {
      await page.tell({ type: 'risk', risks: [{ blockId: idOf('look'), risk: risk(reason) }] });
      const parts = [{ ...part, value }];
      await page.tell({ type: 'target', target: { parts, environment: value, production } });
    };
    await look('staging', 'It changes staging', false);
    await banner.getByText('Acts on AWS profile staging').waitFor();
    const mark = page.block('Diagnosis').locator('details.risk');
    await mark.locator('summary').focus();
    await page.press('Enter');
    const focused = await page.focused();
    await look('prod', 'It changes production', true);
    await banner.getByText('Acts on AWS profile prod').waitFor();
    assert.match((await banner.getAttribute('class')) ?? '', /production/);
    await mark.getByText('It changes production').waitFor();
    assert.equal(await page.focused(), focused);
    assert.equal(await mark.getAttribute('open'), '');
  });

  it('says where a fetched runbook is from, and asks for another one', async () => {
    const page = await show({ view: { ...view, remote: 'runbooks.example.com' } });
    await page.page.getByText('Fetched from runbooks.example.com; each block asks before it runs.').waitFor();
    await page.button('Another runbook…').click();
    assert.deepEqual(await page.asks('chooseAnother'), {});
    page.nextAnswers.push({ ok: false, error: 'There is no other runbook.' });
    await page.button('Another runbook…').click();
    await page.page.getByRole('alert').getByText('There is no other runbook.').waitFor();
    await page.press('Escape');
    assert.equal(await page.page.getByText('There is no other runbook.').isVisible(), false);
  });

  it('keeps place, focus, what is open and what came meanwhile when a new version is shown', async () => {
    const page = await show({ view: { ...view, variables: full().variables }, height: 600 });
    await page.tell({ type: 'run', blockId: idOf('rollback'), run: failure, past: [past()] });
    await page.block('Roll back').locator('.past summary').click();
    await page.page.locator('.variables summary').click();
    await page.button('Copy, Roll back').focus();
    const seen = `document.activeElement.getBoundingClientRect().top`;
    const before = await page.page.evaluate<number>(seen);
    await page.tell({
      type: 'runbook',
      view: viewOf(
        source.replace('Look at the pods', 'A new first paragraph.\n\nAnd a second one.\n\nLook at the pods'),
        { rollback: { run: failure, past: [past()] } },
        { variables: full().variables },
      ),
      scrollTo: null,
      complete: true,
    });
    assert.equal(await page.focused(), 'Copy, Roll back');
    // It stands where it stood, although text came in above it.
    await page.until(`Math.abs(${seen} - ${before}) < 3`);
    await page.block('Roll back').locator('.past').getByText('Ada').waitFor();
    assert.equal(await page.page.locator('.variables').getAttribute('open'), null);
    await page.button('Line 35 of the file, Roll back').click();
    assert.deepEqual(await page.asks('openSource'), { line: 35 });
    await page.tell({ type: 'reveal', line: 35 });
    await page.until(`document.querySelector('.flash')?.getAttribute('aria-label') === 'Block, Roll back'`);
  });

  it('keeps what the panel is restored from, and goes back to where the person read', async () => {
    const page = await show({
      view,
      height: 500,
      kept: { title: view.title, scroll: 700, restore: view.restore },
    });
    // The browser may hold a line that what stays at the top has pushed by a pixel or two.
    assert.ok(Math.abs((await page.scroll()) - 700) < 10, String(await page.scroll()));
    await page.page.evaluate('window.scrollTo(0, 300)');
    await page.until('globalThis.kept.scroll === 300');
    assert.deepEqual(await page.page.evaluate('globalThis.kept'), {
      title: view.title,
      scroll: 300,
      restore: view.restore,
    });
  });

  it('shows hostile texts as texts, wherever they come', async () => {
    const page = await show({
      view: viewOf(
        source,
        {
          look: {
            ...{ name: hostile, traits: [hostile], interpreter: hostile, language: hostile },
            run: run({ outputTail: hostile, remark: hostile, outputKept: true }),
            past: [past({ by: hostile })],
          },
          rollback: { run: run({ expectation: { met: false, words: hostile } }) },
          watch: { name: hostile, run: run({ state: 'running' }) },
        },
        {
          remote: hostile,
          reason: hostile,
          problems: [hostile],
          variables: [
            {
              name: hostile,
              description: hostile,
              value: hostile,
              secret: false,
              source: 'person',
              problem: hostile,
            },
          ],
          state: {
            cwd: hostile,
            changes: [{ name: hostile, value: hostile, change: 'added', step: hostile }],
          },
          sequence: { state: 'waiting', words: hostile, blockId: null, done: 0, total: 1 },
        },
      ),
    });
    await page.page.evaluate(`for (const each of document.querySelectorAll('details')) each.open = true`);
    const shown = await page.page.evaluate<number>(
      `document.body.innerText.split('onerror=alert(1)').length - 1`,
    );
    assert.ok(shown >= 20, `${shown} were shown`);
    assert.equal(await page.page.locator('img, script:not([nonce]), svg[onload]').count(), 0);
    // What turns or hides letters in a value stands as its code.
    for (const value of await page.page.locator('code.value').allInnerTexts())
      assert.match(value, /aU\+202EbU\+200Bc/);
    assert.ok((await page.overflow()) <= 0);
  });
});
