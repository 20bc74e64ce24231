import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { OnCallParts } from '../../src/extension.ts';
import { activated, eventually } from './parts.ts';

const source = `---
title: Written here
sevices: [a]
---

# Written here

## Symptoms

- something

## Quick diagnosis

\`\`\`bash { interactive=flase }
echo "$NOBODY_SETS_IT" "$ONCALL_INCIDENT_ID"
kubectl get pods
if true; then
\`\`\`

See [the other](gone.md).
`;

describe('Writing a runbook', () => {
  let parts: OnCallParts;
  let folder: vscode.Uri;

  before(async () => {
    parts = await activated();
    folder = vscode.workspace.workspaceFolders![0]!.uri;
  });

  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  const at = (path: string) => vscode.Uri.joinPath(folder, path);
  const write = (path: string, text: string) =>
    vscode.workspace.fs.writeFile(at(path), new TextEncoder().encode(text));
  const open = async (path: string, text = source) => {
    await write(path, text);
    const document = await vscode.workspace.openTextDocument(at(path));
    await vscode.window.showTextDocument(document);
    return document;
  };
  const ours = (uri: vscode.Uri) =>
    vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'On-Call');
  const codes = (uri: vscode.Uri) => new Set(ours(uri).map(({ code }) => code));

  it('shows what is wrong in Problems, each at its place', async () => {
    const { uri } = await open('runbooks/written.md');
    const expected = [
      'front-matter-key',
      'section-missing',
      'owner-missing',
      'review-missing',
      'attribute-value',
      'variable-undefined',
      'kubectl-target',
      'shell-syntax',
      'link-dead',
    ];
    await eventually('all of it', () => expected.every(code => codes(uri).has(code)));
    const place = ours(uri).find(({ code }) => code === 'variable-undefined')!.range;
    assert.deepEqual([place.start.line, place.start.character, place.end.character], [14, 6, 21]);
  });

  it('follows what is written, and says nothing of a closed file or any other Markdown', async () => {
    const { uri } = await open('runbooks/followed.md');
    await eventually('a dead link', () => codes(uri).has('link-dead'));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, new vscode.Range(19, 0, 20, 0), '');
    await vscode.workspace.applyEdit(edit);
    await eventually('no dead link', () => !codes(uri).has('link-dead') && codes(uri).size > 0);
    await vscode.workspace.save(uri);

    const other = await open('notes.md');
    const runbook = await open('runbooks/second.md');
    await eventually('the runbook is checked', () => codes(runbook.uri).size > 0);
    assert.equal(codes(other.uri).size, 0);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      other.uri,
    );
    assert.deepEqual(lenses, []);
  });

  it('is silent where the setting says so, and speaks again', async () => {
    const { uri } = await open('runbooks/silent.md');
    await eventually('findings', () => codes(uri).size > 0);
    const settings = vscode.workspace.getConfiguration('onCall', folder);
    await settings.update('runbooks.checks', false, vscode.ConfigurationTarget.Workspace);
    try {
      await eventually('silence', () => codes(uri).size === 0);
    } finally {
      await settings.update('runbooks.checks', undefined, vscode.ConfigurationTarget.Workspace);
    }
    await eventually('findings again', () => codes(uri).size > 0);
  });

  it('mends a finding by a quick fix', async () => {
    const document = await open('runbooks/mended.md');
    await eventually('findings', () => codes(document.uri).has('kubectl-target'));
    const { range } = ours(document.uri).find(({ code }) => code === 'kubectl-target')!;
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
    );
    const fix = actions.find(({ title }) => title === 'Name the namespace');
    assert.ok(fix?.edit, actions.map(({ title }) => title).join());
    await vscode.workspace.applyEdit(fix.edit);
    assert.ok(document.getText().includes('kubectl --namespace "${NAMESPACE:-default}" get pods'));
    await eventually(
      'it is gone',
      () => codes(document.uri).size > 0 && !codes(document.uri).has('kubectl-target'),
    );
    await document.save();
  });

  it('has “Run…” above each block, which opens the runbook there and runs nothing', async () => {
    const { uri } = await open('runbooks/lensed.md');
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      uri,
      10,
    );
    assert.deepEqual(
      lenses.map(({ range, command }) => [range.start.line, command?.title]),
      [[13, '$(play) Run…']],
    );
    const { command } = lenses[0]!;
    await vscode.commands.executeCommand(command!.command, ...(command!.arguments ?? []));
    const tab = await eventually('the panel', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ input }) => input instanceof vscode.TabInputWebview),
    );
    assert.equal(tab.label, 'Written here');
    assert.equal(vscode.window.terminals.filter(({ name }) => name.startsWith('On-Call')).length, 0);
  });

  it('completes and explains front matter and the incident’s variables', async () => {
    const { uri } = await open('runbooks/words.md', `${source.replace('sevices', '\nsevices')}`);
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      uri,
      new vscode.Position(2, 0),
    );
    assert.ok(list.items.some(({ label }) => label === 'reviewed'));
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      uri,
      new vscode.Position(15, 30),
    );
    const text = hovers.flatMap(({ contents }) =>
      contents.map(one => (typeof one === 'string' ? one : one.value)),
    );
    assert.ok(
      text.some(words => words.includes('provider’s') || words.includes('id of the incident')),
      text.join(),
    );
  });

  it('is folded by section by VS Code itself', async () => {
    const { uri } = await open('runbooks/folded.md');
    const ranges = await eventually('folding', async () => {
      const found = await vscode.commands.executeCommand<vscode.FoldingRange[] | undefined>(
        'vscode.executeFoldingRangeProvider',
        uri,
      );
      return found && found.length > 0 && found;
    });
    const starts = new Set(ranges.map(({ start }) => start));
    for (const heading of [5, 7, 11])
      assert.ok(starts.has(heading), `line ${heading} of ${[...starts].join()}`);
  });

  describe('a new one', () => {
    const answers: (string | undefined)[] = [];
    let asked: vscode.InputBoxOptions[];
    let showInputBox: typeof vscode.window.showInputBox;

    beforeEach(() => {
      asked = [];
      showInputBox = parts.window.showInputBox;
      parts.window.showInputBox = (options?: vscode.InputBoxOptions) => {
        asked.push(options ?? {});
        return Promise.resolve(answers.length > 0 ? answers.shift() : options?.value);
      };
    });
    afterEach(() => {
      parts.window.showInputBox = showInputBox;
      answers.length = 0;
    });

    it('stands in the runbook folder, open, with nothing to mend but what a person must write', async () => {
      answers.push('Checkout: is "down"', 'checkout');
      await vscode.commands.executeCommand('onCall.newRunbook');
      const document = vscode.window.activeTextEditor!.document;
      assert.equal(document.uri.path, at('runbooks/checkout-is-down.md').path);
      assert.match(document.getText(), /^---\ntitle: "Checkout: is \\"down\\""\nservices: \["checkout"\]/);
      const files = await parts.library.files({ drill: false });
      assert.equal(files.find(({ uri }) => uri.path === document.uri.path)?.title, 'Checkout: is "down"');
    });

    it('is never written over a file that is there', async () => {
      await write('runbooks/taken.md', 'mine');
      answers.push('Taken', '');
      await vscode.commands.executeCommand('onCall.newRunbook');
      assert.equal(vscode.window.activeTextEditor!.document.uri.path, at('runbooks/taken-2.md').path);
      const kept = new TextDecoder().decode(await vscode.workspace.fs.readFile(at('runbooks/taken.md')));
      assert.equal(kept, 'mine');
    });

    it('is not written when the person turns away', async () => {
      answers.push('Turned away', undefined);
      await vscode.commands.executeCommand('onCall.newRunbook');
      await assert.rejects(async () => vscode.workspace.fs.stat(at('runbooks/turned-away.md')));
    });

    it('is offered where none fits an incident, with the incident’s words as data', async () => {
      await vscode.commands.executeCommand('onCall.startDrill');
      const { showInformationMessage } = parts.window;
      try {
        const real = await eventually('an incident', () => parts.store.all()[0]);
        const title = 'No runbook "fits"\n---\n# [x](command:y) `z`';
        const key = `${real.accountId}:UNKNOWN`;
        const incident = {
          ...real,
          key,
          id: 'UNKNOWN',
          title,
          service: { id: 'S', name: "odd: 'service' #" },
        };
        const offered: string[] = [];
        parts.window.showInformationMessage = ((_: string, ...items: string[]) => {
          offered.push(...items);
          return Promise.resolve('New Runbook…');
        }) as unknown as typeof vscode.window.showInformationMessage;
        await vscode.commands.executeCommand('onCall.openRunbook', { type: 'incident', incident });
        assert.ok(offered.includes('New Runbook…'), offered.join());
        assert.deepEqual(
          asked.map(({ value }) => value),
          ['No runbook "fits" --- # [x](command:y) `z`', "odd: 'service' #"],
        );
        const text = vscode.window.activeTextEditor!.document.getText();
        assert.ok(text.includes('title: "No runbook \\"fits\\" --- # [x](command:y) `z`"'), text);
        assert.ok(text.includes(`services: ["odd: 'service' #"]`), text);
        assert.ok(text.includes('\\[x\\](command:y) \\`z\\`'), text);
      } finally {
        parts.window.showInformationMessage = showInformationMessage;
        await vscode.commands.executeCommand('onCall.stopDrill');
      }
    });
  });
});
