import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EditorWindow } from './editorWindow.ts';
import { openWindow } from './openWindow.ts';

/** The process around one incident, led from the side bar. */
describe('The response to an incident', function () {
  this.timeout(120_000);
  let window: EditorWindow;
  after(() => window?.close());

  before(async () => {
    window = await openWindow({ theme: 'dark', size: { width: 1600, height: 1200 } });
    await window.openView('On-Call');
    await window.page.getByRole('button', { name: 'Start a Drill' }).click();
    await window.treeItem(/triggered.*Checkout error rate/i).waitFor();
  });

  const pick = (label: string) => window.quickPickItem(label).click();

  it('begins when somebody works on it, and says what comes first', async () => {
    await window.treeAction(/Checkout error rate/i, 'Acknowledge');
    await window.treeItem(/acknowledged.*Checkout error rate/i).waitFor();
    await window.select(/Checkout error rate/i);
    await window.treeItem(/^Stage: Detection/).waitFor();
    await window.treeItem(/^Triage\? Somebody has acknowledged it/).waitFor();
    await window.statusBarItem(/Detection/).waitFor();
    await window.screenshot('response-1-detection-dark');
  });

  it('is triaged: Enter takes the severity that is proposed', async () => {
    await window.press(window.treeItem(/^Severity: /), window.quickPickItem('high'));
    await pick('high');
    await pick('high');
    await window.quickPickItem('P1').waitFor();
    await window.screenshot('response-2-triage-dark');
    await window.page.keyboard.press('Enter');
    await pick('monitoring');
    await window.answer('Nobody can pay');
    await window.treeItem(/^Stage: Triage/).waitFor();
    await window.treeItem(/^Severity: P1/).waitFor();
    await window.treeItem(/^Roles, 4 missing/).waitFor();
    await window.treeItem(/^Update to stakeholders, in \d+ min/).waitFor();
    await window.statusBarItem(/P1 · .* · Triage/).waitFor();
  });

  it('ticks the checklist and gives the command to somebody', async () => {
    await window.tick(/^Is it a real incident/);
    await window.treeItem(/^Checklist: Triage, 1 \/ 6/).waitFor();
    await window.press(window.treeItem(/^Incident Commander, nobody/), window.question());
    await window.answer('Ada Osei');
    await window.treeItem(/^Incident Commander, Ada Osei/).waitFor();
    await window.screenshot('response-3-roles-dark');
  });

  it('hands the command over with a summary', async () => {
    await window.treeAction(/^Incident Commander, Ada Osei/, 'Hand Over a Role…');
    await window.answer('Grace Lindt');
    await window.treeItem(/^Incident Commander, Grace Lindt/).waitFor();
    await window.page.getByRole('tab', { name: /Hand-over of Incident Commander/ }).waitFor();
    await window
      .editor()
      .getByText(/Ada\sOsei/)
      .first()
      .waitFor();
    await window.screenshot('response-4-hand-over-dark');
  });

  it('goes on by one step, and the details and the list say so', async () => {
    await window.treeAction(/^Stage: Triage/, 'Move to the Next Stage');
    await window.treeItem(/^Stage: Investigation/).waitFor();
    await window.treeItem(/Checkout error rate.*Investigation/).waitFor();
    await window.command('On-Call: Show Incident Details');
    const details = window.webview();
    await details.getByText(/^Investigation, since/).waitFor();
    await details.getByText('Grace Lindt').first().waitFor();
    await window.screenshot('response-5-details-dark');
  });

  it('reports a leak, and says who has to know', async () => {
    await window.command('On-Call: Report Financial Impact or a Data Leak…');
    await pick('Suspected data leak');
    await window.notification(/Suspected data leak.*Tell CISO, Legal/).waitFor();
    await window.treeItem(/^Suspected data leak, (due now|\d+ min overdue) · tell CISO, Legal/).waitFor();
    await window.screenshot('response-6-leak-dark');
    await window.treeAction(/^Suspected data leak/, 'Mark a Deadline as Done…');
    await window.answer('The CISO is in the call');
    await window.treeItem(/^Suspected data leak/).waitFor({ state: 'detached' });
  });

  it('opens a channel of its own, with the link to the call in it', async () => {
    await window.command('On-Call: Open a Channel for the Incident…');
    await window.notification(/#incident-\d{4}-\d\d-\d\d is open\./).waitFor();
    await window.treeItem(/Sent to Slack #incident-.*Bridge: https:/).waitFor();
  });

  it('tells people outside once, as it was shown before', async () => {
    await window.command('On-Call: Send a Message…');
    await pick('First notification');
    await window.answer('Nobody in Europe can pay');
    await window.answer('Rolling back to v41');
    await window.quickPickItem('Send to Slack #incident-').waitFor();
    await window
      .editor()
      .getByText(/Nobody\sin\sEurope\scan\spay/)
      .waitFor();
    await window.screenshot('response-7-message-dark');
    await window.page.keyboard.press('Enter');
    await window.treeItem(/Sent to Slack #incident-.*Nobody in Europe can pay/).waitFor();
    // What is told is not due any more; the next one is.
    await window.treeItem(/^Update to stakeholders, in (14|15) min/).waitFor();
  });

  it('is mitigated from its runbook, and its stages are proposed as that happens', async () => {
    await window.treeAction(/Checkout error rate/i, 'Open Runbook');
    const block = window.webview().locator('section[aria-label="Block, Rollback"]').first();
    await block.scrollIntoViewIfNeeded();
    await block.getByRole('button', { name: 'Run in terminal, Rollback' }).click();
    await block.getByText(/^ok/i).first().waitFor({ timeout: 60_000 });
    await window.treeItem(/^(Mitigation|Resolution)\? /).waitFor();
    await window.screenshot('response-8-mitigation-dark');
    await window.command('On-Call: Move to the Proposed Stage');
    const decided = window.quickPickItem('Grace Lindt decided it');
    // The drill’s monitor sees that it is well again: on a busy machine before the first of the two was taken.
    await decided
      .or(window.treeItem(/^Stage: Mitigation/))
      .first()
      .waitFor();
    if (!(await decided.isVisible())) {
      await window.treeItem(/^Resolution\? /).waitFor({ timeout: 40_000 });
      await window.command('On-Call: Move to the Proposed Stage');
    }
    await decided.click();
    await window.treeItem(/^Stage: Resolution/).waitFor();
  });

  it('tells people outside that it is over', async () => {
    await window.command('On-Call: Send a Message…');
    await pick('Resolution');
    // The impact is known from the first message.
    await window.answer('The cause is looked for');
    await window.quickPickItem('Send to Slack #incident-').waitFor();
    await window.screenshot('response-9-over-dark');
    await window.page.keyboard.press('Enter');
    await window.treeItem(/Sent to Slack #incident-.*Resolved/).waitFor();
  });

  it('ends with a post-mortem that holds all of it', async () => {
    await window.choose('On-Call: Generate Post-mortem', 'On-Call, ');
    const path = await eventually(() => postMortemIn(join(window.folder, 'incidents')));
    const text = readFileSync(path, 'utf8');
    for (const part of [
      /\| Severity \| P1/,
      // Where it went past that stage, the run that may have done it is named.
      /\| Mitigated \| [^|\n]*20/,
      /\| Resolved \| 20/,
      /Incident Commander[^|]*\| .*Grace Lindt|Grace Lindt[^\n]*Incident Commander/,
      /Suspected data leak/,
      /Nobody in Europe can pay/,
      /Rollback/,
    ])
      assert.match(text, part);
    await window.editor().getByText('Summary').first().waitFor();
    await window.screenshot('response-10-post-mortem-dark');
  });
});

function postMortemIn(incidents: string): string | undefined {
  return readdirSync(incidents)
    .map(folder => join(incidents, folder, 'post-mortem.md'))
    .find(path => existsSync(path));
}

async function eventually<T>(look: () => T | undefined): Promise<T> {
  for (const end = Date.now() + 15_000; Date.now() < end; await sleep(100)) {
    const found = look();
    if (found !== undefined) return found;
  }
  throw new Error('It never came');
}
