import * as vscode from 'vscode';
import type { RunbookBlock } from '../../core/runbooks/runbook.ts';
import { DisposableStore } from '../disposables.ts';
import { notify } from '../notify.ts';

const scheme = 'oncall-block';

type Text = Pick<RunbookBlock, 'code' | 'language' | 'step' | 'hidden'>;

/** Shows what a block was when a person looked at it beside what it is now, and asks which is meant. */
export class ChangedBlocks implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #texts = new Map<string, string>();
  #shown = 0;

  constructor() {
    this.#owned.add(
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        provideTextDocumentContent: uri => this.#texts.get(uri.path) ?? null,
      }),
    );
    this.#owned.add(
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const tab of closed) this.#forget(tab);
      }),
    );
  }

  /** How many texts are held for editors that show them. */
  get held(): number {
    return this.#texts.size;
  }

  /**
   * True where the person wants the new text run; only that text may then run, so its hash has to be held against
   * the file once more. Characters that cannot be seen stand as escapes. The difference stays open only where the
   * person wants to read it first, which runs nothing.
   */
  async ask(runbookPath: string, before: Text, after: Text): Promise<boolean> {
    const turn = ++this.#shown;
    const [seen, now] = [before, after].map((block, side) => {
      const path = `/${turn}/${side === 0 ? 'seen' : 'now'}/${runbookPath.split(/[\\/]/).at(-1) ?? 'block'}.txt`;
      this.#texts.set(path, visible(block.code));
      return vscode.Uri.from({ scheme, path });
    }) as [vscode.Uri, vscode.Uri];
    const step = after.step || vscode.l10n.t('A block');
    const run = vscode.l10n.t('Run the New Text');
    const read = vscode.l10n.t('Read the Difference First');
    let answer: string | undefined;
    try {
      await vscode.commands.executeCommand(
        'vscode.diff',
        seen,
        now,
        vscode.l10n.t('{0}: as you saw it ↔ as it is now', step),
        { preview: true },
      );
      const detail = [
        vscode.l10n.t(
          '{0} was changed since you looked at it. The difference stands in the editor behind this.',
          runbookPath,
        ),
        ...(after.hidden.length > 0
          ? [
              vscode.l10n.t(
                'The new text holds characters that cannot be seen: {0}.',
                after.hidden.join(', '),
              ),
            ]
          : []),
      ].join('\n');
      answer = await notify.ask(vscode.l10n.t('“{0}” is another text now. Run it?', step), detail, run, read);
    } finally {
      if (answer !== read) await this.#close(now);
    }
    return answer === run;
  }

  async #close(now: vscode.Uri): Promise<void> {
    const { tabGroups } = vscode.window;
    const shown = tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(tab => differenceIn(tab)?.modified.toString() === now.toString());
    if (shown.length > 0) await tabGroups.close(shown, true);
    // Where no editor came up, none will be closed.
    this.#texts.delete(now.path);
    this.#texts.delete(now.path.replace('/now/', '/seen/'));
  }

  #forget(tab: vscode.Tab): void {
    const difference = differenceIn(tab);
    if (!difference) return;
    this.#texts.delete(difference.original.path);
    this.#texts.delete(difference.modified.path);
  }

  dispose(): void {
    this.#owned.dispose();
    this.#texts.clear();
  }
}

function differenceIn({ input }: vscode.Tab): vscode.TabInputTextDiff | null {
  return input instanceof vscode.TabInputTextDiff && input.modified.scheme === scheme ? input : null;
}

/** Controls, bidi and invisible characters as `\u{202e}`: a diff must not be able to lie. */
function visible(code: string): string {
  return code.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu, letter =>
    /[\n\t]/.test(letter) ? letter : `\\u{${letter.codePointAt(0)!.toString(16)}}`,
  );
}
