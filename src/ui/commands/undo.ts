import type { Actions } from '../actions.ts';
import type { IncidentTree } from '../trees/incidentTree.ts';

/** Takes the last step back. By a key pressed in the tree, the focus goes with what it moves. */
export async function undo(
  { actions, tree }: { readonly actions: Actions; readonly tree: IncidentTree },
  [from]: readonly unknown[],
): Promise<void> {
  tree.called((from as { readonly type?: unknown } | undefined)?.type === 'selection');
  await actions.undo();
}
