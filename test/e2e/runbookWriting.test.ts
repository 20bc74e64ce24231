import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EditorWindow } from './editorWindow.ts';
import { openWindow } from './openWindow.ts';

const source = `---
title: Checkout is down
sevices: [checkout]
owner: storefront
reviewed: 2020-01-01
---

# Checkout is down

## Symptoms

- Nobody can pay.

## Quick diagnosis

\`\`\`bash
kubectl get pods
echo "$CHECKOUT_URL"
\`\`\`

## Mitigation

See [the other runbook](gone.md).

## Escalation

- Page storefront.
`;

/** A runbook as its writer sees it: in VS Code’s own editor for Markdown. */
describe('Writing a runbook in a window', function () {
  this.timeout(180_000);
  let window: EditorWindow;
  after(() => window?.close());

  before(async () => {
    window = await openWindow({ theme: 'dark', settings: { 'breadcrumbs.enabled': false } });
    mkdirSync(join(window.folder, 'runbooks'), { recursive: true });
    writeFileSync(join(window.folder, 'runbooks/checkout.md'), source);
  });

  it('shows findings in Problems and in the text, and Run… above the block', async () => {
    await window.openFile('runbooks/checkout.md');
    await window.page.locator('.codelens-decoration', { hasText: 'Run…' }).first().waitFor();
    await window.command('Problems: Focus on Problems View');
    for (const text of [
      /“sevices” is no field/,
      /names neither a namespace/,
      /CHECKOUT_URL/,
      /There is no “gone.md”/,
    ])
      await window.treeItem(text).waitFor();
    await window.screenshot('runbook-writing-dark');
  });

  it('mends a finding by its quick fix, with the keyboard', async () => {
    const editor = window.page.locator('.editor-group-container.active .monaco-editor.focused');
    await window.press(window.treeItem(/“sevices” is no field/), editor, 2);
    const fix = window.page.locator('.action-widget').getByText('Change it to “services”');
    // Opening it moves the cursor once more after the focus has come, which closes the menu.
    for (let tries = 1; tries <= 5 && !(await fix.isVisible()); tries++) {
      await window.page.keyboard.press('Control+.');
      await fix.waitFor({ timeout: 4_000 }).catch(() => {});
    }
    await fix.waitFor();
    await window.screenshot('runbook-quick-fix-dark');
    await window.page.keyboard.press('Enter');
    await window.treeItem(/“sevices” is no field/).waitFor({ state: 'detached' });
    await window.page.keyboard.press('Control+S');
  });

  it('opens the runbook at the block’s step', async () => {
    await window.press(
      window.page.locator('.codelens-decoration a', { hasText: 'Run…' }).first(),
      window
        .webview()
        .getByRole('heading', { name: /Quick diagnosis/ })
        .first(),
    );
    await window.screenshot('runbook-from-source-dark');
  });

  it('writes a new one from two answers', async () => {
    await window.command('On-Call: New Runbook…');
    await window.page.getByText('New Runbook (1/2)').waitFor();
    // Whatever takes the focus meanwhile, a panel that opens late or a click beside it, the question stays.
    await window.page.locator('.activitybar').getByRole('tab', { name: 'On-Call' }).click();
    await window.answer('Search is slow');
    await window.page.getByText('New Runbook (2/2)').waitFor();
    await window.page.locator('.activitybar').getByRole('tab', { name: 'Explorer' }).click();
    await window.answer('search');
    await window.editor().getByText('Search is slow').first().waitFor();
    const text = readFileSync(join(window.folder, 'runbooks/search-is-slow.md'), 'utf8');
    assert.match(text, /^---\ntitle: "Search is slow"\nservices: \["search"\]/);
    await window.screenshot('runbook-new-dark');
  });
});
