import * as vscode from 'vscode';
import type { AnnouncerSettings } from '../core/incidents/notifications/announcer.ts';
import { thresholdOf } from '../core/incidents/notifications/threshold.ts';
import type { SettingName } from './contributed.ts';

/**
 * Defaults stand in package.json alone. VS Code does not hold a value against its declared type, so one of
 * another type counts as not set.
 */
function read<T extends string | number | boolean | string[]>(
  name: SettingName,
  scope?: vscode.ConfigurationScope,
): T {
  const settings = vscode.workspace.getConfiguration('onCall', scope);
  const standard = settings.inspect<T>(name)?.defaultValue as T;
  const value: unknown = settings.get(name);
  const fits = Array.isArray(standard)
    ? Array.isArray(value) && value.every(item => typeof item === 'string')
    : typeof value === typeof standard;
  return fits ? (value as T) : standard;
}

/** The settings, each with the type that package.json declares; read anew at every use. */
export const config = {
  /** Only what is offered first at sign-in: a key is bound to the address it was entered for. */
  pagerDutyBaseUrl: () => read<string>('pagerDuty.baseUrl'),
  /** For account-wide keys that were signed in with before each had an address of its own. */
  pagerDutyFrom: () => read<string>('pagerDuty.from').trim(),
  pollIntervalMs: () => Math.min(600, Math.max(15, read<number>('pollInterval') || 30)) * 1000,
  author: () => read<string>('author').trim(),
  runbookFolders: (folder: vscode.WorkspaceFolder) => read<string[]>('runbooks.folders', folder.uri),
  runbookChecks: (uri: vscode.Uri) => read<boolean>('runbooks.checks', uri),
  /** 0: a review is good for ever. */
  reviewAfterMonths: (uri: vscode.Uri) =>
    Math.min(120, Math.max(0, Math.trunc(read<number>('runbooks.reviewAfterMonths', uri) || 0))),
  incidentsFolder: (folder: vscode.WorkspaceFolder) => read<string>('incidents.folder', folder.uri),
  notifications: (): AnnouncerSettings => ({
    threshold: thresholdOf(read<string>('notifications.threshold')),
    onlyMine: read<boolean>('notifications.onlyMine'),
    quietHours: read<string>('notifications.quietHours'),
  }),

  /** Calls `listener` when one of the named settings changes. */
  onDidChange(names: readonly SettingName[], listener: () => void): vscode.Disposable {
    return vscode.workspace.onDidChangeConfiguration(event => {
      if (names.some(name => event.affectsConfiguration(`onCall.${name}`))) listener();
    });
  },
};
