import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { localDay } from '../../core/localDay.ts';
import type { Finding } from '../../core/runbooks/lint/finding.ts';
import { DisposableStore } from '../disposables.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import { rangeOf } from './ranges.ts';

/** After the last key, so that nobody is told of what they are still writing. */
const patienceMs = 500;

/** What any of our checks finds. */
export type AnyFinding = Omit<Finding, 'code'> & { readonly code: string };

export interface CheckedDocument {
  /** Of the document that was checked: places in another one mean nothing. */
  readonly version: number;
  readonly findings: readonly { readonly finding: AnyFinding; readonly diagnostic: vscode.Diagnostic }[];
}

/** Keeps Problems up to date for the documents of one kind that are open. */
export class CheckedDocuments implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #diagnostics: vscode.DiagnosticCollection;
  readonly #checked = new Map<string, CheckedDocument>();
  readonly #waiting = new Map<string, () => void>();
  /** One check after another: each may start processes. */
  #queue: Promise<void> = Promise.resolve();
  /** The local day on which all were checked last. */
  #today: string;
  #disposed = false;

  constructor(
    private readonly parts: {
      /** Of the collection of diagnostics. */
      readonly name: string;
      readonly isChecked: (document: vscode.TextDocument) => boolean;
      readonly check: (document: vscode.TextDocument) => Promise<readonly AnyFinding[]>;
      readonly clock: Clock;
      readonly boundary: ErrorBoundary;
    },
  ) {
    const { workspace, languages, window } = vscode;
    this.#today = localDay(parts.clock.now());
    this.#diagnostics = this.#owned.add(languages.createDiagnosticCollection(parts.name));
    this.#owned.add(workspace.onDidOpenTextDocument(document => this.#soon(document)));
    this.#owned.add(workspace.onDidChangeTextDocument(({ document }) => this.#soon(document)));
    this.#owned.add(workspace.onDidCloseTextDocument(document => this.#forget(document)));
    this.#owned.add(window.onDidChangeWindowState(({ focused }) => focused && this.#onAnotherDay()));
    this.all();
  }

  /** What was found in the document as it is now; undefined while that is not known. */
  of(document: vscode.TextDocument): CheckedDocument | undefined {
    const checked = this.#checked.get(document.uri.toString());
    return checked?.version === document.version ? checked : undefined;
  }

  /** What is checked, or against what, may be another thing now. */
  all(): void {
    for (const document of vscode.workspace.textDocuments) this.#soon(document);
  }

  /** What is due, overdue or to be reviewed is so from one day on. */
  #onAnotherDay(): void {
    const today = localDay(this.parts.clock.now());
    if (today === this.#today) return;
    this.#today = today;
    this.all();
  }

  #soon(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    if (!this.parts.isChecked(document)) {
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
    const { isChecked, check } = this.parts;
    if (this.#disposed || document.isClosed || !isChecked(document)) return;
    const { version, uri } = document;
    const found = await check(document);
    // Changed or closed meanwhile: another check is on its way, or nobody looks any more.
    if (this.#disposed || document.isClosed || document.version !== version) return;
    const findings = found.map(finding => ({ finding, diagnostic: diagnosticOf(finding) }));
    this.#checked.set(uri.toString(), { version, findings });
    this.#diagnostics.set(
      uri,
      findings.map(({ diagnostic }) => diagnostic),
    );
  }

  dispose(): void {
    this.#disposed = true;
    for (const cancel of this.#waiting.values()) cancel();
    this.#owned.dispose();
  }
}

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

function diagnosticOf({ range, message, severity, code, rule }: AnyFinding): vscode.Diagnostic {
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
