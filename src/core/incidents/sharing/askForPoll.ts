import type { Clock } from '../../clock.ts';
import { inTime } from '../../inTime.ts';

/** A wish for a poll, left where the window that polls finds it. */
export interface Wish {
  /** Whether that window has taken note. */
  taken(): Promise<boolean>;
  withdraw(): Promise<void>;
}

/** A window that was asked to poll and has not taken note for so long is not waited for, ms. */
const silenceMs = 5_000;
/** One that has taken note may take so long for all the pages, ms. */
const longestAnswerMs = 60_000;

/** Has the window poll that polls for all, and waits for what it says; false where it gives no sign. */
export async function askForPoll(parts: {
  readonly wish: () => Promise<Wish>;
  readonly answered: Promise<void>;
  readonly clock: Clock;
}): Promise<boolean> {
  const heard = parts.answered.then(() => true);
  const within = (ms: number) => inTime(parts.clock, ms, heard, false);
  const wish = await parts.wish();
  if (await within(silenceMs)) return true;
  if (await wish.taken()) {
    await within(longestAnswerMs);
    return true;
  }
  await wish.withdraw();
  return false;
}
