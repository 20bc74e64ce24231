import type { Actions } from '../actions.ts';
import { type Deed, UndoStep } from '../undoStep.ts';
import { saySeverities, type SetPriority, type SeverityParts } from './severityOfSet.ts';

export type UndoParts = SeverityParts & {
  readonly actions: Actions;
};

/** Takes the last step back: from the status bar only the one that stood there. */
export async function undo(parts: UndoParts, [from]: readonly unknown[]): Promise<void> {
  const { actions } = parts;
  const named = from instanceof UndoStep ? from : undefined;
  const setBack = (actions.nextUndo?.deeds ?? []).flatMap(priorityBefore);
  try {
    await actions.undo(named);
  } finally {
    await saySeverities(parts, setBack);
  }
}

function priorityBefore({ before, action }: Deed): SetPriority[] {
  const { priority } = before;
  if (action.type !== 'setPriority' || !priority) return [];
  return [{ incident: before, priority, instead: action.priority }];
}
