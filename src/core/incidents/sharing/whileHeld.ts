import type { Clock } from '../../clock.ts';
import { leaseHeartbeatMs, type Lease } from './lease.ts';

/** Does something while a lease is ours, which it says from time to time, and gives the lease up. Rejects as it does. */
export async function whileHeld<T>(lease: Lease, clock: Clock, action: () => Promise<T>): Promise<T> {
  let cancel = () => {};
  const beat = () => {
    cancel = clock.after(leaseHeartbeatMs, () => {
      // Lost or not is seen by whoever asks before the next request.
      void lease.renew().catch(() => false);
      beat();
    });
  };
  beat();
  try {
    return await action();
  } finally {
    cancel();
    await lease.release().catch(() => undefined);
  }
}
