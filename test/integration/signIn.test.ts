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
  /** The values that inputs were offered with, in the order they were asked. */
  readonly offered: string[] = [];
  readonly #restore: (() => void)[] = [];

  constructor(
    private readonly window: unknown,
    answers: { pick?: string; input?: readonly (string | null)[]; press?: string },
  ) {
    const inputs = [...(answers.input ?? [])];
    this.#replace('showQuickPick', (items: readonly { label: string; description?: string }[]) =>
      Promise.resolve(
        items.find(({ label, description }) => label === answers.pick || description === answers.pick),
      ),
    );
    // An answer of null takes what the input was offered with.
    this.#replace('showInputBox', ({ value = '' }: { value?: string }) => {
      this.offered.push(value);
      const answer = inputs.shift();
      return Promise.resolve(answer === null ? value : answer);
    });
    for (const name of ['showErrorMessage', 'showInformationMessage', 'showWarningMessage'] as const) {
      this.#replace(name, (text: string, ...rest: readonly unknown[]) => {
        this.told.push(text);
        return Promise.resolve(rest.find(button => button === answers.press));
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

const unauthorised = {
  type: 'answer' as const,
  status: 401,
  body: { error: { message: 'Unauthorized', code: 2006 } },
};

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
    for (const { id } of parts.accounts.all()) await parts.accounts.signOut(id);
  });

  after(async () => {
    await vscode.workspace
      .getConfiguration('onCall')
      .update('pagerDuty.baseUrl', undefined, vscode.ConfigurationTarget.Global);
    await server.stop();
  });

  const signInAt = async (address: string, key: string, ...more: (string | null)[]) => {
    person = new Person(parts.window, { pick: address, input: [key, ...more] });
    await vscode.commands.executeCommand('onCall.signIn');
    person.leave();
  };
  const signIn = (key: string, ...more: (string | null)[]) => signInAt(server.baseUrl, key, ...more);
  const labels = () => parts.sessions.all().map(session => session.account.label);

  it('with a right key shows all incidents of all pages, and signing out takes them away', async () => {
    await signIn(account.keys.user, null);
    assert.equal(parts.accounts.state, 'signedIn', person.told.join('\n'));
    assert.deepEqual(labels(), ['PagerDuty']);
    await eventually('120 incidents', () => parts.store.all().length === 120);

    person = new Person(parts.window, {});
    await vscode.commands.executeCommand('onCall.signOut');
    person.leave();
    assert.deepEqual(person.told, ['Sign out of PagerDuty?']);
    assert.equal(parts.accounts.state, 'signedIn', 'signed out of without a yes');

    person = new Person(parts.window, { press: 'Sign Out' });
    await vscode.commands.executeCommand('onCall.signOut');
    assert.equal(parts.accounts.state, 'signedOut');
    await eventually('an empty tree', async () => (await treeLines(parts)).length === 0);
    const before = server.requests.length;
    await parts.sessions.refresh();
    assert.equal(server.requests.length, before, 'a request after signing out');
  });

  it('signing in again as the same person replaces the key, asks for no name and keeps the id', async () => {
    await signIn(account.keys.user, 'Work');
    const [first] = parts.accounts.all();
    await signIn(account.keys.user);
    assert.deepEqual(
      parts.accounts.all().map(({ id, label }) => [id, label]),
      [[first!.id, 'Work']],
    );
    await parts.accounts.signOut(first!.id);
    await signIn(account.keys.user, 'Other');
    assert.equal(parts.accounts.all()[0]?.id, first!.id);
  });

  it('keeps several accounts side by side, and signs out of the one that is picked', async () => {
    const other = new DrillAccount({ clock });
    seed(other, 3, clock.now());
    const second = await DrillServer.start({ account: other, clock });
    try {
      await signIn(account.keys.user, null);
      await vscode.workspace
        .getConfiguration('onCall')
        .update('pagerDuty.baseUrl', second.baseUrl, vscode.ConfigurationTarget.Global);
      await signInAt(second.baseUrl, other.keys.user, null);
      assert.deepEqual(person.offered, ['', 'PagerDuty 2'], person.told.join('\n'));
      assert.deepEqual(labels().sort(), ['PagerDuty', 'PagerDuty 2']);
      await eventually('the incidents of both', () => parts.store.all().length === 123);

      person = new Person(parts.window, { pick: 'PagerDuty', press: 'Sign Out' });
      await vscode.commands.executeCommand('onCall.signOut');
      assert.deepEqual(labels(), ['PagerDuty 2']);
      assert.equal(parts.store.all().length, 3);
    } finally {
      await vscode.workspace
        .getConfiguration('onCall')
        .update('pagerDuty.baseUrl', server.baseUrl, vscode.ConfigurationTarget.Global);
      for (const { id } of parts.accounts.all()) await parts.accounts.signOut(id);
      await second.stop();
    }
  });

  it('with a wrong key says so, keeps nothing and shows no incident', async () => {
    await signIn('wrong-key-0123456789');
    assert.equal(parts.accounts.state, 'signedOut');
    assert.equal(person.told.length, 1);
    assert.match(person.told[0]!, /key/i);
    assert.match(person.told[0]!, /Sign In/);
    // What the test before showed goes with the next drawing of the tree.
    await eventually('no incident is shown', async () => (await treeLines(parts)).length === 0);
    assert.deepEqual(parts.accounts.all(), []);
  });

  it('with an account-wide key asks for the e-mail address that it writes for, until there is such a user', async () => {
    const { email } = account.directory.colleague;
    await signIn(account.keys.account, 'Whole account', 'someone@example.com', email);
    assert.equal(parts.accounts.state, 'signedIn', person.told.join('\n'));
    assert.deepEqual(person.offered, ['', 'PagerDuty', '', 'someone@example.com']);
    const [kept] = parts.accounts.all();
    assert.equal(kept?.from, email);
    assert.equal(kept.person, null);
    assert.equal(vscode.workspace.getConfiguration('onCall').get('pagerDuty.from'), '');
  });

  it('never sends the key to another address than the one it was entered for', async () => {
    await signIn(account.keys.user, null);
    const other = await DrillServer.start({ account: new DrillAccount({ clock }), clock });
    try {
      await vscode.workspace
        .getConfiguration('onCall')
        .update('pagerDuty.baseUrl', other.baseUrl, vscode.ConfigurationTarget.Global);
      const before = server.requests.length;
      await parts.sessions.refresh();
      assert.ok(server.requests.length > before, 'the account goes on at its own address');
      assert.deepEqual(other.requests, []);
    } finally {
      await vscode.workspace
        .getConfiguration('onCall')
        .update('pagerDuty.baseUrl', server.baseUrl, vscode.ConfigurationTarget.Global);
      await other.stop();
    }
  });

  it('shows an offline or odd server as a problem with what to do, and keeps what was read', async () => {
    await signIn(account.keys.user, null);
    await eventually('the incidents', () => parts.store.all().length === 120);
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
    const problem = await eventually('the problem in the tree', async () =>
      (await treeLines(parts)).find(line => line.includes('answered with a web page')),
    );
    assert.match(problem, /baseUrl|proxy/);
    assert.equal(parts.store.all().length, 120);
    const [row] = parts.tree.getChildren();
    const { command } = parts.tree.getTreeItem(row!);
    const before = server.requests.length;
    await vscode.commands.executeCommand(command!.command, ...(command!.arguments ?? []));
    assert.ok(server.requests.length > before, 'a click on the row asks again');
    await eventually('the problem is gone', async () =>
      (await treeLines(parts)).every(line => !line.includes('answered with a web page')),
    );
  });

  it('is there for a command that comes before the accounts were read', async () => {
    await signIn(account.keys.user, null);
    const { id } = parts.accounts.all()[0]!;
    // As it is while On-Call wakes: the key is kept, and nobody has opened its account yet.
    parts.sessions.close(id);
    person = new Person(parts.window, {});
    await vscode.commands.executeCommand('onCall.importIncident');
    assert.deepEqual(person.told, []);
    assert.deepEqual([person.offered, labels()], [[''], ['PagerDuty']]);
  });

  it('asks once for a new key when the key is no longer accepted, and not at every poll', async () => {
    await signIn(account.keys.user, 'Work');
    await eventually('the incidents', () => parts.store.all().length === 120);
    person = new Person(parts.window, {});
    server.faults.add({ path: '/incidents', times: 2, effect: unauthorised });
    await parts.sessions.refresh();
    await parts.sessions.refresh();
    const asked = () => person.told.filter(text => text.includes('no longer accepts the key of Work'));
    assert.equal(asked().length, 1, person.told.join('\n'));
    await parts.sessions.refresh();
    server.faults.add({ path: '/incidents', times: 1, effect: unauthorised });
    await parts.sessions.refresh();
    assert.equal(asked().length, 2, 'it was good in between');
  });
});
