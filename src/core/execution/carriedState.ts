import { t } from '@vscode/l10n';
import type { StateView } from '../../protocol/runbook.ts';
import { holdsSecret } from './redact.ts';
import { isReserved } from './reservedNames.ts';
import { asGiven, type Snapshot } from './snapshot.ts';
import { shortText } from '../shortText.ts';

export interface CarriedVariable {
  readonly value: string;
  /** The step whose block did it. */
  readonly step: string;
  /** Against what every block finds. */
  readonly change: 'added' | 'changed';
}

/** What is kept over a reload of the window: nothing that the redactor masks. Plain JSON. */
export interface KeptState {
  readonly cwd: string | null;
  readonly set: readonly (readonly [name: string, variable: CarriedVariable])[];
  readonly unset: readonly (readonly [name: string, step: string])[];
  /** Those whose values were not kept, and their steps. */
  readonly lost: readonly (readonly [name: string, step: string])[];
}

/** Above these a block could not be started any more: Linux takes 128 KB for a variable. */
const most = { variables: 500, bytesInAll: 250_000, bytesOfOne: 120_000 };
const longestShown = 200;

/**
 * What belongs to one shell or one terminal, or is On-Call’s own. bash’s own names never come here, because no value of
 * theirs could be handed on.
 */
const noise =
  /^(?:BASH_ENV|PS[0-4]|PROMPT_COMMAND|PROMPT|RPROMPT|HIST\w*|ONCALL_(?:RUN|INCIDENT)_\w*|VSCODE_\w*|TERM_PROGRAM\w*|TERM_SESSION_ID|WINDOWID|STARSHIP_\w*|__\w*|ZSH_\w*|fish_\w*|FISH_VERSION|TTY|GPG_TTY)$/;

/**
 * What the blocks of a runbook hand on to the next one: what they exported, removed, and where they went. Each is a
 * child process of its own all the same. A failed block hands on what it exported, too. Never changes: `after`
 * answers with the next one.
 */
export class CarriedState {
  static readonly none = new CarriedState(null, new Map(), new Map());

  private constructor(
    /** Where the next block starts; null where that is where all start. */
    readonly cwd: string | null,
    readonly set: ReadonlyMap<string, CarriedVariable>,
    /** Names that are taken away, and the step that did it. */
    readonly unset: ReadonlyMap<string, string>,
    /** Names whose values the last block left and that cannot be handed on: too large, or no text. */
    readonly dropped: readonly string[] = [],
    /** Names whose values were not kept when the window was reloaded, and their steps. */
    readonly lost: ReadonlyMap<string, string> = new Map(),
  ) {}

  get isEmpty(): boolean {
    return this.cwd === null && this.set.size + this.unset.size + this.lost.size === 0;
  }

  after(before: Snapshot, after: Snapshot, step: string): CarriedState {
    const set = new Map(this.set);
    const unset = new Map(this.unset);
    const lost = new Map(this.lost);
    const dropped: string[] = [];
    for (const [name, value] of after.variables) {
      // What is as it was given is no news, whatever the start was.
      if (isNoise(name) || value === asGiven || before.variables.get(name) === value) continue;
      const known = set.get(name)?.change ?? (unset.has(name) ? 'changed' : null);
      set.delete(name);
      lost.delete(name);
      // What is no UTF-8 would be another value once it has been read.
      if (bytesOf(name, value) > most.bytesOfOne || value.includes('\ufffd')) {
        dropped.push(name);
        continue;
      }
      unset.delete(name);
      set.set(name, { value, step, change: known ?? (before.variables.has(name) ? 'changed' : 'added') });
    }
    for (const name of before.variables.keys()) {
      if (isNoise(name) || after.variables.has(name)) continue;
      // What a block added is simply not handed on any more.
      if (set.get(name)?.change !== 'added') unset.set(name, step);
      set.delete(name);
      lost.delete(name);
    }
    dropped.push(...dropLargest(set));
    const cwd = after.cwd === before.cwd ? this.cwd : after.cwd || null;
    return new CarriedState(cwd, set, unset, dropped, lost);
  }

  /** Without this name, because a person gave it another value. */
  without(name: string): CarriedState {
    const less = <T>(map: ReadonlyMap<string, T>) => new Map([...map].filter(([key]) => key !== name));
    return new CarriedState(this.cwd, less(this.set), less(this.unset), [], less(this.lost));
  }

  /** The same, for a block that starts where all start. */
  withoutPlace(): CarriedState {
    return new CarriedState(null, this.set, this.unset, [], this.lost);
  }

  /** What the next block is given beside its own. */
  environment(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.set].map(([name, { value }]) => [name, value]));
  }

  reset(): CarriedState {
    return CarriedState.none;
  }

  /** @param redact Masks what must not be seen. @param isSecret Whether a name’s value is never shown. */
  view(redact: (text: string) => string, isSecret: (name: string) => boolean = () => false): StateView {
    const shown = (name: string, value: string) => {
      const masked = redact(value);
      // By its name it may be one all the same.
      const isOne = isSecret(name) || (masked === value && holdsSecret(name, value, redact));
      return isOne ? '•••' : onOneLine(masked);
    };
    return {
      cwd: this.cwd === null ? null : onOneLine(redact(this.cwd)),
      changes: [
        ...[...this.set].map(([name, { value, step, change }]) => ({
          name,
          value: shown(name, value),
          change,
          step,
        })),
        ...[...this.lost].map(([name, step]) => ({
          name,
          value: t('(a secret: not kept when the window was reloaded)'),
          change: 'changed' as const,
          step,
        })),
        ...[...this.unset].map(([name, step]) => ({ name, value: null, change: 'removed' as const, step })),
      ],
    };
  }

  /** What may be written to disk. `isSecret` and `redact` are those of `view`. */
  kept(redact: (text: string) => string, isSecret: (name: string) => boolean = () => false): KeptState {
    const masked = ([name, { value }]: readonly [string, CarriedVariable]) =>
      isSecret(name) || holdsSecret(name, value, redact);
    const all = [...this.set];
    return {
      cwd: this.cwd !== null && redact(this.cwd) === this.cwd ? this.cwd : null,
      set: all.filter(one => !masked(one)),
      unset: [...this.unset],
      lost: [...this.lost, ...all.filter(masked).map(([name, { step }]) => [name, step] as const)],
    };
  }

  /** From what `kept` gave; anything else is nothing. */
  static from(kept: unknown): CarriedState {
    if (typeof kept !== 'object' || kept === null) return CarriedState.none;
    const { cwd, set, unset, lost } = kept as { readonly [K in keyof KeptState]?: unknown };
    const variables = pairsOf(set).flatMap(([name, variable]) => {
      const { value, step, change } = (variable ?? {}) as { readonly [K in keyof CarriedVariable]?: unknown };
      if (typeof value !== 'string' || typeof step !== 'string') return [];
      return change === 'added' || change === 'changed' ? [[name, { value, step, change }] as const] : [];
    });
    const steps = (pairs: unknown) =>
      new Map(pairsOf(pairs).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
    return new CarriedState(
      typeof cwd === 'string' ? cwd : null,
      new Map(variables),
      steps(unset),
      [],
      steps(lost),
    );
  }
}

function pairsOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (pair): pair is [string, unknown] =>
      Array.isArray(pair) && typeof pair[0] === 'string' && /^[A-Za-z_]\w*$/.test(pair[0]),
  );
}

function isNoise(name: string): boolean {
  return isReserved(name) || noise.test(name);
}

/** The largest first, until the rest can be handed on. */
function dropLargest(set: Map<string, CarriedVariable>): readonly string[] {
  const sizes = [...set].map(([name, { value }]) => ({ name, bytes: bytesOf(name, value) }));
  let total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const dropped: string[] = [];
  for (const { name, bytes } of sizes.sort((a, b) => b.bytes - a.bytes)) {
    if (total <= most.bytesInAll && set.size <= most.variables) break;
    set.delete(name);
    total -= bytes;
    dropped.push(name);
  }
  return dropped;
}

function bytesOf(name: string, value: string): number {
  return Buffer.byteLength(name) + Buffer.byteLength(value) + 2;
}

function onOneLine(text: string): string {
  return shortText(text.slice(0, longestShown * 4).replace(/[\r\n]+/g, ' ⏎ '), longestShown);
}
