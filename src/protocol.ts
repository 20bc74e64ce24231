/**
 * Everything that host and runbook webview say to each other: two closed unions and the guard for what
 * comes from the less trusted side. The webview sends ids and hashes, never a command’s text.
 */

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

export type ToWebview =
  /** `scrollTo` is a heading’s slug, or null to stay where the person is. */
  | { readonly type: 'runbook'; readonly view: RunbookView; readonly scrollTo: string | null }
  | { readonly type: 'run'; readonly blockId: string; readonly run: RunView }
  | { readonly type: 'check'; readonly check: CheckView }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer };

export type Answer = { readonly ok: true } | { readonly ok: false; readonly error: string };

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

const id = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const token = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Za-z0-9_-]{1,80}$/.test(value);
const sha256 = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const flag = (value: unknown): value is boolean => typeof value === 'boolean';

type Fields<T extends ToHost['type']> = {
  [K in Exclude<keyof Extract<ToHost, { type: T }>, 'type'>]: (value: unknown) => boolean;
};

/** Every message and exactly its fields; the compiler keeps this table complete. */
const shapes: { [T in ToHost['type']]: Fields<T> } = {
  ready: {},
  run: { id, blockId: token, sha256, hiddenConfirmed: flag },
  stop: { id, runId: token },
  copy: { id, blockId: token },
  tick: { id, checkId: token, checked: flag },
  openLink: { id, link: id },
  openSource: { id, line: id },
};

/** The message, or null for anything that is not exactly one of them. */
export function parseToHost(value: unknown): ToHost | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const message = value as Record<string, unknown>;
  const type = message['type'];
  if (typeof type !== 'string' || !Object.hasOwn(shapes, type)) return null;
  const fields: Record<string, (value: unknown) => boolean> = shapes[type as ToHost['type']];
  const names = Object.keys(fields);
  if (Object.keys(message).length !== names.length + 1) return null;
  return names.every(name => Object.hasOwn(message, name) && fields[name]!(message[name]))
    ? (value as ToHost)
    : null;
}
