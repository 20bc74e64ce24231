import { LeftMessages } from '../../core/comms/leftMessages.ts';
import type { ResponseFact } from '../../core/incidents/details/detailsView.ts';
import { once } from '../../core/once.ts';
import type { MessagesRoom, MessagesSurroundings } from '../comms/composeMessages.ts';
import { UnsentMessages } from '../comms/unsentMessages.ts';
import type { DisposableStore } from '../disposables.ts';
import type { TeamFiles } from '../team/teamFiles.ts';
import type { ResponseRoom, ResponseSurroundings } from './composeResponse.ts';

export interface LazyResponse {
  readonly room: () => Promise<ResponseRoom & MessagesRoom>;
  /** Nothing while it is not loaded: then nobody works on an incident here. */
  readonly facts: (key: string) => readonly ResponseFact[];
  readonly inARow: (key: string) => string;
  /** The call that somebody said. */
  readonly bridge: (key: string) => string | null;
  /** None while it is not loaded. */
  readonly unsent: Pick<UnsentMessages, 'list' | 'onDidChange'>;
}

/**
 * The response and its messages, loaded with the first incident that somebody works on, or with a message that was left
 * to be sent. They go to `owner`.
 */
export function lazyResponse(
  owner: DisposableStore,
  parts: Omit<ResponseSurroundings, 'teamFiles'> &
    Omit<MessagesSurroundings, 'unsent'> & { readonly teamFiles: () => Promise<TeamFiles> },
): LazyResponse {
  const unsent = owner.add(new UnsentMessages());
  let response: ResponseRoom | null = null;
  let messages: MessagesRoom | null = null;
  // What was made before something else failed is made once: it registered its views.
  const room = once(async () => {
    const [{ composeResponse }, { composeMessages }, teamFiles] = await Promise.all([
      import('./composeResponse.ts'),
      import('../comms/composeMessages.ts'),
      parts.teamFiles(),
    ]);
    response ??= composeResponse(owner, { ...parts, teamFiles });
    messages ??= composeMessages(owner, { ...parts, unsent });
    looking.dispose();
    return { ...response, ...messages };
  });
  const respond = () => parts.boundary.watch('Opening the response', room());
  const looking = owner.add(new LeftMessages(parts.storage('messages')).watch(parts.clock, respond));
  owner.add(parts.follower.onDidFollow(respond));
  owner.add(parts.current.onDidChange(respond));
  return {
    ...{ room, unsent },
    facts: key => response?.facts(key) ?? [],
    inARow: key => response?.inARow(key) ?? '',
    bridge: key => response?.responses.of(key)?.state.bridge ?? null,
  };
}
