import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import type { Answer } from '../../src/protocol/messages.ts';
import { type ThemeName, themes } from './themes.ts';
import { type Screen, type ScreenOptions, ScreenSite } from './screenSite.ts';

const root = join(import.meta.dirname, '../..');

/** What runs in the page is text here: this program has no DOM. It stands in for VS Code, and hears what should not run. */
const inThePage = `
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
  globalThis[name] = what => void scriptRan(name + '(' + what + ')');
globalThis.acquireVsCodeApi = () => ({
  postMessage: message => {
    // A page that asks whether anybody is there is told so here, as anything else may take as long as a person thinks.
    if (message.type === 'there') globalThis.hears !== 'nothing' && postMessage(message, '*');
    else if (globalThis.hears === undefined) void hostHears(message);
  },
  getState: () => globalThis.kept,
  setState: next => {
    globalThis.kept = next;
    sessionStorage.setItem('kept', JSON.stringify(next));
  },
});
globalThis.dress = ({ variables, className }) => {
  for (const [property, value] of Object.entries(variables))
    document.documentElement.style.setProperty(property, value);
  document.body.className = className;
};
`;

const framesByHand = `
const tasks = [];
globalThis.requestAnimationFrame = task => tasks.push(task);
globalThis.nextFrame = () => tasks.splice(0).forEach(task => task(performance.now()));
`;

/** As Playwright gives it, in CSS pixels. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** As axe-core reports. */
interface Findings {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/**
 * One of our screens as a page of its own: the real script, style sheets and policy, and a host on this side that
 * hears what the page says.
 */
export abstract class ScreenPage {
  /** What the guard did not let through. */
  refusedMessages = 0;
  /** Scripts that a text managed to run; what the page threw; where it wanted to go. */
  readonly ran: string[] = [];
  readonly thrown: string[] = [];
  readonly requests: string[] = [];
  /** What the host answers to the next questions; after that everything is fine. */
  readonly nextAnswers: Answer[] = [];

  constructor(
    private readonly name: string,
    readonly page: Page,
    readonly context: BrowserContext,
  ) {
    page.setDefaultTimeout(10_000);
    page.on('pageerror', error => this.thrown.push(String(error)));
    page.on('console', message => {
      if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico'))
        this.thrown.push(message.text());
    });
    page.on('dialog', dialog => {
      this.ran.push(dialog.message());
      void dialog.dismiss();
    });
    page.on('request', request => this.requests.push(request.url()));
  }

  /** What the page said to its host. */
  protected abstract hear(message: unknown): Promise<void>;

  async load(
    origin: string,
    { theme = 'dark', ownTime = false, ownFrames = false, kept }: ScreenOptions,
  ): Promise<void> {
    const { page } = this;
    await page.exposeFunction('hostHears', (message: unknown) => this.hear(message));
    await page.exposeFunction('allHeard', () => {});
    await page.exposeFunction('scriptRan', (what: string) => this.ran.push(what));
    const before = JSON.stringify(JSON.stringify(kept ?? null));
    await page.addInitScript(
      `globalThis.kept = JSON.parse(sessionStorage.getItem('kept') ?? ${before}) ?? undefined;${inThePage}`,
    );
    if (ownTime) await page.clock.install();
    if (ownFrames) await page.addInitScript(framesByHand);
    await page.goto(origin);
    await this.dress(theme);
    await page.locator('h1').first().waitFor();
    if (!ownTime) await this.idle();
  }

  /** VS Code does it by itself for each of its pages. */
  async dress(theme: ThemeName = 'dark'): Promise<void> {
    await this.page.evaluate(`dress(${JSON.stringify(themes[theme])})`);
  }

  async idle(): Promise<void> {
    await this.page.evaluate('new Promise(resolve => requestIdleCallback(resolve))');
  }

  /** Says something to the page and waits until it has heard it. */
  protected async say(message: unknown): Promise<void> {
    if (this.page.isClosed()) return;
    // No timer: the page’s time may be held.
    await this.page.evaluate(
      `new Promise(resolve => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        addEventListener('message', () => port2.postMessage(null), { once: true });
        postMessage(${JSON.stringify(message)}, '*');
      })`,
    );
  }

  /** From here on the time of a page with `ownTime` passes by `passTime` alone. */
  async holdTime(): Promise<void> {
    await this.page.clock.pauseAt((await this.page.evaluate<number>('Date.now()')) + 60_000);
  }

  async passTime(ms: number): Promise<void> {
    await this.page.clock.runFor(ms);
  }

  /** Waits until the expression is true in the page. Asked from here: what a page may not do, its waiting may not either. */
  async until(expression: string): Promise<void> {
    const end = Date.now() + 15_000;
    while (!(await this.page.evaluate<boolean>(`!!(${expression})`))) {
      if (Date.now() > end) throw new Error(`Never true: ${expression}`);
      await new Promise(resolve => setTimeout(resolve, 30));
    }
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Waits until what the page has said so far is here. */
  async heard(): Promise<void> {
    await this.page.evaluate('allHeard()');
  }

  /** Waits until every button takes presses: a click of Playwright’s waits by itself, a key and a mouse do not. */
  async rested(): Promise<void> {
    await this.until(`!document.querySelector('button[aria-disabled]:not([aria-expanded])')`);
  }

  /** Presses the mouse there without a look, as a hand does that was about to: where the button stood before. */
  async pressAt({ x, y, width, height }: Box): Promise<void> {
    await this.page.mouse.click(x + width / 2, y + height / 2);
  }

  /** What has the focus, as a screen reader calls it. */
  focused(): Promise<string> {
    return this.page.evaluate(
      `document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()`,
    );
  }

  button(name: string | RegExp) {
    return this.page.getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) });
  }

  scroll(): Promise<number> {
    return this.page.evaluate<number>('window.scrollY');
  }

  async overflow(): Promise<number> {
    return this.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  }

  async screenshot(name: string, fullPage = false): Promise<void> {
    const folder = join(root, 'out/screenshots');
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${this.name}-${name}.png`);
    await this.page.screenshot({ path, fullPage, animations: 'disabled' });
  }

  /** What axe-core calls serious or critical, one line each. */
  async violations(): Promise<readonly string[]> {
    // Not through the page’s policy: the test is no part of the page.
    const axe = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
    await this.page.evaluate(axe);
    const { violations } = await this.page.evaluate<Findings>('axe.run()');
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes }) =>
          `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`,
      );
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}

/**
 * Opens pages for the tests of one suite and closes each after its test, which fails if the page threw, said what
 * the guard refuses, ran a script of a text’s, or asked for anything that is not ours.
 */
export function screenPages<P extends ScreenPage, O extends ScreenOptions>(
  screen: Screen,
  make: (name: string, page: Page, context: BrowserContext, options: O) => P,
): { readonly site: ScreenSite; readonly show: (options: O) => Promise<P> } {
  const site = new ScreenSite(screen);
  const open: P[] = [];

  before(() => site.start());
  after(() => site.stop());
  afterEach(async () => {
    const pages = open.splice(0);
    for (const page of pages) await page.close();
    for (const page of pages) {
      assert.deepEqual(page.thrown, []);
      assert.deepEqual(page.ran, []);
      assert.equal(page.refusedMessages, 0);
      // What a script made of bytes that it had is asked of nobody.
      const elsewhere = page.requests.filter(
        url => !url.startsWith(`${site.origin}/`) && !url.startsWith('blob:'),
      );
      assert.deepEqual(elsewhere, []);
    }
    assert.deepEqual(site.refused, []);
  });

  async function show(options: O): Promise<P> {
    const { page, context } = await site.newPage(options);
    const screenPage = make(screen.name, page, context, options);
    open.push(screenPage);
    await screenPage.load(site.origin, options);
    return screenPage;
  }
  return { site, show };
}
