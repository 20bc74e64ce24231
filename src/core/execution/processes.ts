import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { isObject } from '../timeline/entryGuard.ts';

/** Tells a process from a later one with the same id, as far as this system lets it. */
export interface ProcessMark {
  readonly pid: number;
  /** Its start in the system’s own ticks, where /proc tells it. */
  readonly start: string | null;
}

export function processMark(pid: number): ProcessMark {
  return { pid, start: startOf(pid) };
}

/** @param mark A ProcessMark that was kept as JSON. */
export function isSameProcess(mark: unknown): boolean {
  if (!isObject(mark) || !isProcessId(mark['pid'])) return false;
  if (!isThere(mark['pid'])) return false;
  return mark['start'] === null || mark['start'] === startOf(mark['pid']);
}

/**
 * Whether the wrapper of a run still lives: null where it cannot be known, because the ids of Git Bash are not those
 * of Windows. @param directory Of the run: it stands in the wrapper’s command line. @param startedAt ms since the epoch.
 */
export function isWrapperAlive(
  pid: number,
  directory: string,
  startedAt: number,
  now: number,
): boolean | null {
  if (process.platform === 'win32') return null;
  if (!isThere(pid)) return false;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(directory);
  } catch {
    return isOfThisBoot(startedAt, now);
  }
}

/** As isWrapperAlive, of a run that another window left: nothing that began before the system did is alive. */
export function isLeftWrapperAlive(
  pid: number,
  directory: string,
  startedAt: number,
  now: number,
): boolean | null {
  return isWrapperAlive(pid, directory, startedAt, now) ?? (isOfThisBoot(startedAt, now) ? null : false);
}

/** Ids begin anew with the system, and are used again. */
function isOfThisBoot(startedAt: number, now: number): boolean {
  return startedAt >= now - uptime() * 1_000;
}

/** 0 and 1 and negative numbers would signal a whole group, everything, or init. */
export function isProcessId(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 1;
}

/** EPERM: it is there, of another user (after sudo). */
export function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function startOf(pid: number): string | null {
  try {
    // The name in parentheses may hold anything; the 20th field behind it is `starttime` (proc_pid_stat(5)).
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
