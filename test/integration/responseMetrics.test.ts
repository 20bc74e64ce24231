import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { incidentFrom } from '../../src/core/incidents/incidentGuard.ts';
import type { OnCallParts } from '../../src/extension.ts';
import { activated } from './parts.ts';

const began = '2026-11-20T10:00:00Z';
const incident = incidentFrom({
  key: 'work:QMTTR', accountId: 'work', id: 'QMTTR', number: 47, title: 'Search is slow', status: 'resolved',
  urgency: 'high', priority: null, severity: 'P1', service: { id: 'S9', name: 'search' }, assignees: [],
  acknowledgers: [], teams: [], escalationPolicy: null, createdAt: began, updatedAt: null,
  resolvedAt: '2026-11-20T11:00:00Z', acknowledgedUntil: null, alertCount: null, url: null,
})!; // prettier-ignore

describe('Response times over all incidents', () => {
  let parts: OnCallParts;
  let folder: string;

  before(async () => {
    parts = await activated();
    ({ path: folder } = await parts.timelines.folder(incident));
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(vscode.Uri.file(folder), { recursive: true });
  });

  /** What is opened for the period; null where nothing is. */
  async function shown(period: string): Promise<string | null> {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const { window } = parts;
    const { showQuickPick } = window;
    Object.assign(window, {
      showQuickPick: (items: readonly { readonly label: string }[]) =>
        Promise.resolve(items.find(({ label }) => label === period)),
    });
    try {
      await vscode.commands.executeCommand('onCall.showMetrics');
    } finally {
      Object.assign(window, { showQuickPick });
    }
    const document = vscode.window.activeTextEditor?.document;
    if (!document) return null;
    assert.equal(document.languageId, 'markdown');
    return document.getText().replaceAll(/ {2,}/g, ' ');
  }

  it('are a Markdown document with the means and with each incident of the workspace', async () => {
    const text = await shown('Everything');
    assert.ok(text !== null);
    assert.match(text, /^# Response times from 20\d\d-\d\d-\d\d to 20\d\d-\d\d-\d\d$/m);
    assert.match(text, /^\| \*\*MTTR\*\* \|.*\| \d+ \|$/m);
    assert.match(text, /^\| .* \| \\#47 Search is slow \| search \| P1 \| – \| – \| – \| 1 h 00 min \|$/m);
  });

  it('leave out what lies before the period', async () => {
    parts.store.upsert({
      ...incident,
      createdAt: '2020-01-01T10:00:00Z',
      resolvedAt: '2020-01-01T11:00:00Z',
    });
    try {
      assert.match((await shown('Everything')) ?? '', /^\| 2020-01-01 .*Search is slow/m);
      assert.doesNotMatch((await shown('The last 365 days')) ?? '', /Search is slow/);
    } finally {
      parts.store.drop(incident.key);
    }
  });
});
