import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EditorWindow } from './editorWindow.ts';
import { openWindow } from './openWindow.ts';

/** One incident from the page to the post-mortem, as a person works it, in the packaged extension. */
describe('An incident, from the page to the post-mortem', function () {
  this.timeout(180_000);
  let window: EditorWindow;
  after(() => window?.close());

  before(async () => {
    window = await openWindow({ theme: 'dark', size: { width: 1600, height: 1000 } });
  });

  const block = (step: string) => window.webview().locator(`section[aria-label="Block, ${step}"]`).first();
  const runBlock = async (step: string) => {
    const section = block(step);
    await section.scrollIntoViewIfNeeded();
    // Where it scrolls to may be where Run was just pressed; a person has read by then what came of that one, and the
    // page refuses what is as quick as a double click.
    await sleep(600);
    await section.getByRole('button', { name: `Run in terminal, ${step}` }).click();
    return section;
  };
  const folder = () => {
    const incidents = join(window.folder, 'incidents');
    const name = readdirSync(incidents).find(entry =>
      readdirSync(join(incidents, entry))
        .filter(file => file.startsWith('incident-'))
        .some(file => readFileSync(join(incidents, entry, file), 'utf8').includes('"checkout"')),
    );
    assert.ok(name, 'the incident has a folder');
    return join(incidents, name);
  };

  it('offers a drill before anybody signs in', async () => {
    await window.openView('On-Call');
    await window.page.getByRole('button', { name: 'Start a Drill' }).waitFor();
    await window.screenshot('1-signed-out-dark');
    await window.page.getByRole('button', { name: 'Start a Drill' }).click();
  });

  it('shows the incident in the tree, and acknowledging moves it', async () => {
    await window.treeItem(/triggered.*Checkout error rate/i).waitFor();
    await window.statusBarItem(/1 \/ 1/).waitFor();
    await window.screenshot('2-incident-dark');
    await window.treeAction(/Checkout error rate/i, 'Acknowledge');
    await window.treeItem(/acknowledged.*Checkout error rate/i).waitFor();
    // It is what is worked on now: its timeline shows without another click.
    await window.treeItem(/Acknowledged by/i).waitFor();
  });

  it('opens the runbook at the heading that the alert names, and says why', async () => {
    await window.treeAction(/Checkout error rate/i, 'Open Runbook');
    const runbook = window.webview();
    await runbook
      .getByRole('heading', { name: /checkout fails after a deploy/i })
      .first()
      .waitFor();
    await runbook.getByText(/alert/i).first().waitFor();
    await runbook.getByText('DRILL', { exact: true }).first().waitFor();
    await window.screenshot('3-runbook-dark');
  });

  it('says how dangerous each block is, in words', async () => {
    await block('Quick diagnosis').getByText('Read-only', { exact: true }).waitFor();
    const rollback = block('Rollback');
    await rollback.scrollIntoViewIfNeeded();
    await rollback.getByText('Changes something', { exact: true }).click();
    await rollback.getByText(/Sends a request that changes something/).waitFor();
    await window.screenshot('3b-risk-dark');
    await rollback.locator('summary').first().click();
  });

  it('runs a diagnosis block, which fails with its exit code', async () => {
    const section = await runBlock('Quick diagnosis');
    await section.getByText(/failed.*exit code 22/i).waitFor({ timeout: 60_000 });
    await window.screenshot('4-diagnosis-failed-dark');
  });

  it('keeps a tick of the checklist for this incident', async () => {
    const item = window.webview().getByRole('checkbox', { name: /Is the service unhealthy/ });
    await item.check();
    await window.treeItem(/Ticked .*Is the service unhealthy/).waitFor();
  });

  it('runs the mitigation, and the verification is ok', async () => {
    const rollback = await runBlock('Rollback');
    await rollback.getByText(/^ok/i).first().waitFor({ timeout: 60_000 });
    const verification = await runBlock('Verification');
    await verification.getByText(/^ok/i).first().waitFor({ timeout: 40_000 });
    await window.untilNothingRests();
    await window.screenshot('5-mitigated-dark');
  });

  it('takes an entry by hand, with its time in front', async () => {
    // Of the incident whose runbook is in front; the monitor may have resolved it by now. Late enough to stand among
    // the rows that fit, and just after midnight not in a day that is folded.
    await window.command('On-Call: Add Timeline Entry…');
    await window.answer('-0s The coupon code of v42 divides by zero');
    await window.treeItem(/The coupon code of v42/).waitFor();
  });

  it('sees the monitor resolve it, and the timeline says so', async () => {
    await window.treeItem(/^Recently Resolved/).waitFor({ timeout: 60_000 });
    await window.treeItem(/Resolved/).waitFor();
    await sleep(500);
    await window.screenshot('6-resolved-dark');
  });

  it('generates the post-mortem, which holds all of it', async () => {
    await window.choose('On-Call: Generate Post-mortem', 'On-Call, ');
    const path = join(folder(), 'post-mortem.md');
    const text = await eventually(() => readFile(path, 'utf8'));
    for (const part of [
      /^# /m,
      /## Timeline/,
      /exit.*22|22/,
      /The coupon code of v42 divides by zero/,
      /Is the service unhealthy/,
      /Acknowledged/i,
      /Resolved/i,
      /not recorded/,
      /## Action items/i,
    ]) {
      assert.match(text, part);
    }
    await window.editor().getByText('Summary').first().waitFor();
    await window.screenshot('7-post-mortem-dark');
  });

  it('keeps what a person wrote when it is generated again', async () => {
    const path = join(folder(), 'post-mortem.md');
    const before = await readFile(path, 'utf8');
    const words = 'The discount code was never tested with a total of zero.';
    await writeFile(path, before.replace(/(## Root cause\n+)[^\n]*/, `$1${words}`));
    await window.command('On-Call: Add Timeline Entry…');
    await window.answer('After the first document');
    await window.treeItem(/After the first document/).waitFor();
    await window.command('On-Call: Generate Post-mortem');
    let after = '';
    for (const end = Date.now() + 20_000; !after.includes('After the first document');) {
      assert.ok(Date.now() < end, 'the document was generated again');
      await sleep(100);
      after = await readFile(path, 'utf8');
    }
    assert.equal(after.split(words).length, 2, 'the words stand there once');
  });

  it('opens the timeline as Markdown', async () => {
    await window.command('On-Call: Open Timeline as Markdown');
    await window
      .editor()
      .getByText(/Timeline:/)
      .first()
      .waitFor();
    await window.screenshot('8-timeline-dark');
  });
});

async function eventually<T>(read: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await read();
    } catch (error) {
      if (attempt === 50) throw error;
      await sleep(200);
    }
  }
}
