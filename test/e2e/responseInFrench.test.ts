import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EditorWindow } from './editorWindow.ts';
import { openWindow } from './openWindow.ts';

const read = (path: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../..', path), 'utf8')) as Record<string, string>;
const bundle = read('l10n/bundle.l10n.fr.json');
const titles = read('package.nls.fr.json');
/** The sentence as the window says it. */
const t = (english: string, ...values: string[]) => {
  const french = bundle[english];
  assert.ok(french, `“${english}” has no French`);
  return values.reduce((text, value, index) => text.replace(`{${index}}`, value), french);
};
const command = (name: string) => `On-Call: ${titles[`command.${name}`]}`;
/** Spaces that must not break are plain ones in an accessible name. */
const startingWith = (text: string) =>
  new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('\u00a0', '\\s')}`);

/** A P1 from the page to the post-mortem, as somebody who speaks French works it. */
describe('An incident in French', function () {
  this.timeout(120_000);
  let window: EditorWindow;
  after(() => window?.close());

  before(async () => {
    window = await openWindow({ theme: 'light', language: 'fr', size: { width: 1600, height: 1200 } });
    await window.openView('On-Call');
  });

  const incident = /Checkout error rate/i;
  const stage = (name: string) => window.treeItem(startingWith(t('Stage: {0}', name)));
  const pick = (label: string) => window.quickPickItem(label).click();

  it('begins with a drill and an acknowledgement', async () => {
    const start = /\[([^\]]+)\]\(command:onCall\.startDrill\)/.exec(titles['welcome.signedOut']!)![1]!;
    await window.page.getByRole('button', { name: start }).click();
    await window.treeItem(incident).waitFor();
    await window.treeAction(incident, titles['command.acknowledge']!);
    await window.treeItem(incident).click();
    await stage('Détection').waitFor();
    await window.screenshot('french-1-detection-light');
  });

  it('is triaged', async () => {
    await window.treeItem(startingWith(t('Severity: {0}', ''))).click();
    await pick('élevé');
    await pick('élevé');
    await window.quickPickItem('P1').waitFor();
    await window.screenshot('french-2-triage-light');
    await window.page.keyboard.press('Enter');
    await pick('la supervision');
    await window.answer('Plus aucun paiement en Europe');
    await stage('Triage').waitFor();
    await window.treeItem(startingWith('Responsable technique')).waitFor();
    await window.treeItem(startingWith('Point aux parties prenantes')).waitFor();
  });

  it('tells those outside, in French', async () => {
    await window.command(command('sendMessage'));
    await pick(t('First notification'));
    await window.answer('Personne ne peut payer');
    await window.answer('Retour à v41');
    await window.quickPickItem(t('Send to {0}', 'Slack #incidents')).waitFor();
    await window.screenshot('french-3-message-light');
    await window.page.keyboard.press('Enter');
    await window.treeItem(/Envoyé à Slack #incidents.*Personne ne peut payer/).waitFor();
  });

  it('shows its details, its runbook and its timeline in French', async () => {
    await window.command(command('showDetails'));
    const page = window.webview();
    await page.getByRole('button', { name: t('Add Note') }).waitFor();
    await page.getByText(t('History'), { exact: true }).waitFor();
    await page.getByText(t('Assigned to'), { exact: true }).waitFor();
    await window.screenshot('french-6-details-light');
    await window.treeAction(incident, titles['command.openRunbook']!);
    await page
      .getByRole('button', { name: new RegExp(t('Run in terminal')) })
      .first()
      .waitFor();
    await page.getByText(t('Read-only'), { exact: true }).first().waitFor();
    await window.screenshot('french-7-runbook-light');
    await window.command(command('openTimelinePanel'));
    await page.getByRole('textbox', { name: t('What happened?') }).waitFor();
    await page.locator('li.entry', { hasText: 'Gravité P1' }).first().waitFor();
    await window.screenshot('french-8-timeline-light');
  });

  it('goes through its stages to the end', async () => {
    for (const name of ['Investigation', 'Atténuation', 'Résolution']) {
      await window.command(command('nextStage'));
      await stage(name).waitFor();
    }
    await window.treeAction(incident, titles['command.resolve']!);
    await window.screenshot('french-4-resolution-light');
  });

  it('ends with a post-mortem in French that has its stages and its message', async () => {
    await window.choose(command('generatePostMortem'), 'On-Call, ');
    const incidents = join(window.folder, 'incidents');
    const find = () =>
      readdirSync(incidents).flatMap(folder =>
        readdirSync(join(incidents, folder))
          .filter(name => /^post-mortem.*\.md$/.test(name))
          .map(name => join(incidents, folder, name)),
      )[0];
    for (let tries = 0; !find() && tries < 100; tries++) await window.page.waitForTimeout(100);
    const text = readFileSync(find()!, 'utf8');
    for (const part of ['Gravité', 'P1', 'Atténué', 'Personne ne peut payer', 'Chronologie'])
      assert.ok(text.includes(part), `${part} is missing in:\n${text.slice(0, 3_000)}`);
    await window.page.waitForTimeout(1_000);
    await window.screenshot('french-5-post-mortem-light');
  });
});
