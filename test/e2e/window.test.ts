import assert from 'node:assert/strict';
import { openWindow } from './openWindow.ts';

describe('The packaged extension', () => {
  for (const version of ['oldest', 'newest'] as const) {
    it(`brings its views into the ${version} VS Code`, async () => {
      const window = await openWindow({ version });
      await window.openView('On-Call');
      await window.page
        .getByRole('heading', { name: /On-Call/ })
        .first()
        .waitFor();
      await window.close();
    });
  }

  it('opens in Restricted Mode and says nothing unasked', async () => {
    const window = await openWindow({ trusted: false });
    await window.openView('On-Call');
    await window.statusBarItem('Restricted Mode').waitFor();
    await window.page.getByRole('button', { name: 'Start a Drill' }).waitFor();
    await window.page.waitForTimeout(3_000);
    assert.equal(await window.notification(/./).count(), 0);
    await window.close();
  });
});
