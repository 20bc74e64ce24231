// Opening a runbook against VS Code's own Markdown preview of the same file in the same window: from the command in
// the extension host to the frame in which the first section's heading is to be seen.
import { build } from 'esbuild';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { chromiumArguments, requireChromium } from '../../scripts/chromium.mjs';
import { installHost, releases } from '../../scripts/vscodeHost.mjs';
import { startServer, temporaryFolder } from '../../scripts/vscodeServer.mjs';
import { interleave } from './frame.ts';
import type { Row } from './frame.ts';
import { runbookText } from './runbookText.ts';

const repository = join(import.meta.dirname, '../..');
const out = join(repository, 'out/bench');
const log = join(repository, 'out/logs/bench-runbook.log');
const driver = join(out, 'driver/runbookWindow.cjs');

const goals = new Map([
  [10, 0.5],
  [100, 0.5],
  [1000, 0.15],
]);
/** So that what a closed view leaves behind does not run into the next one. */
const restMs = 300;

/**
 * In every frame of the window, for those around a view: says when the view that VS Code shows has its first heading
 * on the screen. From outside, because VS Code writes the view's document anew, which ends whatever runs inside.
 */
const sighting = 'first heading painted at ';
const observer = `
  let seen = null;
  const look = () => {
    requestAnimationFrame(look);
    const frame = document.getElementById('active-frame');
    if (!frame || frame === seen) return;
    const heading = frame.contentDocument.querySelector('h2[id], h2[data-slug]');
    if (!heading || heading.getClientRects().length === 0) return;
    seen = frame;
    requestAnimationFrame(() => console.log(${JSON.stringify(sighting)} + Date.now()));
  };
  requestAnimationFrame(look);
`;

export default async function runbook(): Promise<Row[]> {
  const window = await BenchWindow.open();
  try {
    const rows: Row[] = [];
    for (const [kilobytes, goal] of goals) {
      const path = window.write(`${kilobytes}.md`, runbookText(kilobytes));
      rows.push(
        await interleave({
          what: `open a ${kilobytes.toLocaleString('en')} KB runbook, command to painted heading`,
          against: 'VS Code’s Markdown preview of the same file',
          goal,
          ours: () => window.openAndClose('ours', path),
          theirs: () => window.openAndClose('preview', path),
        }),
      );
    }
    return rows;
  } finally {
    await window.close();
  }
}

class BenchWindow {
  readonly #owned: (() => Promise<unknown> | void)[] = [];
  readonly #workspace = temporaryFolder('on-call-bench');
  #host: Socket | undefined;
  #seen: (at: number) => void = () => {};

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

  /** @returns milliseconds until the heading was painted */
  async openAndClose(side: 'ours' | 'preview', path: string): Promise<number> {
    const seen = new Promise<number>(resolve => (this.#seen = resolve));
    const began = await this.#order(`${side} ${path}`);
    const late = sleep(30_000, null, { ref: false });
    const at = await Promise.race([seen, late]);
    if (at === null) throw new Error(`No heading of ${path} was seen within 30 s; ${log} may say why.`);
    await this.#order('close');
    await sleep(restMs);
    return at - began;
  }

  async close(): Promise<void> {
    for (const end of this.#owned.reverse()) await end();
    this.#workspace.remove();
  }

  /** @returns when the extension host began with it, ms since the epoch */
  async #order(order: string): Promise<number> {
    if (!this.#host) throw new Error('No extension host is there to take an order.');
    this.#host.write(`${order}\n`);
    const [answer] = (await once(this.#host, 'data')) as [Buffer];
    return Number(answer.toString());
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
      if (text.startsWith(sighting)) this.#seen(Number(text.slice(sighting.length)));
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
