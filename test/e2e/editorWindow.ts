// A real VS Code window, worked with as a person does; see openWindow.ts.
import { execFile } from 'node:child_process';
import { appendFileSync, copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Dialog, FrameLocator, Locator, Page } from 'playwright-core';
import type { Server } from '../../scripts/vscodeServer.mjs';
import { traceFocus } from './focusTrace.ts';

const out = join(import.meta.dirname, '../../out');

/** Draws before it has read which extensions there are; until then it knows none of our commands. */
export async function workbench(page: Page): Promise<void> {
  await page
    .locator('.activitybar')
    .getByRole('tab', { name: 'On-Call' })
    .waitFor({ state: 'attached', timeout: 60_000 });
}

/** With ONCALL_SLOW=5 the workbench has a fifth of the processor: what happens on a busy machine is seen on any. */
const slowness = Number(process.env['ONCALL_SLOW'] ?? 1);

export async function prepare(page: Page): Promise<void> {
  page.setDefaultTimeout(20_000 * slowness);
  await traceFocus(page);
  if (slowness === 1) return;
  const developerTools = await page.context().newCDPSession(page);
  await developerTools.send('Emulation.setCPUThrottlingRate', { rate: slowness });
}

export interface Owned {
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
  #leaving = false;
  #closed = false;

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
    await prepare(page);
    page.on('console', message =>
      appendFileSync(this.log, `[window 2 ${message.type()}] ${message.text()}\n`),
    );
    await page.goto(`${server.origin}/?${new URLSearchParams({ folder })}`);
    await workbench(page);
    const window = new EditorWindow(page, folder, this.log, { browser, server, state, remove: [] });
    this.#others.push(window);
    return window;
  }

  /** While the window leaves its page, VS Code’s question whether to is expected, and answered here. */
  get leaving(): boolean {
    return this.#leaving;
  }

  /** Loads the workbench anew. VS Code asks first where it is still saving something of its own. */
  async reload(): Promise<void> {
    const leave = (dialog: Dialog) => {
      if (dialog.type() === 'beforeunload') void dialog.accept();
    };
    this.#leaving = true;
    this.page.on('dialog', leave);
    try {
      await this.page.reload({ waitUntil: 'commit', timeout: 60_000 });
    } finally {
      this.page.off('dialog', leave);
      this.#leaving = false;
    }
    await workbench(this.page);
  }

  /** Kills it, as the system does with one that needs too much; VS Code starts another one. */
  async endExtensionHost(): Promise<void> {
    const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=,args=']);
    const all = [...stdout.matchAll(/^ *(\d+) +(\d+) (.*)$/gm)];
    const servers = all.filter(([, , , args]) => args!.includes(this.#owned.state)).map(([, pid]) => pid);
    const hosts = all.filter(
      ([, , parent, args]) => args!.includes('--type=extensionHost') && servers.includes(parent),
    );
    if (hosts.length === 0) throw new Error(`No extension host of ${this.#owned.state} is there.`);
    for (const [, pid] of hosts) process.kill(Number(pid), 'SIGKILL');
  }

  /** Runs a command by its name in the palette, for example `On-Call: Start a Drill`. */
  async command(name: string): Promise<void> {
    await this.#choose('F1', `>${name}`, name);
  }

  /**
   * Runs a command that asks with a list, and chooses in it. Both again where the list does not come or goes: VS Code
   * closes it as soon as anything else in the window takes the focus.
   */
  async choose(command: string, label: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await this.command(command);
      try {
        await this.quickPickItem(label).click({ timeout: 10_000 * slowness });
        return;
      } catch (error) {
        if (attempt === 3) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Opens a file of the folder. */
  async openFile(path: string): Promise<void> {
    await this.#choose('Control+P', path, path.split('/').at(-1) ?? path);
  }

  /** Tries again, because a workbench that is still starting swallows keys and does not know all commands. */
  async #choose(key: string, text: string, label: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[type="text"]');
    for (const end = Date.now() + 60_000; ;) {
      try {
        await this.page.keyboard.press(key);
        await input.fill(text, { timeout: 3_000 * slowness });
        await this.quickPickItem(label).click({ timeout: 3_000 * slowness });
        return;
      } catch (error) {
        if (Date.now() > end) throw error;
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

  /** The list or the input box that asks something. */
  question(): Locator {
    return this.page.locator('.quick-input-widget');
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

  /** Unfolds a view of the side bar by its title, or folds it, where it is not. */
  async unfold(title: string, open = true): Promise<void> {
    const header = this.page.locator('.pane-header:visible', { hasText: title });
    const there = header.and(this.page.locator(`[aria-expanded="${open}"]`));
    if ((await there.count()) === 0) await this.press(header, there);
  }

  /** A row of any tree, by a part of its accessible name. */
  treeItem(label: string | RegExp): Locator {
    return this.page.getByRole('treeitem', { name: label }).first();
  }

  /**
   * Clicks what is drawn anew while it is there, as a tree’s row or a lens, until `then` is to be seen. A click is lost where that
   * happens between pressing and letting go; what comes in meanwhile moves the row away from under the pointer, and the
   * tooltip of the row that the pointer stands on may cover it: then once more, from elsewhere.
   */
  async press(row: Locator, then: Locator, clickCount = 1): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await this.page.mouse.move(0, 0);
      try {
        // What came late is not asked for again: that would close it.
        if (attempt === 1 || !(await then.isVisible()))
          await row.click({ clickCount, timeout: 5_000 * slowness });
        return await then.waitFor({ timeout: 5_000 * slowness });
      } catch (error) {
        if (attempt === 5) throw error;
      }
    }
  }

  /** Selects a row of a tree. */
  async select(label: string | RegExp): Promise<void> {
    const row = this.treeItem(label);
    await this.press(row, row.and(this.page.locator('[aria-selected="true"]')));
  }

  /** Gives the keyboard to the view whose row this is, and goes to its first row. */
  async toTop(label: string | RegExp): Promise<void> {
    await this.treeItem(label).locator('xpath=ancestor::*[@role="tree"]').focus();
    await this.page.keyboard.press('Home');
  }

  /** An action beside a tree's row, which shows when the row is pointed at. */
  async treeAction(label: string | RegExp, action: string): Promise<void> {
    const row = this.treeItem(label);
    const button = row.getByRole('button', { name: action });
    // What comes in meanwhile moves the row away from under the pointer, or a tooltip covers it.
    for (let attempt = 1; ; attempt++) {
      await this.page.mouse.move(0, 0);
      try {
        await row.hover({ timeout: 5_000 * slowness });
        return await button.click({ timeout: 3_000 * slowness });
      } catch (error) {
        if (attempt === 5) throw error;
      }
    }
  }

  /**
   * Ticks the box of a row of a checklist. A row that VS Code draws anew between pressing and letting go takes no
   * click, and a box that it draws as ticked may go back: then once more, until the row says who ticked it and when.
   */
  async tick(label: string | RegExp): Promise<void> {
    const row = this.treeItem(label);
    const box = row.getByRole('checkbox');
    const ticked = box.and(this.page.locator('[aria-checked="true"]'));
    for (let attempt = 1; ; attempt++) {
      try {
        if ((await ticked.count()) === 0) await box.click({ timeout: 5_000 * slowness });
        return await row.filter({ hasText: /\d\d:\d\d/ }).waitFor({ timeout: 5_000 * slowness });
      } catch (error) {
        if (attempt === 4) throw error;
      }
    }
  }

  /** The document inside the webview that is to be seen. */
  webview(): FrameLocator {
    return this.page
      .locator('iframe.webview:visible')
      .last()
      .contentFrame()
      .frameLocator('iframe#active-frame');
  }

  /** Until every button of the page in front takes presses again (src/webview/rest.ts), but menus that are off. */
  async untilNothingRests(): Promise<void> {
    const resting = this.webview().locator('button:not([aria-haspopup])[aria-disabled=true]:visible');
    await resting.first().waitFor({ state: 'hidden' });
  }

  /** A button of the modal dialog. */
  dialogButton(label: string): Locator {
    return this.page.locator('.monaco-dialog-box').getByRole('button', { name: label });
  }

  /** A toast that holds this text, as long as it stands: VS Code puts it away after some ten seconds. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast', { hasText: text });
  }

  /** How many messages that hold this text came and were not closed, however long ago. */
  async countMessages(text: string | RegExp): Promise<number> {
    const found = await (await this.#openMessages(text)).count();
    await this.#closeMessages();
    return found;
  }

  /** Waits for a message that holds this text, however long ago it came, and presses its button. */
  async answerMessage(text: string | RegExp, button: string): Promise<void> {
    const message = await this.#openMessages(text);
    await this.press(
      message.getByRole('button', { name: button, exact: true }),
      this.page.locator('body').filter({ hasNot: message }),
    );
    await this.#closeMessages();
  }

  /** In the notification centre, where the toasts are that were put away. */
  async #openMessages(text: string | RegExp): Promise<Locator> {
    await this.command('Notifications: Show Notifications');
    const centre = this.page.locator('.notifications-center.visible');
    await centre.waitFor();
    return centre.locator('.notification-list-item', { hasText: text });
  }

  /** With the last message it is closed by itself. */
  async #closeMessages(): Promise<void> {
    if (await this.page.locator('.notifications-center.visible').isVisible())
      await this.command('Notifications: Hide Notifications');
  }

  /** The text of the terminal that is to be seen. */
  terminal(): Locator {
    return this.page.locator('.terminal-wrapper.active .xterm-rows');
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

  get closed(): boolean {
    return this.#closed;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#owned.browser.close();
    this.#owned.server.stop();
    await this.#owned.server.closed;
    for (const remove of this.#owned.remove) remove();
  }
}
