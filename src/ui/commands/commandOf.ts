import type { IncidentsRoom } from '../composeIncidents.ts';
import type { CommandId } from '../contributed.ts';
import { commandTable, firstCommands, type FirstParts } from './index.ts';
import type { CommandHandler, CommandTable } from './register.ts';

/** What a command does; with the rooms that it needs, which are loaded for the first that needs them. */
export async function commandOf(id: CommandId, room: IncidentsRoom): Promise<CommandHandler> {
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
