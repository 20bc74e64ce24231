import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { DrillAccount } from '../../src/drill/drillAccount.ts';
import { DrillServer } from '../../src/drill/drillServer.ts';
import { seed } from '../../src/drill/seed.ts';
import { systemClock as clock } from '../../src/ui/systemClock.ts';
import type { OnCallParts } from '../../src/extension.ts';
import { activated, eventually, treeLines } from './parts.ts';

/** Answers the questions of a command in order, as a person would, and keeps what was shown. */
class Person {
  readonly told: string[] = [];
  readonly #restore: (() => void)[] = [];

  constructor(
    private readonly window: unknown,
    answers: { pick?: string; input?: readonly string[] },
  ) {
    const inputs = [...(answers.input ?? [])];
    this.#replace('showQuickPick', (items: readonly { label: string; description?: string }[]) =>
      Promise.resolve(
        items.find(({ label, description }) => label === answers.pick || description === answers.pick),
      ),
    );
    this.#replace('showInputBox', () => Promise.resolve(inputs.shift()));
    for (const name of ['showErrorMessage', 'showInformationMessage', 'showWarningMessage'] as const) {
      this.#replace(name, (text: string) => {
        this.told.push(text);
        return Promise.resolve(undefined);
      });
    }
  }

  #replace(name: string, answer: unknown): void {
    const window = this.window as Record<string, unknown>;
    const original = window[name];
    window[name] = answer;
    this.#restore.push(() => (window[name] = original));
  }

  leave(): void {
    for (const restore of this.#restore.splice(0)) restore();
  }
}

describe('Sign-in against a PagerDuty-compatible server', () => {
  let parts: OnCallParts;
  let account: DrillAccount;
  let server: DrillServer;
  let person: Person;

  before(async () => {
    parts = await activated();
    account = new DrillAccount({ clock });
    seed(account, 120, clock.now());
    server = await DrillServer.start({ account, clock });
    await vscode.workspace
      .getConfiguration('onCall')
      .update('pagerDuty.baseUrl', server.baseUrl, vscode.ConfigurationTarget.Global);
  });

  afterEach(async () => {
    person.leave();
    await parts.account.signOut();
  });

  after(async () => {
    await vscode.workspace
      .getConfiguration('onCall')
      .update('pagerDuty.baseUrl', undefined, vscode.ConfigurationTarget.Global);
    await vscode.workspace
      .getConfiguration('onCall')
      .update('pagerDuty.from', undefined, vscode.ConfigurationTarget.Global);
    await server.stop();
  });

  const signIn = async (key: string, ...more: string[]) => {
    person = new Person(parts.window, { pick: server.baseUrl, input: [key, ...more] });
    await vscode.commands.executeCommand('onCall.signIn');
  };

  it('with a right key shows all incidents of all pages, and signing out takes them away', async () => {
    await signIn(account.keys.user);
    assert.equal(parts.account.state, 'signedIn', person.told.join('\n'));
    const lines = await eventually('120 incidents in the tree', async () => {
      const found = await treeLines(parts);
      return found.filter(line => line.startsWith('  ')).length === 120 && found;
    });
    assert.ok(lines.some(line => /^Triggered \| \d+$/.test(line)));
    assert.ok(lines.some(line => /^Acknowledged \| \d+$/.test(line)));

    await parts.account.signOut();
    assert.deepEqual(await treeLines(parts), []);
    const before = server.requests.length;
    await parts.sessions.refresh();
    assert.equal(server.requests.length, before, 'a request after signing out');
  });

  it('with a wrong key says so, keeps nothing and shows no incident', async () => {
    await signIn('wrong-key-0123456789');
    assert.equal(parts.account.state, 'signedOut');
    assert.equal(person.told.length, 1);
    assert.match(person.told[0]!, /key/i);
    assert.match(person.told[0]!, /Sign In/);
    assert.deepEqual(await treeLines(parts), []);
  });

  it('with an account-wide key asks for the e-mail address that it writes for', async () => {
    await signIn(account.keys.account, 'someone@example.com');
    assert.equal(parts.account.state, 'signedIn', person.told.join('\n'));
    assert.equal(vscode.workspace.getConfiguration('onCall').get('pagerDuty.from'), 'someone@example.com');
  });

  it('never sends the key to another address than the one it was entered for', async () => {
    await signIn(account.keys.user);
    const other = await DrillServer.start({ account: new DrillAccount({ clock }), clock });
    try {
      await vscode.workspace
        .getConfiguration('onCall')
        .update('pagerDuty.baseUrl', other.baseUrl, vscode.ConfigurationTarget.Global);
      await eventually('the session is closed', () => parts.account.state === 'otherOrigin');
      await parts.sessions.refresh();
      assert.deepEqual(other.requests, []);
    } finally {
      await vscode.workspace
        .getConfiguration('onCall')
        .update('pagerDuty.baseUrl', server.baseUrl, vscode.ConfigurationTarget.Global);
      await other.stop();
    }
    await eventually('the session is back', () => parts.account.state === 'signedIn');
  });

  it('shows an offline or odd server as a problem with what to do, and keeps what was read', async () => {
    await signIn(account.keys.user);
    await eventually('the incidents', async () => (await treeLines(parts)).length > 120);
    server.faults.add({
      path: '/incidents',
      times: 1,
      effect: {
        type: 'answer',
        status: 200,
        body: '<html>Log in to the proxy</html>',
        headers: { 'content-type': 'text/html' },
      },
    });
    await parts.sessions.refresh();
    const lines = await treeLines(parts);
    assert.match(lines[0]!, /answered with a web page/);
    assert.match(lines[0]!, /baseUrl|proxy/);
    assert.equal(lines.filter(line => line.startsWith('  ')).length, 120);
  });
});
