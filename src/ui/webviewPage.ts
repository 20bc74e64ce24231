import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { pageHtml } from './pageHtml.ts';

/** What a webview of ours may load and do: our own files, nothing else. */
export function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return {
    enableScripts: true,
    enableCommandUris: false,
    enableForms: false,
    localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist')],
  };
}

/** One of our screens: what its script and its style sheet in dist/ are called, and a fixed title. */
export interface Screen {
  readonly name: 'webview' | 'details' | 'timeline';
  readonly title: string;
  /** See Page. */
  readonly pictures?: boolean;
}

export function webviewPage(webview: vscode.Webview, extensionUri: vscode.Uri, screen: Screen): string {
  const address = (file: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', file)).toString();
  return pageHtml({
    nonce: randomBytes(16).toString('base64'),
    source: webview.cspSource,
    script: address(`${screen.name}.js`),
    style: address(`${screen.name}.css`),
    title: screen.title,
    language: vscode.l10n.bundle ? vscode.env.language : 'en',
    words: vscode.l10n.bundle,
    pictures: screen.pictures ?? false,
  });
}
