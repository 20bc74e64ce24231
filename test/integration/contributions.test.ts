import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { activated, eventually } from './parts.ts';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; category: string }[];
    readonly views: Readonly<Record<string, readonly { id: string }[]>>;
    readonly menus: Readonly<Record<string, readonly { command?: string; submenu?: string; when: string }[]>>;
    readonly submenus: readonly { id: string }[];
    readonly viewsWelcome: readonly { view: string; contents: string }[];
    readonly keybindings: readonly {
      command: string;
      args?: { commands?: readonly (string | { command: string })[] };
    }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { scope: string }>> };
  };
}

describe('What package.json contributes', () => {
  let manifest: Manifest;
  let contributed: string[];
  let folder: string;

  before(async () => {
    await activated();
    folder = vscode.extensions.getExtension('on-call.on-call')!.extensionPath;
    manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
    contributed = manifest.contributes.commands.map(({ command }) => command).sort();
  });

  it('has every contributed command registered, and no other', async () => {
    const views = new Set(
      Object.values(manifest.contributes.views)
        .flat()
        .map(({ id }) => id),
    );
    const registered = (await vscode.commands.getCommands(true)).filter(
      id => id.startsWith('onCall.') && ![...views].some(view => id.startsWith(`${view}.`)),
    );
    assert.deepEqual(registered.sort(), contributed);
  });

  it('shows every command in the palette under “On-Call”', () => {
    assert.deepEqual(
      manifest.contributes.commands.filter(({ category }) => category !== 'On-Call'),
      [],
    );
    assert.equal(manifest.contributes.menus['commandPalette'], undefined);
  });

  it('names only commands and views that exist in menus, keybindings and welcome texts', () => {
    const { menus, keybindings, viewsWelcome, views } = manifest.contributes;
    const ids = new Set(contributed);
    const rows = Object.values(menus).flat();
    const bound = keybindings.flatMap(({ command, args }) => [
      command,
      ...(args?.commands ?? []).map(one => (typeof one === 'string' ? one : one.command)),
    ]);
    const used = [...rows.flatMap(({ command }) => command ?? []), ...bound].filter(
      id => id !== 'runCommands' && id !== 'list.select',
    );
    const linked = viewsWelcome.flatMap(({ contents }) =>
      [...translated(contents).matchAll(/command:([\w.]+)/g)].map(match => match[1]!),
    );
    assert.deepEqual(
      [...used, ...linked].filter(id => !ids.has(id)),
      [],
    );
    const submenus = manifest.contributes.submenus.map(({ id }) => id).sort();
    assert.deepEqual([...new Set(rows.flatMap(({ submenu }) => submenu ?? []))].sort(), submenus);
    assert.deepEqual(
      Object.keys(menus)
        .filter(id => id.startsWith('onCall.'))
        .sort(),
      submenus,
    );
    assert.ok(linked.length >= 4, 'the welcome texts link to commands');
    const known = new Set(
      Object.values(views)
        .flat()
        .map(({ id }) => id),
    );
    const named = Object.values(menus)
      .flat()
      .flatMap(({ when }) => [...when.matchAll(/view == ([\w.]+)/g)].map(match => match[1]!));
    assert.deepEqual(
      [...named, ...viewsWelcome.map(({ view }) => view)].filter(view => !known.has(view)),
      [],
    );
  });

  it('has a text for every translation key, and no key that nothing uses', () => {
    const keys = new Set(Object.keys(texts()));
    const used = new Set([...JSON.stringify(manifest).matchAll(/"%([\w.]+)%"/g)].map(match => match[1]!));
    assert.deepEqual(
      [...used].filter(key => !keys.has(key)),
      [],
    );
    assert.deepEqual(
      [...keys].filter(key => !used.has(key)),
      [],
    );
    const untranslated = manifest.contributes.commands.filter(({ title }) => !/^%.*%$/.test(title));
    assert.deepEqual(untranslated, []);
  });

  it('lets no workspace set where the key is sent', () => {
    const { properties } = manifest.contributes.configuration;
    assert.equal(properties['onCall.pagerDuty.baseUrl']?.scope, 'application');
    assert.equal(properties['onCall.pagerDuty.from']?.scope, 'application');
  });

  it('lets no workspace set which hosts runbooks are fetched from', async () => {
    const { properties } = manifest.contributes.configuration;
    assert.equal(properties['onCall.runbooks.allowedHosts']?.scope, 'application');
    const settings = vscode.workspace.getConfiguration('onCall');
    const { uri } = vscode.workspace.workspaceFolders![0]!;
    for (const target of [vscode.ConfigurationTarget.Workspace, vscode.ConfigurationTarget.WorkspaceFolder]) {
      await assert.rejects(async () =>
        vscode.workspace
          .getConfiguration('onCall', uri)
          .update('runbooks.allowedHosts', ['evil.example'], target),
      );
    }
    assert.deepEqual(settings.get('runbooks.allowedHosts'), []);
  });

  it('opens the page of the documentation that is named', async () => {
    await vscode.commands.executeCommand('onCall.openDocumentation', 'team-file');
    const shown = () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ label }) => /team-file\.md/.test(label));
    const tab = await eventually('the preview', shown);
    assert.ok(tab.input instanceof vscode.TabInputWebview);
    await vscode.window.tabGroups.close(tab);
  });

  const texts = () =>
    JSON.parse(readFileSync(join(folder, 'package.nls.json'), 'utf8')) as Record<string, string>;
  const translated = (text: string) => texts()[text.slice(1, -1)] ?? text;
});
