import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seed } from '../../src/drill/seed.ts';
import type { EditorWindow } from './editorWindow.ts';
import { openWindow } from './openWindow.ts';
import { TestPagerDuty } from './pagerDuty.ts';
import { removeFolder } from '../removeFolder.ts';

const team = `alerts:
  - { name: Queue of payments grows, severity: P1 }
`;

/** What the provider gives no priority, and the team’s file knows. */
describe('An incident that comes in without a priority', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'on-call-severity-'));
  let pagerDuty: TestPagerDuty;
  let window: EditorWindow;

  before(async () => {
    mkdirSync(join(folder, '.oncall'));
    writeFileSync(join(folder, '.oncall/config.yaml'), team);
    pagerDuty = await TestPagerDuty.start((account, now) => seed(account, 3, now));
    window = await openWindow({
      folder,
      settings: { ...pagerDuty.settings, 'onCall.notifications.threshold': 'P1' },
    });
    await window.openView('On-Call');
    await pagerDuty.signIn(window);
    await window.treeItem(/^Triggered, \d+ incidents/).waitFor();
  });

  after(async () => {
    await window?.close();
    await pagerDuty.stop();
    await removeFolder(folder);
  });

  it('has the severity that the definition of its alert names, and is told of by it', async () => {
    const { account } = pagerDuty;
    account.trigger({
      service: account.directory.services.checkout,
      title: 'Queue of payments grows',
      urgency: 'high',
      priority: null,
      alert: { key: 'queue', severity: 'critical', details: {}, contexts: [] },
    });
    await window.command('On-Call: Refresh Incidents');
    // The toast first: it is put away after some ten seconds.
    await window.notification(/Queue of payments grows/).waitFor();
    await window.treeItem(/P1.*Queue of payments grows|Queue of payments grows.*P1/).waitFor();
    await window.screenshot('alert-severity-dark');
  });
});
