import assert from 'node:assert/strict';
import { actionOf, keyList, Keys, type Pressed } from '../../../src/webview/keys.ts';

const press = (key: string, more: Partial<Pressed> = {}): Pressed => ({
  key,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  ...more,
});

describe('Keys in a runbook', () => {
  const cases: readonly [pressed: Pressed, action: string | null][] = [
    [press('n'), 'nextStep'],
    [press('k'), 'previousStep'],
    [press('ArrowDown', { altKey: true }), 'nextStep'],
    [press('ArrowUp', { altKey: true }), 'previousStep'],
    [press('f'), 'nextFailure'],
    [press('F'), 'previousFailure'],
    [press('/'), 'search'],
    [press('f', { ctrlKey: true }), 'search'],
    [press('F', { metaKey: true }), 'search'],
    [press('r'), 'run'],
    [press('e'), 'source'],
    [press('?'), 'keys'],
    // VS Code’s and the browser’s own.
    [press('n', { ctrlKey: true }), null],
    [press('r', { metaKey: true }), null],
    [press('f', { altKey: true }), null],
    [press('ArrowDown'), null],
    [press('Enter'), null],
    [press('constructor'), null],
  ];
  for (const [pressed, action] of cases)
    it(`${JSON.stringify(pressed)} is ${action}`, () => assert.equal(actionOf(pressed, false), action));

  it('leaves the key after Ctrl+K or Cmd+K to VS Code: Ctrl+K R resolves, and must run nothing', () => {
    for (const modifier of [{ ctrlKey: true }, { metaKey: true }])
      for (const key of ['r', 'n', 'e', '/']) {
        const keys = new Keys();
        assert.equal(keys.actionOf(press('Control', modifier), false), null);
        assert.equal(keys.actionOf(press('k', modifier), false), null);
        assert.equal(keys.actionOf(press('Shift'), false), null);
        assert.equal(keys.actionOf(press(key), false), null);
        assert.equal(keys.actionOf(press('r'), false), 'run');
      }
  });

  it('leaves what is typed alone, but for the search', () => {
    for (const key of ['n', 'p', 'f', '/', '?', 'r', 'e']) assert.equal(actionOf(press(key), true), null);
    assert.equal(actionOf(press('ArrowDown', { altKey: true }), true), null);
    assert.equal(actionOf(press('f', { ctrlKey: true }), true), 'search');
  });

  it('lists every key that does something', () => {
    const listed = new Set(keyList.flatMap(({ keys }) => keys));
    for (const key of ['n', 'j', 'p', 'k', 'f', '/', '?', 'r', 'e']) assert.ok(listed.has(key), key);
    for (const key of ['Shift+F', 'Ctrl+F', 'Alt+↓', 'Alt+↑', 'Esc']) assert.ok(listed.has(key), key);
  });
});
