import type { IncidentsRoom } from '../composeIncidents.ts';
import type { CommandId } from '../contributed.ts';
import { commandTable, firstCommands, type FirstParts } from './index.ts';
import type { CommandHandler, CommandTable } from './register.ts';

/** What a command does, and that it was called; with the rooms that it needs, which are loaded for the first that does. */
export async function commandOf(id: CommandId, room: IncidentsRoom): Promise<CommandHandler> {
  const handler = await handlerOf(id, room);
  return (...args) => {
    const [from] = args as [{ readonly type?: unknown } | null | undefined];
    room.tree.called(from?.type === 'selection');
    return handler(...args);
  };
}

async function handlerOf(id: CommandId, room: IncidentsRoom): Promise<CommandHandler> {
  const parts: FirstParts = room;
  const first: Partial<CommandTable> = firstCommands(parts);
  if (first[id]) return first[id];
  const [{ library, reader, panels, remote, runs, values }, written, responding] = await Promise.all([
    room.runbooks(),
    room.writingRoom(),
    room.responseRoom(),
  ]);
  const read = { library, reader, panels, remote, runs, values };
  return commandTable({ ...parts, ...written, ...responding, ...read })[id];
}
