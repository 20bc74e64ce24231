import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/core/events.ts';
import { SelectedRows } from '../../../../src/ui/trees/selectedRows.ts';

describe('The rows that are selected in a view', () => {
  let said: Emitter<{ readonly selection: readonly string[] }>;
  let view: { selection: readonly string[]; onDidChangeSelection: typeof said.event };
  let rows: SelectedRows<string>;
  const select = (...selection: readonly string[]) => {
    view.selection = selection;
    said.fire({ selection });
  };

  beforeEach(() => {
    said = new Emitter();
    view = { selection: ['first'], onDidChangeSelection: said.event };
    rows = new SelectedRows(view as never);
  });

  it('are those that were selected before anybody looked, and then what VS Code says', () => {
    assert.deepEqual(rows.current, ['first']);
    select('second', 'third');
    assert.deepEqual(rows.current, ['second', 'third']);
    select();
    assert.deepEqual(rows.current, []);
  });

  it('are all of them also while VS Code is asking for some anew', () => {
    select('second', 'third');
    for (const left of [['third'], []]) {
      view.selection = left;
      assert.deepEqual(rows.current, ['second', 'third']);
    }
    view.selection = ['second anew', 'third anew'];
    assert.deepEqual(rows.current, ['second anew', 'third anew']);
  });

  it('are those that VS Code could not name yet when it said so', () => {
    view.selection = [];
    said.fire({ selection: [] });
    view.selection = ['second'];
    assert.deepEqual(rows.current, ['second']);
  });

  it('are listened to no longer once it is disposed of', () => {
    rows.dispose();
    said.fire({ selection: ['second', 'third'] });
    assert.deepEqual(rows.current, ['first']);
  });
});
