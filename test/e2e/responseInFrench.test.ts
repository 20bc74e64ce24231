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
    await window.treeItem(new RegExp(`${t('Acknowledged')}.*Checkout error rate`, 'i')).waitFor();
    await window.select(incident);
    await stage('Détection').waitFor();
    await window.screenshot('french-1-detection-light');
  });

  it('is triaged', async () => {
    await window.press(window.treeItem(startingWith(t('Severity: {0}', ''))), window.quickPickItem('élevé'));
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

  it('ticks the checklist and gives the command to somebody', async () => {
    await window.tick(/^Est-ce un véritable incident/);
    await window.treeItem(startingWith(`${t('Checklist: {0}', 'Triage')}, 1 / 6`)).waitFor();
    await window.press(
      window.treeItem(startingWith(`Responsable d’incident, ${t('nobody')}`)),
      window.question(),
    );
    await window.answer('Ada Osei');
    await window.treeItem(/^Responsable d’incident, Ada Osei/).waitFor();
    await window.screenshot('french-3-roles-light');
  });

  it('hands the command over with a summary in French', async () => {
    await window.treeAction(/^Responsable d’incident, Ada Osei/, titles['command.handOverRole']!);
    await window.answer('Grace Lindt');
    await window.treeItem(/^Responsable d’incident, Grace Lindt/).waitFor();
    await window.page
      .getByRole('tab', { name: startingWith(t('Hand-over of {0}', 'Responsable d’incident')) })
      .waitFor();
    await window
      .editor()
      .getByText(/Ada\sOsei/)
      .first()
      .waitFor();
    await window.screenshot('french-4-hand-over-light');
  });

  it('reports a leak, and says who has to know', async () => {
    await window.command(command('raiseFlag'));
    await pick('Fuite de données suspectée');
    await window.notification(/Fuite de données suspectée.*RSSI, Service juridique/).waitFor();
    // “due now” stands for a minute; done or put off are other words.
    const isDue = [t('due now'), t('{0} overdue', '\\d+\\smin')].join('|').replaceAll('\u00a0', '\\s');
    const leak = new RegExp(`^Fuite de données suspectée, (${isDue})`);
    await window.treeItem(leak).waitFor();
    await window.screenshot('french-5-leak-light');
    await window.treeAction(leak, titles['command.completeDeadline']!);
    await window.answer('Le RSSI est dans l’appel');
    await window.treeItem(leak).waitFor({ state: 'detached' });
  });

  it('opens a channel of its own, with the link to the call in it', async () => {
    await window.command(command('openWarRoom'));
    await window.notification(/#incident-\d{4}-\d\d-\d\d est ouvert\./).waitFor();
    await window.treeItem(/Envoyé à Slack #incident-.*https:/).waitFor();
  });

  it('tells those outside, in French', async () => {
    await window.command(command('sendMessage'));
    await pick(t('First notification'));
    await window.answer('Personne ne peut payer');
    await window.answer('Retour à v41');
    await window.quickPickItem(t('Send to {0}', 'Slack #incident-')).waitFor();
    await window.screenshot('french-6-message-light');
    await window.page.keyboard.press('Enter');
    await window.treeItem(/Envoyé à Slack #incident-.*Personne ne peut payer/).waitFor();
    // What is told is not due any more; the next one is.
    await window.treeItem(/^Point aux parties prenantes, dans (14|15)\smin/).waitFor();
  });

  it('shows its details, its runbook and its timeline in French', async () => {
    await window.command(command('showDetails'));
    const page = window.webview();
    await page.getByRole('button', { name: t('Add Note') }).waitFor();
    await page.getByText(t('History'), { exact: true }).waitFor();
    await page.getByText(t('Assigned to'), { exact: true }).waitFor();
    await window.screenshot('french-7-details-light');
    await window.treeAction(incident, titles['command.openRunbook']!);
    await page
      .getByRole('button', { name: new RegExp(t('Run in terminal')) })
      .first()
      .waitFor();
    await page.getByText(t('Read-only'), { exact: true }).first().waitFor();
    await window.screenshot('french-8-runbook-light');
    await window.command(command('openTimelinePanel'));
    await page.getByRole('textbox', { name: t('What happened?') }).waitFor();
    await page.locator('li.entry', { hasText: 'Gravité P1' }).first().waitFor();
    await window.screenshot('french-9-timeline-light');
  });

  it('is mitigated from its runbook, and its stages are proposed as that happens', async () => {
    await window.treeAction(incident, titles['command.openRunbook']!);
    const block = window
      .webview()
      .locator(`section[aria-label="${t('Block')}, Rollback"]`)
      .first();
    await block.scrollIntoViewIfNeeded();
    await block.getByRole('button', { name: `${t('Run in terminal')}, Rollback` }).click();
    await block
      .getByText(startingWith(t('OK')))
      .first()
      .waitFor({ timeout: 60_000 });
    await window.treeItem(/^(Atténuation|Résolution)\s\?/).waitFor();
    await window.screenshot('french-10-mitigation-light');
    await window.command(command('takeProposedStage'));
    const decided = window.quickPickItem(t('{0} decided it', 'Grace Lindt'));
    // The drill’s monitor sees that it is well again: on a busy machine before the first of the two was taken.
    await decided.or(stage('Atténuation')).first().waitFor();
    if (!(await decided.isVisible())) {
      await window.treeItem(/^Résolution\s\?/).waitFor({ timeout: 40_000 });
      await window.command(command('takeProposedStage'));
    }
    await decided.click();
    await stage('Résolution').waitFor();
  });

  it('tells those outside that it is over', async () => {
    await window.command(command('sendMessage'));
    await pick(t('Resolution'));
    await window.answer('La cause est recherchée');
    await window.quickPickItem(t('Send to {0}', 'Slack #incident-')).waitFor();
    await window.screenshot('french-11-over-light');
    await window.page.keyboard.press('Enter');
    await window.treeItem(/Envoyé à Slack #incident-.*Résolu/).waitFor();
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
    for (const part of [
      ...['Gravité', 'P1', 'Atténué', 'Personne ne peut payer', 'Chronologie'],
      ...['Fuite de données suspectée', 'Grace Lindt', 'Rollback'],
    ])
      assert.ok(text.includes(part), `${part} is missing in:\n${text.slice(0, 3_000)}`);
    await window.page.waitForTimeout(1_000);
    await window.screenshot('french-12-post-mortem-light');
  });
});
