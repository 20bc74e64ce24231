import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { pageHtml } from './pageHtml.ts';

/** What a webview of ours may load and do: it holds all that it needs. */
export const webviewOptions: vscode.WebviewOptions = {
  enableScripts: true,
  enableCommandUris: false,
  enableForms: false,
  localResourceRoots: [],
};

/** One of our screens: what its script and its style sheet in dist/ are called, and a fixed title. */
export interface Screen {
  readonly name: 'webview' | 'details' | 'timeline';
  readonly title: string;
  /** See Page. */
  readonly pictures?: boolean;
}

export function webviewPage(extensionUri: vscode.Uri, screen: Screen): string {
  return pageHtml({
    nonce: randomBytes(16).toString('base64'),
    script: builtFile(extensionUri, `${screen.name}.js`),
    style: builtFile(extensionUri, `${screen.name}.css`),
    title: screen.title,
    language: vscode.l10n.bundle ? vscode.env.language : 'en',
    words: vscode.l10n.bundle,
    pictures: screen.pictures ?? false,
  });
}

/** By their paths: files of dist/, which lies on this machine’s disk. 1 ms each, once. */
const builtFiles = new Map<string, string>();

function builtFile(extensionUri: vscode.Uri, name: string): string {
  const path = vscode.Uri.joinPath(extensionUri, 'dist', name).fsPath;
  const known = builtFiles.get(path);
  if (known !== undefined) return known;
  const text = readFileSync(path, 'utf8');
  builtFiles.set(path, text);
  return text;
}
