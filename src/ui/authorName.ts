import { userInfo } from 'node:os';
import { config } from './config.ts';

/** What the person at this machine is called: as they set it, as their account knows them, or as the machine does. */
export function authorName(known: string | undefined): string {
  return config.author() || known || userInfo().username;
}
