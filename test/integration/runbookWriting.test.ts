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

  it('has “Run…” and what it may do above each block, and opens the runbook there without running it', async () => {
    const { uri } = await open(
      'runbooks/lensed.md',
      source.replace('kubectl get pods', 'kubectl -n x delete ns x'),
    );
    // What a block may do comes after “Run…” where it takes long to look at.
    const lenses = await eventually('both above the block', async () => {
      const all = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        uri,
      );
      return all.length === 3 && all;
    });
    assert.deepEqual(
      lenses.map(({ range, command }) => [range.start.line, command?.title]),
      [
        [0, '$(open-preview) Preview Runbook'],
        [13, '$(play) Run…'],
        [13, '$(flame) Destructive: kubectl -n x delete ns x'],
      ],
    );
    const { command } = lenses[1]!;
    await vscode.commands.executeCommand(command!.command, ...(command!.arguments ?? []));
    const tab = await eventually('the panel', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ input }) => input instanceof vscode.TabInputWebview),
    );
    assert.equal(tab.label, 'Written here');
    assert.equal(vscode.window.terminals.filter(({ name }) => name.startsWith('On-Call')).length, 0);
  });

  it('explains the risk of a block, command by command, and goes to the one that is chosen', async () => {
    const { uri } = await open(
      'runbooks/explained.md',
      source.replace('kubectl get pods', 'kubectl -n x delete ns x'),
    );
    const { showQuickPick } = parts.window;
    const shown: vscode.QuickPickItem[] = [];
    parts.window.showQuickPick = ((items: readonly vscode.QuickPickItem[]) => {
      shown.push(...items);
      return Promise.resolve(items[0]);
    }) as unknown as typeof vscode.window.showQuickPick;
    try {
      await vscode.commands.executeCommand('onCall.explainRisk', { uri: uri.toString(), line: 14 });
    } finally {
      parts.window.showQuickPick = showQuickPick;
    }
    const [first] = shown;
    assert.equal(first!.label, '$(flame) kubectl -n x delete ns x');
    assert.equal(first!.description, 'Destructive');
    assert.match(first!.detail!, /^Line 16: ./);
    assert.equal(vscode.window.activeTextEditor!.selection.active.line, 15);
  });

  it('warns of a destructive block that nothing guards, and mends it', async () => {
    const document = await open(
      'runbooks/unguarded.md',
      source.replace('kubectl get pods', 'kubectl -n x delete ns x').replace('if true; then', 'true'),
    );
    await eventually('the finding', () => codes(document.uri).has('destructive-unguarded'));
    const { range } = ours(document.uri).find(({ code }) => code === 'destructive-unguarded')!;
    assert.equal(range.start.line, 15);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
    );
    const fix = actions.find(({ title }) => title === 'Add the section “Verification”');
    assert.ok(fix, actions.map(({ title }) => title).join());
    await vscode.workspace.applyEdit(fix!.edit!);
    await eventually(
      'it is gone',
      () => codes(document.uri).size > 0 && !codes(document.uri).has('destructive-unguarded'),
    );
    await document.save();
  });

  it('finds an anchor that another runbook does not have', async () => {
    await write('runbooks/target.md', '# T\n\n## A place\n');
    const text = source.replace('gone.md', 'target.md#a-plaze').replace('See', 'See [a](target.md#a-place)');
    const { uri } = await open('runbooks/anchors.md', text);
    const dead = await eventually('it is told', () => {
      const found = ours(uri).filter(({ code }) => code === 'link-dead');
      return found.length > 0 && found;
    });
    assert.deepEqual(
      dead.map(({ message }) => message),
      ['No heading of “target.md” has the anchor “a-plaze”.'],
    );
  });

  it('shows the cursor’s place in the runbook, beside its source', async () => {
    await open('runbooks/beside.md');
    const editor = vscode.window.activeTextEditor!;
    editor.selection = new vscode.Selection(15, 0, 15, 0);
    const column = editor.viewColumn;
    await vscode.commands.executeCommand('onCall.showInRunbook');
    const group = await eventually('the panel', () =>
      vscode.window.tabGroups.all.find(({ tabs }) =>
        tabs.some(({ input }) => input instanceof vscode.TabInputWebview),
      ),
    );
    assert.notEqual(group.viewColumn, column);
    assert.equal(parts.panels.active()?.file.path, 'runbooks/beside.md');
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

  it('is folded by section and block by VS Code itself, and its front matter by us', async () => {
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
    // Nothing twice: what VS Code folds is left to it.
    for (const line of [0, 13]) assert.ok(starts.has(line), `line ${line} of ${[...starts].join()}`);
    assert.equal(starts.size, ranges.length);
  });

  describe('coverage', () => {
    const incident = {
      key: 'work:QCOVERED', accountId: 'work', id: 'QCOVERED', number: 7, title: 'Search is slow', status: 'resolved',
      urgency: 'high', priority: null, severity: 'P2', service: { id: 'S9', name: 'search' }, assignees: [],
      acknowledgers: [], teams: [], escalationPolicy: null, createdAt: '2026-11-20T10:00:00Z', updatedAt: null,
      resolvedAt: '2026-11-20T11:00:00Z', acknowledgedUntil: null, alertCount: null, url: null,
    }; // prettier-ignore
    const data = {
      runId: 'r1', runbook: 'runbooks/covered.md', step: 'Quick diagnosis', command: 'exit 7', cwd: '/',
      outcome: 'failed', exitCode: 7, startedAt: '2026-11-20T10:05:00Z', durationMs: 5, outputTail: '', outputCut: false,
    }; // prettier-ignore
    const entry = {
      id: '01JD4V0000000000000000000A', at: data.startedAt, writtenAt: data.startedAt, author: 'Ada',
      source: { type: 'run', id: 'r1' }, kind: 'run', text: 'Quick diagnosis: failed', data,
    }; // prettier-ignore

    const rows = () =>
      parts.coverage
        .getChildren()
        .flatMap(section => [
          parts.coverage.getTreeItem(section),
          ...parts.coverage.getChildren(section).map(node => parts.coverage.getTreeItem(node)),
        ]);
    const row = (label: string) => rows().find(item => item.label === label);
    const nodeOf = (label: string) =>
      parts.coverage
        .getChildren()
        .flatMap(section => parts.coverage.getChildren(section))
        .find(node => parts.coverage.getTreeItem(node).label === label)!;

    before(async () => {
      await write(
        'runbooks/covered.md',
        '---\ntitle: Covered\nowner: Grace\nreviewed: 2026-11-01\n---\n\n## Quick diagnosis\n\n```bash\nexit 7\n```\n',
      );
      await write('runbooks/never.md', '---\ntitle: Never used\n---\n');
      await write('incidents/2026-11-20-QCOVERED/incident.json', JSON.stringify(incident));
      await write('incidents/2026-11-20-QCOVERED/timeline.jsonl', `${JSON.stringify(entry)}\n`);
      await write(
        'incidents/2026-11-21-QBARE/incident.json',
        JSON.stringify({ ...incident, id: 'QBARE', key: 'work:QBARE', service: { id: 'S10', name: 'mail' } }),
      );
      await write('incidents/2026-11-22-QBROKEN/incident.json', 'no JSON');
      await vscode.commands.executeCommand('onCall.refreshCoverage');
    });

    it('lists services without a runbook, blocks that failed, and runbooks by their use', () => {
      assert.equal(row('mail')?.description, '1 incident');
      assert.equal(row('search'), undefined);
      assert.equal(row('Quick diagnosis')?.description, 'exit 7 · 2026-11-20 · Covered');
      assert.equal(row('Covered')?.description, 'used 2026-11-20 · reviewed 2026-11-01 · Grace');
      assert.equal(row('Never used')?.description, 'never used · never reviewed · no owner');
    });

    it('opens the runbook at the block that failed', async () => {
      const { command } = row('Quick diagnosis')!;
      await vscode.commands.executeCommand(command!.command, ...(command!.arguments ?? []));
      await eventually('the panel', () => parts.panels.active()?.file.path === 'runbooks/covered.md');
    });

    it('makes a suggestion an action item of the post-mortem, once and for all makings of it', async () => {
      const { showInputBox } = parts.window;
      const asked: vscode.InputBoxOptions[] = [];
      parts.window.showInputBox = (options?: vscode.InputBoxOptions) => {
        asked.push(options ?? {});
        return Promise.resolve('Wait for the\n lock first');
      };
      try {
        await vscode.commands.executeCommand('onCall.suggestRunbookUpdate', nodeOf('Quick diagnosis'));
      } finally {
        parts.window.showInputBox = showInputBox;
      }
      assert.equal(asked[0]!.title, 'Suggest an Update of “Covered: Quick diagnosis”');
      assert.match(asked[0]!.prompt!, /Search is slow/);
      const known = (await parts.timelines.remembered()).find(({ id }) => id === 'QCOVERED')!;
      const item = (await parts.timelines.entries(known)).find(({ kind }) => kind === 'action')!;
      assert.deepEqual(item.data, {
        text: 'Wait for the lock first', owner: null, runbook: 'runbooks/covered.md', step: 'Quick diagnosis',
      }); // prettier-ignore
      const settings = vscode.workspace.getConfiguration('onCall');
      await settings.update('postMortem.template', 'on-call', vscode.ConfigurationTarget.Global);
      for (let turn = 0; turn < 2; turn++)
        await vscode.commands.executeCommand('onCall.generatePostMortem', {
          type: 'incident',
          incident: known,
        });
      await settings.update('postMortem.template', undefined, vscode.ConfigurationTarget.Global);
      const text = vscode.window.activeTextEditor!.document.getText();
      assert.equal(
        text.split('| Wait for the lock first (runbooks/covered.md: Quick diagnosis) | Runbook |').length,
        2,
        text,
      );
    });

    it('begins a runbook for a service that has none', async () => {
      const { showInputBox } = parts.window;
      const values: (string | undefined)[] = [];
      parts.window.showInputBox = (options?: vscode.InputBoxOptions) => {
        values.push(options?.value);
        return Promise.resolve(options?.value);
      };
      try {
        await vscode.commands.executeCommand('onCall.newRunbook', nodeOf('mail'));
      } finally {
        parts.window.showInputBox = showInputBox;
      }
      assert.deepEqual(values, ['Search is slow', 'mail']);
      await vscode.commands.executeCommand('onCall.refreshCoverage');
      assert.equal(row('mail'), undefined);
    });
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
