import { rmSync } from 'node:fs';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../core/clock.ts';
import { every } from '../every.ts';
import { makeExportsFolder, removeLeftFolders } from './exportsFolder.ts';
import { failed, ok, startPlainService, type PlainAnswer, type PlainService } from './plainService.ts';

const kib = 1024;
const quota = 4096 * kib;
const alarming = 0.9;
const writing = 1000;
/** With debug logging on, the disk goes from 70 % to 90 % in about 40 s. */
const perWrite = 20 * kib;
/** What is being written may still come into it. */
const howToRemove = { recursive: true, force: true, maxRetries: 3 };
const atStart = { files: 14, size: 205 * kib };

/**
 * Nightly exports that log too much into a real temporary directory with a quota of 4 MiB. Deleting the
 * rotated logs makes room; only a quieter log level keeps it.
 */
export class Exports {
  #folder = '';
  #debug = false;
  #written = 0;
  #service: PlainService | null = null;
  #stopWork = () => {};

  /** @param temporary the folder that its own is made in */
  constructor(
    private readonly clock: Clock,
    private readonly temporary = tmpdir(),
  ) {}

  get url(): string {
    return this.#service?.url ?? '';
  }

  /** Where the logs are: files named `exports.log.<number>`. */
  get folder(): string {
    return this.#folder;
  }

  async start(): Promise<void> {
    await removeLeftFolders(this.temporary);
    this.#folder = await makeExportsFolder(this.temporary);
    this.#service = await startPlainService({
      'GET /health': () => this.#health(),
      'GET /disk': () => this.#disk(),
      'POST /admin/log-level': query => this.#setLevel(query.get('level') ?? ''),
    });
  }

  async stop(): Promise<void> {
    this.#stopWork();
    await this.#service?.stop();
    if (this.#folder) await rm(this.#folder, howToRemove);
  }

  /** At once, also while it still serves: for a process that ends and waits for nothing. */
  removeFolder(): void {
    this.#stopWork();
    if (this.#folder) rmSync(this.#folder, howToRemove);
  }

  /** Somebody left debug logging on: the disk fills from now. */
  async leaveDebugLoggingOn(): Promise<void> {
    this.#debug = true;
    for (let i = 0; i < atStart.files; i++) await this.#write(atStart.size);
    this.#stopWork = every(this.clock, writing, () => this.#log());
  }

  async #log(): Promise<void> {
    if (!this.#debug || (await this.#used()) + perWrite > quota) return;
    // The folder may be gone by now: the drill ends, or a person deleted more than the logs.
    await this.#write(perWrite).catch(() => {});
  }

  async #write(size: number): Promise<void> {
    this.#written += 1;
    await writeFile(
      join(this.#folder, `exports.log.${this.#written}`),
      'DEBUG row exported\n'.repeat(size / 19),
    );
  }

  async #used(): Promise<number> {
    const names = await readdir(this.#folder).catch(() => []);
    const sizes = await Promise.all(
      names.map(name =>
        stat(join(this.#folder, name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  async #health(): Promise<PlainAnswer> {
    const used = await this.#used();
    return used / quota >= alarming
      ? failed(503, `unhealthy: ${usage(used)}`)
      : ok(`healthy: ${usage(used)}`);
  }

  async #disk(): Promise<PlainAnswer> {
    return ok(
      usage(await this.#used()),
      `folder ${this.#folder}`,
      `log level ${this.#debug ? 'debug' : 'info'}`,
    );
  }

  #setLevel(level: string): PlainAnswer {
    if (level !== 'debug' && level !== 'info') return failed(400, 'level must be debug or info');
    this.#debug = level === 'debug';
    return ok(`log level is now ${level}`);
  }
}

function usage(used: number): string {
  const mib = (bytes: number) => (bytes / kib / kib).toFixed(1);
  return `${mib(used)} of ${mib(quota)} MiB used (${Math.round((used / quota) * 100)}%)`;
}
