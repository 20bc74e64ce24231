import { posix } from 'node:path';
import type { Disposable } from '../../../../src/core/events.ts';
import type { OutboxFiles } from '../../../../src/core/incidents/outbox/outboxFiles.ts';
import type { LeaseFiles } from '../../../../src/core/incidents/sharing/lease.ts';

export type Step = 'prepare' | 'list' | 'read' | 'addAll' | 'replace' | 'remove' | 'rename';

const { basename, dirname } = posix;

interface Stored {
  readonly text: string;
  readonly stamp: string;
  /** Survives a power cut. */
  readonly durable: boolean;
}

/** A folder that several windows share, in memory; each window looks at it through its own `view`. */
export class MemoryFolder {
  readonly files = new Map<string, Stored>();
  #stamps = 0;
  readonly #watchers = new Set<() => void>();

  put(path: string, text: string, durable: boolean): string {
    const stamp = String(++this.#stamps);
    this.files.set(path, { text, stamp, durable });
    this.changed();
    return stamp;
  }

  /** The texts of the files whose name ends so. */
  texts(ending: string): string[] {
    return [...this.files].filter(([path]) => path.endsWith(ending)).map(([, { text }]) => text);
  }

  /** Only what was synced is left. */
  cutPower(): void {
    for (const [path, { durable }] of this.files) if (!durable) this.files.delete(path);
  }

  changed(): void {
    for (const look of this.#watchers) look();
  }

  watch(look: () => void): Disposable {
    // As of a file system: never in the middle of what the window does.
    const later = () => void Promise.resolve().then(() => this.#watchers.has(later) && look());
    this.#watchers.add(later);
    return { dispose: () => void this.#watchers.delete(later) };
  }

  view(): FolderView {
    return new FolderView(this);
  }
}

/** What one process sees of the folder: any step can be made to fail, and after `kill` nothing is done any more. */
export class FolderView {
  readonly #failures = new Map<Step, string[]>();
  /** Called before every step. */
  before: (step: Step, path: string) => void = () => {};
  #killed = false;

  constructor(private readonly folder: MemoryFolder) {}

  /** The next time this step is taken it fails. */
  failNext(step: Step, code: string, times = 1): void {
    const codes = Array.from({ length: times }, () => code);
    this.#failures.set(step, [...(this.#failures.get(step) ?? []), ...codes]);
  }

  /** The process is gone: what it would do next never happens, and nobody hears of it. */
  kill(): void {
    this.#killed = true;
  }

  readonly files: OutboxFiles = {
    prepare: path => this.#step('prepare', path, () => undefined),
    list: path =>
      this.#step('list', path, () =>
        [...this.folder.files]
          .filter(([name]) => name.startsWith(`${path}/`) && !name.slice(path.length + 1).includes('/'))
          .map(([name, { stamp }]) => ({ name: name.slice(path.length + 1), stamp })),
      ),
    read: path => this.#step('read', path, () => this.folder.files.get(path)?.text ?? null),
    addAll: (path, added) =>
      this.#step('addAll', path, () =>
        added.map(({ name, text }) => this.folder.put(`${path}/${name}`, text, true)),
      ),
    replace: (path, text, durable) =>
      this.#step('replace', path, () => this.folder.put(path, text, durable || this.#isDurable(path))),
    removeAll: (path, names) =>
      this.#step('remove', `${path}/${names.join(',')}`, () => {
        const removed = names.filter(name => this.folder.files.delete(`${path}/${name}`));
        if (removed.length > 0) this.folder.changed();
      }),
    rename: (from, to) =>
      this.#step('rename', from, () => {
        const stored = this.folder.files.get(from)!;
        this.folder.files.delete(from);
        this.folder.put(to, stored.text, stored.durable);
      }),
    watch: (_path, _clock, look) => this.folder.watch(() => !this.#killed && void look()),
  };

  readonly leaseFiles: LeaseFiles = {
    list: async path => (await this.files.list(path)).map(({ name }) => name),
    read: path => this.files.read(path),
    create: (path, text) =>
      this.#step('replace', path, () => {
        if (this.folder.files.has(path)) return false;
        this.folder.put(path, text, false);
        return true;
      }),
    replace: async (path, text) => void (await this.files.replace(path, text, false)),
    remove: path => this.files.removeAll(dirname(path), [basename(path)], false),
  };

  /** A power cut may leave the old text or the new one; here the new one counts. */
  #isDurable(path: string): boolean {
    return this.folder.files.get(path)?.durable ?? false;
  }

  async #step<T>(step: Step, path: string, action: () => T): Promise<T> {
    if (this.#killed) return new Promise<never>(() => {});
    this.before(step, path);
    if (this.#killed) return new Promise<never>(() => {});
    const code = this.#failures.get(step)?.shift();
    if (code) throw Object.assign(new Error(`${code}: injected`), { code });
    return action();
  }
}
