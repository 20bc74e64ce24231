import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EditorWindow } from './editorWindow.ts';
import { openWindow } from './openWindow.ts';
import { removeFolder } from '../removeFolder.ts';

const team = `services:
  - name: checkout
    owners: [Storefront]
    dashboards:
      - { name: Checkout errors, url: "https://grafana.example.com/d/checkout" }
      - { name: Checkout pods, url: "https://grafana.example.com/d/pods" }
    probes:
      - { runbook: runbooks/access.md, block: reach }
      - { runbook: runbooks/access.md, block: wipe }
`;

const access = `---
service: checkout
---

# Access

\`\`\`bash {name=reach}
uptime
\`\`\`

\`\`\`bash {name=wipe}
rm -rf build
\`\`\`
`;

/** The war room of a P1, and the bot’s verbs as one line. */
describe('The war room and the incident line', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'on-call-war-room-'));
  let window: EditorWindow;

  before(async () => {
    mkdirSync(join(folder, '.oncall'));
    mkdirSync(join(folder, 'runbooks'));
    writeFileSync(join(folder, '.oncall/config.yaml'), team);
    writeFileSync(join(folder, 'runbooks/access.md'), access);
    window = await openWindow({ theme: 'dark', folder, size: { width: 1600, height: 1400 } });
    await window.openView('On-Call');
    await window.page.getByRole('button', { name: 'Start a Drill' }).click();
    await window.treeItem(/triggered.*Checkout error rate/i).waitFor();
  });

  after(async () => {
    await window?.close();
    await removeFolder(folder);
  });

  const line = async (text: string) => {
    await window.command('On-Call: Incident Line…');
    const input = window.page.locator('.quick-input-widget input');
    await input.fill(text);
  };
  const said = (text: RegExp) => window.page.locator('.quick-input-widget', { hasText: text });
  /** The row of a message that was sent; its label is cut, what it shows is not. */
  const sent = (text: string) =>
    window.page
      .getByRole('treeitem', { name: /Sent to Slack #incident-/ })
      .filter({ hasText: text })
      .first();

  /** All rows of the room are to be seen at once, or those of the timeline. */
  const timeline = (open: boolean) => window.unfold('Timeline', open);

  it('shows the checklist of the room for a P1, with the house rules one hover away', async () => {
    await window.treeAction(/Checkout error rate/i, 'Acknowledge');
    await window.treeItem(/acknowledged.*Checkout error rate/i).waitFor();
    await window.select(/Checkout error rate/i);
    await window.treeItem(/^Triage\? Somebody has acknowledged it/).waitFor();
    await window.press(window.treeItem(/^Severity: /), window.quickPickItem('high'));
    for (const level of ['high', 'high']) await window.quickPickItem(level).click();
    await window.quickPickItem('P1').click();
    await window.quickPickItem('monitoring').click();
    await window.answer('Nobody can pay');
    await timeline(false);
    const room = window.treeItem(/^War room, 0 \/ 6/);
    await room.waitFor();
    // What comes in meanwhile moves the row away from under the pointer.
    const rules = window.page.getByText('No blame: we look for causes, not for culprits.').first();
    for (let tries = 0; tries < 5 && !(await rules.isVisible()); tries++) {
      await window.page.mouse.move(900, 600);
      await room.hover();
      await rules.waitFor({ timeout: 3_000 }).catch(() => {});
    }
    await rules.waitFor();
    await window.screenshot('war-room-1-rules-dark');
    await window.tick(/^Scribe ready/);
    await window.treeItem(/^War room, 1 \/ 6/).waitFor();
  });

  it('takes the call from a pasted invitation, and tells the channel of it', async () => {
    await window.treeAction(/^Call open\?/, 'Set the Call of the Incident…');
    await window.answer('Robin invites you: https://meet.example.com/abc-defg-hij (no password)');
    await window.treeItem(/^Call open\?.*meet\.example\.com\/abc-defg-hij/).waitFor();
    await window.screenshot('war-room-4-call-dark');
    await window.command('On-Call: Open a Channel for the Incident…');
    await window.notification(/#incident-\d{4}-\d\d-\d\d is open\./).waitFor();
    await timeline(true);
    await window.treeItem(/Call: https:\/\/meet\.example\.com\/abc-defg-hij/).waitFor();
    await window
      .treeItem(/Sent to Slack #incident-.*Bridge: https:\/\/meet\.example\.com\/abc-defg-hij/)
      .waitFor();
    await timeline(false);
  });

  it('opens the dashboards of the service', async () => {
    await window.treeAction(/^Dashboards shared/, 'Open the Service’s Dashboards…');
    await window.quickPickItem('Checkout pods').waitFor();
    await window.screenshot('war-room-2-dashboards-dark');
    await window.quickPickItem('Checkout errors').click();
    // VS Code itself asks before it leaves for a site.
    await window.page
      .locator('.monaco-dialog-box')
      .getByText(/grafana\.example\.com\/d\/checkout/)
      .waitFor();
    await window.page.keyboard.press('Escape');
  });

  it('confirms access with a block that only reads, and with no other', async () => {
    await window.treeAction(/^Access confirmed/, 'Confirm Access (Read-only Probes)…');
    await window.quickPickItem('wipe').click();
    await window.notification(/“wipe” of runbooks\/access\.md may do more than read/).waitFor();
    await window.treeAction(/^Access confirmed/, 'Confirm Access (Read-only Probes)…');
    await window.quickPickItem('reach').click();
    const block = window.webview().locator('section[aria-label^="Block"]', { hasText: 'uptime' });
    await block.getByRole('button', { name: /^Run in terminal/ }).click();
    await block.getByText(/^ok/i).first().waitFor({ timeout: 60_000 });
    await window.screenshot('war-room-3-probe-dark');
    await timeline(true);
    await window.treeItem(/^.*Access: ok/).waitFor();
  });

  it('says what an incident line will do while it is typed, and then does it', async () => {
    await line('/incident updat');
    await said(/create.*update.*resolve.*postmortem/).waitFor();
    await window.page
      .locator('.quick-input-widget input')
      .fill('/incident update "Identified - pool exhausted"');
    await said(/Writes it into the timeline of .*Checkout error rate/).waitFor();
    await window.screenshot('incident-line-1-update-dark');
    await window.page.keyboard.press('Enter');
    // What the message does not know yet is asked: impact.
    await window.answer('Nobody in Europe can pay');
    await window.quickPickItem('Send to Slack #incident-').click();
    await sent('Identified - pool exhausted').waitFor();
  });

  it('resolves and writes the post-mortem by line', async () => {
    await line('/incident resolve "Fixed - pool raised"');
    await said(/Resolves .*Checkout error rate.* with this note/).waitFor();
    await window.screenshot('incident-line-2-resolve-dark');
    await window.page.keyboard.press('Enter');
    await window.answer('The cause is looked for');
    await window.quickPickItem('Send to Slack #incident-').click();
    await sent('Fixed - pool raised').waitFor();
    await line('/incident postmortem create');
    await window.page.keyboard.press('Enter');
    await window.quickPickItem('On-Call, ').click();
    const incidents = join(folder, 'incidents');
    const find = () =>
      (existsSync(incidents) ? readdirSync(incidents) : [])
        .map(name => join(incidents, name, 'post-mortem.md'))
        .find(path => existsSync(path));
    for (let tries = 0; !find() && tries < 150; tries++) await window.page.waitForTimeout(100);
    const text = readFileSync(find()!, 'utf8');
    for (const part of [
      'Identified - pool exhausted',
      'Fixed - pool raised',
      'Nobody in Europe can pay',
      'uptime',
    ])
      assert.ok(text.includes(part), `${part} is missing in:\n${text.slice(0, 3_000)}`);
  });

  it('shows how quick the response was, over all incidents of the workspace', async () => {
    await window.choose('On-Call: Show Response Times (MTTA, MTTR, MTBF)…', 'Everything');
    const shown = window.page.locator('.editor-instance .view-lines');
    await shown.getByText('# Response times from').waitFor();
    await shown.getByText('MTTR').first().waitFor();
    await window.screenshot('response-times-dark');
    const text = (await shown.last().innerText()).replaceAll('\u00a0', ' ');
    assert.match(text, /Incidents with a timeline in this workspace: \d/);
    assert.match(text, /\*\*MTTA\*\* +\| detection to acknowledgement +\| \d/);
  });
});
