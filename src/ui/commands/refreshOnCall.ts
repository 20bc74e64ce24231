import type { OnCallWatch } from '../onCallWatch.ts';
import { withProgress } from '../prompts.ts';

/** Asks every account now who is on call. What goes wrong is shown in the view. */
export async function refreshOnCall(watch: OnCallWatch): Promise<void> {
  await withProgress({ location: { viewId: 'onCall.onCallNow' } }, () => watch.refresh());
}
