import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../timeline/entryGuard.ts';
import { filesAt } from './blockFiles.ts';
import { isLeftWrapperAlive, isSameProcess, processMark } from './processes.ts';
import type { KeptRequest } from './runRequest.ts';

/** Why a run is being stopped. */
export type StopReason = 'person' | 'timeout';

/** A run that a window left behind: it may be over by now, still go on, or be gone. */
export interface LeftRun {
  readonly directory: string;
  readonly request: KeptRequest;
  /** ms since the epoch. */
  readonly startedAt: number;
  /** The process of the terminal’s shell; null where it was not known. */
  readonly shell: number | null;
  /** Null where nobody pressed Stop. */
  readonly stopped: StopReason | null;
}

const files = { request: 'request.json', shell: 'shell.json', stopped: 'stopped.json' } as const;

/** A folder that holds no run, or one that nobody of its place came back for until it was over, is removed after so long, ms. */
const abandonedMs = { empty: 86_400_000, run: 7 * 86_400_000 } as const;

/**
 * Who looks after which run, in files beside each run’s own: a window that is reloaded or dies leaves them behind,
 * and another takes them over. Each has one owner at a time, because a claim is a file that only one can create:
 * `owner-1.json`, then `owner-2.json`…; the last one counts.
 */
export class RunLedger {
  readonly #me = randomUUID();

  constructor(
    /** The directory that holds one directory for each run. */
    private readonly root: string,
    private readonly parts: {
      /** Where this window keeps timelines: only a window of the same place takes a run over. */
      readonly place: () => string;
      readonly now: () => number;
    },
  ) {}

  /** The run is this window’s. Throws what writing throws. */
  keep(directory: string, request: KeptRequest, startedAt: number): void {
    this.#claim(directory, 1);
    const text = JSON.stringify({ request, startedAt, place: this.parts.place() });
    writeFileSync(join(directory, files.request), text, { mode: 0o600, flag: 'wx' });
  }

  setShell(directory: string, shell: number): void {
    this.#note(directory, files.shell, { shell });
  }

  setStopped(directory: string, reason: StopReason): void {
    this.#note(directory, files.stopped, { reason });
  }

  /** The window closes: whoever comes next may take the run over. */
  release(directory: string): void {
    const last = lastOwner(directory);
    if (last && readJson(join(directory, ownerFile(last)))?.['me'] === this.#me)
      this.#note(directory, ownerFile(last), {});
  }

  /** Takes over what others left behind, each run by one window only; removes what other places left long ago. */
  takeOver(): LeftRun[] {
    const taken: LeftRun[] = [];
    for (const name of namesIn(this.root)) {
      const directory = join(this.root, name);
      const kept = readJson(join(directory, files.request));
      // Read once: a window that claims it between two looks must be seen as faster, not as gone.
      const last = lastOwner(directory);
      if (!this.#isFree(directory, last)) continue;
      const { request, startedAt, place } = kept ?? {};
      // Whatever its age: a port-forward may run for weeks.
      if (place !== this.parts.place() || !isRequest(request) || typeof startedAt !== 'number') {
        if (this.#isAbandoned(directory, kept)) removeQuietly(directory);
        continue;
      }
      try {
        this.#claim(directory, last + 1);
      } catch {
        continue; // Another window was faster.
      }
      const shell = readJson(join(directory, files.shell))?.['shell'];
      const stopped = readJson(join(directory, files.stopped))?.['reason'];
      taken.push({
        directory,
        request,
        startedAt,
        shell: typeof shell === 'number' ? shell : null,
        stopped: stopped === 'person' || stopped === 'timeout' ? stopped : null,
      });
    }
    return taken;
  }

  /** Nobody of its place came back for it, and nobody could stop it or would be told of its end. */
  #isAbandoned(directory: string, kept: Record<string, unknown> | null): boolean {
    const now = this.parts.now();
    if (now - modifiedAt(directory) <= (kept ? abandonedMs.run : abandonedMs.empty)) return false;
    const startedAt = kept?.['startedAt'];
    const reports = filesAt(directory);
    const started = reports.started();
    if (typeof startedAt !== 'number' || !started || reports.result() !== null) return true;
    return isLeftWrapperAlive(started.pid, directory, startedAt, now) === false;
  }

  #isFree(directory: string, last: number): boolean {
    if (last === 0) return true;
    const owner = readJson(join(directory, ownerFile(last)));
    // Half written: by somebody who is at it, or who died at it; the file’s age tells.
    if (!owner) return this.parts.now() - modifiedAt(join(directory, ownerFile(last))) > 60_000;
    if (owner['me'] === undefined) return true;
    if (owner['me'] === this.#me) return false;
    return !isSameProcess(owner['process']);
  }

  #claim(directory: string, turn: number): void {
    const text = JSON.stringify({ me: this.#me, process: processMark(process.pid) });
    writeFileSync(join(directory, ownerFile(turn)), text, { mode: 0o600, flag: 'wx' });
  }

  /** What cannot be noted is only missed after a reload. */
  #note(directory: string, name: string, value: object): void {
    try {
      writeFileSync(join(directory, name), JSON.stringify(value), { mode: 0o600 });
    } catch {
      // The run’s directory is gone: it ended.
    }
  }
}

function ownerFile(turn: number): string {
  return `owner-${turn}.json`;
}

function lastOwner(directory: string): number {
  return Math.max(
    0,
    ...namesIn(directory).map(name => Number(/^owner-(\d{1,6})\.json$/.exec(name)?.[1] ?? 0)),
  );
}

function isRequest(value: unknown): value is KeptRequest {
  if (!isObject(value)) return false;
  const { incident, expected, timeoutMs, target, helpsWithin } = value;
  const textOrNull = (item: unknown) => item === null || typeof item === 'string';
  return (
    ['runId', 'runbook', 'step', 'blockId', 'cwd', 'command'].every(
      name => typeof value[name] === 'string',
    ) &&
    (incident === null ||
      (isObject(incident) && typeof incident['key'] === 'string' && typeof incident['label'] === 'string')) &&
    typeof value['background'] === 'boolean' &&
    (timeoutMs === null || typeof timeoutMs === 'number') &&
    textOrNull(target) &&
    (helpsWithin === undefined || typeof helpsWithin === 'number') &&
    isObject(expected) &&
    (expected['exit'] === null || Number.isInteger(expected['exit'])) &&
    textOrNull(expected['output'])
  );
}

function removeQuietly(directory: string): void {
  try {
    rmSync(directory, { recursive: true, force: true });
  } catch {
    // What cannot be removed is private, and tried again next time.
  }
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
}

function modifiedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
}

function readJson(path: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
