import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Incident } from '../../src/core/incidents/incident.ts';
import { DrillAccount } from '../../src/drill/drillAccount.ts';
import { DrillServer } from '../../src/drill/drillServer.ts';
import { seed } from '../../src/drill/seed.ts';
import type { OnCallParts } from '../../src/extension.ts';
import { systemClock as clock } from '../../src/ui/systemClock.ts';
import { type Doing, Keyboard } from './keyboard.ts';
import { activated, eventually } from './parts.ts';
import { connect, disconnect } from './signedIn.ts';

type Check = (text: string) => string | vscode.InputBoxValidationMessage;

/** The verbs of an incident bot, typed as one line, against a PagerDuty-compatible server. */
describe('The incident line', function () {
  this.timeout(60_000);
  let parts: OnCallParts;
  let account: DrillAccount;
  let server: DrillServer;
  let incident: Incident;

  before(async () => {
    parts = await activated();
    account = new DrillAccount({ clock });
    seed(account, 3, clock.now());
    server = await DrillServer.start({ account, clock, requestsPerMinute: 100_000 });
    await connect(parts, server.baseUrl, account.keys.user);
    await eventually('3 incidents', () => parts.store.all().length === 3);
    await setTemplate('google-sre');
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await setTemplate(undefined);
    const folder = await parts.timelines.knownFolder(incident);
    if (folder) rmSync(folder, { recursive: true, force: true });
    await disconnect(parts);
    await server.stop();
  });

  const setTemplate = (template: string | undefined) =>
    vscode.workspace
      .getConfiguration('onCall')
      .update('postMortem.template', template, vscode.ConfigurationTarget.Global);
  const type = async (line: string, ...doings: readonly Doing[]) => {
    const keyboard = new Keyboard(parts.window, [{ type: line }, ...doings]);
    try {
      await vscode.commands.executeCommand('onCall.incidentLine');
    } finally {
      keyboard.leave();
    }
    return keyboard;
  };
  /** What the box says under a line; the box is given up. */
  const says = async (line: string) => {
    const window = parts.window as unknown as Record<string, unknown>;
    const original = window['showInputBox'];
    const said: ReturnType<Check>[] = [];
    window['showInputBox'] = (options: { readonly validateInput: Check }) => {
      said.push(options.validateInput(line));
      return Promise.resolve(undefined);
    };
    try {
      await vscode.commands.executeCommand('onCall.incidentLine');
    } finally {
      window['showInputBox'] = original;
    }
    return said[0]!;
  };
  const willDo = async (line: string) => {
    const said = await says(line);
    assert.ok(typeof said !== 'string', `refused: ${String(said)}`);
    return said.message;
  };
  const inDrill = () => account.incidents().find(({ id }) => id === incident.id)!;
  const entries = () => parts.timelines.entries(incident);

  it('says what is wrong with a line, and does nothing', async () => {
    assert.match(String(await says('')), /^Write one of these: \/incident create "API Down" P1, /);
    assert.match(String(await says('/incident close')), /^“close” is not understood\. /);
    assert.equal(await says('/incident create "API Down'), 'The closing " is missing.');
    assert.match(String(await says('update "10:15"')), /^A time alone says nothing/);
  });

  it('creates an incident with its severity as the priority, after showing it', async () => {
    const line = '/incident create "API Down" P1';
    assert.match(await willDo(line), /^Triggers “API Down” as P1: /);
    const count = account.incidents().length;
    const { told } = await type(
      line,
      { pick: 'checkout' },
      { type: '' },
      { pick: 'High' },
      { press: 'Trigger' },
    );
    assert.match(told[0]!, /Severity: P1/);
    const [made, ...more] = account.incidents().slice(count);
    assert.ok(made);
    assert.deepEqual(more, []);
    assert.deepEqual([made.title, made.priority?.name], ['API Down', 'P1']);
    incident = parts.current.get()!;
    assert.equal(incident.id, made.id);
    assert.equal(incident.severity, 'P1');
  });

  it('writes an update into the timeline, and shows the message with it', async () => {
    await parts.timelines.scribe.addEntry(incident, 'Nobody can pay', clock.now(), 'impact');
    await eventually('the impact', () =>
      parts.responses.of(incident.key)?.entries.some(({ kind }) => kind === 'impact'),
    );
    const line = '/incident update "Identified - pool exhausted"';
    assert.match(
      await willDo(line),
      /^Writes it into the timeline of “API Down” \(Observation\), then shows the update/,
    );
    await type(line, { pick: 'Copy it' });
    assert.match(await vscode.env.clipboard.readText(), /Identified - pool exhausted/);
    const written = (await entries()).filter(({ text }) => text === 'Identified - pool exhausted');
    assert.deepEqual(
      written.map(({ kind }) => kind),
      ['observation'],
    );
  });

  it('takes a mark for what it is elsewhere', async () => {
    assert.match(await willDo('update !Roll back'), /\(Decision\)/);
    await type('update !Roll back', { pick: 'Copy it' });
    const [decision] = (await entries()).filter(({ kind }) => kind === 'decision');
    assert.equal(decision?.text, 'Roll back');
  });

  it('generates the post-mortem', async () => {
    assert.equal(await willDo('/incident postmortem create'), 'Generates the post-mortem of “API Down”.');
    await type('/incident postmortem create');
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /API Down/);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('resolves with the note, and shows the message of the end', async () => {
    assert.match(await willDo('/incident resolve "Fixed - pool raised"'), /^Resolves “API Down” with/);
    await type('/incident resolve "Fixed - pool raised"', { pick: 'Copy it' });
    assert.equal(inDrill().status, 'resolved');
    assert.match(inDrill().notes.at(-1)!.content, /^Fixed - pool raised/);
    assert.match(await vscode.env.clipboard.readText(), /API Down/);
  });
});
