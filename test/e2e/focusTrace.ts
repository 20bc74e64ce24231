import type { Page } from 'playwright-core';

/**
 * Tells in the window's log which key went where, and what took the focus: a picture of a test that failed shows only
 * what came of it. What is typed is not told, as it may be a secret.
 */
export async function traceFocus(page: Page): Promise<void> {
  await page.addInitScript(`(() => {
    const named = ({ tagName, className, ariaLabel }) => [tagName, className, ariaLabel].filter(Boolean).join(' ');
    const key = ({ key, ctrlKey }) => (key.length === 1 && !ctrlKey ? 'a character' : (ctrlKey ? 'Control+' : '') + key);
    for (const type of ['focusin', 'keydown', 'pointerdown']) {
      addEventListener(type, event => {
        const what = type === 'keydown' ? key(event) : '';
        const at = event.target instanceof Element ? named(event.target) : '';
        console.debug('trace', new Date().toISOString(), type, what, at.slice(0, 200));
      }, true);
    }
  })()`);
}
