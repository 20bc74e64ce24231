import { join } from 'node:path';
import { LeftMessages } from '../core/comms/leftMessages.ts';
import { hasLeftWork } from '../core/leftWork.ts';
import { once } from '../core/once.ts';
import { accountsSecret } from './accountsSecret.ts';
import { authorName } from './authorName.ts';
import type { IncidentsRoom, IncidentsSurroundings } from './composeIncidents.ts';
import { DisposableStore } from './disposables.ts';

export interface LazyIncidents {
  readonly room: () => Promise<IncidentsRoom>;
  /** The name of the person at this machine, whether it is loaded or not. */
  readonly author: () => string;
}

/**
 * Accounts, incidents and all that is done with them: loaded once somebody is signed in, when something was left to be
 * sent or to be recorded, and with the first who asks. It goes to `owner`.
 */
export function lazyIncidents(owner: DisposableStore, surroundings: IncidentsSurroundings): LazyIncidents {
  const { context, boundary } = surroundings;
  let loaded: IncidentsRoom | null = null;
  const room = once(async () => {
    const { composeIncidents } = await import('./composeIncidents.ts');
    // Of its own until all of it stands: what a part that fails leaves behind must not go on beside the next try.
    const parts = new DisposableStore();
    try {
      loaded = composeIncidents(parts, surroundings);
    } catch (error) {
      parts.dispose();
      throw error;
    }
    owner.add(parts);
    loaded.begin();
    return loaded;
  });
  const open = () => boundary.watch('Opening the incidents', room());
  // Another window may sign in.
  owner.add(context.secrets.onDidChange(({ key }) => key === accountsSecret && open()));
  const storage = (name: string) => join(context.globalStorageUri.fsPath, name);
  const looking = Promise.all([
    hasLeftWork(() => context.secrets.get(accountsSecret), ['outbox', 'runs'].map(storage)),
    new LeftMessages(storage('messages')).isAny(),
  ]);
  boundary.watch(
    'Looking for what was left',
    looking.then(found => void (found.includes(true) && open())),
  );
  return { room, author: () => authorName(loaded?.sessions.person()?.name) };
}
