export interface Page {
  /** Unguessable and fresh for each page. */
  readonly nonce: string;
  /** Where style sheets may come from; the webview’s `cspSource`. */
  readonly source: string;
  readonly script: string;
  readonly styles: readonly string[];
  readonly title: string;
  /** BCP 47. */
  readonly language: string;
}

/**
 * The page around a webview’s script: nothing runs but that script, nothing is loaded but our style sheets, nothing
 * can be sent anywhere. No text of a runbook or provider is ever written into it.
 */
export function pageHtml({ nonce, source, script, styles, title, language }: Page): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    `img-src ${source}`,
    `font-src ${source}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${styles.map(style => `<link rel="stylesheet" href="${style}">`).join('\n')}
<title>${title}</title>
</head>
<body>
<div id="app"></div>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
