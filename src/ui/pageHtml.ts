export interface Page {
  /** Unguessable and fresh for each page. */
  readonly nonce: string;
  /** Where the style sheet may come from; the webview’s `cspSource`. */
  readonly source: string;
  readonly script: string;
  /** One file: each costs a way through VS Code’s service worker that the first screen waits for. */
  readonly style: string;
  readonly title: string;
  /** BCP 47. */
  readonly language: string;
  /** What the script says in that language, by the English; none where that is it. */
  readonly words?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Whether the script may show pictures whose bytes the host handed to it. Only a script can name a `blob:`, no text
   * can, and nothing is asked of any server for it.
   */
  readonly pictures?: boolean;
}

/**
 * The page around a webview’s script: nothing runs but that script, nothing is loaded but our style sheet, nothing
 * can be sent anywhere. No pictures from a server either: in a browser `source` is the server of VS Code, which a text would then
 * reach. No text of a runbook or provider is ever written into it.
 */
export function pageHtml({
  nonce,
  source,
  script,
  style,
  title,
  language,
  words,
  pictures = false,
}: Page): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    ...(pictures ? ['img-src blob:'] : []),
    // These two do not fall back to the first.
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>${title}</title>
</head>
<body>
<div id="app"></div>${words ? `\n<script type="application/json" id="words">${inScript(words)}</script>` : ''}
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}

/** Data that a page holds and no browser runs: no text in it can end the element. */
function inScript(data: unknown): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}
