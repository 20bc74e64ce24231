import * as vscode from 'vscode';
import type { Clock } from '../../../core/clock.ts';
import { findBash } from '../../../core/execution/findBash.ts';
import type { Finding, Range } from '../../../core/runbooks/lint/finding.ts';
import type { ShellTools } from '../../../core/runbooks/lint/shellToolRule.ts';
import { config } from '../../config.ts';
import { DisposableStore } from '../../disposables.ts';
import type { ErrorBoundary } from '../../errorBoundary.ts';
import { isRunbook, translator } from './runbookDocuments.ts';

/** After the last key, so that nobody is told of what they are still writing. */
const patienceMs = 500;

export interface CheckedRunbook {
  /** Of the document that was checked: places in another one mean nothing. */
  readonly version: number;
  readonly findings: readonly { readonly finding: Finding; readonly diagnostic: vscode.Diagnostic }[];
}

/** Keeps Problems up to date for the runbooks that are open. */
export class RunbookChecks implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #diagnostics = this.#owned.add(vscode.languages.createDiagnosticCollection('onCall.runbooks'));
  readonly #checked = new Map<string, CheckedRunbook>();
  readonly #waiting = new Map<string, () => void>();
  /** One check after another: each may start processes. */
  #queue: Promise<void> = Promise.resolve();
  #tools: ShellTools | null = null;
  #disposed = false;

  constructor(
    private readonly parts: {
      readonly clock: Clock;
      readonly boundary: ErrorBoundary;
      readonly author: () => string;
    },
  ) {
    const own = (disposable: vscode.Disposable) => void this.#owned.add(disposable);
    const { workspace } = vscode;
    own(workspace.onDidOpenTextDocument(document => this.#soon(document)));
    own(workspace.onDidChangeTextDocument(({ document }) => this.#soon(document)));
    own(workspace.onDidCloseTextDocument(document => this.#forget(document)));
    // Links may have died or come back to life.
    own(workspace.onDidCreateFiles(() => this.#all()));
    own(workspace.onDidDeleteFiles(() => this.#all()));
    own(workspace.onDidRenameFiles(() => this.#all()));
    own(workspace.onDidGrantWorkspaceTrust(() => this.#all()));
    own(
      config.onDidChange(['runbooks.folders', 'runbooks.checks', 'runbooks.reviewAfterMonths'], () =>
        this.#all(),
      ),
    );
    this.#all();
  }

  /** What was found in the document as it is now; undefined while that is not known. */
  of(document: vscode.TextDocument): CheckedRunbook | undefined {
    const checked = this.#checked.get(document.uri.toString());
    return checked?.version === document.version ? checked : undefined;
  }

  #all(): void {
    for (const document of vscode.workspace.textDocuments) this.#soon(document);
  }

  #soon(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    if (!isChecked(document)) {
      if (this.#checked.has(key) || this.#waiting.has(key)) this.#forget(document);
      return;
    }
    this.#waiting.get(key)?.();
    this.#waiting.set(
      key,
      this.parts.clock.after(patienceMs, () => {
        this.#waiting.delete(key);
        this.#queue = this.#queue
          .then(() => this.#check(document))
          .catch((error: unknown) => this.parts.boundary.log(`Checking ${document.uri.path}`, error));
      }),
    );
  }

  #forget({ uri }: vscode.TextDocument): void {
    this.#waiting.get(uri.toString())?.();
    this.#waiting.delete(uri.toString());
    this.#checked.delete(uri.toString());
    this.#diagnostics.delete(uri);
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    if (this.#disposed || document.isClosed || !isChecked(document)) return;
    const { version, uri } = document;
    const { lintRunbook } = await import('../../../core/runbooks/lint/lintRunbook.ts');
    const found = await lintRunbook(document.getText(), {
      fileName: uri.path.split('/').at(-1)!,
      clock: this.parts.clock,
      l10n: translator,
      reviewAfterMonths: config.reviewAfterMonths(uri),
      author: this.parts.author(),
      exists: path => exists(uri, path),
      shell: vscode.workspace.isTrusted ? await this.#shellTools() : null,
    });
    // Changed or closed meanwhile: another check is on its way, or nobody looks any more.
    if (this.#disposed || document.isClosed || document.version !== version) return;
    const findings = found.map(finding => ({ finding, diagnostic: diagnosticOf(finding) }));
    this.#checked.set(uri.toString(), { version, findings });
    this.#diagnostics.set(
      uri,
      findings.map(({ diagnostic }) => diagnostic),
    );
  }

  async #shellTools(): Promise<ShellTools> {
    const { InstalledShellTools, findShellcheck } = await import('../../../core/runbooks/lint/shellTools.ts');
    const { env, platform } = process;
    const paths = { bash: bashOrNone(), shellcheck: findShellcheck(env, platform) };
    this.#tools ??= new InstalledShellTools(paths, env, this.parts.clock);
    return this.#tools;
  }

  dispose(): void {
    this.#disposed = true;
    for (const cancel of this.#waiting.values()) cancel();
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
async function exists(from: vscode.Uri, path: string): Promise<boolean> {
  const target = vscode.Uri.joinPath(from, '..', path);
  const folder = vscode.workspace.getWorkspaceFolder(from);
  if (!folder || !target.path.startsWith(`${folder.uri.path.replace(/\/$/, '')}/`)) return true;
  try {
    await vscode.workspace.fs.stat(target);
    return true;
  } catch (error) {
    return !(error instanceof vscode.FileSystemError && error.code === 'FileNotFound');
  }
}

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

function diagnosticOf({ range, message, severity, code, rule }: Finding): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(rangeOf(range), message, severities[severity]);
  diagnostic.source = rule === undefined ? 'On-Call' : 'shellcheck';
  diagnostic.code =
    rule === undefined
      ? code
      : {
          value: rule,
          target: vscode.Uri.parse(`https://www.shellcheck.net/wiki/${encodeURIComponent(rule)}`),
        };
  return diagnostic;
}

export function rangeOf({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
