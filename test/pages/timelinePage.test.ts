import assert from 'node:assert/strict';
import type { EntryKind, TimelineEntry } from '../../src/core/timeline/entry.ts';
import { sampleId } from '../unit/timeline/sampleEntries.ts';
import { type TimelinePage, type TimelinePageOptions, timelinePages } from './timelinePage.ts';

/** 23:30 in Berlin: the next entries are of another day there. */
const began = Date.UTC(2026, 10, 21, 22, 30);
const minute = 60_000;

function entry(number: number, changes: Partial<TimelineEntry> = {}): TimelineEntry {
  const at = new Date(began + number * 7 * minute).toISOString();
  return {
    id: sampleId(number),
    ...{ at, writtenAt: at, author: number % 3 ? 'Ada Lovelace' : 'Grace Hopper' },
    ...{ source: { type: 'person' }, kind: 'note', text: `entry ${number}` },
    ...changes,
  };
}

const run = {
  ...{ runId: 'run-1', runbook: 'runbooks/checkout.md', step: 'Diagnose', cwd: '/srv' },
  ...{ command: 'curl --fail "$SERVICE_URL/health"', outcome: 'failed', exitCode: 22 },
  ...{ startedAt: new Date(began).toISOString(), durationMs: 1200 },
  ...{ outputTail: 'curl: (22) The requested URL returned error: 503', outputCut: false },
};
const kinds: readonly [EntryKind, string][] = [
  ['triggered', 'Triggered: checkout error rate above 5 %'],
  ['acknowledged', 'Acknowledged by Ada Lovelace'],
  ['impact', '3 % of payments fail since the deploy, see https://grafana.example/d/checkout'],
  ['hypothesis', 'The pool of orders-db is exhausted'],
  ['observation', 'orders-db: 200 of 200 connections in use'],
  ['decision', 'Roll back to 4.1.7'],
  ['activity', 'Raised the pool to 400 by hand'],
  ['message', 'Told #incident-checkout: we know why, a fix is on its way'],
  ['action', 'Action item: alert on the pool before it is full'],
];
const story: readonly TimelineEntry[] = [
  ...kinds.map(([kind, text], index) =>
    entry(index, { kind, text, ...(kind === 'decision' && { key: true as const }) }),
  ),
  entry(9, {
    kind: 'run',
    text: 'Diagnose: failed with exit code 22 after 1.2 s (run from runbooks/checkout.md)',
    source: { type: 'run', id: 'run-1' },
    data: run,
  }),
  entry(10, {
    text: 'The pool is set here:\n```ts\nexport const pool = { max: 200 };\n```',
    data: { source: { type: 'file', name: 'src/pool.ts', fromLine: 3, toLine: 3 } },
  }),
  entry(11, {
    amends: sampleId(4),
    text: 'orders-db: 200 of 200 connections in use, 87 waiting',
    at: entry(4).at,
  }),
  entry(12, { text: Array.from({ length: 40 }, (_, line) => `line ${line}`).join('\n') }),
];
const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

/** As the host’s zone has them. */
const inZone = { timeZone: 'Europe/Berlin', hourCycle: 'h23' } as const;
const clock = new Intl.DateTimeFormat('sv-SE', { ...inZone, hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('sv-SE', {
  ...inZone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

describe('The timeline’s screen, as a page', function () {
  this.timeout(60_000);
  const { site, show: showWith } = timelinePages();
  const show = (options: Partial<TimelinePageOptions> = {}) => showWith({ entries: story, ...options });
  const press = async ({ page }: TimelinePage, ...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const focused = ({ page }: TimelinePage) =>
    page.evaluate<string>(
      `document.activeElement === document.body
        ? 'nothing'
        : (document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent)`,
    );
  /** Soon: what moves the focus draws first. */
  const focuses = async (page: TimelinePage, what: RegExp, why = '') => {
    const end = Date.now() + 5_000;
    while (!what.test(await focused(page))) {
      if (Date.now() > end) assert.match(await focused(page), what, why);
      await new Promise(resolve => setTimeout(resolve, 30));
    }
  };
  const noDialog = (page: TimelinePage) =>
    page.until(`![...document.querySelectorAll('dialog')].some(each => each.open)`);
  const give = ({ page }: TimelinePage, name: string, event: string) =>
    page.evaluate<boolean>(`(() => {
      const bytes = Uint8Array.from(atob('${png}'), character => character.charCodeAt(0));
      const files = new DataTransfer();
      files.items.add(new File([bytes], '${name}', { type: 'image/png' }));
      const event = ${event};
      document.querySelector('.composer textarea').dispatchEvent(event);
      return event.defaultPrevented;
    })()`);
  const paste = (page: TimelinePage, name: string) =>
    give(
      page,
      name,
      `new ClipboardEvent('paste', { clipboardData: files, bubbles: true, cancelable: true })`,
    );
  const drag = (page: TimelinePage, type: 'dragover' | 'drop', name: string) =>
    give(page, name, `new DragEvent('${type}', { dataTransfer: files, bubbles: true, cancelable: true })`);

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    for (const width of [400, 1000]) {
      it(`has nothing serious for axe-core, ${theme}, ${width} px, and fits`, async () => {
        const page = await show({ theme, width });
        await page.entry('entry 12').or(page.entry('line 0')).first().waitFor();
        await page.screenshot(`${theme}-${width}`);
        assert.deepEqual(await page.violations(), []);
        await page.entry('Roll back').hover();
        await page.entry('Roll back').getByRole('button', { name: 'Actions of this entry' }).click();
        await page.screenshot(`${theme}-${width}-menu`);
        assert.deepEqual(await page.violations(), []);
        await press(page, 'e');
        await press(page, 'Escape');
        await press(page, 'e');
        await page.page.getByRole('dialog').waitFor();
        await page.screenshot(`${theme}-${width}-edit`);
        assert.deepEqual(await page.violations(), []);
        const overflow = await page.page.evaluate<number>(
          'document.documentElement.scrollWidth - innerWidth',
        );
        assert.ok(overflow <= 0, `${overflow} px too wide`);
      });
    }
  }

  it('shows days and times of the host’s zone, whichever the browser’s is, and UTC on demand', async () => {
    const page = await show();
    const days = () => page.page.getByRole('heading', { level: 2 }).allTextContents();
    await page.entry('Roll back').waitFor();
    assert.deepEqual(await days(), [
      'Saturday 21 November 2026 (Europe/Berlin)',
      'Sunday 22 November 2026 (Europe/Berlin)',
    ]);
    const time = page.entry('Roll back').locator('time');
    assert.equal(await time.textContent(), '00:05:00');
    assert.equal(await time.getAttribute('title'), '2026-11-21 23:05:00 UTC');
    await page.page.getByRole('button', { name: 'UTC' }).click();
    assert.equal(await page.entry('Roll back').locator('time').textContent(), '23:05:00');
    assert.match((await days())[0]!, /^Saturday 21 November 2026 \(UTC\)$/);
  });

  it('names where each entry came from', async () => {
    const entries = [
      entry(0),
      entry(1, { source: { type: 'run', id: 'run-1' } }),
      entry(2, { source: { type: 'provider', id: 'work:R1' } }),
      entry(3, { source: { type: 'import', id: 'i1', from: 'old.csv' } }),
      entry(4, { source: { type: 'extension' } }),
    ];
    const page = await show({ entries });
    await page.entry('entry 4').waitFor();
    assert.deepEqual(await page.page.locator('.entry .source').allTextContents(), [
      ...['by hand', 'run', 'provider', 'imported', 'On-Call'],
    ]);
  });

  it('shows what the clock of its machine said, where that was off', async () => {
    const machineAt = new Date(began + 5 * minute).toISOString();
    const page = await show({ entries: [entry(0, { machineAt }), entry(1)] });
    await page.entry('entry 0').getByText('its machine’s clock said 23:35:00').waitFor();
    assert.equal(await page.entry('entry 1').getByText('its machine’s clock').count(), 0);
  });

  it('shows back what is typed as it will be written, adds it with Enter, and begins a new line with Shift+Enter', async () => {
    const page = await show();
    const box = page.page.getByRole('textbox', { name: 'What happened?' });
    await box.fill('00:30 !roll back once more');
    const meant = page.page.locator('.composer .meant');
    assert.match(
      await meant.innerText(),
      /Decision\s+(\d{4}-\d\d-\d\d )?00:30:00 Europe\/Berlin\s+roll back once more/,
    );
    await box.fill('!');
    assert.match(await meant.innerText(), /A mark alone says nothing/);
    await press(page, 'Enter');
    assert.equal(page.received.filter(({ type }) => type === 'write').length, 0);
    await box.fill('-1m =errors fall');
    await press(page, 'Shift+Enter');
    await page.page.keyboard.type('by half');
    await press(page, 'Enter');
    await page.entry('errors fall').waitFor();
    assert.equal(page.received.filter(({ type }) => type === 'write').length, 1);
    assert.match(await page.entry('errors fall').innerText(), /Observation[\s\S]*errors fall\s+by half/);
    assert.equal(await box.inputValue(), '');
    await page.page.getByRole('button', { name: '# Impact' }).click();
    assert.equal(await box.inputValue(), '# ');
  });

  it('keeps what was typed where it could not be written, and over a reload', async () => {
    const page = await show();
    const box = page.page.getByRole('textbox', { name: 'What happened?' });
    page.nextAnswers.push({ ok: false, error: 'The disk is full.' });
    await box.fill('important words');
    await press(page, 'Enter');
    await page.page.getByRole('alert').getByText('The disk is full.').waitFor();
    assert.equal(await box.inputValue(), 'important words');
    await page.page.reload();
    await page.dress();
    await page.entry('Roll back').waitFor();
    assert.equal(await box.inputValue(), 'important words');
  });

  it('puts what was begun elsewhere under what stands in the box, and keeps both over a reload', async () => {
    const page = await show();
    const box = page.page.getByRole('textbox', { name: 'What happened?' });
    await box.fill(' \n');
    await page.tell({ type: 'compose', text: '!roll back' });
    assert.equal(await box.inputValue(), '!roll back');
    await box.fill('half a note\nof two lines\n');
    await press(page, 'Escape');
    await page.tell({ type: 'compose', text: 'a few words' });
    assert.equal(await box.inputValue(), 'half a note\nof two lines\na few words');
    await focuses(page, /^What happened\?$/);
    await page.page.keyboard.type(' more');
    await page.tell({ type: 'compose', text: null });
    const whole = 'half a note\nof two lines\na few words more';
    assert.equal(await box.inputValue(), whole);
    await page.page.reload();
    await page.dress();
    await page.entry('Roll back').waitFor();
    assert.equal(await box.inputValue(), whole);
  });

  it('says what is to be done about an entry that is not saved yet, and lets go of it', async () => {
    const page = await show();
    const box = page.page.getByRole('textbox', { name: 'What happened?' });
    await box.fill('important words');
    await page.tell({ type: 'notice', text: 'It is not saved yet: free space.' });
    await page.page.getByRole('alert').getByText('It is not saved yet: free space.').waitFor();
    assert.equal(await box.inputValue(), 'important words', 'a notice is no answer');
    await press(page, 'Enter');
    await page.entry('important words').waitFor();
    assert.equal(await box.inputValue(), '');
  });

  it('shows a notice where it covers no box, and in front of the dialog that is open', async () => {
    const page = await show({ width: 600 });
    const words = 'It is not saved yet: free space.';
    const alert = page.page.getByRole('alert').filter({ hasText: words });
    await page.entry('Roll back').waitFor();
    await page.tell({ type: 'notice', text: words });
    const [notice, composer] = [
      await alert.boundingBox(),
      await page.page.locator('.composer').boundingBox(),
    ];
    assert.ok(notice && composer && notice.y + notice.height <= composer.y);
    await press(page, 'Escape');
    assert.equal(await alert.count(), 0);
    await focuses(page, /^What happened\?$/);

    await press(page, 'Escape', 'End', 'e');
    await page.tell({ type: 'notice', text: words });
    await page.page.getByRole('dialog').getByRole('alert').filter({ hasText: words }).waitFor();
    await press(page, 'Escape');
    assert.equal(await alert.count(), 0);
    assert.equal(await page.page.getByRole('dialog').isVisible(), true);
    await press(page, 'Escape');
    await noDialog(page);
  });

  for (const minutes of [-20, 20]) {
    it(`reads a time that is typed by the incident’s clock, ${minutes} min from this machine’s`, async () => {
      const clockOffsetMs = minutes * 60_000;
      const page = await show({ clockOffsetMs });
      await page.entry('Roll back').waitFor();
      const near = async (selector: string) => {
        const said = await page.page.locator(selector).innerText();
        const ago = [4, 5, 6].map(before => new Date(Date.now() + clockOffsetMs - before * 60_000));
        return ago.some(at => said.includes(clock.format(at))) || said;
      };
      await page.page.getByRole('textbox', { name: 'What happened?' }).fill('-5m cause found');
      assert.equal(await near('.composer .meant'), true);
      await page.entry('Roll back').focus();
      await press(page, 't');
      const time = page.page.getByRole('textbox', { name: 'When it happened' });
      await time.fill('-5m');
      assert.equal(await near('dialog.edit .meant'), true);
      const soon = new Date(Date.now() + clockOffsetMs - 60_000);
      await time.fill(`${day.format(soon)} ${clock.format(soon)}`);
      assert.doesNotMatch(await page.page.locator('dialog.edit .meant').innerText(), /still to come/);
    });
  }

  const textBox = ({ page }: TimelinePage) =>
    page.getByRole('textbox', { name: 'What happened', exact: true });
  const timeBox = ({ page }: TimelinePage) => page.getByRole('textbox', { name: 'When it happened' });
  const edits = ({ received }: TimelinePage) =>
    received.map(({ type }) => type).filter(type => type.startsWith('edit'));
  const reload = async (page: TimelinePage) => {
    await page.page.reload();
    await page.dress();
    await page.entry('Roll back').waitFor();
  };

  it('edits the text also where the time that was changed with it is refused, and keeps the time', async () => {
    const page = await show();
    await page.entry('Roll back').waitFor();
    await press(page, 'Escape', 'End', 'e');
    await textBox(page).fill('said better');
    await timeBox(page).fill('-10m');
    page.nextAnswers.push({ ok: false, error: 'That time cannot be.' });
    await press(page, 'Enter');
    await page.entry('said better').waitFor();
    await page.page.getByRole('alert').getByText('That time cannot be.').waitFor();
    assert.deepEqual(edits(page), ['editTime', 'editText']);
    assert.equal(await timeBox(page).inputValue(), '-10m');
    await press(page, 'Enter');
    await noDialog(page);
    assert.deepEqual(edits(page), ['editTime', 'editText', 'editTime'], 'the text is saved already');
  });

  it('keeps a text that is refused in its dialog', async () => {
    const page = await show();
    await page.entry('Roll back').waitFor();
    await press(page, 'Escape', 'End', 'e');
    await textBox(page).fill('all that was found out');
    page.nextAnswers.push({ ok: false, error: 'It is too long.' });
    await press(page, 'Control+Enter');
    await page.page.getByRole('dialog').getByRole('alert').getByText('It is too long.').waitFor();
    assert.equal(await textBox(page).inputValue(), 'all that was found out');
    assert.deepEqual(await page.violations(), []);
    await press(page, 'Control+Enter');
    await noDialog(page);
    await page.entry('all that was found out').waitFor();
  });

  it('opens the dialog again as it stood when another tab came over it', async () => {
    const page = await show();
    await page.entry('Roll back').waitFor();
    await press(page, 'Escape', 'End', 'e');
    const before = await timeBox(page).inputValue();
    await textBox(page).fill('half a thought');
    await reload(page);
    await focuses(page, /^$/, 'the box for the text');
    assert.equal(await textBox(page).inputValue(), 'half a thought');
    assert.equal(await timeBox(page).inputValue(), before);
    await press(page, 'Control+Enter');
    await noDialog(page);
    await page.entry('half a thought').waitFor();
    assert.deepEqual(edits(page), ['editText']);
    await press(page, 'Escape', 'End', 'e');
    await textBox(page).fill('never mind');
    await press(page, 'Escape');
    await noDialog(page);
    await reload(page);
    await noDialog(page);
  });

  it('lets go of what was written while another tab stood over it, and of no more', async () => {
    const page = await show();
    const box = page.page.getByRole('textbox', { name: 'What happened?' });
    await box.fill('rolled back');
    await reload(page);
    await page.tell({ type: 'written', text: 'rolled back' });
    assert.equal(await box.inputValue(), '');
    await box.fill('rolled back\nand watched');
    await page.tell({ type: 'written', text: 'rolled back' });
    assert.equal(await box.inputValue(), '\nand watched');
    await page.tell({ type: 'written', text: 'rolled back' });
    assert.equal(await box.inputValue(), '\nand watched');
    await box.fill('');
    await press(page, 'Escape', 'End', 'e');
    await textBox(page).fill('said better');
    await timeBox(page).fill('-10m');
    await reload(page);
    const id = story.at(-1)!.id;
    await page.tell({ type: 'edited', entry: story[0]!.id, text: 'said better', time: '-10m' });
    await page.tell({ type: 'edited', entry: id, text: 'said better', time: null });
    assert.equal(await timeBox(page).inputValue(), '-10m', 'that is still to be saved');
    await page.tell({ type: 'edited', entry: id, text: null, time: '-10m' });
    await noDialog(page);
    await reload(page);
    await noDialog(page);
    assert.deepEqual(edits(page), []);
  });

  it('says of a file that is far too large that it is, and of what is no file that it cannot be read', async () => {
    const page = await show();
    await page.page.evaluate(
      `Object.defineProperty(File.prototype, 'size', { get: () => 3e9, configurable: true })`,
    );
    await drag(page, 'drop', 'heap.bin');
    await page.page
      .getByRole('alert')
      .getByText('“heap.bin” is empty, or larger than 10 MB. Put it')
      .waitFor();
    await page.page.evaluate(`delete File.prototype.size;
      Blob.prototype.arrayBuffer = () => Promise.reject(new Error('a folder'))`);
    await drag(page, 'drop', 'logs');
    await page.page.getByRole('alert').getByText('“logs” cannot be read. Attach a file.').waitFor();
    assert.equal(page.received.filter(({ type }) => type === 'attach').length, 0);
  });

  it('filters by kind, person, key events and words, and says when nothing is like that', async () => {
    const page = await show();
    const shown = async () => page.page.locator('li.entry').count();
    const all = await shown();
    const toggle = (name: RegExp) => page.page.getByRole('button', { name });
    await toggle(/^Decisions/).click();
    await page.until(`document.querySelectorAll('li.entry').length === 2`);
    await toggle(/^Impact \d/).click();
    await page.until(`document.querySelectorAll('li.entry').length === 3`);
    await toggle(/^Decisions/).click();
    await toggle(/^Impact \d/).click();
    await toggle(/^Grace Hopper/).click();
    await page.until(
      `[...document.querySelectorAll('.author')].every(each => each.textContent === 'Grace Hopper')`,
    );
    await toggle(/^Grace Hopper/).click();
    await toggle(/^Key events/).click();
    await page.until(`document.querySelectorAll('li.entry').length === 1`);
    await toggle(/^Key events/).click();
    await page.until(`document.querySelectorAll('li.entry').length === ${all}`);
    await press(page, 'Escape', '/');
    await page.page.keyboard.type('pool db');
    await page.until(`document.querySelectorAll('li.entry').length === 1`);
    await page.page.keyboard.type(' nothing like it');
    await page.page.getByText('No entry is like that.').waitFor();
    await page.page.getByRole('button', { name: 'Show all' }).click();
    await page.until(`document.querySelectorAll('li.entry').length === ${all}`);
  });

  it('works by keyboard alone: writes, walks, edits text and time, marks, retracts, restores, attaches a picture', async () => {
    const page = await show();
    await page.entry('Roll back').waitFor();
    await focuses(page, /^What happened\?$/, 'the box has the focus when the panel opens');
    await paste(page, 'pool.png');
    await page.page.getByRole('button', { name: 'Do not attach pool.png' }).waitFor();
    await page.page.keyboard.type('the pool as Grafana shows it');
    await press(page, 'Enter');
    const written = page.entry('the pool as Grafana shows it');
    await written.locator('img').waitFor();
    await page.screenshot('picture');
    await press(page, 'Escape', 'End');
    await focuses(page, /Note, the pool as Grafana shows it, Ada Lovelace, by hand, 1 attached/);
    await press(page, 's');
    await written.getByText('Key event').waitFor();
    await focuses(page, /key event/, 'the focus stays where it was');
    await press(page, 'e');
    await page.page.keyboard.press('Control+A');
    await page.page.keyboard.type('the pool at its worst');
    await press(page, 'Control+Enter');
    const edited = page.entry('the pool at its worst');
    await edited.waitFor();
    await press(page, 'End', 't');
    await page.page.keyboard.type('-10m');
    await press(page, 'Enter');
    // The dialog is closed before the journal has it.
    await edited.getByText(/^written/).waitFor();
    await press(page, 'End', 'h');
    const history = page.page.getByRole('dialog', { name: 'History of the entry' });
    await history.getByText('Time edited').waitFor();
    assert.deepEqual(await history.locator('strong').allTextContents(), [
      'Time edited',
      'Text edited',
      'Marked as key event',
      'Written',
    ]);
    await page.screenshot('history');
    await press(page, 'Escape');
    await noDialog(page);
    await press(page, 'End');
    await focuses(page, /^[^]*the pool at its worst/);
    await press(page, 'x');
    await edited.waitFor({ state: 'detached' });
    await page.page.getByRole('button', { name: /^Retracted/ }).click();
    await edited.waitFor();
    await press(page, 'Escape', 'n', 'Escape', 'End', 'x');
    await edited.getByText('Retracted').waitFor({ state: 'detached' });
    await press(page, 'ArrowUp', 'Enter');
    await page.page.getByRole('menu').waitFor();
    await press(page, 'ArrowDown', 'End', 'Escape', '?');
    await page.page.getByRole('dialog', { name: 'Keys in a timeline' }).waitFor();
    await page.screenshot('keys');
  });

  it('gives the focus back to an entry that another window changed while a dialog stood over it', async () => {
    const page = await show();
    await page.entry('Roll back').waitFor();
    await press(page, 'Escape', 'End', 'h');
    await page.page.getByRole('dialog', { name: 'History of the entry' }).waitFor();
    const last = story.at(-1)!;
    page.add({ ...last, id: `7${'0'.repeat(25)}`, amends: last.id, text: 'said better' });
    await page.entry('said better').waitFor();
    await press(page, 'Escape');
    await focuses(page, /said better/);
    await press(page, 'x');
    await page.entry('said better').waitFor({ state: 'detached' });
  });

  it('takes a file that is dropped on the box, and takes it back before it is written', async () => {
    const page = await show();
    await page.entry('Roll back').waitFor();
    assert.equal(await drag(page, 'dragover', 'pool.png'), true, 'a drop is possible there');
    const dropping = () => page.page.locator('.composer.dropping').count();
    assert.equal(await dropping(), 1, 'it is shown where it would go');
    assert.equal(await drag(page, 'drop', 'pool.png'), true, 'the page does not open it instead');
    assert.equal(await dropping(), 0);
    await drag(page, 'drop', 'other.png');
    await page.page.getByRole('button', { name: 'Do not attach other.png' }).click();
    await page.page.getByRole('textbox', { name: 'What happened?' }).fill('the pool, dropped');
    await press(page, 'Enter');
    const written = page.entry('the pool, dropped');
    await written.locator('img').waitFor();
    assert.equal(await written.locator('img').count(), 1);
  });

  it('opens links, attachments, outputs and runbooks by number, through the host', async () => {
    const page = await show();
    const link = page.page.getByRole('link', { name: 'https://grafana.example/d/checkout' });
    await link.click();
    await page.until('true');
    const failed = page.entry('Diagnose: failed');
    await failed.focus();
    await press(page, 'o', 'b', 'c');
    await page.page.getByRole('status').getByText('Copied').waitFor({ state: 'attached' });
    assert.deepEqual(page.opened, ['https://grafana.example/d/checkout']);
    assert.deepEqual(page.acts, ['showOutput', 'openRunbook', 'copy']);
  });

  it('sends an entry to the provider, unless it is the provider’s own', async () => {
    const told = entry(0, { source: { type: 'provider', id: 'work:R1' } });
    const page = await show({ entries: [told, entry(1)] });
    const send = page.page.getByRole('menuitem', { name: 'Send to the Provider as a Note' });
    await page.entry('entry 1').waitFor();
    await press(page, 'Escape', 'End', 'Enter');
    await send.click();
    await page.until('true');
    assert.deepEqual(page.acts, ['send']);
    await press(page, 'Home', 'Enter');
    await page.page.getByRole('menuitem', { name: /^Copy/ }).waitFor();
    assert.equal(await send.count(), 0);
  });

  it('keeps place, focus and selection while entries come, and says how many', async () => {
    const many = Array.from({ length: 1_000 }, (_, number) => entry(number));
    const page = await show({ entries: many });
    await page.entry(/entry 999$/).waitFor();
    await press(page, 'Escape', 'PageUp', 'PageUp', 'PageUp', 'PageUp');
    const at = await focused(page);
    const top = () =>
      page.page.evaluate<number>('Math.round(document.activeElement.getBoundingClientRect().top)');
    const before = await top();
    for (let burst = 0; burst < 20; burst++) {
      page.add(...Array.from({ length: 10 }, (_, number) => entry(1_000 + burst * 10 + number)));
      await page.page.waitForTimeout(20);
    }
    await page.page.getByRole('button', { name: /200 new entries/ }).waitFor();
    assert.equal((await focused(page)).replace(/of .*$/, ''), at.replace(/of .*$/, ''));
    assert.ok(Math.abs((await top()) - before) <= 1, `${before} → ${await top()}`);
    await page.page.getByRole('button', { name: /200 new entries/ }).click();
    await page.until(`document.activeElement.textContent.includes('entry 1199')`);
  });

  it('draws a part of 100,000 entries and reaches both ends', async () => {
    const many = Array.from({ length: 100_000 }, (_, number) =>
      entry(0, {
        id: sampleId(number),
        text: `entry ${number}`,
        at: new Date(began + number * 1_000).toISOString(),
      }),
    );
    const page = await show({ entries: many });
    await page.entry(/entry 99999$/).waitFor();
    await press(page, 'Escape', 'Home');
    await page.until(`document.activeElement.textContent.includes('entry 0')`);
    await focuses(page, /1 of 100000$/);
    for (let pages = 0; pages < 60; pages++) await press(page, 'PageDown');
    await focuses(page, /\b(?!1 of)\d{2,} of 100000$/);
    assert.ok((await page.page.locator('li.entry').count()) <= 600);
    await press(page, 'End');
    await page.until(`document.activeElement.textContent.includes('entry 99999')`);
  });

  it('lets no text become anything but text', async () => {
    const texts = [
      '<img src=x onerror=alert(1)>',
      '<script>alert(1)</script>',
      '[x](javascript:alert(1))',
      '![x](https://evil.example/x.png)',
      'https://evil.example/"onmouseover=alert(1)',
      '```html\n<b>bold</b>\n```',
    ];
    const source = (name: string) => ({ type: 'file', name, fromLine: 1, toLine: 2 });
    const page = await show({
      entries: texts.map((text, number) =>
        entry(number, {
          text,
          author: text,
          data: { source: source(text), links: [{ href: text, title: text }] },
        }),
      ),
    });
    await page.entry('onerror').first().waitFor();
    const kindsOf = await page.page.evaluate<string[]>(
      `[...new Set([...document.querySelector('.days').querySelectorAll('*')].map(each => each.localName))].sort()`,
    );
    const ours = 'a button code details div h2 li ol path pre section span summary svg time'.split(' ');
    assert.deepEqual(
      kindsOf.filter(kind => !ours.includes(kind)),
      [],
    );
    await page.page.evaluate(`document.querySelectorAll('.days a').forEach(link => link.click())`);
    await page.page.waitForTimeout(500);
    assert.notEqual(page.opened.length, 0);
    for (const address of page.opened) assert.match(address, /^https:\/\/evil\.example\//);
    assert.equal(page.page.url(), `${site.origin}/`);
  });
});
