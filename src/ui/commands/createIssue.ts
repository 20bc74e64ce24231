import { randomUUID } from 'node:crypto';
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { IssueNotCreatedError, NotPossibleError } from '../../core/errors.ts';
import { isDrillAccount } from '../../core/incidents/accounts/drillAccounts.ts';
import { type ActionItem, actionItemsIn, issueEdit, placeEdit } from '../../core/postmortem/actionItems.ts';
import { itemAgain, itemShown, ordinalOf } from '../../core/postmortem/itemAgain.ts';
import type { GitHubIssues } from '../../core/postmortem/issues/gitHubIssues.ts';
import { issueLabel, issueText, jiraPage } from '../../core/postmortem/issues/issueText.ts';
import { pendingMark, pendingRef, settleMark } from '../../core/postmortem/issues/pendingMark.ts';
import type { RepositoryName } from '../../core/postmortem/issues/repositoryName.ts';
import type { TextEdit } from '../../core/runbooks/lint/finding.ts';
import { config } from '../config.ts';
import { marked } from '../incidentMark.ts';
import { notify } from '../notify.ts';
import { documentOf, reopened } from '../openFile.ts';
import { issueRepository } from '../postMortems/gitRemotes.ts';
import type { ItemPlace } from '../postMortems/writing/actionItemLenses.ts';
import { isPostMortem } from '../postMortems/writing/postMortemDocuments.ts';
import { rangeOf } from '../checks/ranges.ts';
import { prompts } from '../prompts.ts';
import { changed } from '../savedDocument.ts';
import type { Timelines } from '../timelines.ts';
import { isAddress } from '../../core/webAddress.ts';

export interface CreateIssueParts {
  readonly timelines: Timelines;
  /** Where GitHub’s API is; a test puts a server of this machine in its place. */
  readonly gitHub: { readonly origin: string };
}

interface Chosen {
  readonly document: vscode.TextDocument;
  readonly item: ActionItem;
  /** All of the document when it was chosen: by them it is found again. */
  readonly among: readonly ActionItem[];
}

/** Items whose issue is being created from this window. */
const underWay = new Set<string>();

/** An issue of one action item, on GitHub, in Jira or anywhere else; its link goes into the post-mortem. */
export async function createIssue(parts: CreateIssueParts, args: readonly unknown[]): Promise<void> {
  const chosen = await meantItem(parts, args);
  const { document, item, among } = chosen;
  const key = `${document.uri.toString()}\n${ordinalOf(item, among)}\n${item.text}`;
  if (underWay.has(key)) return;
  underWay.add(key);
  try {
    if (item.issue?.url != null) {
      await vscode.env.openExternal(vscode.Uri.parse(item.issue.url));
      return;
    }
    const target = await chosenTarget(document, pendingRef(item) !== null);
    if (target?.type === 'gitHub') await onGitHub(parts, chosen, target.repository);
    else if (target?.type === 'jira') await inJira(parts, chosen);
    else if (target?.type === 'link') await pasteLink(chosen);
  } finally {
    underWay.delete(key);
  }
}

type Target =
  | { readonly type: 'gitHub'; readonly repository: RepositoryName }
  | { readonly type: 'jira' }
  | { readonly type: 'link' };

/** An issue that may be there already is only looked for where it would be. */
async function chosenTarget(document: vscode.TextDocument, pending: boolean): Promise<Target | undefined> {
  const repository = vscode.workspace.isTrusted ? await issueRepository(document.uri) : null;
  const items: (vscode.QuickPickItem & { readonly target: Target })[] = [];
  if (repository) {
    const label = `$(github) ${vscode.l10n.t('On GitHub')}`;
    const description = `${repository.owner}/${repository.name}`;
    items.push({ label, description, target: { type: 'gitHub', repository } });
  }
  const jira = config.jira(document.uri).url;
  if (!pending && vscode.workspace.isTrusted && isAddress(jira)) {
    const label = `$(link-external) ${vscode.l10n.t('In Jira')}`;
    items.push({ label, description: new URL(jira).host, target: { type: 'jira' } });
  }
  items.push({
    label: `$(clippy) ${vscode.l10n.t('Paste the link of an issue that is there')}`,
    description: repository
      ? ''
      : vscode.l10n.t('“onCall.actionItems.repository” and “onCall.actionItems.jiraUrl” name other places'),
    target: { type: 'link' },
  });
  const placeHolder = vscode.l10n.t('Where does the issue go?');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.target;
}

async function onGitHub(parts: CreateIssueParts, chosen: Chosen, repository: RepositoryName): Promise<void> {
  const { document, item } = chosen;
  const place = `${repository.owner}/${repository.name}`;
  const { text, drill } = await issueOf(parts, await reopened(document), item);
  const before = pendingRef(item);
  if (before !== null) {
    const found = await (await issuesOf(parts, repository)).find(before);
    if (found !== null) {
      await settle(document, before, found);
      return;
    }
  }
  const create = vscode.l10n.t('Create Issue');
  const question =
    before === null
      ? vscode.l10n.t('Create this issue in {0}?', place)
      : vscode.l10n.t('The issue is not in {0}. Create it now?', place);
  if ((await ask(drill, question, `${text.title}\n\n${text.body}`, create)) !== create) return;
  const issues = await issuesOf(parts, repository);
  const ref = before ?? randomUUID();
  // On disk before the request: whatever happens to this window, the next one knows what to look for.
  if (before === null) {
    const now = await reopened(document);
    await write(now, placeEdit(sameItem(now, chosen).places.issue!, pendingMark(ref)));
  }
  try {
    await settle(document, ref, await issues.create(text, ref));
  } catch (error) {
    if (!(error instanceof IssueNotCreatedError && error.maybeArrived)) await settle(document, ref, null);
    throw error;
  }
}

async function inJira(parts: CreateIssueParts, chosen: Chosen): Promise<void> {
  const { document, item } = chosen;
  const { text, drill } = await issueOf(parts, await reopened(document), item);
  const page = jiraPage(text, config.jira(document.uri));
  if (page === null) {
    throw new NotPossibleError(
      vscode.l10n.t('“onCall.actionItems.jiraUrl” is no address of a Jira.'),
      vscode.l10n.t('Write it with https, such as https://example.atlassian.net.'),
    );
  }
  const open = vscode.l10n.t('Open Jira');
  const detail = `${item.text}\n\n${new URL(page).host}`;
  if ((await ask(drill, vscode.l10n.t('Open a new issue in Jira?'), detail, open)) !== open) return;
  await vscode.env.openExternal(vscode.Uri.parse(page, true));
  await pasteLink(chosen);
}

async function pasteLink(chosen: Chosen): Promise<void> {
  const { document, item } = chosen;
  const isLink = (text: string) => isAddress(text.trim()) && /^https?:\/\//i.test(text.trim());
  const typed = await prompts.line({
    title: vscode.l10n.t('Issue of “{0}”', item.text),
    prompt: vscode.l10n.t('Paste the link of the issue: it goes into the post-mortem.'),
    placeHolder: 'https://',
    ignoreFocusOut: true,
    validateInput: text =>
      text === '' || isLink(text)
        ? null
        : vscode.l10n.t('That is no link. Copy the address of the issue’s page.'),
  });
  if (typed === undefined || !isLink(typed)) return;
  const url = typed.trim();
  const now = await reopened(document);
  const same = sameItem(now, chosen);
  const ref = pendingRef(same);
  if (ref === null) await write(now, issueEdit(same, issueLabel(url), url));
  else await settle(now, ref, url);
}

/** Through VS Code’s own sign-in, which asks the person for it the first time. */
async function issuesOf({ gitHub }: CreateIssueParts, repository: RepositoryName): Promise<GitHubIssues> {
  const { GitHubIssues } = await import('../../core/postmortem/issues/gitHubIssues.ts');
  return new GitHubIssues(await gitHubToken(), repository, gitHub.origin);
}

/** VS Code rejects with a plain Error where the person declines, and where nothing signs in to GitHub. */
async function gitHubToken(): Promise<string> {
  try {
    const wanted = { createIfNone: true } as const;
    return (await vscode.authentication.getSession('github', ['repo'], wanted)).accessToken;
  } catch (cause) {
    throw new NotPossibleError(
      vscode.l10n.t('Without a sign-in to GitHub the issue can be neither created nor looked for there.'),
      vscode.l10n.t(
        'Allow it the next time, or create the issue elsewhere and choose “Paste the link of an issue that is there”.',
      ),
      { cause },
    );
  }
}

/** The link, or nothing, in the place of the mark. */
async function settle(asked: vscode.TextDocument, ref: string, url: string | null): Promise<void> {
  // A file that is gone has no row either: the person needs the link all the same.
  const document = await reopened(asked).catch(() => null);
  const link = url === null ? '' : `[${issueLabel(url)}](${url})`;
  const edit = document && settleMark(document.getText(), ref, link);
  if (document && edit) await write(document, edit);
  else if (url !== null) {
    throw new NotPossibleError(
      vscode.l10n.t('The issue is there, but its row is gone from the post-mortem: {0}', url),
      vscode.l10n.t('Paste the link where it belongs.'),
    );
  }
}

function write(document: vscode.TextDocument, { range, newText }: TextEdit): Promise<void> {
  return changed(document, rangeOf(range), newText);
}

/** Somebody may have typed above it meanwhile, or written into its row. */
function sameItem(document: vscode.TextDocument, { item, among }: Chosen): ActionItem {
  const now = actionItemsIn(document.getText());
  const found = itemAgain(item, among, now);
  if (found) return found;
  throw notFoundAgain(item, now);
}

function notFoundAgain(item: ActionItem, now: readonly ActionItem[]): NotPossibleError {
  return new NotPossibleError(
    now.some(({ text }) => text === item.text)
      ? vscode.l10n.t(
          '“{0}” was changed in the post-mortem meanwhile, so nothing was written there.',
          item.text,
        )
      : vscode.l10n.t('“{0}” is no longer in the post-mortem.', item.text),
    vscode.l10n.t('Choose the action item again.'),
  );
}

/** The one that a lens or a row of the view passes, else the one under the cursor. */
async function meantItem({ timelines }: CreateIssueParts, [place]: readonly unknown[]): Promise<Chosen> {
  const { uri, line, item: shown } = (place ?? {}) as Partial<ItemPlace>;
  const editor = vscode.window.activeTextEditor;
  const passed = typeof uri === 'string' && typeof line === 'number';
  const document = passed ? await documentOf(vscode.Uri.parse(uri).fsPath) : editor?.document;
  const at = passed ? line : editor?.selection.active.line;
  const among =
    document && isPostMortem(document, () => timelines.root()) ? actionItemsIn(document.getText()) : [];
  const item = shown ? itemShown(shown, among) : among.find(one => one.line === at);
  if (shown && !item) throw notFoundAgain(shown, among);
  if (document && item) return { document, item, among };
  throw new NotPossibleError(
    vscode.l10n.t('There is no action item here.'),
    vscode.l10n.t('Put the cursor on an action item of a post-mortem, or choose one in “Action Items”.'),
  );
}

/** What the issue says, and whether the incident was only rehearsed. */
async function issueOf({ timelines }: CreateIssueParts, document: vscode.TextDocument, item: ActionItem) {
  const name = basename(dirname(document.uri.fsPath));
  const incident = (await timelines.remembered()).find(({ id }) => name.endsWith(`-${id}`));
  const drill = incident !== undefined && isDrillAccount(incident.accountId);
  const title = incident?.title ?? titleOf(document);
  const path = vscode.workspace.asRelativePath(document.uri, false);
  const text = issueText(item, drill ? marked(vscode.l10n.t('DRILL'), title) : title, path);
  return { text, drill };
}

/** A drill stays on this machine; an issue of it goes where the team’s real ones are, and is real. */
function ask(drill: boolean, question: string, detail: string, yes: string): Thenable<string | undefined> {
  if (!drill) return notify.ask(question, detail, yes);
  const why = vscode.l10n.t('This is of a drill: nothing of it was real, but the issue will be.');
  return notify.ask(marked(vscode.l10n.t('DRILL'), question), `${why}\n\n${detail}`, yes);
}

function titleOf(document: vscode.TextDocument): string {
  return /^#\s+(.+)$/m.exec(document.getText())?.[1]?.replace(/^Post-?mortem ?: /i, '') ?? '';
}
