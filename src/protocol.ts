/**
 * Everything that the host and its webviews say to each other: for each screen two closed unions, and the guard
 * for what comes from the less trusted side. A webview sends ids, hashes, numbers and names of closed lists, never
 * a text, an address or a command.
 */
import { detailsActions, type DetailsAction } from './core/incidents/details/detailsActions.ts';
import type { DetailsNews, PartName } from './core/incidents/details/detailsView.ts';

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
}

export interface BlockView {
  readonly id: string;
  readonly sha256: string;
  readonly language: string;
  readonly runnable: boolean;
  readonly hidden: readonly string[];
  /** The latest run; null where there was none. */
  readonly run: RunView | null;
}

export interface CheckView {
  readonly id: string;
  readonly checked: boolean;
  /** “Ada, 10:15”; null where the file or nobody ticked it. */
  readonly by: string | null;
}

export interface RunbookView {
  readonly title: string;
  /** “Opened because the alert links to it.” */
  readonly reason: string;
  /** Escaped by the host; the webview sanitises it all the same. */
  readonly html: string;
  readonly blocks: readonly BlockView[];
  readonly checks: readonly CheckView[];
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
  /** Where blocks run: working directory and shell. */
  readonly cwd: string;
  readonly shell: string;
  readonly headings: readonly { readonly slug: string; readonly text: string; readonly depth: number }[];
}

/** To a runbook’s webview. */
export type ToWebview =
  /** `scrollTo` is a heading’s slug, or null to stay where the person is. */
  | { readonly type: 'runbook'; readonly view: RunbookView; readonly scrollTo: string | null }
  | { readonly type: 'run'; readonly blockId: string; readonly run: RunView }
  | { readonly type: 'check'; readonly check: CheckView }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer };

export type Answer = { readonly ok: true } | { readonly ok: false; readonly error: string };

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
  | { readonly type: 'copy'; readonly id: number; readonly blockId: string }
  | { readonly type: 'tick'; readonly id: number; readonly checkId: string; readonly checked: boolean }
  | { readonly type: 'openLink'; readonly id: number; readonly link: number }
  | { readonly type: 'openSource'; readonly id: number; readonly line: number };

/** To the details of one incident. */
export type ToDetails =
  DetailsNews | { readonly type: 'answer'; readonly id: number; readonly answer: Answer };

/** From them. `copy` and `open` are numbers that the host gave out; see ShownValues. */
export type FromDetails =
  | { readonly type: 'ready' }
  | { readonly type: 'act'; readonly id: number; readonly action: DetailsAction }
  | { readonly type: 'copy'; readonly id: number; readonly copy: number }
  | { readonly type: 'copyLog'; readonly id: number }
  | { readonly type: 'open'; readonly id: number; readonly open: number }
  | { readonly type: 'retry'; readonly id: number; readonly part: PartName }
  | { readonly type: 'refresh'; readonly id: number };

type Check = (value: unknown) => boolean;

/** Every message of a union and exactly its fields; the compiler keeps such a table complete. */
type Shapes<M extends { readonly type: string }> = {
  readonly [T in M['type']]: {
    readonly [K in Exclude<keyof Extract<M, { readonly type: T }>, 'type'>]: Check;
  };
};

const id: Check = value => Number.isSafeInteger(value) && (value as number) >= 0;
const token: Check = value => typeof value === 'string' && /^[A-Za-z0-9_-]{1,80}$/.test(value);
const sha256: Check = value => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const flag: Check = value => typeof value === 'boolean';
const oneOf = (names: readonly string[]): Check => {
  const known = new Set<unknown>(names);
  return value => known.has(value);
};

const partNames: { readonly [P in PartName]: null } = {
  ...{ alerts: null, log: null, notes: null, bridge: null, customFields: null },
  ...{ related: null, past: null, changes: null, runbook: null },
};

const ofRunbook: Shapes<ToHost> = {
  ready: {},
  run: { id, blockId: token, sha256, hiddenConfirmed: flag },
  stop: { id, runId: token },
  copy: { id, blockId: token },
  tick: { id, checkId: token, checked: flag },
  openLink: { id, link: id },
  openSource: { id, line: id },
};

const ofDetails: Shapes<FromDetails> = {
  ready: {},
  act: { id, action: oneOf(detailsActions) },
  copy: { id, copy: id },
  copyLog: { id },
  open: { id, open: id },
  retry: { id, part: oneOf(Object.keys(partNames)) },
  refresh: { id },
};

/** A message of a runbook’s webview, or null for anything that is not exactly one of them. */
export function parseToHost(value: unknown): ToHost | null {
  return parse<ToHost>(value, ofRunbook);
}

/** The same for the details of an incident. */
export function parseFromDetails(value: unknown): FromDetails | null {
  return parse<FromDetails>(value, ofDetails);
}

function parse<M extends { readonly type: string }>(value: unknown, shapes: Shapes<M>): M | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const message = value as Record<string, unknown>;
  const type = message['type'];
  if (typeof type !== 'string' || !Object.hasOwn(message, 'type') || !Object.hasOwn(shapes, type))
    return null;
  const fields: Readonly<Record<string, Check>> = shapes[type as M['type']];
  const names = Object.keys(fields);
  if (Object.keys(message).length !== names.length + 1) return null;
  return names.every(name => Object.hasOwn(message, name) && fields[name]!(message[name]))
    ? (value as M)
    : null;
}
