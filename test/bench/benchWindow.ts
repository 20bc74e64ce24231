// A window for benches: what it shows is seen from the page, what it is told goes to a driver in its extension host.
import { build } from 'esbuild';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { chromiumArguments, requireChromium } from '../../scripts/chromium.mjs';
import { installHost, releases } from '../../scripts/vscodeHost.mjs';
import { startServer, temporaryFolder } from '../../scripts/vscodeServer.mjs';
import { lastHeading } from './runbookText.ts';

const repository = join(import.meta.dirname, '../..');
const out = join(repository, 'out/bench');
const log = join(repository, 'out/logs/bench-runbook.log');
const driver = join(out, 'driver/runbookWindow.cjs');

export type Side = 'ours' | 'preview';

/** So that what a closed view leaves behind does not run into the next one. */
const restMs = 300;
/** All of a long text takes 20 s where the machine has other work. */
const patienceMs = 60_000;

/**
 * In every frame of the window, for those around a view: says when the view that VS Code shows has its first heading
 * on the screen, or the source of what cannot be rendered, and when its words are others; or only the title that we put
 * above every text; and when the heading of the last section is in its document and laid out, which is as much as a
 * long text can be on a screen. From outside, because VS Code writes the view's document anew, which ends whatever runs
 * inside.
 */
const sighting = 'heading painted: ';
const observer = `
  let seen = null;
  let words = null;
  let lastSeen = null;
  const isDrawn = each => each && each.getClientRects().length > 0;
  const tell = said =>
    requestAnimationFrame(() => console.log(${JSON.stringify(sighting)} + JSON.stringify([Date.now(), said])));
  const look = () => {
    requestAnimationFrame(look);
    const frame = document.getElementById('active-frame');
    const heading = frame?.contentDocument.querySelector('h2[id], h2[data-slug], pre.source');
    const title = frame?.contentDocument.querySelector('main h1');
    const shown = [heading, title].find(isDrawn);
    if (!shown?.textContent.trim()) return;
    const now = (shown === heading ? '' : 'title: ') + shown.textContent.trim().slice(0, 100);
    if (frame !== seen || now !== words) {
      seen = frame;
      words = now;
      tell(now);
    }
    const headings = [...frame.contentDocument.getElementsByTagName('h2')];
    // Behind the text a page may have headings of its own, such as that of our list of keys.
    const last = headings.slice(-5).find(each => each.textContent.trim() === ${JSON.stringify(lastHeading)});
    if (last === lastSeen || !isDrawn(last)) return;
    lastSeen = last;
    tell('last: ' + last.textContent.trim());
  };
  requestAnimationFrame(look);
`;

const isLast = (words: string) => words.startsWith('last: ');
const isHeading = (words: string) => !words.startsWith('title: ') && !isLast(words);

/** One real window with the packaged code as its extension under development, and a driver in its extension host. */
export class BenchWindow {
  readonly #owned: (() => Promise<unknown> | void)[] = [];
  readonly #workspace = temporaryFolder('on-call-bench');
  #host: Socket | undefined;
  #seen: (at: number, words: string) => void = () => {};

  static async open(): Promise<BenchWindow> {
    const window = new BenchWindow();
    await window.#start();
    return window;
  }

  /** @returns the path of the runbook */
  write(name: string, text: string): string {
    const folder = join(this.#workspace.folder, 'runbooks');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  }

  /** @returns milliseconds until the first heading was painted, and until that of the last section was there */
  async openAndClose(side: Side, path: string): Promise<{ readonly first: number; readonly last: number }> {
    let first = NaN;
    const seen = this.#sighting(path, (words, at) => {
      if (Number.isNaN(first) && isHeading(words)) first = at;
      return isLast(words);
    });
    const began = Number(await this.order(`${side} ${path}`));
    const last = await seen;
    await this.order('close');
    await sleep(restMs);
    return { first: first - began, last: last - began };
  }

  /** @returns milliseconds from a line that is changed on disk until it is painted */
  async changeAndClose(side: Side, name: string, text: string): Promise<number> {
    const path = this.write(name, text);
    const opened = this.#sighting(path, isHeading);
    await this.order(`${side} ${path}`);
    await opened;
    await sleep(restMs);
    const mark = `changed ${randomUUID().slice(0, 8)}`;
    const seen = this.#sighting(path, words => words.includes(mark));
    const began = Date.now();
    this.write(
      name,
      text.replace(/^## .*$/m, line => `${line} ${mark}`),
    );
    const at = await seen;
    await this.order('close');
    await sleep(restMs);
    return at - began;
  }

  /**
   * @param whole until all of it is there; a hostile text need not have any heading
   * @returns the longest time, in ms, for which the extension host did nothing else while it opened a runbook
   */
  async stallWhileOpening(path: string, whole: boolean): Promise<number> {
    await this.order('watch');
    const seen = this.#sighting(path, words => !whole || isLast(words));
    await this.order(`ours ${path}`);
    await seen;
    await this.order('close');
    await sleep(restMs);
    return Number(await this.order('stall'));
  }

  async #sighting(path: string, isIt: (words: string, at: number) => boolean): Promise<number> {
    const seen = new Promise<number>(resolve => {
      this.#seen = (at, words) => {
        if (isIt(words, at)) resolve(at);
      };
    });
    const at = await Promise.race([seen, sleep(patienceMs, null, { ref: false })]);
    if (at === null)
      throw new Error(`No heading of ${path} was seen within ${patienceMs / 1000} s; ${log} may say why.`);
    return at;
  }

  async close(): Promise<void> {
    for (const end of this.#owned.reverse()) await end();
    this.#workspace.remove();
  }

  /** @returns what the driver answers: for what opens something, when it began, ms since the epoch */
  async order(order: string): Promise<string> {
    if (!this.#host) throw new Error('No extension host is there to take an order.');
    this.#host.write(`${order}\n`);
    const [answer] = (await once(this.#host, 'data')) as [Buffer];
    return answer.toString().trim();
  }

  async #start(): Promise<void> {
    await build({
      entryPoints: [join(import.meta.dirname, 'runbookWindow.ts')],
      outfile: driver,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['vscode'],
    });
    const orders = createServer().listen(0, '127.0.0.1');
    await once(orders, 'listening');
    this.#owned.push(() => void orders.close());

    const [host, executablePath] = await Promise.all([installHost(releases.newest), requireChromium()]);
    const state = temporaryFolder('on-call-bench-window');
    const server = await startServer(host, {
      folder: state.folder,
      log,
      flags: ['--enable-smoke-test-driver', '--enable-remote-auto-shutdown'],
      env: { ...process.env, ONCALL_BENCH_PORT: String((orders.address() as AddressInfo).port) },
    });
    this.#owned.push(async () => {
      server.stop();
      await server.closed;
      state.remove();
    });

    const browser = await chromium.launch({ executablePath, args: chromiumArguments });
    this.#owned.push(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('console', message => {
      const text = message.text();
      appendFileSync(log, `[window ${message.type()}] ${text}\n`);
      if (!text.startsWith(sighting)) return;
      const [at, words] = JSON.parse(text.slice(sighting.length)) as [number, string];
      this.#seen(at, words);
    });
    await page.addInitScript(observer);
    const ended = new Promise<never>((_, reject) => {
      void page.exposeFunction('codeAutomationExit', () => {
        const error = new Error(`The window ended by itself; ${log} may say why.`);
        reject(error);
        this.#host?.destroy(error);
      });
    });
    await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) =>
      appendFileSync(log, `[window ${type}] ${args.join(' ')}\n`),
    );
    const connected = once(orders, 'connection') as Promise<[Socket]>;
    const remote = (path: string) => `vscode-remote://${server.authority}${path}`;
    const payload = JSON.stringify([
      ['extensionDevelopmentPath', remote(repository)],
      ['extensionTestsPath', remote(driver)],
      ['skipWelcome', 'true'],
    ]);
    await page.goto(`${server.origin}/?${new URLSearchParams({ payload, folder: this.#workspace.folder })}`);
    const [socket] = await Promise.race([connected, ended]);
    this.#host = socket;
    this.#owned.push(() => void socket.destroy());
  }
}
