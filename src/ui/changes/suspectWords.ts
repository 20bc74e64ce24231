import * as vscode from 'vscode';
import type { Change } from '../../core/changes/change.ts';
import type { RiskyKind, SuspectReason } from '../../core/changes/rankChanges.ts';
import { shownDuration } from '../../core/timeline/durationText.ts';

/** Why a change is where it is, in a few words. */
export function reasonWords(reason: SuspectReason): string {
  switch (reason.type) {
    case 'nearness':
      return reason.beforeMs >= 0
        ? vscode.l10n.t('{0} before the start', shownDuration(reason.beforeMs))
        : vscode.l10n.t('{0} after the start, as clocks go', shownDuration(-reason.beforeMs));
    case 'service':
      return vscode.l10n.t('names the service: {0}', reason.found);
    case 'title':
      return vscode.l10n.t('shares words with the title: {0}', reason.words.join(', '));
    case 'risky':
      return `${riskyWords(reason.what)}: ${reason.path}`;
    case 'release':
      return vscode.l10n.t('a release: {0}', reason.tag);
    case 'revert':
      return vscode.l10n.t('takes something back');
    case 'size':
      return vscode.l10n.t('large: {0} lines', reason.lines);
    case 'provider':
      return vscode.l10n.t('told by the provider');
  }
}

function riskyWords(what: RiskyKind): string {
  switch (what) {
    case 'migration':
      return vscode.l10n.t('database');
    case 'container':
      return vscode.l10n.t('container image');
    case 'deployment':
      return vscode.l10n.t('deployment');
    case 'infrastructure':
      return vscode.l10n.t('infrastructure');
    case 'pipeline':
      return vscode.l10n.t('pipeline');
    case 'flag':
      return vscode.l10n.t('feature flag');
    case 'configuration':
      return vscode.l10n.t('configuration');
    case 'dependencies':
      return vscode.l10n.t('dependencies');
  }
}

export function changeIcon({ kind }: Change): string {
  return { commit: 'git-commit', 'pull request': 'git-pull-request', tag: 'tag', event: 'rocket' }[kind];
}

/** `a1b2c3d4 #12 in checkout` */
export function changePlace({ sha, ref, where, kind }: Change): string {
  const name = [sha?.slice(0, 8), kind === 'tag' ? null : ref].filter(part => part != null).join(' ');
  if (where === null) return name;
  return name === '' ? where : vscode.l10n.t('{0} in {1}', name, where);
}
