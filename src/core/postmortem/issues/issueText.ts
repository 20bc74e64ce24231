import type { ActionItem } from '../actionItems.ts';
import { urlOf } from '../../webAddress.ts';

export interface IssueText {
  /** One line. */
  readonly title: string;
  readonly body: string;
}

/** GitHub’s and Jira’s own limit for a title (docs.github.com/rest/issues, Jira’s field “summary”). */
const longestTitle = 255;

/** What the issue of an action item says. @param incident Its title; @param document The file, as a path in the workspace. */
export function issueText(item: ActionItem, incident: string, document: string): IssueText {
  const { text, type, owner, due, priority } = item;
  const facts = [
    ['Type', type],
    ['Owner', owner],
    ['Due', due?.text ?? null],
    ['Priority', priority],
  ].flatMap(([name, value]) => (value ? [`- ${name}: ${value}`] : []));
  return {
    title: text.length > longestTitle ? `${text.slice(0, longestTitle - 1)}…` : text,
    body: [
      text,
      ...(facts.length > 0 ? [facts.join('\n')] : []),
      `Action item of the post-mortem of “${incident}” (\`${document.replaceAll('`', '')}\`).`,
    ].join('\n\n'),
  };
}

/**
 * The page of a Jira that is filled in with it (Atlassian, “Creating issues via direct HTML links”); null where the
 * address is none that a browser should be sent to.
 */
export function jiraPage(
  { title, body }: IssueText,
  settings: { readonly url: string; readonly project: string; readonly type: string },
): string | null {
  const base = urlOf(settings.url);
  if (base?.protocol !== 'https:' || base.username !== '' || base.password !== '') return null;
  const page = new URL(
    `${base.origin}${base.pathname.replace(/\/+$/, '')}/secure/CreateIssueDetails!init.jspa`,
  );
  if (settings.project !== '') page.searchParams.set('pid', settings.project);
  if (settings.type !== '') page.searchParams.set('issuetype', settings.type);
  page.searchParams.set('summary', title);
  // Servers and browsers refuse addresses of more than about 8,000 characters.
  page.searchParams.set('description', body.slice(0, 1_500));
  return page.href;
}

/** How a link to an issue is written: `#12`, `OPS-7`, or the host. */
export function issueLabel(url: string): string {
  const { pathname, hostname } = new URL(url);
  const number = /\/(?:issues|pull|-\/issues|merge_requests)\/(\d+)\/?$/.exec(pathname)?.[1];
  if (number !== undefined) return `#${number}`;
  return /\/browse\/([A-Z][A-Z0-9_]*-\d+)\/?$/.exec(pathname)?.[1] ?? hostname;
}
