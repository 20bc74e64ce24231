import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import type { EditorWindow } from './editorWindow.ts';
import { openWindow } from './openWindow.ts';

const checkout = /Checkout error rate/;

/** The main path of the drill without a mouse: nothing here clicks, points, or gives the focus from outside. */
describe('An incident with the keyboard only', function () {
  this.timeout(180_000);
  let window: EditorWindow;
  after(() => window?.close());

  before(async () => {
    window = await openWindow({ theme: 'dark', size: { width: 1600, height: 1000 } });
  });

  const press = async (...keys: string[]) => {
    for (const key of keys) await window.page.keyboard.press(key);
  };
  /** As fingers do it: types until the palette offers exactly that, then Enter. */
  const palette = async (name: string) => {
    const typed = window.page.locator('.quick-input-widget input[type="text"]');
    const offered = window.page.locator('.quick-input-widget .monaco-list-row.focused');
    for (const end = Date.now() + 60_000; ;) {
      await press('F1');
      // Until it has come, what is typed would be the keys of a runbook’s page: to run a block, to open its source.
      const isOpen = await eventually(
        async () => (await typed.and(window.page.locator(':focus')).count()) === 1,
        3_000,
      );
      if (isOpen) await window.page.keyboard.type(name);
      // A workbench that is still starting swallows keys and does not know all commands.
      const there = await eventually(
        async () =>
          isOpen &&
          (await nameOf(offered))?.startsWith(name) === true &&
          (await typed.inputValue()) === `>${name}`,
        3_000,
      );
      if (there) return press('Enter');
      assert.ok(Date.now() < end, `the palette offers “${name}”`);
      await press('Escape');
    }
  };
  /** Read in one go: what is there now may be gone with the next draw. */
  const nameOf = async (row: Locator) => {
    const names = await row.evaluateAll(all => all.map(one => one.getAttribute('aria-label')));
    return names.length === 1 ? names[0]! : null;
  };
  /** The row that the next key means: it has the focus, in the view that has the focus. */
  const focusedRow = () =>
    nameOf(window.page.locator('.monaco-list[aria-label="Incidents"]:focus .monaco-list-row.focused'));
  const untilFocused = async (what: RegExp) => {
    if (await eventually(async () => what.test((await focusedRow()) ?? ''), 10_000)) return;
    const rows = window.page.locator('.monaco-list[aria-label="Incidents"] .monaco-list-row');
    const shown = await rows.evaluateAll(all =>
      all.map(one => `${one.getAttribute('aria-label')} [${one.getAttribute('class')}]`),
    );
    const active = await window.page
      .locator('*:focus')
      .evaluateAll(all => all.map(one => one.outerHTML.slice(0, 200)));
    assert.fail(`the focus is on ${what}, not on ${active.join('')}; shown are\n${shown.join('\n')}`);
  };
  /** What has the focus inside the page, by its accessible name. */
  const focusedInPage = async () => {
    const at = window.webview().locator('body *:focus');
    const names = await at.evaluateAll(all =>
      all.map(one => one.getAttribute('aria-label') ?? (one.textContent ?? '').trim()),
    );
    return names[0] ?? '';
  };
  const tabTo = async (name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab') => {
    const passed: string[] = [];
    for (let steps = 0; steps < 80; steps++) {
      await press(key);
      const at = await focusedInPage();
      if (name.test(at)) return;
      passed.push(at);
    }
    assert.fail(`${key} does not lead to ${name}: ${passed.join(' | ')}`);
  };

  it('starts the drill from the palette', async () => {
    await palette('On-Call: Start a Drill');
    await window.treeItem(/triggered.*Checkout error rate/i).waitFor();
    await palette('On-Call: Focus on Incidents View');
  });

  it('reaches the incident with the arrows and acknowledges it; the focus goes with it', async () => {
    await window.page.locator('.monaco-list[aria-label="Incidents"]:focus').waitFor();
    await press('Home');
    await eventually(async () => {
      const at = await focusedRow();
      // Null while the list is drawn.
      if (at === null || checkout.test(at)) return at !== null;
      await press('ArrowDown');
      if ((await focusedRow()) === at) await press('Home');
      return false;
    }, 20_000);
    await untilFocused(
      /^P\d, Triggered, Checkout error rate[^,]*, checkout, (just now|\d+ min), Robin Castillo, DRILL/,
    );
    await press('Control+K', 'a');
    await window.treeItem(/Acknowledged, Checkout error rate/).waitFor();
    await untilFocused(/Acknowledged, Checkout error rate/);
    await window.statusBarItem(/Acknowledged .*Undo/).waitFor();
  });

  it('folds and unfolds its group with Enter, which asks and opens nothing', async () => {
    const group = (open: boolean) =>
      window.page.locator(
        `.monaco-list[aria-label="Incidents"]:focus .monaco-list-row.focused[aria-expanded="${open}"]`,
      );
    await press('ArrowLeft');
    await group(true).waitFor();
    // A question or a page would take the next key.
    await press('Enter');
    await group(false).waitFor();
    await press('Enter');
    await group(true).waitFor();
    assert.equal(await window.page.locator('.tabs-container .tab').count(), 0);
    for (let steps = 0; steps < 20 && !checkout.test((await focusedRow()) ?? ''); steps++)
      await press('ArrowDown');
    await untilFocused(/Acknowledged, Checkout error rate/);
  });

  it('opens the details with Enter, which say that it is acknowledged', async () => {
    await press('Enter');
    const details = window.webview();
    await details.getByRole('heading', { name: checkout }).first().waitFor();
    await details
      .getByText(/^Acknowledged$/)
      .first()
      .waitFor();
    await tabTo(/^Resolve$/);
    assertNamed(await namesIn(details, { button: 'button' }));
  });

  it('opens the runbook from there, at its heading', async () => {
    await press('Control+K', 'o');
    await window
      .webview()
      .getByRole('heading', { name: /checkout fails after a deploy/i })
      .first()
      .waitFor();
  });

  it('reaches a block with Tab, runs it with Enter, and sees how it ended', async () => {
    assertNamed(await namesIn(window.webview(), { button: 'button, input' }));
    // The page begins at the heading that the alert names, below the diagnosis.
    await tabTo(/^Run in terminal, Quick diagnosis, 2$/, 'Shift+Tab');
    await press('Enter');
    await window
      .webview()
      .getByText(/^OK · /)
      .first()
      .waitFor({ timeout: 60_000 });
    await window.screenshot('keyboard-only-block-dark');
  });

  it('writes into the timeline', async () => {
    await press('Control+K', 'n');
    await window.page.locator('.quick-input-widget', { hasText: 'Timeline of' }).waitFor();
    await window.page.keyboard.type('-0s The coupon code of v42 divides by zero');
    await press('Enter');
    await window
      .treeItem(/^\d\d:\d\d, Note, The coupon code of v42 divides by zero, [^,]+, by hand/)
      .waitFor();
    await window.treeItem(/^\d\d:\d\d, Acknowledged, [^,]+, [^,]+, (provider|On-Call)/).waitFor();
    await window.screenshot('keyboard-only-timeline-dark');
  });

  const resolveWith = async (note: string, thoughtMs = 0) => {
    await press('Control+K', 'Shift+R');
    await window.page.locator('.quick-input-widget', { hasText: 'with a note' }).waitFor();
    await sleep(thoughtMs);
    await window.page.keyboard.type(note);
    await press('Enter');
    await window.statusBarItem(/Resolved .*Undo/).waitFor();
    await untilFocused(/Resolved, Checkout error rate/);
  };

  it('resolves with a note, takes it back, and resolves again', async () => {
    await palette('On-Call: Focus on Incidents View');
    await untilFocused(checkout);
    await resolveWith('Rolled back to v41.', 4_000);
    await press('Control+K', 'u');
    // As it was before: it had been acknowledged.
    await untilFocused(/Acknowledged, Checkout error rate/);
    await window.statusBarItem(/Resolved .*Undo/).waitFor({ state: 'detached' });
    await resolveWith('Rolled back to v41, for good.');
    await window.treeItem(/Rolled back to v41, for good/).waitFor();
  });

  it('generates the post-mortem', async () => {
    await palette('On-Call: Generate Post-mortem');
    await window.quickPickItem('On-Call, ').waitFor();
    await press('Enter');
    await window.editor().getByText('Summary').first().waitFor();
    await window.page.locator('.monaco-editor.focused').waitFor();
    await window.screenshot('keyboard-only-post-mortem-dark');
  });

  it('has a name in words for every row, status-bar item and button', async () => {
    await palette('On-Call: Focus on On Call Now View');
    await window.treeItem(/^Level 1/).waitFor();
    const shown = await namesIn(window.page, {
      treeitem: '.sidebar [role="treeitem"]',
      status: '.statusbar-item[id^="on-call"] [role="button"]',
      button: '.sidebar [role="button"]',
    });
    assertNamed(shown);
    assert.ok(shown.length >= 10, `only ${shown.length} were looked at`);
  });
});

/** What of an input is read inside the page, where the types of a browser are not at hand. */
interface Labelled {
  readonly labels?: Iterable<{ readonly textContent: string | null }> | null;
}

interface Named {
  readonly kind: string;
  readonly name: string;
}

/** What a screen reader says of everything that is on the screen there, by kind and selector. */
async function namesIn(
  place: { locator(selector: string): Locator },
  kinds: Readonly<Record<string, string>>,
): Promise<readonly Named[]> {
  const found = await Promise.all(
    Object.entries(kinds).map(async ([kind, selector]) => {
      const names = await place
        .locator(selector)
        .filter({ visible: true })
        .evaluateAll(all =>
          all.map(one =>
            (
              one.getAttribute('aria-label') ??
              [...((one as unknown as Labelled).labels ?? [])].map(label => label.textContent).join(' ') +
                (one.textContent ?? '')
            ).trim(),
          ),
        );
      assert.ok(names.length > 0, `no ${kind} was looked at`);
      return names.map(name => ({ kind, name }));
    }),
  );
  return found.flat();
}

/** Words, not a symbol, a translation key or a value that is missing. */
function assertNamed(shown: readonly Named[]): void {
  assert.deepEqual(
    shown.filter(({ name }) => !/\p{L}{2,}/u.test(name) || /\$\(|%[\w.]+%|\bundefined\b|\bnull\b/.test(name)),
    [],
  );
}

async function eventually(look: () => Promise<boolean>, patienceMs: number): Promise<boolean> {
  for (const end = Date.now() + patienceMs; Date.now() < end;) {
    if (await look()) return true;
    await sleep(50);
  }
  return false;
}
