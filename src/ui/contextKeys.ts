import * as vscode from 'vscode';

/** How things stand: the context keys that package.json’s `when` clauses read, with the values each may have. */
interface StateKeys {
  signedIn: boolean;
  drillRunning: boolean;
  blockRunning: boolean;
  /** A runbook is shown in some panel. */
  runbookOpen: boolean;
  canUndo: boolean;
  outboxState: 'empty' | 'waiting';
  notificationsMuted: boolean;
  onCallState: 'loading' | 'signedOut' | 'empty' | 'ready';
  incidentsState: 'loading' | 'signedOut' | 'empty' | 'filtered' | 'ready';
  /** The active editor shows a runbook of the workspace. */
  editsRunbook: boolean;
  actionItemsState: 'loading' | 'empty' | 'ready';
  coverageState: 'loading' | 'empty' | 'ready';
  /** Somebody works on an incident, and its timeline was read. */
  responseShown: boolean;
  suspectsShown: boolean;
  timelineState: 'noIncident' | 'notStarted' | 'ready';
}

/** Steps of the walkthrough that were done: they stay done. */
interface StepKeys {
  stepDrill: true;
  stepAcknowledged: true;
  stepRun: true;
  stepWritten: true;
  stepPostMortem: true;
  stepConnected: true;
}

type ContextKeys = StateKeys & StepKeys;

/** How everything stands before anything was loaded. */
const atFirst: StateKeys = {
  signedIn: false,
  drillRunning: false,
  blockRunning: false,
  runbookOpen: false,
  canUndo: false,
  outboxState: 'empty',
  notificationsMuted: false,
  onCallState: 'loading',
  incidentsState: 'loading',
  editsRunbook: false,
  actionItemsState: 'loading',
  coverageState: 'loading',
  responseShown: false,
  suspectsShown: false,
  timelineState: 'noIncident',
};

/**
 * Call it when the extension is activated, before whoever knows better: the workbench keeps what an extension host that
 * crashed or was restarted said last, such as that a drill runs, which went with it.
 */
export function resetContext(): void {
  for (const [key, value] of Object.entries(atFirst)) setContext(key as keyof StateKeys, value as never);
}

export function setContext<K extends keyof ContextKeys>(key: K, value: ContextKeys[K]): void {
  void vscode.commands.executeCommand('setContext', `onCall.${key}`, value);
}
