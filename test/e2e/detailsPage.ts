// The details screen as a page of its own in a headless browser: the real script, style sheets and policy, the real
// model and guard behind it, and a provider whose answers the test sets.
import { build } from 'esbuild';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { chromiumArguments, requireChromium } from '../../scripts/chromium.mjs';
import { DetailsModel } from '../../src/core/incidents/details/detailsModel.ts';
import type { ChosenRunbookView } from '../../src/core/incidents/details/detailsView.ts';
import type { Incident } from '../../src/core/incidents/incident.ts';
import { IncidentStore } from '../../src/core/incidents/incidentStore.ts';
import { type Answer, type FromDetails, parseFromDetails, type ToDetails } from '../../src/protocol.ts';
import { pageHtml } from '../../src/ui/pageHtml.ts';
import { systemClock } from '../../src/ui/systemClock.ts';
import type { DetailsProvider } from '../unit/incidents/details/detailsProvider.ts';
import { type ThemeName, themes } from './detailsThemes.ts';

const root = join(import.meta.dirname, '../..');
const out = join(root, 'out');

/** What runs in the page is text here: this program has no DOM. It stands in for VS Code, and hears what should not run. */
const inThePage = `
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
  globalThis[name] = what => void scriptRan(name + '(' + what + ')');
let state;
globalThis.acquireVsCodeApi = () => ({
  postMessage: message => void hostHears(message),
  getState: () => state,
  setState: next => (state = next),
});
globalThis.dress = ({ variables, className }) => {
  for (const [property, value] of Object.entries(variables))
    document.documentElement.style.setProperty(property, value);
  document.body.className = className;
};
`;

/** As axe-core reports. */
interface Findings {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** Serves what a webview would find; everything else that is asked for is written down and refused. */
export class DetailsSite {
  readonly refused: string[] = [];
  #server: Server | null = null;
  #browser: Browser | null = null;
  origin = '';

  async start(): Promise<void> {
    await build({
      entryPoints: { details: join(root, 'src/webview/details/main.ts') },
      outdir: join(out, 'details-page'),
      bundle: true,
      platform: 'browser',
      target: 'es2022',
      format: 'iife',
      tsconfig: join(root, 'src/webview/tsconfig.json'),
      logLevel: 'warning',
    });
    const files: Record<string, readonly [type: string, path: string]> = {
      '/details.js': ['text/javascript', join(out, 'details-page/details.js')],
      '/common.css': ['text/css', join(root, 'media/common.css')],
      '/details.css': ['text/css', join(root, 'media/details.css')],
    };
    const server = createServer((request, response) => {
      const file = files[request.url ?? ''];
      if (file) {
        response.setHeader('content-type', file[0]).end(readFileSync(file[1]));
        return;
      }
      if (request.url !== '/') {
        if (request.url !== '/favicon.ico') this.refused.push(request.url ?? '');
        response.writeHead(404).end();
        return;
      }
      // On top of the page’s own policy: whatever would make markup of a text throws.
      response.setHeader(
        'content-security-policy',
        "require-trusted-types-for 'script'; trusted-types 'none'",
      );
      response.setHeader('content-type', 'text/html').end(
        pageHtml({
          nonce: 'bm9uY2UgZm9yIGEgdGVzdA==',
          source: this.origin,
          script: '/details.js',
          styles: ['/common.css', '/details.css'],
          title: 'On-Call: Incident Details',
          language: 'en',
        }),
      );
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    this.#server = server;
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.#browser = await chromium.launch({
      executablePath: await requireChromium(),
      args: chromiumArguments,
    });
  }

  async open(options: DetailsPageOptions): Promise<DetailsPage> {
    const { width = 1280, height = 900 } = options;
    const context = await this.#browser!.newContext({
      viewport: { width, height },
      timezoneId: 'Europe/Berlin',
    });
    const page = new DetailsPage(await context.newPage(), context, options);
    await page.load(this.origin);
    return page;
  }

  async stop(): Promise<void> {
    await this.#browser?.close();
    await new Promise(resolve => this.#server?.close(resolve));
  }
}

export interface DetailsPageOptions {
  readonly incident: Incident;
  readonly provider: DetailsProvider;
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly drill?: boolean;
  /** The page’s time is moved by `page.clock`. */
  readonly ownTime?: boolean;
  readonly runbook?: ChosenRunbookView | null;
}

export class DetailsPage {
  readonly store = new IncidentStore();
  /** Everything the page sent that the guard let through, and how much it did not. */
  readonly received: FromDetails[] = [];
  refusedMessages = 0;
  readonly clipboard: string[] = [];
  readonly opened: string[] = [];
  /** Scripts that a provider’s text managed to run; what the page threw; where it wanted to go. */
  readonly ran: string[] = [];
  readonly thrown: string[] = [];
  readonly requests: string[] = [];
  /** What the host answers to the next questions; after that everything is fine. */
  readonly nextAnswers: Answer[] = [];
  #model: DetailsModel | null = null;

  constructor(
    readonly page: Page,
    readonly context: BrowserContext,
    private readonly options: DetailsPageOptions,
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

  async load(origin: string): Promise<void> {
    const { page, options } = this;
    await page.exposeFunction('hostHears', (message: unknown) => this.#hear(message));
    await page.exposeFunction('scriptRan', (what: string) => this.ran.push(what));
    await page.addInitScript(inThePage);
    if (options.ownTime) await page.clock.install();
    this.store.upsert(options.incident);
    await page.goto(origin);
    const theme = themes[options.theme ?? 'dark'];
    await page.evaluate(`dress(${JSON.stringify(theme)})`);
    await page.locator('h1').waitFor();
  }

  async #hear(value: unknown): Promise<void> {
    const message = parseFromDetails(value);
    if (!message) {
      this.refusedMessages++;
      return;
    }
    this.received.push(message);
    if (message.type === 'ready') return this.#begin();
    const answer = this.nextAnswers.shift() ?? this.#answer(message);
    await this.#tell({ type: 'answer', id: message.id, answer });
  }

  #answer(message: Exclude<FromDetails, { type: 'ready' }>): Answer {
    const model = this.#model!;
    const keep = (text: string | undefined, list: string[]): Answer => {
      if (text === undefined) return { ok: false, error: 'No such number.' };
      list.push(text);
      return { ok: true };
    };
    switch (message.type) {
      case 'copy':
        return keep(model.text(message.copy), this.clipboard);
      case 'copyLog':
        return keep(model.logText(), this.clipboard);
      case 'open':
        return keep(model.address(message.open), this.opened);
      case 'retry':
        model.retry(message.part);
        return { ok: true };
      case 'refresh':
        model.refresh();
        return { ok: true };
      case 'act':
        return { ok: true };
    }
  }

  #begin(): void {
    const { incident, provider, drill = false, runbook = null } = this.options;
    this.#model ??= new DetailsModel(
      {
        store: this.store,
        accountOf: () => ({ label: 'Acme', drill }),
        providerOf: () => provider.provider,
        runbookFor: () => Promise.resolve(runbook),
        clock: systemClock,
        sentence: error => (error instanceof Error ? error.message : String(error)),
        log: () => {},
        tell: news => void this.#tell(news),
      },
      incident,
    );
    this.#model.tellAll();
    this.#model.look(true);
  }

  async #tell(message: ToDetails): Promise<void> {
    if (this.page.isClosed()) return;
    await this.page.evaluate(`postMessage(${JSON.stringify(message)}, '*')`).catch(() => {});
  }

  /** Waits until nothing is being read. */
  async settled(): Promise<void> {
    await this.until(
      `document.querySelector('section:not([hidden])') && !document.querySelector('section:not([hidden])[aria-busy="true"]')`,
    );
    await this.page.evaluate('new Promise(resolve => requestIdleCallback(resolve))');
  }

  /** Waits until the expression is true in the page. */
  async until(expression: string): Promise<void> {
    const end = Date.now() + 15_000;
    // Asked from here: what a page may not do, its waiting for itself may not either.
    while (!(await this.page.evaluate<boolean>(`!!(${expression})`))) {
      if (Date.now() > end) throw new Error(`Never true: ${expression}`);
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }

  section(name: string) {
    return this.page.getByRole('region', { name, exact: true });
  }

  async screenshot(name: string, fullPage = true): Promise<void> {
    mkdirSync(join(out, 'screenshots'), { recursive: true });
    await this.page.screenshot({
      path: join(out, 'screenshots', `details-${name}.png`),
      fullPage,
      animations: 'disabled',
    });
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
    this.#model?.dispose();
    await this.context.close();
  }
}
