import type { Actions } from '../actions.ts';
import type { IncidentTree } from '../trees/incidentTree.ts';
import { UndoStep } from '../undoStep.ts';

/**
 * Takes the last step back: from the status bar only the one that stood there. By a key pressed in the tree, the focus
 * goes with what it moves.
 */
export async function undo(
  { actions, tree }: { readonly actions: Actions; readonly tree: Pick<IncidentTree, 'called'> },
  [from]: readonly unknown[],
): Promise<void> {
  tree.called((from as { readonly type?: unknown } | undefined)?.type === 'selection');
  await actions.undo(from instanceof UndoStep ? from : undefined);
}
