import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { pageHtml } from './pageHtml.ts';

/** What a webview of ours may load and do: our own files, nothing else. */
export function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return {
    enableScripts: true,
    enableCommandUris: false,
    enableForms: false,
    localResourceRoots: [
      vscode.Uri.joinPath(extensionUri, 'dist'),
      vscode.Uri.joinPath(extensionUri, 'media'),
    ],
  };
}

/** One of our screens: its script in dist/, its style sheet in media/ beside the common one, and a fixed title. */
export interface Screen {
  readonly script: 'webview.js' | 'details.js';
  readonly style: 'runbook.css' | 'details.css';
  readonly title: string;
}

export function webviewPage(webview: vscode.Webview, extensionUri: vscode.Uri, screen: Screen): string {
  const address = (...path: string[]) =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, ...path)).toString();
  return pageHtml({
    nonce: randomBytes(16).toString('base64'),
    source: webview.cspSource,
    script: address('dist', screen.script),
    styles: ['common.css', screen.style].map(name => address('media', name)),
    title: screen.title,
    language: vscode.env.language,
  });
}
