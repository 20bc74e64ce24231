import * as vscode from 'vscode';

/** The context keys that package.json’s `when` clauses read, with the values each may have. */
interface ContextKeys {
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
  /** Steps of the walkthrough that were done. */
  stepDrill: true;
  stepAcknowledged: true;
  stepRun: true;
  stepWritten: true;
  stepPostMortem: true;
  stepConnected: true;
}

export function setContext<K extends keyof ContextKeys>(key: K, value: ContextKeys[K]): void {
  void vscode.commands.executeCommand('setContext', `onCall.${key}`, value);
}
