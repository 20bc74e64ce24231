import * as vscode from 'vscode';
import type { Clock } from '../../../core/clock.ts';
import { findBash } from '../../../core/execution/findBash.ts';
import type { RiskReport } from '../../../core/execution/risk/risk.ts';
import type { RunbookBlock } from '../../../core/runbooks/runbook.ts';
import { programOnPath } from '../../../core/programOnPath.ts';
import type { ShellTools } from '../../../core/runbooks/lint/shellToolRule.ts';
import { type AnyFinding, type CheckedDocument, CheckedDocuments } from '../../checks/checkedDocuments.ts';
import { config } from '../../config.ts';
import { DisposableStore } from '../../disposables.ts';
import type { ErrorBoundary } from '../../errorBoundary.ts';
import { translator } from '../../translator.ts';
import { isRunbook } from './runbookDocuments.ts';

/** Of another file that links name; a larger one is not read for its headings. */
const largestBytes = 256 * 1024;
const mostNames = 1_000;

/** Keeps Problems up to date for the runbooks that are open. */
export class RunbookChecks implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #documents: CheckedDocuments;
  #tools: ShellTools | null = null;

  constructor(
    private readonly parts: {
      readonly clock: Clock;
      readonly boundary: ErrorBoundary;
      readonly author: () => string;
      readonly assess: ((block: RunbookBlock) => Promise<RiskReport>) | null;
    },
  ) {
    const { clock, boundary } = parts;
    this.#documents = this.#owned.add(
      new CheckedDocuments({
        name: 'onCall.runbooks',
        isChecked,
        check: document => this.#check(document),
        ...{ clock, boundary },
      }),
    );
    const own = (disposable: vscode.Disposable) => void this.#owned.add(disposable);
    const all = () => this.#documents.all();
    const { workspace } = vscode;
    // Links may have died or come back to life.
    own(workspace.onDidCreateFiles(all));
    own(workspace.onDidDeleteFiles(all));
    own(workspace.onDidRenameFiles(all));
    own(workspace.onDidGrantWorkspaceTrust(all));
    own(config.onDidChange(['runbooks.folders', 'runbooks.checks', 'runbooks.reviewAfterMonths'], all));
  }

  of(document: vscode.TextDocument): CheckedDocument | undefined {
    return this.#documents.of(document);
  }

  async #check(document: vscode.TextDocument): Promise<readonly AnyFinding[]> {
    const { uri } = document;
    const { lintRunbook } = await import('../../../core/runbooks/lint/lintRunbook.ts');
    return lintRunbook(document.getText(), {
      fileName: uri.path.split('/').at(-1)!,
      clock: this.parts.clock,
      l10n: translator,
      reviewAfterMonths: config.reviewAfterMonths(uri),
      author: this.parts.author(),
      exists: path => exists(uri, path),
      namesIn: path => namesIn(uri, path),
      anchorsOf: path => this.#anchorsOf(uri, path),
      assess: this.parts.assess,
      shell: vscode.workspace.isTrusted ? await this.#shellTools() : null,
    });
  }

  /** Of the file as it is being edited, else as it is saved. */
  async #anchorsOf(from: vscode.Uri, path: string): Promise<readonly string[] | null> {
    const target = inside(from, path);
    if (!target) return null;
    const key = target.toString();
    const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === key);
    if (!open && (await vscode.workspace.fs.stat(target)).size > largestBytes) return null;
    const text = open?.getText() ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(target));
    if (text.length > largestBytes) return null;
    const { anchorsIn } = await import('../../../core/runbooks/lint/linkRule.ts');
    const { parseRunbook } = await import('../../../core/runbooks/parseRunbook.ts');
    return anchorsIn(text, parseRunbook(text, { fileName: path, clock: this.parts.clock }).headings);
  }

  async #shellTools(): Promise<ShellTools> {
    const { InstalledShellTools } = await import('../../../core/runbooks/lint/shellTools.ts');
    const { env, platform } = process;
    const paths = { bash: bashOrNone(), shellcheck: programOnPath('shellcheck', env, platform) };
    this.#tools ??= new InstalledShellTools(paths, env, this.parts.clock);
    return this.#tools;
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function isChecked(document: vscode.TextDocument): boolean {
  return isRunbook(document) && config.runbookChecks(document.uri);
}

/** Without a bash nothing can be run either, and running says so. */
function bashOrNone(): string | null {
  try {
    return findBash(process.env, process.platform);
  } catch {
    return null;
  }
}

/** Only inside the workspace folder: what lies elsewhere is not looked at, and so not called dead. */
function inside(from: vscode.Uri, path: string): vscode.Uri | null {
  const target = vscode.Uri.joinPath(from, '..', path);
  const folder = vscode.workspace.getWorkspaceFolder(from);
  return folder && `${target.path}/`.startsWith(`${folder.uri.path.replace(/\/$/, '')}/`) ? target : null;
}

async function namesIn(from: vscode.Uri, path: string): Promise<readonly string[]> {
  const target = inside(from, path);
  const names = target ? await vscode.workspace.fs.readDirectory(target) : [];
  return names.slice(0, mostNames).map(([name]) => name);
}

async function exists(from: vscode.Uri, path: string): Promise<boolean> {
  const target = inside(from, path);
  if (!target) return true;
  try {
    await vscode.workspace.fs.stat(target);
    return true;
  } catch (error) {
    return !(error instanceof vscode.FileSystemError && error.code === 'FileNotFound');
  }
}
