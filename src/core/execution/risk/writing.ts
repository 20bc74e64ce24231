import type { RiskClass } from './risk.ts';
import { HIDDEN } from './shellWords.ts';

/** What writing into a file may do. `empties`: the command before it says nothing. */
export function risksOfWriting(
  path: string,
  appends: boolean,
  empties: boolean,
): { risk: RiskClass; reason: string } {
  if (/^\/dev\/(?:null|stdout|stderr|tty|fd\/\d+)$/.test(path))
    return { risk: 'read-only', reason: 'Writes nothing.' };
  if (path.includes(HIDDEN))
    return { risk: 'destructive', reason: 'Writes to a place that is only known when it runs.' };
  if (/^\/(?:dev|proc|sys|boot)\//.test(path))
    return { risk: 'destructive', reason: 'Writes to a device or to the kernel.' };
  if (appends && /^\/etc\/|\/\.ssh\/|\/cron/.test(path))
    return { risk: 'destructive', reason: 'Changes a file of the system.' };
  if (appends) return { risk: 'changing', reason: 'Writes to a file.' };
  if (empties) return { risk: 'destructive', reason: 'Empties a file.' };
  if (/^\/(?:tmp|var\/tmp|dev\/shm)\/[^.]/.test(path)) return { risk: 'changing', reason: 'Writes a file.' };
  if (/^\/|^~\/\.|\.\.\//.test(path)) return { risk: 'destructive', reason: 'Writes over a file.' };
  return { risk: 'changing', reason: 'Writes a file; one of the same name is replaced.' };
}
