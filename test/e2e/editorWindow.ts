// A real VS Code window for a person's path: the packaged extension in a VS Code server, its workbench in a
// headless browser. What fails leaves a screenshot and the log in out/failures.
import { appendFileSync, copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { chromiumArguments, requireChromium } from '../../scripts/chromium.mjs';
import { installHost, releases } from '../../scripts/vscodeHost.mjs';
import { startServer, temporaryFolder } from '../../scripts/vscodeServer.mjs';
import type { Server } from '../../scripts/vscodeServer.mjs';

const themes = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  highContrast: 'Default High Contrast',
  highContrastLight: 'Default High Contrast Light',
};

export interface WindowOptions {
  /** The package to install; `npm run package` makes the default. */
  readonly vsix?: string;
  /** The folder to open; an empty temporary one when left out. */
  readonly folder?: string;
  /** A `.code-workspace` file to open instead of a folder. */
  readonly workspace?: string;
  readonly theme?: keyof typeof themes;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** False: the folder opens in Restricted Mode. */
  readonly trusted?: boolean;
  readonly version?: keyof typeof releases;
  /** What the extension host finds in `process.env` on top of ours. */
  readonly env?: Readonly<Record<string, string>>;
  readonly size?: { readonly width: number; readonly height: number };
}

const out = join(import.meta.dirname, '../../out');
const openWindows = new Set<EditorWindow>();

/** Opens a window and returns when its workbench is there. Every window is closed after the suite, at the latest. */
export async function openWindow(options: WindowOptions = {}): Promise<EditorWindow> {
  const { vsix = process.env['ONCALL_VSIX'] ?? join(out, 'on-call.vsix'), version = 'newest' } = options;
  if (!existsSync(vsix)) throw new Error(`${vsix} is not there: run npm run package first.`);
  const [host, executablePath] = await Promise.all([installHost(releases[version]), requireChromium()]);

  const state = temporaryFolder('on-call-window');
  const workspace = temporaryFolder('on-call-folder');
  const log = join(state.folder, 'window.log');
  const server = await startServer(host, {
    folder: state.folder,
    log,
    extensions: [vsix],
    flags: ['--enable-remote-auto-shutdown'],
    trusted: options.trusted ?? true,
    settings: {
      'workbench.colorTheme': themes[options.theme ?? 'dark'],
      // Drawn as elements, so that a test can read it.
      'terminal.integrated.gpuAcceleration': 'off',
      ...options.settings,
    },
    env: { ...process.env, ...options.env },
  });
  const browser = await chromium.launch({ executablePath, args: chromiumArguments });
  const context = await browser.newContext({ viewport: options.size ?? { width: 1440, height: 900 } });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.origin });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('console', message => appendFileSync(log, `[window ${message.type()}] ${message.text()}\n`));
  page.on('pageerror', error => appendFileSync(log, `[page] ${error.stack}\n`));

  const folder = options.folder ?? workspace.folder;
  const window = new EditorWindow(page, folder, log, {
    browser,
    server,
    state: state.folder,
    remove: [state.remove, workspace.remove],
  });
  openWindows.add(window);
  const place = options.workspace ? { workspace: options.workspace } : { folder };
  await page.goto(`${server.origin}/?${new URLSearchParams(place)}`);
  await page.locator('.monaco-workbench .statusbar-item').first().waitFor({ timeout: 60_000 });
  return window;
}

interface Owned {
  readonly browser: Browser;
  readonly server: Server;
  readonly state: string;
  readonly remove: (() => void)[];
}

export class EditorWindow {
  /** For whatever the helpers below do not cover. */
  readonly page: Page;
  /** The folder that is open, on this machine's disk. */
  readonly folder: string;
  /** Everything that VS Code printed. */
  readonly log: string;
  readonly #others: EditorWindow[] = [];
  readonly #owned: Owned;

  constructor(page: Page, folder: string, log: string, owned: Owned) {
    this.page = page;
    this.folder = folder;
    this.log = log;
    this.#owned = owned;
  }

  /** Where VS Code keeps settings, extensions, their storage and its logs, on this machine’s disk. */
  get state(): string {
    return this.#owned.state;
  }

  /** Another window of the same VS Code on the same machine: its own extension host, the same storage. */
  async another(folder = this.folder): Promise<EditorWindow> {
    const { server, browser, state } = this.#owned;
    const page = await this.page.context().newPage();
    page.setDefaultTimeout(20_000);
    page.on('console', message =>
      appendFileSync(this.log, `[window 2 ${message.type()}] ${message.text()}\n`),
    );
    await page.goto(`${server.origin}/?${new URLSearchParams({ folder })}`);
    await page.locator('.monaco-workbench .statusbar-item').first().waitFor({ timeout: 60_000 });
    const window = new EditorWindow(page, folder, this.log, { browser, server, state, remove: [] });
    this.#others.push(window);
    return window;
  }

  /** Runs a command by its name in the palette, for example `On-Call: Start a Drill`. */
  async command(name: string): Promise<void> {
    await this.#choose('F1', `>${name}`, name);
  }

  /** Opens a file of the folder. */
  async openFile(path: string): Promise<void> {
    await this.#choose('Control+P', path, path.split('/').at(-1) ?? path);
  }

  /** Tries again, because a workbench that is still starting swallows keys and does not know all commands. */
  async #choose(key: string, text: string, label: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[type="text"]');
    for (let attempt = 1; ; attempt++) {
      try {
        await this.page.keyboard.press(key);
        await input.fill(text, { timeout: 3_000 });
        await this.quickPickItem(label).click({ timeout: 3_000 });
        return;
      } catch (error) {
        if (attempt === 6) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** A row of the open quick pick, by the beginning of its label. */
  quickPickItem(label: string): Locator {
    return this.page
      .locator(`.quick-input-widget .monaco-list-row[aria-label^=${JSON.stringify(label)}]`)
      .first();
  }

  /** Types into the input box that is open and confirms. */
  async answer(text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input');
    await input.fill(text);
    await input.press('Enter');
  }

  /** Brings up a view container by its name in the activity bar. */
  async openView(title: string): Promise<void> {
    const tab = this.page.locator('.activitybar').getByRole('tab', { name: title });
    if ((await tab.getAttribute('aria-expanded')) !== 'true') await tab.click();
  }

  /** A row of any tree, by a part of its accessible name. */
  treeItem(label: string | RegExp): Locator {
    return this.page.getByRole('treeitem', { name: label }).first();
  }

  /** Gives the keyboard to the view whose row this is, and goes to its first row. */
  async toTop(label: string | RegExp): Promise<void> {
    await this.treeItem(label).locator('xpath=ancestor::*[@role="tree"]').focus();
    await this.page.keyboard.press('Home');
  }

  /** An action beside a tree's row, which shows when the row is pointed at. */
  async treeAction(label: string | RegExp, action: string): Promise<void> {
    const row = this.treeItem(label);
    await row.hover();
    await row.getByRole('button', { name: action }).click();
  }

  /** The document inside the webview that is to be seen. */
  webview(): FrameLocator {
    return this.page
      .locator('iframe.webview:visible')
      .last()
      .contentFrame()
      .frameLocator('iframe#active-frame');
  }

  /** A button of the modal dialog. */
  dialogButton(label: string): Locator {
    return this.page.locator('.monaco-dialog-box').getByRole('button', { name: label });
  }

  /** A toast that holds this text. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast', { hasText: text });
  }

  /** The text of the terminal that is to be seen. */
  terminal(): Locator {
    return this.page.locator('.terminal-wrapper.active .xterm-rows');
  }

  /** Types a line into that terminal, as soon as its shell has printed a prompt. */
  async typeInTerminal(line: string): Promise<void> {
    await this.terminal()
      .getByText(/[$#%>]/)
      .first()
      .waitFor();
    await this.page.locator('.terminal-wrapper.active textarea').focus();
    await this.page.keyboard.type(`${line}\n`);
  }

  /** The lines of the editor that has the focus, as far as they are on the screen. */
  editor(): Locator {
    return this.page.locator('.editor-group-container.active .monaco-editor .view-lines');
  }

  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item', { hasText: text });
  }

  /** Saves what is on the screen as out/screenshots/<name>.png. */
  async screenshot(name: string): Promise<string> {
    return this.#capture(join(out, 'screenshots', `${name}.png`));
  }

  async #capture(path: string): Promise<string> {
    if (this.page.isClosed()) return 'no picture of a closed window';
    await this.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
    return path;
  }

  /** Keeps what helps to understand a failure. */
  async keepEvidence(name: string): Promise<void> {
    const failures = join(out, 'failures');
    mkdirSync(failures, { recursive: true });
    copyFileSync(this.log, join(failures, `${name}.log`));
    for (const [index, other] of this.#others.entries())
      await other.#capture(join(failures, `${name}-window-${index + 2}.png`));
    const picture = await this.#capture(join(failures, `${name}.png`));
    console.log(`      kept ${picture} and the log beside it`);
  }

  async close(): Promise<void> {
    if (!openWindows.delete(this)) return;
    await this.#owned.browser.close();
    this.#owned.server.stop();
    await this.#owned.server.closed;
    for (const remove of this.#owned.remove) remove();
  }
}

afterEach(async function () {
  if (this.currentTest?.state !== 'failed') return;
  const name = this.currentTest.fullTitle().replace(/[^\w.-]+/g, '-');
  for (const window of openWindows) await window.keepEvidence(name);
});

after(async () => {
  for (const window of openWindows) await window.close();
});
