import assert from 'node:assert/strict';
import type { RunView, SequenceView } from '../../src/protocol/runbook.ts';
import { provider, shown } from './detailsIncident.ts';
import { detailsPages } from './detailsPage.ts';
import { type RunbookPage, runbookPages } from './runbookPage.ts';
import { run, source, viewOf } from './runbookViews.ts';

const view = viewOf();
const idOf = (name: string) => view.blocks.find(block => block.name === name)!.id;
const running = { state: 'running', exitCode: null, durationMs: null } as const;
const cancelled = { state: 'cancelled', exitCode: null } as const;

/** ms */
const restMs = 500;

/** A press that was meant for what stood there a moment ago. */
describe('A second press, in a runbook', function () {
  this.timeout(60_000);
  const show = runbookPages();

  /** Its time stands still: no machine is too slow for a press that comes at once. */
  async function showStill(of = view): Promise<RunbookPage> {
    const page = await show({ view: of, ownTime: true });
    await page.button('Run in terminal, Verification').waitFor();
    await page.holdTime();
    return page;
  }
  const tellRun = (page: RunbookPage, name: string, fields: Partial<RunView>) =>
    page.tell({ type: 'run', blockId: idOf(name), run: run(fields), past: [] });
  const tellSequence = (page: RunbookPage, fields: Partial<SequenceView> | null) =>
    page.tell({
      type: 'sequence',
      sequence: fields && {
        ...{ state: 'running', words: 'Runs “look”', blockId: idOf('look'), done: 0, total: 8 },
        ...fields,
      },
    });
  /** Everything that was asked since the last look. */
  const asked = async (page: RunbookPage) => {
    await page.heard();
    return page.asked.splice(0).map(message => (message.type === 'sequence' ? message.step : message.type));
  };

  it('on Stop does not start the block again, by mouse or key; one that is meant does', async () => {
    const page = await showStill(viewOf(source, { look: { run: run(running) } }));
    const stop = page.button('Stop, Diagnosis');
    const place = (await stop.boundingBox())!;
    await stop.click();
    await tellRun(page, 'look', cancelled);
    assert.equal(await page.focused(), 'Run in terminal, Diagnosis');
    assert.equal(await page.button('Run in terminal, Diagnosis').isDisabled(), true);
    await page.pressAt(place);
    await page.press('Enter', 'Space');
    assert.deepEqual(await asked(page), ['stop']);
    await page.passTime(restMs);
    assert.equal(await page.button('Run in terminal, Diagnosis').isDisabled(), false);
    await page.pressAt(place);
    assert.deepEqual(await asked(page), ['run']);
  });

  it('that comes again and again is not taken until it is over', async () => {
    const page = await showStill(viewOf(source, { look: { run: run(running) } }));
    const place = (await page.button('Stop, Diagnosis').boundingBox())!;
    await tellRun(page, 'look', cancelled);
    for (let press = 0; press < 5; press++) {
      await page.passTime(restMs - 100);
      await page.pressAt(place);
    }
    assert.deepEqual(await asked(page), []);
    await page.passTime(restMs);
    await page.pressAt(place);
    assert.deepEqual(await asked(page), ['run']);
  });

  it('on Run does not stop the block', async () => {
    const page = await showStill();
    const start = page.button('Run in terminal, Diagnosis');
    const place = (await start.boundingBox())!;
    await start.click();
    await tellRun(page, 'look', running);
    await page.pressAt(place);
    await page.press('Enter', 'Space');
    assert.deepEqual(await asked(page), ['run']);
  });

  it('on Stop again and again stops the block, once it has stood there for a moment', async () => {
    for (const insist of ['mouse', 'key']) {
      const page = await showStill(viewOf(source, { look: { run: run(running) } }));
      const place = (await page.button('Stop, Diagnosis').boundingBox())!;
      await tellRun(page, 'look', cancelled);
      await page.passTime(restMs);
      await page.button('Run in terminal, Diagnosis').focus();
      await tellRun(page, 'look', running);
      for (let press = 0; press < 3; press++) {
        if (insist === 'mouse') await page.pressAt(place);
        else await page.press('Enter');
        await page.passTime(200);
      }
      assert.deepEqual(await asked(page), [], insist);
      if (insist === 'mouse') await page.pressAt(place);
      else await page.press('Enter');
      assert.deepEqual(await asked(page), ['stop'], insist);
    }
  });

  it('on Stop that began while Stop rested does not stop the block, however late it ends', async () => {
    const page = await showStill(viewOf(source, { look: { run: run(running) } }));
    const place = (await page.button('Stop, Diagnosis').boundingBox())!;
    const { mouse } = page.page;
    await tellRun(page, 'look', cancelled);
    await page.passTime(restMs);
    await tellRun(page, 'look', running);
    await page.passTime(restMs - 50);
    await mouse.move(place.x + place.width / 2, place.y + place.height / 2);
    await mouse.down();
    await page.passTime(100);
    await mouse.up();
    assert.deepEqual(await asked(page), []);
    await page.pressAt(place);
    assert.deepEqual(await asked(page), ['stop']);
  });

  it('finds the keyboard in the page where the bar has gone that it stood in', async () => {
    const second = viewOf(source, { watch: { run: run({ ...running, runId: 'R1' }) } });
    const page = await showStill(second);
    await tellSequence(page, { state: 'done', words: 'All 8 blocks ran', blockId: null, done: 8 });
    await page.passTime(restMs);
    await page.button('Close').focus();
    await page.press('Enter');
    await tellSequence(page, null);
    assert.equal(await page.focused(), 'Previous');
    await page.button('Stop, watch').focus();
    await tellRun(page, 'watch', cancelled);
    assert.equal(await page.focused(), 'Previous');
    assert.deepEqual(await asked(page), ['close']);
  });

  it('of a key that is held is none; R runs at once where it is pressed anew', async () => {
    const page = await showStill();
    const { keyboard } = page.page;
    await page.button('Run in terminal, Diagnosis').focus();
    for (const key of ['Enter', 'r']) {
      await keyboard.down(key);
      await tellRun(page, 'look', running);
      await page.passTime(restMs);
      await keyboard.down(key);
      await tellRun(page, 'look', cancelled);
      await page.passTime(restMs);
      await keyboard.down(key);
      await keyboard.up(key);
      assert.deepEqual(await asked(page), ['run'], key);
    }
    await tellRun(page, 'look', running);
    await tellRun(page, 'look', cancelled);
    await page.press('r');
    assert.deepEqual(await asked(page), ['run']);
  });

  it('on the Stop of a sequence neither closes it nor runs its block again', async () => {
    const page = await showStill();
    const stop = page.button('Stop running several blocks');
    const stopped = { state: 'stopped', words: 'Stopped at “look”' } as const;
    await tellSequence(page, {});
    await page.passTime(restMs);
    const place = (await stop.boundingBox())!;
    await stop.click();
    await tellSequence(page, stopped);
    await page.pressAt(place);
    assert.deepEqual(await asked(page), ['stop']);

    await tellSequence(page, {});
    await page.passTime(restMs);
    await stop.focus();
    await page.press('Enter');
    await tellSequence(page, stopped);
    assert.equal(await page.focused(), 'Show block');
    await page.press('Enter', 'Enter');
    assert.deepEqual(await asked(page), ['stop']);
    // To the block, and a press too many.
    await page.passTime(restMs);
    await page.press('Enter', 'Enter');
    assert.equal(await page.focused(), 'Run in terminal, Diagnosis');
    assert.deepEqual(await asked(page), []);
  });

  it('on Skip does not skip what it stands for then, and one on Continue runs nothing again', async () => {
    const page = await showStill();
    const skip = page.button('Skip this block');
    await tellSequence(page, { state: 'waiting' });
    await page.passTime(restMs);
    const place = (await skip.boundingBox())!;
    await skip.click();
    await tellSequence(page, { state: 'waiting', blockId: idOf('forward') });
    await page.pressAt(place);
    assert.deepEqual(await asked(page), ['skip']);
    await page.passTime(restMs);
    await page.button('Continue').focus();
    await page.press('Enter');
    await tellSequence(page, { state: 'stopped', blockId: idOf('forward') });
    await page.press('Enter');
    assert.deepEqual(await asked(page), ['resume']);
  });

  it('does not stop another block in the background, whose row has moved there', async () => {
    const second = source.replace('"name":"rollback"', '"name":"rollback","background":"true"');
    const views = viewOf(second, {
      watch: { run: run({ ...running, runId: 'R1' }) },
      rollback: { run: run({ ...running, runId: 'R2' }) },
    });
    const page = await showStill(views);
    const place = (await page.button('Stop, watch').boundingBox())!;
    await page.button('Stop, watch').click();
    await page.tell({ type: 'run', blockId: views.blocks[2]!.id, run: run(cancelled), past: [] });
    assert.equal((await page.button('Stop, rollback').boundingBox())!.y, place.y);
    await page.pressAt(place);
    assert.deepEqual(await asked(page), ['stop']);

    // Nor where the bar above it has gone.
    await tellSequence(page, { state: 'done', words: 'All 8 blocks ran', blockId: null, done: 8 });
    await page.passTime(restMs);
    const bar = (await page.button('Close').boundingBox())!;
    await page.button('Close').click();
    await tellSequence(page, null);
    await page.pressAt(bar);
    assert.deepEqual(await asked(page), ['close']);
    await page.passTime(restMs);
    await page.pressAt(bar);
    assert.deepEqual(await asked(page), ['stop']);
  });

  it('does not run the block that the page has moved there', async () => {
    const page = await showStill();
    await tellSequence(page, { state: 'done', words: 'All 8 blocks ran', blockId: null, done: 8 });
    await page.passTime(restMs);
    const place = (await page.button('Close').boundingBox())!;
    await page.button('Close').click();
    await tellSequence(page, null);
    const start = (await page.button('Run in terminal, Diagnosis').boundingBox())!;
    const [across, down] = [place.x - start.x, place.y - start.y];
    await page.page.evaluate(`document.querySelector('main').style.translate = '${across}px ${down}px'`);
    await page.pressAt(place);
    await page.pressAt(place);
    assert.deepEqual(await asked(page), ['close']);
    await page.passTime(restMs);
    await page.pressAt(place);
    assert.deepEqual(await asked(page), ['run']);
  });
});

describe('A second press, in the details', function () {
  this.timeout(60_000);
  const { show } = detailsPages();
  type Shown = Awaited<ReturnType<typeof show>>;

  const acts = async (page: Shown) => {
    await page.heard();
    return page.received.splice(0).flatMap(each => (each.type === 'act' ? each.action : []));
  };

  for (const width of [400, 1280]) {
    it(`on Acknowledge does not resolve the incident, ${width} px`, async () => {
      const page = await show({ provider: provider(), width, ownTime: true });
      const button = page.page.getByRole('button', { name: 'Acknowledge', exact: true });
      await button.waitFor();
      await page.until(`!document.querySelector('section[aria-busy="true"]:not([hidden])')`);
      await page.holdTime();
      const place = (await button.boundingBox())!;
      await button.focus();
      await page.press('Enter');
      page.store.upsert({ ...shown, status: 'acknowledged' });
      await page.until(`document.activeElement.textContent === 'Resolve'`);
      await page.press('Enter', 'Enter');
      await page.pressAt(place);
      assert.deepEqual(await acts(page), ['acknowledge']);
      await page.passTime(restMs);
      await page.page.getByRole('button', { name: 'Resolve', exact: true }).click();
      assert.deepEqual(await acts(page), ['resolve']);
    });
  }
});
