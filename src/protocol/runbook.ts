import { type Answer, flag, id, oneOf, parse, type Shapes, sha256, token } from './messages.ts';

/** How one block stands, as the person sees it. */
export interface RunView {
  readonly runId: string;
  readonly state: 'running' | 'ok' | 'failed' | 'cancelled' | 'unknown';
  readonly exitCode: number | null;
  /** ms since the epoch. */
  readonly startedAt: number;
  /** Null while it runs. */
  readonly durationMs: number | null;
  readonly outputTail: string;
  readonly outputCut: boolean;
  /** One sentence that goes with the state: why it is unknown, that it may wait for input. */
  readonly remark: string | null;
  /** Whether it did what the block says it should; null where the block says nothing, or it still runs. */
  readonly expectation: { readonly met: boolean; readonly words: string } | null;
  /** The whole output is at hand: `showOutput` and `copyOutput` take this run. */
  readonly outputKept: boolean;
  /** Its terminal is open in this window: `showTerminal` takes this run. */
  readonly terminalOpen: boolean;
}

/** An earlier run of a block. */
export interface PastRunView {
  readonly runId: string;
  readonly state: Exclude<RunView['state'], 'running'>;
  readonly exitCode: number | null;
  readonly met: boolean | null;
  /** ms since the epoch. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** Null where it is not known. */
  readonly by: string | null;
  readonly outputKept: boolean;
}

/** How dangerous a block is, and why. */
export interface RiskView {
  readonly risk: 'read-only' | 'changing' | 'destructive';
  /** The worst first, cut to a few. */
  readonly findings: readonly {
    readonly risk: RiskView['risk'];
    readonly line: number;
    readonly command: string;
    readonly reason: string;
  }[];
  /** How many more there are. */
  readonly more: number;
}

/** What the runbook’s blocks act on, as it was when it was last looked at. */
export interface TargetView {
  readonly parts: readonly { readonly name: string; readonly value: string }[];
  /** Null where no pattern fits. */
  readonly environment: string | null;
  readonly production: boolean;
}

export interface BlockView {
  readonly id: string;
  readonly sha256: string;
  readonly language: string;
  readonly runnable: boolean;
  readonly hidden: readonly string[];
  /** `bash`, `python`; null where it is not runnable. */
  readonly interpreter: string | null;
  readonly name: string | null;
  /** What its attributes say of it, each a few words: “waits for a person”, “stopped after 30 s”. */
  readonly traits: readonly string[];
  readonly background: boolean;
  readonly manual: boolean;
  /** The id of the block that undoes this one. */
  readonly rollback: string | null;
  /** The latest run; null where there was none. */
  readonly run: RunView | null;
  /** Those before it, newest first, at most ten. */
  readonly past: readonly PastRunView[];
}

export interface VariableView {
  readonly name: string;
  readonly description: string | null;
  /** Null where it has none, and for a secret, whose value never leaves the host. */
  readonly value: string | null;
  readonly secret: boolean;
  /** Where the value comes from; `missing` where there is none yet. */
  readonly source: 'default' | 'incident' | 'person' | 'missing';
  /** Why the value cannot be used; null where it can. */
  readonly problem: string | null;
}

/** What the blocks that ran before hand on to the next one. */
export interface StateView {
  /** Where the next block starts; null where that is where all start. */
  readonly cwd: string | null;
  readonly changes: readonly {
    readonly name: string;
    /** Secrets masked, cut to a line; null where it was removed. */
    readonly value: string | null;
    readonly change: 'added' | 'changed' | 'removed';
    /** The step whose block did it. */
    readonly step: string;
  }[];
}

/** A run of several blocks, one after the other. */
export interface SequenceView {
  /** `waiting`: for a person, before `blockId`. `stopped`: `blockId` failed, or was not as expected. */
  readonly state: 'running' | 'waiting' | 'stopped' | 'done';
  /** A sentence: “Waits for you before “Rollback””. */
  readonly words: string;
  readonly blockId: string | null;
  /** Blocks that are behind it, of how many. */
  readonly done: number;
  readonly total: number;
}

export interface CheckView {
  readonly id: string;
  readonly checked: boolean;
  /** “Ada, 10:15”, with the day where that is not today; null where the file, nobody, or somebody without an incident ticked it. */
  readonly by: string | null;
}

/** A piece of the text from a heading on, with what stands in it: a long runbook is shown before all of it is there. */
export interface PieceView {
  /** Escaped by the host; the webview sanitises it all the same. */
  readonly html: string;
  readonly blocks: readonly BlockView[];
  readonly checks: readonly CheckView[];
  readonly headings: readonly { readonly slug: string; readonly text: string; readonly depth: number }[];
}

/** What stands around the text, and its beginning or all of it. */
export interface RunbookView extends PieceView {
  readonly title: string;
  /** “Opened because the alert links to it.” */
  readonly reason: string;
  readonly problems: readonly string[];
  /** Null when the runbook was opened without an incident. */
  readonly incident: {
    readonly label: string;
    readonly title: string;
    readonly status: string;
    readonly drill: boolean;
  } | null;
  /** Why nothing can be run here (Restricted Mode); null where it can. */
  readonly notRunnable: string | null;
  /** The working directory of blocks. */
  readonly cwd: string;
  /** Their interpreters, each once, in the order of the blocks. */
  readonly runWith: readonly string[];
  /** The host that it was fetched from; null for a file. */
  readonly remote: string | null;
  readonly variables: readonly VariableView[];
  readonly state: StateView;
  readonly sequence: SequenceView | null;
  /** SHA-256 (hex) of all its blocks: what a sequence is started with. */
  readonly sha256: string;
  /** Kept by the screen as it is, and handed back after a reload of the window: what the panel was of. */
  readonly restore: RunbookRestore;
}

export interface RunbookRestore {
  readonly incidentKey: string | null;
  /** The file’s id. */
  readonly runbook: string;
}

/** To a runbook’s webview. */
export type ToWebview =
  /** `scrollTo` is a heading’s slug, or null to stay where the person is. What is not complete goes on with `more`. */
  | {
      readonly type: 'runbook';
      readonly view: RunbookView;
      readonly scrollTo: string | null;
      readonly complete: boolean;
    }
  /** The next piece of what came last as `runbook`. */
  | { readonly type: 'more'; readonly piece: PieceView; readonly complete: boolean }
  | {
      readonly type: 'run';
      readonly blockId: string;
      readonly run: RunView;
      readonly past: readonly PastRunView[];
    }
  | { readonly type: 'variables'; readonly variables: readonly VariableView[] }
  | { readonly type: 'state'; readonly state: StateView }
  | { readonly type: 'sequence'; readonly sequence: SequenceView | null }
  /** Shows what stands at a line of the file, 1-based. */
  | { readonly type: 'reveal'; readonly line: number }
  /** A command of VS Code’s that the screen carries out. */
  | { readonly type: 'go'; readonly to: GoTo }
  /** Of some blocks; it comes several times for a long runbook, and then what all of them act on. */
  | {
      readonly type: 'risk';
      readonly risks: readonly { readonly blockId: string; readonly risk: RiskView }[];
    }
  | { readonly type: 'target'; readonly target: TargetView }
  | { readonly type: 'check'; readonly check: CheckView }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer };

export type GoTo = 'search' | 'nextStep' | 'previousStep' | 'nextFailure' | 'previousFailure';

export const sequenceExtents = ['rest', 'section', 'all'] as const;
export type SequenceExtent = (typeof sequenceExtents)[number];

/**
 * `resume`: go on with the block it waits at, or try the failed one again. `skip`: go on behind it. `close`: it is
 * stopped or done, and nobody goes on with it.
 */
export const sequenceSteps = ['resume', 'skip', 'stop', 'close'] as const;
export type SequenceStep = (typeof sequenceSteps)[number];

/** From it. */
export type ToHost =
  | { readonly type: 'ready' }
  | {
      readonly type: 'run';
      readonly id: number;
      readonly blockId: string;
      readonly sha256: string;
      readonly hiddenConfirmed: boolean;
    }
  | { readonly type: 'stop'; readonly id: number; readonly runId: string }
  /** Several, from a block on: to the end of the runbook, of its section (the nearest heading’s), or all of them. */
  | {
      readonly type: 'runSequence';
      readonly id: number;
      readonly from: string;
      readonly extent: SequenceExtent;
      /** RunbookView’s: what the person saw. */
      readonly sha256: string;
    }
  | { readonly type: 'sequence'; readonly id: number; readonly step: SequenceStep }
  /** Asks for a value, in a box of VS Code’s: the number of the variable. */
  | { readonly type: 'setVariable'; readonly id: number; readonly variable: number }
  /** Takes out what the person gave; also by its number. */
  | { readonly type: 'forgetVariable'; readonly id: number; readonly variable: number }
  | { readonly type: 'resetState'; readonly id: number }
  | { readonly type: 'showOutput'; readonly id: number; readonly runId: string }
  | { readonly type: 'copyOutput'; readonly id: number; readonly runId: string }
  | { readonly type: 'showTerminal'; readonly id: number; readonly runId: string }
  /** Another runbook for the same incident. */
  | { readonly type: 'chooseAnother'; readonly id: number }
  | { readonly type: 'copy'; readonly id: number; readonly blockId: string }
  | { readonly type: 'tick'; readonly id: number; readonly checkId: string; readonly checked: boolean }
  | { readonly type: 'openLink'; readonly id: number; readonly link: number }
  | { readonly type: 'openSource'; readonly id: number; readonly line: number };

const shapes: Shapes<ToHost> = {
  ready: {},
  run: { id, blockId: token, sha256, hiddenConfirmed: flag },
  stop: { id, runId: token },
  runSequence: { id, from: token, extent: oneOf(sequenceExtents), sha256 },
  sequence: { id, step: oneOf(sequenceSteps) },
  setVariable: { id, variable: id },
  forgetVariable: { id, variable: id },
  resetState: { id },
  showOutput: { id, runId: token },
  copyOutput: { id, runId: token },
  showTerminal: { id, runId: token },
  chooseAnother: { id },
  copy: { id, blockId: token },
  tick: { id, checkId: token, checked: flag },
  openLink: { id, link: id },
  openSource: { id, line: id },
};

/** A message of a runbook’s webview, or null for anything that is not exactly one of them. */
export function parseToHost(value: unknown): ToHost | null {
  return parse<ToHost>(value, shapes);
}
