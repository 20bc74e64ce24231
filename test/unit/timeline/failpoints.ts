import { appendFileSync } from 'node:fs';
import {
  nodeJournalFiles,
  type JournalFiles,
  type JournalHandle,
} from '../../../src/core/timeline/journalFiles.ts';
import { sampleEntry } from './sampleEntries.ts';

/**
 * Where a writer can die. First what only one that begins a file comes by; `end` is where one looks whether the last
 * line of a file is whole.
 */
export const failpoints = [
  'open.before',
  'open.after',
  'look.before',
  'look.after',
  'newFile.before',
  'newFile.after',
  'write.before',
  'write.oneByte',
  'write.half',
  'write.withoutNewline',
  'write.withoutLast',
  'write.after',
  'end.before',
  'end.after',
  'sync.before',
  'sync.after',
  'place.before',
  'place.after',
  'others.before',
  'others.after',
  'counts.before',
  'counts.after',
  'close.before',
  'close.after',
] as const;
export type Failpoint = (typeof failpoints)[number];

/** Entries of another window that writes in between have numbers from here on. */
export const OTHERS = 50_000_000;

/** Dies at one of the failpoints, the `passes`th time that it comes by; never where that is null. */
export class Death {
  #left: number;

  constructor(
    private readonly at: Failpoint | null,
    passes: number,
    private readonly die: () => void = () => process.kill(process.pid, 'SIGKILL'),
  ) {
    this.#left = passes;
  }

  /** `before` is done only where it is the last thing that is done. */
  async pass(point: Failpoint, before?: () => Promise<unknown>): Promise<void> {
    if (point !== this.at || --this.#left > 0) return;
    await before?.();
    this.die();
    // The signal may need a moment; nothing more may happen meanwhile.
    await new Promise(() => undefined);
  }

  async around<T>(name: string, work: () => Promise<T>): Promise<T> {
    await this.pass(`${name}.before` as Failpoint);
    const done = await work();
    await this.pass(`${name}.after` as Failpoint);
    return done;
  }
}

/**
 * The real file system, in which the process dies where told. With `others`, another window writes a whole line
 * before each write: that is what has the writer look for its own among theirs.
 */
export function filesWithDeath(path: string, death: Death, others: boolean): JournalFiles {
  let other = OTHERS + process.pid * 100;
  const handleOf = (handle: JournalHandle): JournalHandle => {
    let written = false;
    return {
      state: () => death.around('look', () => handle.state()),
      read: (into, position) => death.around(written ? 'others' : 'end', () => handle.read(into, position)),
      write: async bytes => {
        if (others) appendFileSync(path, `${JSON.stringify(sampleEntry(other++))}\n`);
        written = true;
        await death.pass('write.before');
        for (const [point, length] of tornLengths(bytes))
          await death.pass(point, () => handle.write(bytes.subarray(0, length)));
        const count = await handle.write(bytes);
        await death.pass('write.after');
        return count;
      },
      sync: () => death.around('sync', () => handle.sync()),
      close: () => death.around('close', () => handle.close()),
    };
  };
  return {
    openToAppend: name =>
      death.around('open', async () => handleOf(await nodeJournalFiles.openToAppend(name))),
    openToRead: name => nodeJournalFiles.openToRead(name),
    state: name => death.around('place', () => nodeJournalFiles.state(name)),
    syncFolder: name => death.around('newFile', () => nodeJournalFiles.syncFolder(name)),
    journalsBeside: name => nodeJournalFiles.journalsBeside(name),
  };
}

function tornLengths(bytes: Uint8Array): readonly [Failpoint, number][] {
  const lastLine = Buffer.from(bytes).lastIndexOf('\n', bytes.length - 2) + 1;
  return [
    ['write.oneByte', 1],
    ['write.half', Math.ceil(bytes.length / 2)],
    ['write.withoutNewline', bytes.length - 1],
    // Of several entries, the last; of one, nothing.
    ['write.withoutLast', lastLine],
  ];
}
