import { t } from '@vscode/l10n';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { NotPossibleError } from '../../errors.ts';
import { isObject } from '../../timeline/entryGuard.ts';
import { errorCode, reasonOf } from '../../timeline/journalFiles.ts';

/** How often whoever holds a lease must call `renew`, ms. */
export const leaseHeartbeatMs = 5_000;
/** A lease whose heartbeat is older than this may be taken over, ms. */
export const leaseStaleAfterMs = 15_000;

/** The file system as a lease needs it. Errors carry Node’s `code`. */
export interface LeaseFiles {
  /** The names in a folder; none where it does not exist. */
  list(folder: string): Promise<readonly string[]>;
  /** Null where there is no such file. */
  read(path: string): Promise<string | null>;
  /** Creates the file, and its folder where it is missing; false where something stands there already. */
  create(path: string, text: string): Promise<boolean>;
  /** Puts the text in the place of what stands there; a reader finds the one or the other, whole. */
  replace(path: string, text: string): Promise<void>;
  /** Nothing where there is no such file. */
  remove(path: string): Promise<void>;
}

/** What a lease knows of processes. */
export interface LeaseProcess {
  readonly pid: number;
  /** Process ids mean nothing on another machine. */
  readonly host: string;
  alive(pid: number): boolean;
}

export interface LeaseOptions {
  /** A numbered ending is added to it. The folder should hold few other files: it is listed at every look. */
  readonly path: string;
  /** Unique to this window, and new each time it starts. */
  readonly owner: string;
  readonly clock: Clock;
  readonly files?: LeaseFiles;
  readonly process?: LeaseProcess;
}

interface Holder {
  readonly number: number;
  /** Null where the file is empty or damaged: somebody is just writing it, or died doing so. */
  readonly owner: string | null;
  readonly host: string;
  readonly pid: number;
  /** ms since the epoch. */
  readonly heartbeat: number;
  readonly released: boolean;
}

/**
 * The right of one window, among all windows of this machine, to do something alone. Every take-over creates a file
 * with the next number, which only one can; the highest number holds, and it never goes down. So nobody can take
 * a lease from somebody who took it a moment before, and whoever lost it sees so at the next look.
 *
 * It is free when it was released or its process is gone. A process that lives but gives no sign for 15 seconds loses
 * it as well, when a second look a heartbeat later finds it silent still: after the computer slept, every
 * heartbeat is old, and who only overslept gets the time to say so. Who overslept competes for the next number.
 *
 * Every method rejects with NotPossibleError where the folder cannot be read or written.
 */
export class Lease {
  readonly #files: LeaseFiles;
  readonly #process: LeaseProcess;
  /** The number of our own file; null while we do not hold the lease as far as we know. */
  #own: number | null = null;
  #renewedAt = 0;
  /** The silent holder that was seen, and when. */
  #suspect: { readonly mark: string; readonly since: number } | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: LeaseOptions) {
    this.#files = options.files ?? nodeLeaseFiles;
    this.#process = options.process ?? thisProcess;
  }

  /** True when it is ours, by this call or from before. To be called again, every few seconds, while false. */
  acquire(): Promise<boolean> {
    return this.#alone(() => this.#acquire());
  }

  /** Says that we are still there; false where the lease was lost. */
  renew(): Promise<boolean> {
    return this.#alone(() => this.#stillOurs(true));
  }

  /** Looks whether it is still ours (and renews it when that is due): to be asked right before what needs it. */
  holds(): Promise<boolean> {
    return this.#alone(() => this.#stillOurs(false));
  }

  /** Gives it up, so that another window need not wait. Nothing where it is not ours. */
  release(): Promise<void> {
    return this.#alone(async () => {
      const own = this.#own;
      this.#own = null;
      if (own === null || (await this.#holder())?.owner !== this.options.owner) return;
      await this.#files.replace(this.#pathOf(own), this.#text(true));
    });
  }

  async #acquire(): Promise<boolean> {
    if (await this.#stillOurs(false)) return true;
    const holder = await this.#holder();
    if (holder && !this.#isFree(holder)) return false;
    return this.#take((holder?.number ?? 0) + 1);
  }

  async #stillOurs(renewing: boolean): Promise<boolean> {
    if (this.#own === null) return false;
    const holder = await this.#holder();
    if (holder?.number !== this.#own || holder.owner !== this.options.owner) {
      this.#own = null;
      return false;
    }
    const age = Math.abs(this.options.clock.now() - this.#renewedAt);
    // Somebody may be about to take it over: whoever creates the next number has it.
    if (age > leaseStaleAfterMs) return this.#take(holder.number + 1);
    if (renewing || age >= leaseHeartbeatMs) {
      await this.#files.replace(this.#pathOf(this.#own), this.#text(false));
      this.#renewedAt = this.options.clock.now();
    }
    return true;
  }

  async #take(number: number): Promise<boolean> {
    this.#own = null;
    const now = this.options.clock.now();
    if (!(await this.#files.create(this.#pathOf(number), this.#text(false)))) return false;
    const numbers = await this.#numbers();
    // Whoever planned this number long ago may find that time has gone on.
    if (numbers.at(-1) !== number) {
      await this.#files.remove(this.#pathOf(number));
      return false;
    }
    for (const old of numbers.slice(0, -1)) await this.#files.remove(this.#pathOf(old));
    this.#own = number;
    this.#renewedAt = now;
    this.#suspect = null;
    return true;
  }

  #isFree({ number, owner, host, pid, heartbeat, released }: Holder): boolean {
    const { clock } = this.options;
    // Ours is one that we lost sight of when a look failed.
    if (released || owner === this.options.owner) return true;
    if (owner !== null && host === this.#process.host && !this.#process.alive(pid)) return true;
    const now = clock.now();
    if (owner !== null && Math.abs(now - heartbeat) <= leaseStaleAfterMs) {
      this.#suspect = null;
      return false;
    }
    const mark = `${number} ${heartbeat}`;
    if (this.#suspect?.mark !== mark) this.#suspect = { mark, since: now };
    return Math.abs(now - this.#suspect.since) > leaseHeartbeatMs;
  }

  /** Whoever holds it, or held it last; null where nobody ever did. */
  async #holder(): Promise<Holder | null> {
    const number = (await this.#numbers()).at(-1);
    if (number === undefined) return null;
    return { ...readHolder((await this.#files.read(this.#pathOf(number))) ?? ''), number };
  }

  /** Ascending. */
  async #numbers(): Promise<number[]> {
    const prefix = `${basename(this.options.path)}.`;
    const names = await this.#files.list(dirname(this.options.path));
    return names
      .filter(name => name.startsWith(prefix) && /^[1-9]\d{0,14}$/.test(name.slice(prefix.length)))
      .map(name => Number(name.slice(prefix.length)))
      .sort((a, b) => a - b);
  }

  #pathOf(number: number): string {
    return `${this.options.path}.${number}`;
  }

  #text(released: boolean): string {
    const { owner, clock } = this.options;
    const { host, pid } = this.#process;
    return `${JSON.stringify({ owner, host, pid, heartbeat: clock.now(), released })}\n`;
  }

  /** One call after the other, so that they do not see each other half done. */
  #alone<T>(action: () => Promise<T>): Promise<T> {
    const done = this.#last.then(action).catch((error: unknown) => {
      this.#own = null;
      throw new NotPossibleError(
        t('{0} cannot be used: {1}.', this.options.path, reasonOf(error)),
        t('Free space or mend the rights of its folder.'),
        { cause: error },
      );
    });
    this.#last = done.catch(() => undefined);
    return done;
  }
}

function readHolder(text: string): Omit<Holder, 'number'> {
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    // Judged as a holder who is silent.
  }
  if (
    isObject(value) &&
    typeof value['owner'] === 'string' &&
    typeof value['host'] === 'string' &&
    typeof value['pid'] === 'number' &&
    typeof value['heartbeat'] === 'number'
  ) {
    const { owner, host, pid, heartbeat } = value;
    return { owner, host, pid, heartbeat, released: value['released'] === true };
  }
  return { owner: null, host: '', pid: 0, heartbeat: 0, released: false };
}

const thisProcess: LeaseProcess = {
  pid: process.pid,
  host: hostname(),
  alive(pid) {
    try {
      return process.kill(pid, 0);
    } catch (error) {
      // It lives, under another user.
      return errorCode(error) === 'EPERM';
    }
  },
};

let temporaries = 0;

const nodeLeaseFiles: LeaseFiles = {
  list: folder => readdir(folder).catch(error => ifMissing(error, [])),
  read: path => readFile(path, 'utf8').catch(error => ifMissing(error, null)),
  async create(path, text) {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    try {
      await writeFile(path, text, { flag: 'wx', mode: 0o600 });
      return true;
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return false;
      throw error;
    }
  },
  async replace(path, text) {
    const temporary = join(dirname(path), `.${basename(path)}.${process.pid}-${++temporaries}.tmp`);
    try {
      await writeFile(temporary, text, { flag: 'wx', mode: 0o600 });
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  },
  remove: path => rm(path, { force: true }),
};

function ifMissing<T>(error: unknown, instead: T): T {
  if (errorCode(error) === 'ENOENT') return instead;
  throw error;
}
