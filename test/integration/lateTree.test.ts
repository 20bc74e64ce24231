import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { Emitter } from '../../src/core/events.ts';
import { once } from '../../src/core/once.ts';
import { LateTree } from '../../src/ui/trees/lateTree.ts';

/** Rows as a room has them once it is loaded. */
class Rows {
  readonly changed = new Emitter<string | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  getChildren = (node?: string) => (node === undefined ? ['a', 'b'] : [`${node}1`]);
  getTreeItem = (node: string): vscode.TreeItem => ({ label: node.toUpperCase() });
  getParent = (node: string) => (node.length > 1 ? node.slice(0, 1) : undefined);
}

describe('A view whose rows come late', () => {
  const rows = new Rows();
  let loads: number;
  let disposed: number;
  let reported: unknown[];
  let load: () => Promise<unknown>;
  let tree: LateTree<string>;
  const view = { dispose: () => disposed++ } as unknown as vscode.TreeView<string>;

  beforeEach(() => {
    [loads, disposed, reported] = [0, 0, []];
    load = once(async () => {
      loads++;
      await Promise.resolve();
      tree.fill(rows);
    });
    const boundary = { report: (_what: string, error: unknown) => void reported.push(error) };
    tree = new LateTree<string>(() => view, { load: () => load(), boundary });
  });

  it('loads them when somebody looks, once, and gives them to all who asked', async () => {
    assert.equal(loads, 0);
    const asked = await Promise.all([tree.getChildren(), tree.getChildren()]);
    assert.deepEqual(asked, [
      ['a', 'b'],
      ['a', 'b'],
    ]);
    assert.equal(loads, 1);
  });

  it('has the rows’ children, items, parents and changes from then on, and the same view', async () => {
    await tree.getChildren();
    const changes: unknown[] = [];
    tree.onDidChangeTreeData(change => changes.push(change));
    rows.changed.fire('a');
    rows.changed.fire(undefined);
    assert.deepEqual(tree.getChildren('b'), ['b1']);
    assert.deepEqual(await tree.getTreeItem('b'), { label: 'B' });
    assert.equal(tree.getParent('b1'), 'b');
    assert.deepEqual(changes, ['a', undefined]);
    assert.equal(tree.fill(rows), view);
  });

  it('is empty and tells the person where they cannot be loaded, and tries again', async () => {
    const failure = new Error('no such chunk');
    const works = load;
    load = () => Promise.reject(failure);
    assert.deepEqual(await tree.getChildren(), []);
    assert.deepEqual(reported, [failure]);
    load = works;
    assert.deepEqual(await tree.getChildren(), ['a', 'b']);
  });

  it('has no parent to show and goes with its view, loaded or not', () => {
    assert.equal(tree.getParent('a'), undefined);
    tree.dispose();
    assert.equal(disposed, 1);
    assert.equal(loads, 0);
  });
});
