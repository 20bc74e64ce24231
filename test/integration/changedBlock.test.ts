import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ChangedBlocks } from '../../src/ui/runbooks/changedBlock.ts';
import { activated, eventually } from './parts.ts';

const scheme = 'oncall-block';
const text = (code: string, hidden: string[] = []) => ({ code, language: 'bash', step: 'Look', hidden });

function differences(): vscode.TabInputTextDiff[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .map(({ input }) => input)
    .filter(
      (input): input is vscode.TabInputTextDiff =>
        input instanceof vscode.TabInputTextDiff && input.modified.scheme === scheme,
    );
}

/** Both sides of the one difference that is open, as its editors hold them. */
async function bothSides(): Promise<string[]> {
  const [shown, ...more] = await eventually('the difference', () => {
    const open = differences();
    return open.length > 0 && open;
  });
  assert.equal(more.length, 0);
  const sides = [shown!.original, shown!.modified].map(uri => vscode.workspace.openTextDocument(uri));
  return (await Promise.all(sides)).map(document => document.getText());
}

describe('A block that was changed between the look and the click', () => {
  let changed: ChangedBlocks;
  let questions: { readonly question: string; readonly detail: string; readonly sides: string[] }[];
  let answer: string | undefined;
  let restore: () => void;

  beforeEach(async () => {
    await activated();
    changed = new ChangedBlocks();
    questions = [];
    answer = undefined;
    const { showWarningMessage } = vscode.window;
    restore = () => Object.assign(vscode.window, { showWarningMessage });
    Object.assign(vscode.window, {
      showWarningMessage: async (question: string, { detail = '' }: vscode.MessageOptions) => {
        questions.push({ question, detail, sides: await bothSides() });
        return answer;
      },
    });
  });

  afterEach(async () => {
    restore();
    changed.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('is shown with both texts; Cancel runs nothing and leaves neither tab nor text', async () => {
    assert.equal(await changed.ask('runbooks/a.md', text('echo one'), text('rm -rf ~')), false);
    assert.deepEqual(
      questions.map(({ sides }) => sides),
      [['echo one', 'rm -rf ~']],
    );
    assert.match(questions[0]!.detail, /runbooks\/a\.md was changed/);
    assert.deepEqual([differences(), changed.held], [[], 0]);
  });

  it('runs the new text where that is the answer, and closes the difference', async () => {
    answer = 'Run the New Text';
    assert.equal(await changed.ask('runbooks/a.md', text('echo one'), text('echo two')), true);
    assert.deepEqual([differences(), changed.held], [[], 0]);
  });

  it('stays open for whoever wants to read it first, runs nothing, and is forgotten once it is closed', async () => {
    answer = 'Read the Difference First';
    assert.equal(await changed.ask('runbooks/a.md', text('echo one'), text('echo two')), false);
    assert.deepEqual(await bothSides(), ['echo one', 'echo two']);
    assert.equal(changed.held, 2);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await eventually('the texts forgotten', () => changed.held === 0);
  });

  it('stands with escapes for what cannot be seen', async () => {
    await changed.ask('a.md', text('echo a'), text('echo \u202Ea\r\u200b\tb', ['U+202E']));
    assert.deepEqual(questions[0]!.sides, ['echo a', 'echo \\u{202e}a\\u{d}\\u{200b}\tb']);
    assert.match(questions[0]!.detail, /cannot be seen: U\+202E/);
  });
});
