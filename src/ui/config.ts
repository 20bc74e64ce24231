import * as vscode from 'vscode';
import type { ServiceMapping } from '../core/changes/serviceRepositories.ts';
import type { AnnouncerSettings } from '../core/incidents/notifications/announcer.ts';
import type { Environments } from '../core/execution/target/target.ts';
import { teamRulesOf, type TeamRule } from '../core/execution/risk/teamRules.ts';
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

/** The one that the incidents’ files stand in: see workspaceFolder. */
type Folder = vscode.WorkspaceFolder | undefined;

/** The settings, each with the type that package.json declares; read anew at every use. */
export const config = {
  /** Only what is offered first at sign-in: a key is bound to the address it was entered for. */
  pagerDutyBaseUrl: () => read<string>('pagerDuty.baseUrl'),
  /** For account-wide keys that were signed in with before each had an address of its own. */
  pagerDutyFrom: () => read<string>('pagerDuty.from').trim(),
  pollIntervalMs: () => Math.min(600, Math.max(15, read<number>('pollInterval') || 30)) * 1000,
  author: () => read<string>('author').trim(),
  runbookFolders: (folder: vscode.WorkspaceFolder) => read<string[]>('runbooks.folders', folder.uri),
  /** Hosts that runbooks may be fetched from; the person’s own alone, whatever a workspace says. */
  allowedHosts: (): readonly string[] => read<string[]>('runbooks.allowedHosts'),
  /** Adds to them, for all windows. */
  allowHosts: async (hosts: readonly string[]): Promise<void> => {
    const all = [...new Set([...config.allowedHosts(), ...hosts])];
    await vscode.workspace
      .getConfiguration('onCall')
      .update('runbooks.allowedHosts' satisfies SettingName, all, vscode.ConfigurationTarget.Global);
  },
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

  /** Names of environments and their patterns, in the order of the setting. */
  environments: (): Environments => {
    const value: unknown = vscode.workspace
      .getConfiguration('onCall')
      .get('environments' satisfies SettingName);
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).map(([name, patterns]: [string, unknown]) => ({
      name,
      patterns: Array.isArray(patterns) ? patterns.filter(pattern => typeof pattern === 'string') : [],
    }));
  },
  /** Which repositories a service is made of. */
  services: (): ServiceMapping => {
    const value: unknown = vscode.workspace.getConfiguration('onCall').get('services' satisfies SettingName);
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(
      Object.entries(value).map(([service, places]: [string, unknown]) => [
        service,
        [places].flat().filter(place => typeof place === 'string'),
      ]),
    );
  },
  suspectHours: () => Math.min(168, Math.max(1, read<number>('suspectChanges.hours') || 24)),
  /** Kinds of entries that go out as notes by themselves. */
  sentKinds: (): readonly string[] => read<string[]>('timeline.sendKinds'),
  /** Kinds of the provider’s log that are not written down: see optionalKinds. */
  leftOutKinds: (): readonly string[] => read<string[]>('timeline.leaveOut'),
  mirrorsKeyEvents: () => read<boolean>('chat.mirrorKeyEvents'),
  /** Whether what is due is kept at all: shown, told and noted. */
  hasDeadlines: () => read<boolean>('deadlines.enabled'),
  deadlineNotices: () => read<boolean>('deadlines.notify'),
  gitFacts: () => read<boolean>('timeline.git'),
  /** A template’s id; anything else asks. */
  postMortemTemplate: (folder: Folder) => read<string>('postMortem.template', folder?.uri),
  postMortemLanguage: (folder: Folder) => read<string>('postMortem.language', folder?.uri),
  /** How long the review may take, by severity: see reviewTimeOf. */
  postMortemReviewTimes: (folder: Folder): Readonly<Record<string, string>> => {
    const value: unknown = vscode.workspace
      .getConfiguration('onCall', folder?.uri)
      .get('postMortem.reviewTimes' satisfies SettingName);
    const entries = Object.entries(typeof value === 'object' && value !== null ? value : {});
    return Object.fromEntries(entries.filter(([, time]) => typeof time === 'string')) as Record<
      string,
      string
    >;
  },
  postMortemChecks: (uri: vscode.Uri) => read<boolean>('postMortem.checks', uri),
  /** `owner/name`; empty for the repository that the post-mortem is kept in. */
  issueRepository: (uri: vscode.Uri) => read<string>('actionItems.repository', uri).trim(),
  jira: (uri: vscode.Uri) => ({
    url: read<string>('actionItems.jiraUrl', uri).trim(),
    project: read<string>('actionItems.jiraProject', uri).trim(),
    type: read<string>('actionItems.jiraIssueType', uri).trim(),
  }),
  askBeforeChanging: () => read<string>('risk.askBeforeChanging'),
  /** The person’s own rules, and those of the workspace, which only raise. */
  riskRules: (): readonly TeamRule[] => {
    const set = vscode.workspace.getConfiguration('onCall').inspect('risk.rules' satisfies SettingName);
    return [
      ...teamRulesOf(set?.globalValue, true),
      ...teamRulesOf(set?.workspaceValue, false),
      ...teamRulesOf(set?.workspaceFolderValue, false),
    ];
  },

  /** Calls `listener` when one of the named settings changes. */
  onDidChange(names: readonly SettingName[], listener: () => void): vscode.Disposable {
    return vscode.workspace.onDidChangeConfiguration(event => {
      if (names.some(name => event.affectsConfiguration(`onCall.${name}`))) listener();
    });
  },
};
