import assert from 'node:assert/strict';
import type { PieceView } from '../../src/protocol/runbook.ts';
import { runbookPages } from './runbookPage.ts';
import { viewOf } from './runbookViews.ts';

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
});
