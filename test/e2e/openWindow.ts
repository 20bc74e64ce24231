// Opens real VS Code windows: the packaged extension in a VS Code server, its workbench in a headless browser. What
// fails leaves a screenshot and the log in out/failures.
import { appendFileSync, cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumArguments, requireChromium } from '../../scripts/chromium.mjs';
import { installHost, releases } from '../../scripts/vscodeHost.mjs';
import { installExtensions, startServer, temporaryFolder } from '../../scripts/vscodeServer.mjs';
import { EditorWindow, prepare, workbench } from './editorWindow.ts';

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
  /** Of the extension; VS Code’s own words stay English, as no language pack is there. */
  readonly language?: 'fr';
  readonly size?: { readonly width: number; readonly height: number };
}

const out = join(import.meta.dirname, '../../out');
const openWindows = new Set<EditorWindow>();

/** Opens a window and returns when its workbench knows our extension. Every window is closed after the suite, at the latest. */
export async function openWindow(options: WindowOptions = {}): Promise<EditorWindow> {
  const { vsix = process.env['ONCALL_VSIX'] ?? join(out, 'on-call.vsix'), version = 'newest' } = options;
  if (!existsSync(vsix)) throw new Error(`${vsix} is not there: run npm run package first.`);
  const [host, executablePath] = await Promise.all([installHost(releases[version]), requireChromium()]);

  const state = temporaryFolder('on-call-window');
  const extensions = await installed(host, vsix);
  cpSync(extensions, join(state.folder, 'extensions'), { recursive: true });
  const workspace = temporaryFolder('on-call-folder');
  const log = join(state.folder, 'window.log');
  const server = await startServer(host, {
    folder: state.folder,
    log,
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
  // What a language pack sets, for whatever the workbench loads after it.
  if (options.language) {
    const language = JSON.stringify(options.language);
    await context.addInitScript(
      `Object.defineProperty(globalThis, '_VSCODE_NLS_LANGUAGE', { get: () => ${language}, set() {} });`,
    );
  }
  const page = await context.newPage();
  await prepare(page);
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
  await workbench(page);
  return window;
}

/** Release and package → the folder that VS Code installed it into: once, and each window gets a copy. */
const installations = new Map<string, Promise<string>>();

function installed(host: Awaited<ReturnType<typeof installHost>>, vsix: string): Promise<string> {
  const id = `${host.version}\n${vsix}`;
  const known = installations.get(id);
  if (known) return known;
  const installing = installExtensions(host, temporaryFolder('on-call-installed').folder, [vsix]);
  installations.set(id, installing);
  return installing;
}

afterEach(async function () {
  const test = this.currentTest;
  // One that is tried again has no state.
  if (!test || test.state === 'passed' || test.isPending()) return;
  const open = [...openWindows].filter(({ closed }) => !closed);
  const attempt = test.state === 'failed' ? '' : '-first-try';
  const name = test.fullTitle().replace(/[^\w.-]+/g, '-') + attempt;
  for (const [index, window] of open.entries())
    await window.keepEvidence(index === 0 ? name : `${name}-machine-${index + 1}`);
});

after(async () => {
  for (const window of openWindows) await window.close();
});
