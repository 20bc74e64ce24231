import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EditorWindow } from './editorWindow.ts';
import { openWindow } from './openWindow.ts';
import { removeFolder } from '../removeFolder.ts';

const source = `---
title: Orders are stuck
services: [checkout]
owner: Shop
reviewed: 2026-11-20
variables:
  - name: ORDER
    default: "1001"
    description: The order that is stuck
    pattern: "[0-9]+"
  - name: TITLE
    from: incident.title
  - name: API_KEY
    description: The key of the payment service
    secret: true
---

# Orders are stuck

## Look

\`\`\`bash {"name":"look"}
printf 'order=%s title=%s\\n' "$ORDER" "$TITLE"
export FOUND="queue of $ORDER"
mkdir -p work && cd work
\`\`\`

\`\`\`bash {"name":"next","expectExit":"3","expectOutput":"queue of"}
printf '%s in %s\\n' "$FOUND" "\${PWD##*/}"
exit 3
\`\`\`

## Watch

\`\`\`bash {"name":"watch","background":"true"}
printf 'watching\\n'
sleep 600
\`\`\`

## Mend

\`\`\`bash {"name":"mend","manual":"true","rollback":"unmend"}
touch mended
\`\`\`

\`\`\`bash {"name":"unmend"}
rm -f mended
\`\`\`

## Clear

\`\`\`bash {"name":"clear","excludeFromRunAll":"true"}
kubectl --context prod-eu delete namespace shop
\`\`\`

## Restart

\`\`\`sh {"name":"restart","excludeFromRunAll":"true"}
kubectl --context prod-eu rollout restart deployment/shop
\`\`\`

## Check

\`\`\`bash {"name":"check","timeout":"30s"}
test -e mended
\`\`\`
`;

/** What a runbook can do beyond running one block, worked by a person in the packaged extension. */
describe('A runbook with variables, state, a sequence and a background block', function () {
  this.timeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), 'on-call-runbook-'));
  let window: EditorWindow;
  after(() => window?.close());

  before(async () => {
    mkdirSync(join(folder, 'runbooks'));
    writeFileSync(join(folder, 'runbooks/orders-stuck.md'), source);
    window = await openWindow({ folder, theme: 'dark', size: { width: 1600, height: 1000 } });
  });
  after(() => removeFolder(folder));

  const page = () => window.webview();
  const block = (step: string) => page().locator(`section[aria-label="Block, ${step}"]`).first();
  const runButton = (step: string) =>
    page().getByRole('button', { name: `Run in terminal, ${step}`, exact: true });
  const sequence = () => page().locator('section[aria-label="Running several blocks"]');
  const inputBox = () => window.page.locator('.quick-input-widget');
  const journal = () => {
    const incidents = join(folder, 'incidents');
    return readdirSync(incidents, { recursive: true, encoding: 'utf8' })
      .filter(path => /timeline-[a-z0-9]{8}\.jsonl$/.test(path))
      .map(path => readFileSync(join(incidents, path), 'utf8'))
      .join('');
  };

  it('is among the ranked ones, each with its reason, and opens from there', async () => {
    await window.openView('On-Call');
    await window.page.getByRole('button', { name: 'Start a Drill' }).click();
    await window.select(/triggered.*Checkout error rate/i);
    await window.command('On-Call: Choose a Runbook…');
    await window.quickPickItem('Orders are stuck').waitFor();
    await window.screenshot('20-ranked-runbooks-dark');
    await window.quickPickItem('Orders are stuck').click();
    await page().getByRole('heading', { name: 'Orders are stuck' }).first().waitFor();
    await page()
      .getByText(/service.*checkout/i)
      .first()
      .waitFor();
  });

  it('shows its variables, and asks for them before the block that uses them', async () => {
    // Open by itself, because one of them has no value yet.
    await page().getByText('The order that is stuck').waitFor();
    await page().getByText('1 needs a value').waitFor();
    await window.screenshot('21-variables-dark');
    await runButton('Look').click();
    await inputBox()
      .getByText(/The order that is stuck/)
      .waitFor();
    await window.screenshot('22-variable-asked-dark');
    await window.answer('12a');
    await inputBox()
      .getByText(/\[0-9\]\+/)
      .first()
      .waitFor();
    await window.answer('1234');
    // The title comes from the incident and is asked for with that filled in.
    await inputBox().getByText(/TITLE/).first().waitFor();
    await window.page.keyboard.press('Enter');
    await block('Look').getByText(/^OK/).first().waitFor({ timeout: 60_000 });
    await window
      .terminal()
      .getByText(/order=1234 title=Checkout error rate/)
      .first()
      .waitFor();
  });

  it('hands on what the block exported and where it went, and shows both', async () => {
    await page().locator('summary', { hasText: 'Handed on' }).click();
    await page().getByText('queue of 1234').first().waitFor();
    await window.screenshot('23-state-dark');
  });

  it('takes an exit code that is expected for what it is', async () => {
    await runButton('Look, 2').click();
    await block('Look, 2')
      .getByText(/as expected/i)
      .first()
      .waitFor({ timeout: 60_000 });
    await window.screenshot('24-as-expected-dark');
  });

  it('runs all of it: the background block goes on, and a person is waited for', async () => {
    await page().getByRole('button', { name: 'Run all' }).click();
    await window.page.locator('.monaco-dialog-box').waitFor();
    await window.screenshot('25-run-all-asked-dark');
    await window.dialogButton('Run Them').click();
    await sequence()
      .getByText(/Waits for you/)
      .waitFor({ timeout: 60_000 });
    await page().locator('ul[aria-label="Running in the background"] li').first().waitFor();
    await window.screenshot('26-sequence-waits-dark');
  });

  it('goes on when told, and ends', async () => {
    await sequence().getByRole('button', { name: 'Continue' }).click();
    await sequence().locator('.count', { hasText: '5 of 5' }).waitFor({ timeout: 60_000 });
    await block('Mend').getByText(/^OK/).first().waitFor();
    await block('Mend').getByRole('button', { name: /Undo/ }).waitFor();
    await window.screenshot('27-sequence-done-dark');
  });

  /** Where the first block went, by itself and then with all the others. */
  const left = join(folder, 'work/work');
  /** The lines of the question that stands before everything else. */
  const asked = async () => {
    const dialog = window.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    const detail = await dialog.locator('.dialog-message-detail').innerText();
    return [
      await dialog.locator('.dialog-message').innerText(),
      ...detail.split('\n').map(line => line.trim()),
    ];
  };

  it('asks before it changes something in production: what runs, where, with what; and runs nothing otherwise', async () => {
    await runButton('Restart').click();
    const lines = await asked();
    await window.screenshot('30-changing-asked-dark');
    assert.equal(lines[0], 'Run “Restart”, which changes something?');
    for (const line of [
      'Environment: production',
      'kubectl --context prod-eu rollout restart deployment/shop',
      `In ${left}, with sh`,
    ])
      assert.ok(lines.includes(line), `${line} in\n${lines.join('\n')}`);
    assert.match(lines[1]!, /^On .*prod-eu/);
    await window.page.keyboard.press('Escape');
    await block('Restart')
      .getByText(/not approved; nothing was run/)
      .waitFor();
    assert.ok(!journal().includes('rollout restart'));
  });

  it('wants the target typed before it destroys something in production, and runs nothing otherwise', async () => {
    await runButton('Clear').click();
    const lines = await asked();
    await window.screenshot('30-destructive-asked-dark');
    assert.equal(lines[0], 'Run the destructive block “Clear”?');
    for (const line of ['kubectl --context prod-eu delete namespace shop', `In ${left}, with bash`])
      assert.ok(lines.includes(line), `${line} in\n${lines.join('\n')}`);
    await window.dialogButton('Run').click();
    await inputBox()
      .getByText(/Type the name of the target/)
      .waitFor();
    await window.page.keyboard.type('prod-us');
    await inputBox()
      .getByText(/Type exactly/)
      .waitFor();
    await window.screenshot('31-target-typed-dark');
    await window.page.keyboard.press('Escape');
    await block('Clear')
      .getByText(/not approved; nothing was run/)
      .waitFor();
    assert.ok(!journal().includes('delete namespace'));
  });

  it('keeps earlier runs, and the whole output can be opened', async () => {
    await block('Look').locator('summary', { hasText: 'earlier run' }).click();
    await window.screenshot('28-history-dark');
  });

  it('comes back after the window was reloaded, with what was run', async () => {
    await window.reload();
    await page().getByRole('heading', { name: 'Orders are stuck' }).first().waitFor({ timeout: 60_000 });
    await block('Mend').getByText(/^OK/).first().waitFor({ timeout: 60_000 });
    await window.screenshot('29-after-reload-dark');
  });

  it('stops the background block, and all of it stands in the timeline', async () => {
    const background = page().locator('ul[aria-label="Running in the background"] li').first();
    await background.getByRole('button', { name: /Stop/ }).click();
    await block('Watch')
      .getByText(/Cancelled/)
      .first()
      .waitFor({ timeout: 60_000 });
    const runs = () =>
      journal()
        .split('\n')
        .filter(line => line.includes('"kind":"run"'));
    const of = (step: string) => runs().filter(line => line.includes(`"step":"${step}"`));
    // What was taken over after the reload is shown at once, and written when it is sure that nobody else did.
    for (let look = 0; of('Watch').length === 0 && look < 100; look++) await sleep(100);
    assert.equal(of('Watch').length, 1);
    assert.equal(of('Mend').length, 1);
    assert.ok(runs().some(line => line.includes('"met":true')));
  });

  it('says in the editor what a block may do, and in the side bar what the runbooks lack', async () => {
    await window.openFile('orders-stuck.md');
    const lens = window.page.locator('.codelens-decoration a', { hasText: /Destructive: kubectl/ }).first();
    await window.command('On-Call: Refresh Runbook Coverage');
    await window.unfold('Runbook Coverage');
    await window.treeItem(/Orders are stuck/).waitFor();
    await window.screenshot('32-coverage-dark');
    // Far down: the editor draws only what is to be seen.
    await window.editor().first().click();
    await window.page.keyboard.press('Control+End');
    await window.press(
      lens,
      inputBox()
        .getByText(/kubectl/)
        .first(),
    );
    await window.screenshot('33-explain-risk-dark');
    await window.page.keyboard.press('Escape');
  });
});
