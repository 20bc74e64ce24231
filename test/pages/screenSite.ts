import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { chromiumArguments, requireChromium } from '../../scripts/chromium.mjs';
import { pageHtml } from '../../src/ui/pageHtml.ts';
import type { ThemeName } from './themes.ts';

const root = join(import.meta.dirname, '../..');

/** One of the extension’s screens, as the bundle has it. */
export interface Screen {
  readonly name: string;
  /** In `src/webview`. */
  readonly entry: string;
  readonly title: string;
  /** On top of the page’s own policy. */
  readonly policy?: string;
  /** As for pageHtml. */
  readonly pictures?: boolean;
}

/** For a screen that makes no markup of any text: whatever would throws. */
export const noMarkup = "require-trusted-types-for 'script'; trusted-types 'none'";

export interface ScreenOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: boolean;
  /** Of the page; Berlin’s when left out. */
  readonly timeZone?: string;
  /** The page’s time is moved by `page.clock`. */
  readonly ownTime?: boolean;
  /** The page’s frames come when it is told `nextFrame()`. */
  readonly ownFrames?: boolean;
  /** What VS Code kept of an earlier page. */
  readonly kept?: unknown;
}

/** Serves to a headless browser what a webview would find; everything else that is asked for is written down and refused. */
export class ScreenSite {
  readonly refused: string[] = [];
  #server: Server | null = null;
  #browser: Browser | null = null;
  origin = '';

  constructor(private readonly screen: Screen) {}

  async start(): Promise<void> {
    const { name, entry, title, policy, pictures = false } = this.screen;
    const outdir = join(root, `out/${name}-page`);
    await build({
      entryPoints: { [name]: join(root, 'src/webview', entry) },
      outdir,
      bundle: true,
      platform: 'browser',
      target: 'es2022',
      format: 'iife',
      tsconfig: join(root, 'src/webview/tsconfig.json'),
      logLevel: 'warning',
    });
    const built = (kind: 'js' | 'css') => readFileSync(join(outdir, `${name}.${kind}`), 'utf8');
    const html = pageHtml({
      nonce: 'bm9uY2UgZm9yIGEgdGVzdA==',
      script: built('js'),
      style: built('css'),
      title,
      language: 'en',
      pictures,
    });
    const server = createServer((request, response) => {
      if (request.url !== '/') {
        if (request.url !== '/favicon.ico') this.refused.push(request.url ?? '');
        response.writeHead(404).end();
        return;
      }
      if (policy !== undefined) response.setHeader('content-security-policy', policy);
      response.setHeader('content-type', 'text/html').end(html);
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    this.#server = server;
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const executablePath = await requireChromium();
    this.#browser = await chromium.launch({ executablePath, args: chromiumArguments });
  }

  async newPage(options: ScreenOptions): Promise<{ page: Page; context: BrowserContext }> {
    const { width = 1280, height = 900, reducedMotion = false, timeZone = 'Europe/Berlin' } = options;
    const context = await this.#browser!.newContext({
      viewport: { width, height },
      timezoneId: timeZone,
      reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
    });
    return { page: await context.newPage(), context };
  }

  async stop(): Promise<void> {
    await this.#browser?.close();
    await new Promise(resolve => this.#server?.close(resolve));
  }
}
