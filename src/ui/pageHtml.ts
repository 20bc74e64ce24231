export interface Page {
  /** Unguessable and fresh for each page. */
  readonly nonce: string;
  /** The code itself, as is `style`: each file would cost a way through VS Code’s service worker before anything shows. */
  readonly script: string;
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
 * The page around a webview’s script: nothing runs but that script, nothing has a style but by our sheet, nothing is
 * loaded from anywhere, nothing can be sent. Not from VS Code’s own server either, which a text would then reach. No text of
 * a runbook or provider is ever written into it. Throws where script or style would end their element.
 */
export function pageHtml({ nonce, script, style, title, language, words, pictures = false }: Page): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
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
<style nonce="${nonce}">${within('style', style)}</style>
<title>${title}</title>
</head>
<body>
<div id="app"></div>${words ? `\n<script type="application/json" id="words">${inScript(words)}</script>` : ''}
<script nonce="${nonce}">${within('script', script)}</script>
</body>
</html>`;
}

/** A bundle holds none of its element’s tags; one that did would be read as something else. */
function within(element: 'script' | 'style', code: string): string {
  if (new RegExp(`</?${element}`, 'i').test(code))
    throw new Error(`The page’s ${element} holds a ${element} tag.`);
  return code;
}

/** Data that a page holds and no browser runs: no text in it can end the element. */
function inScript(data: unknown): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}
