import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface MenuEntry {
  readonly command?: string;
  readonly when: string;
  readonly group: string;
}

/** VS Code leaves the actions beside a row out of its context menu, and no key reaches them there. */
describe('What stands beside a row', () => {
  it('stands in the menu of the row, too, which the keyboard opens', async () => {
    const file = await readFile(join(import.meta.dirname, '../../package.json'), 'utf8');
    const { contributes } = JSON.parse(file) as {
      readonly contributes: { readonly menus: Readonly<Record<string, readonly MenuEntry[]>> };
    };
    const entries = contributes.menus['view/item/context']!.filter(({ command }) => command);
    const isInline = ({ group }: MenuEntry) => group.startsWith('inline');
    const viewOf = ({ when }: MenuEntry) => /view == (\S+)/.exec(when)?.[1];
    const alone = entries
      .filter(isInline)
      .filter(
        beside =>
          !entries.some(
            other => !isInline(other) && other.command === beside.command && viewOf(other) === viewOf(beside),
          ),
      );
    assert.deepEqual(
      alone.map(({ command }) => command),
      [],
    );
    assert.ok(entries.some(isInline));
  });
});
