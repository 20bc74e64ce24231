import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Incident } from '../../src/core/incidents/incident.ts';
import type { OnCallParts } from '../../src/extension.ts';
import { activated, eventually } from './parts.ts';

describe('Changes around an incident', function () {
  this.timeout(60_000);
  let parts: OnCallParts;
  let incident: Incident;
  let root: string;

  const git = (...args: readonly string[]) => {
    const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
    return execFileSync('git', [...who, ...args], { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();
  };
  const commit = (subject: string, path: string) => {
    writeFileSync(join(root, path), `${subject}\n`);
    git('add', path);
    git('commit', '--quiet', '-m', subject);
    return git('rev-parse', 'HEAD');
  };
  const entries = () => parts.timelines.entries(incident);
  const notes = async () => {
    const log = await parts.sessions.of(incident).provider.log(incident.id);
    return log.filter(({ kind }) => kind === 'note');
  };

  before(async () => {
    parts = await activated();
    root = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    git('init', '--quiet', '--initial-branch=main');
    commit('Mend a typo', 'typo.txt');
    commit('Checkout: smaller pool', 'checkout.sql');
    await vscode.commands.executeCommand('onCall.startDrill');
    incident = await eventually('checkout is triggered', () =>
      parts.store.all().find(({ service }) => service?.name === 'checkout'),
    );
    await vscode.commands.executeCommand('onCall.acknowledge', { type: 'incident', incident });
    parts.current.set(incident);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('onCall.stopDrill');
    for (const name of ['.git', 'typo.txt', 'checkout.sql', 'hotfix.txt'])
      rmSync(join(root, name), { recursive: true, force: true });
  });

  it('the likeliest suspect becomes a hypothesis by one key, once, and opens as a diff', async () => {
    await vscode.commands.executeCommand('onCall.showSuspectChanges', { type: 'incident', incident });
    const hypotheses = async () => (await entries()).filter(({ kind }) => kind === 'hypothesis');
    // The list is drawn in another process, and only then stands at a row.
    await eventually('the hypothesis', async () => {
      await vscode.commands.executeCommand('onCall.addSuspect');
      return (await hypotheses()).length > 0;
    });
    await vscode.commands.executeCommand('onCall.addSuspect');
    const found = await hypotheses();
    assert.equal(found.length, 1);
    assert.match(found[0]!.text, /^Suspect: /);
    const sha = String(found[0]!.data?.['sha']);
    assert.equal(git('log', '-1', '--format=%s', sha), 'Checkout: smaller pool');

    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await eventually('the diff', () =>
      vscode.window.tabGroups.all.some(({ tabs }) =>
        tabs.some(({ label }) => label.includes(sha.slice(0, 8))),
      ),
    );
    const document = await eventually('the content of the commit', () =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'on-call-change'),
    );
    assert.equal(document.getText(), 'Checkout: smaller pool\n');
  });

  it('a commit, a tag and a checkout made during the incident come into its timeline, once', async () => {
    const sha = commit('Raise the pool', 'hotfix.txt');
    git('tag', '-a', 'v1.0.1', '-m', 'Hotfix');
    git('checkout', '--quiet', '-b', 'hotfix');
    const found = await eventually('what git did', async () => {
      const told = (await entries()).filter(({ kind, data }) => kind === 'git' && data?.['sha'] === sha);
      return told.length >= 3 && told;
    });
    assert.deepEqual(found.map(({ data }) => data?.['event']).sort(), ['checkout', 'commit', 'tag']);
    commit('And its test', 'typo.txt');
    await eventually('the next one', async () =>
      (await entries()).some(({ text }) => text.includes('“And its test”')),
    );
    assert.equal((await entries()).filter(({ data }) => data?.['sha'] === sha).length, 3);
  });

  it('what git does stays out of it while that is turned off', async () => {
    const settings = vscode.workspace.getConfiguration('onCall');
    await settings.update('timeline.git', false, vscode.ConfigurationTarget.Global);
    const isTold = async (subject: string) => (await entries()).some(({ text }) => text.includes(subject));
    try {
      commit('Nobody needs to know', 'typo.txt');
      // Longer than git’s own watch takes, as the tests beside this one show.
      await new Promise(resolve => setTimeout(resolve, 6_000));
      assert.equal(await isTold('Nobody needs to know'), false);
    } finally {
      await settings.update('timeline.git', undefined, vscode.ConfigurationTarget.Global);
    }
    commit('And this one again', 'typo.txt');
    await eventually('the next one', () => isTold('And this one again'));
  });

  it('the entry of a row of the timeline goes out, and nobody is asked which', async () => {
    const entry = await parts.timelines.scribe.addEntry(incident, 'Sent by its row', Date.now());
    await vscode.commands.executeCommand('onCall.sendEntry', {
      type: 'entry',
      incident,
      viewed: { id: entry.id },
    });
    assert.ok((await notes()).some(({ origin }) => origin?.entry === entry.id));
  });

  it('an entry goes out as a note once in the same words, and comes back as itself', async () => {
    const { scribe } = parts.timelines;
    const entry = await scribe.addEntry(incident, 'The pool is exhausted', Date.now() - 60_000);
    const named = { incidentKey: incident.key, entryId: entry.id };
    await vscode.commands.executeCommand('onCall.sendEntry', named);
    await vscode.commands.executeCommand('onCall.sendEntry', named);
    const sent = (await notes()).filter(({ origin }) => origin?.entry === entry.id);
    assert.deepEqual(
      sent.map(({ text }) => text),
      ['The pool is exhausted'],
    );
    await scribe.amend(incident, entry.id, { text: 'The pool is empty' });
    await vscode.commands.executeCommand('onCall.sendEntry', named);
    assert.equal((await notes()).at(-1)?.origin?.corrects, entry.id);
    await vscode.commands.executeCommand('onCall.refreshIncidents');
    const log = await parts.sessions.of(incident).provider.log(incident.id);
    assert.equal(await scribe.recordProviderLog(incident, log), 0);
    const told = (await entries()).filter(({ text }) => text.includes('The pool is'));
    assert.deepEqual(
      told.map(({ text }) => text),
      ['The pool is empty'],
    );
  });

  it('a kind that the setting names goes out by itself', async () => {
    const settings = vscode.workspace.getConfiguration('onCall');
    await settings.update('timeline.sendKinds', ['note'], vscode.ConfigurationTarget.Global);
    try {
      const entry = await parts.timelines.scribe.addEntry(incident, 'Told to everybody', Date.now());
      await eventually('the note', async () =>
        (await notes()).some(({ origin }) => origin?.entry === entry.id),
      );
    } finally {
      await settings.update('timeline.sendKinds', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
