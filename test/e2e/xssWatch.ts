import { appendFileSync } from 'node:fs';
import type { Frame, Page, Request } from 'playwright-core';
import type { EditorWindow } from './editorWindow.ts';

const mark = 'ran in the page: ';

/** In every frame, before anything else: what a payload calls says so. Modal boxes are also heard by the browser. */
const hooks = `
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
    globalThis[name] = what => void console.log(${JSON.stringify(mark)} + name + '(' + what + ')');
`;

/** What the files of a webview are: VS Code’s. Our pages hold all that they need. */
const webviewFiles = [
  /\/webview\/browser\/pre\/(?:index|index-no-csp|fake)\.html/,
  /\/webview\/browser\/pre\/(?:service-worker|main)\.js/,
];

/** Hears what runs, and what is asked for, in the webviews of a window. */
export class Watch {
  /** What ran that should not have. */
  readonly ran: string[] = [];
  /** What webviews asked for that is not VS Code’s. */
  readonly requests: string[] = [];
  /** What a page’s policy, or the browser by itself, stopped. */
  readonly stopped: string[] = [];
  readonly #refused = new Set<string>();
  readonly #provoked = new WeakSet<Frame>();

  /** The window after its first page: hooks are in every document that is opened from now on. */
  private constructor(
    private readonly window: EditorWindow,
    private readonly page: Page,
  ) {}

  static async over(window: EditorWindow): Promise<Watch> {
    const watch = new Watch(window, window.page);
    const { page } = window;
    await page.addInitScript(hooks);
    page.on('dialog', dialog => {
      if (window.leaving && dialog.type() === 'beforeunload') return;
      watch.ran.push(`${dialog.type()}(${dialog.message()})`);
      void dialog.dismiss();
    });
    page.on('popup', popup => watch.ran.push(`a window was opened: ${popup.url()}`));
    page.on('console', message => {
      const text = message.text();
      if (text.startsWith(mark)) watch.ran.push(text.slice(mark.length));
      else if (/Ignored call to '(?:alert|confirm|prompt|print)/.test(text)) watch.ran.push(text);
      else if (/Content Security Policy/.test(text) && isOfWebview(message.location().url))
        watch.stopped.push(text);
      else watch.#heardRefusal(text);
    });
    page.context().on('request', request => watch.#asked(request));
    page.context().on('requestfailed', request => watch.#failed(request));
    return watch;
  }

  /** Of a kind that no origin may ask another for, the browser tells as a request what it never sends. */
  #heardRefusal(text: string): void {
    const url = /^Unsafe attempt to load URL (\S+) from frame .* must match\.\s*$/s.exec(text)?.[1];
    if (!url) return;
    this.#refused.add(url);
    const before = this.requests.length;
    while (this.requests.includes(url)) this.requests.splice(this.requests.indexOf(url), 1);
    this.stopped.push(...Array<string>(before - this.requests.length).fill(url));
  }

  #asked(request: Request): void {
    const url = request.url();
    // What the browser has at hand already goes nowhere.
    if (/^(?:data|blob|about):/.test(url)) return;
    const from = frameOf(request)?.url() ?? request.serviceWorker()?.url() ?? '';
    if (!isOfWebview(from) && !/^https?:\/\/(?!127\.0\.0\.1:)[\w.-]+\//.test(url)) return;
    if (!isOfWebview(from) && !isHostile(url)) return;
    if (webviewFiles.some(file => file.test(url))) return;
    appendFileSync(this.window.log, `[xss] ${from} asked for ${url}\n`);
    if (this.#refused.has(url)) {
      this.stopped.push(url);
      return;
    }
    this.requests.push(url);
  }

  /** The browser also tells of those that the page’s policy did not let out. */
  #failed(request: Request): void {
    const at = this.requests.indexOf(request.url());
    if (at === -1 || !/\bcsp\b|_CSP$/i.test(request.failure()?.errorText ?? '')) return;
    this.requests.splice(at, 1);
    this.stopped.push(request.url());
  }

  /** The frames in which our screens are. */
  async screens(): Promise<readonly Frame[]> {
    const frames: Frame[] = [];
    for (const frame of this.page.frames()) {
      if (!frame.url().includes('fake.html')) continue;
      if ((await frame.evaluate(`document.getElementById('app') !== null`).catch(() => false)) === true)
        frames.push(frame);
    }
    return frames;
  }

  /**
   * Does to everything in the texts on screens that are new what a person does with a pointer and a keyboard, but for
   * pressing our buttons.
   */
  async provoke(): Promise<void> {
    for (const frame of await this.screens()) {
      if (this.#provoked.has(frame)) continue;
      this.#provoked.add(frame);
      await frame.evaluate(`{
        const events = 'mouseover mouseenter mousemove mousedown mouseup focus blur keydown input change toggle scroll wheel pointerover animationstart animationend transitionend dblclick contextmenu'.split(' ');
        for (const element of document.querySelectorAll('main *'))
          if (element.getAttributeNames().some(name => name.startsWith('on')))
            for (const event of events) element.dispatchEvent(new Event(event));
        for (const link of document.querySelectorAll('a[href]'))
          if (/^\\s*(?:command|javascript|vscode|file|data):/i.test(link.getAttribute('href'))) link.click();
        for (const button of document.querySelectorAll('form button, form input[type=submit]')) button.click();
      }`);
    }
  }

  forget(): void {
    for (const list of [this.ran, this.requests, this.stopped]) list.length = 0;
    this.#refused.clear();
  }
}

function frameOf(request: Request): Frame | null {
  try {
    return request.frame();
  } catch {
    // Of a service worker, or of a frame that is only coming into being.
    return null;
  }
}

function isOfWebview(url: string): boolean {
  return url.includes('/webview/browser/pre/') || url.includes('vscode-resource') || url === 'about:srcdoc';
}

/** Hosts that only payloads name. */
function isHostile(url: string): boolean {
  return !/\b(?:vscode-cdn\.net|vscode-unpkg\.net|open-vsx\.org|microsoft\.com|visualstudio\.com|code-server)\b/.test(
    new URL(url).hostname,
  );
}
