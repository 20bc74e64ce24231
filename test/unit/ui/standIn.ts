// Parts of src/ui that need little of VS Code, with something in its place. Only their types can be imported here.
import { build } from 'esbuild';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { nodeBundle } from '../nodeBundle.ts';

const root = join(import.meta.dirname, '../../..');

/** What stands in for the module `vscode`. */
export interface StandIn {
  readonly workspace: { isTrusted: boolean };
  /** A test puts here what asks and tells, as far as its part does. */
  readonly window: object;
  readonly commands: object;
  readonly languages: object;
  readonly env: object;
  readonly authentication: object;
  readonly Uri: { file(path: string): { readonly scheme: string; readonly fsPath: string } };
  /** What was written to log channels. */
  readonly logged: string[];
}

const standIn = `
export const workspace = { isTrusted: true, onDidGrantWorkspaceTrust: () => ({ dispose() {} }) };
export const logged = [];
const write = line => void logged.push(line);
const channel = { debug: write, info: write, warn: write, error: write, show() {}, dispose() {} };
export class EventEmitter {
  #listeners = new Set();
  event = listener => (this.#listeners.add(listener), { dispose: () => void this.#listeners.delete(listener) });
  fire(data) { for (const listener of [...this.#listeners]) listener(data); }
  dispose() { this.#listeners.clear(); }
}
export class TreeItem { constructor(label, collapsibleState) { Object.assign(this, { label, collapsibleState }); } }
export class ThemeColor {}
export class ThemeIcon {}
export const InputBoxValidationSeverity = { Info: 1, Warning: 2, Error: 3 };
export const TreeItemCheckboxState = { Unchecked: 0, Checked: 1 };
export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };
export const window = { createOutputChannel: () => channel, onDidCloseTerminal: () => ({ dispose() {} }) };
export class CodeLens { constructor(range, command) { Object.assign(this, { range, command }); } }
export class WorkspaceEdit { edits = []; replace(uri, range, newText) { this.edits.push({ uri, range, newText }); } }
export class Range { constructor(...places) { this.places = places; } }
export class Selection extends Range {}
export const TextEditorRevealType = { Default: 0, InCenter: 1, InCenterIfOutsideViewport: 2, AtTop: 3 };
export const Uri = { file: path => ({ scheme: 'file', path, fsPath: path, toString: () => 'file://' + path }), joinPath: (uri, ...names) => ({ path: [uri.path, ...names].join('/'), get fsPath() { return this.path; }, toString() { return this.path; } }) };
export const ViewColumn = { Active: -1, Beside: -2 };
export const ExtensionMode = { Production: 1, Development: 2, Test: 3 };
export const StatusBarAlignment = { Left: 1, Right: 2 };
export const commands = { executeCommand: () => Promise.resolve() };
export const languages = {};
export const DiagnosticSeverity = { Error: 0, Warning: 1, Information: 2, Hint: 3 };
export class Diagnostic { constructor(range, message, severity) { Object.assign(this, { range, message, severity }); } }
export const ProgressLocation = { SourceControl: 1, Window: 10, Notification: 15 };
export const FileType = { Unknown: 0, File: 1, Directory: 2, SymbolicLink: 64 };
export class RelativePattern { constructor(base, pattern) { Object.assign(this, { base, pattern }); } }
export const env = { language: 'en' };
export const authentication = {};
export const extensions = { getExtension: () => undefined };
export const l10n = {
  t: (text, ...values) => (text.message ?? text).replace(/\\{(\\d+)\\}/g, (_, index) => values[index]),
};
`;

/**
 * What these files export, all of them sharing one stand-in.
 * @param files in src
 */
export async function withStandIn<T>(...files: readonly string[]): Promise<T & StandIn> {
  const folder = await mkdtemp(join(tmpdir(), 'on-call-stand-in-'));
  const outfile = join(folder, 'parts.mjs');
  const exports = [...files.map(file => `./src/${file}`), 'vscode'].map(from => `export * from '${from}';`);
  try {
    await build({
      stdin: { contents: exports.join('\n'), resolveDir: root, loader: 'ts' },
      ...nodeBundle,
      outfile,
      logLevel: 'error',
      plugins: [
        {
          name: 'stand-in',
          setup({ onResolve, onLoad }) {
            onResolve({ filter: /^vscode$/ }, () => ({ path: 'vscode', namespace: 'stand-in' }));
            onLoad({ filter: /./, namespace: 'stand-in' }, () => ({ contents: standIn, loader: 'js' }));
          },
        },
      ],
    });
    return (await import(pathToFileURL(outfile).href)) as T & StandIn;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
