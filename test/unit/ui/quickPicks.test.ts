import assert from 'node:assert/strict';
import type { QuickPick, QuickPickOptions } from 'vscode';
import type * as QuickPicks from '../../../src/ui/quickPicks.ts';
import { FakeQuickPick } from './fakeQuickPick.ts';
import { type StandIn, withStandIn } from './standIn.ts';

interface Row {
  readonly label: string;
  readonly id: number;
}

describe('Lists that are asked from', function () {
  this.timeout(30_000);
  let parts: typeof QuickPicks & StandIn;

  before(async () => {
    parts = await withStandIn('ui/quickPicks.ts');
  });

  it('stay at the row where the keyboard is, and begin anew where it is gone', () => {
    const pick = new FakeQuickPick<Row>();
    const set = (...items: readonly Row[]) =>
      parts.setItems(pick as unknown as QuickPick<Row>, items, ({ id }) => id);
    set({ id: 1, label: 'one' }, { id: 2, label: 'two' });
    assert.equal(pick.active, 'one');
    pick.goTo('two');
    set({ id: 3, label: 'three' }, { id: 2, label: 'two, read by now' });
    assert.equal(pick.active, 'two, read by now');
    set({ id: 3, label: 'three' }, { id: 1, label: 'one' });
    assert.equal(pick.active, 'three');
    set();
    assert.equal(pick.active, undefined);
  });

  it('keep what is ticked while the person looks something up elsewhere', async () => {
    let asked: QuickPickOptions | undefined;
    Object.assign(parts.window, {
      showQuickPick: async (items: readonly Row[], options: QuickPickOptions) => {
        asked = options;
        return items.slice(1);
      },
    });
    const rows = [
      { id: 1, label: 'one' },
      { id: 2, label: 'two' },
    ];
    assert.deepEqual(await parts.pickSeveral(rows, { title: 'Which?' }), rows.slice(1));
    assert.deepEqual(asked, { title: 'Which?', canPickMany: true, ignoreFocusOut: true });
  });
});
