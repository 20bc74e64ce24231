import { t } from '@vscode/l10n';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { IssueNotCreatedError } from '../../errors.ts';
import { hadNoConnection, isNeverSent } from '../../incidents/providers/transportFailure.ts';
import type { IssueText } from './issueText.ts';
import { gitHubApi, type RepositoryName } from './repositoryName.ts';

const timeoutMs = 20_000;
const maxAnswerBytes = 8 * 1024 * 1024;
const lookAgain = () =>
  t('Run “On-Call: Create Issue” on it again: the issue is looked for before another is created.');

/**
 * Issues of one repository over GitHub’s REST API (docs.github.com/rest/issues/issues). Rejects with
 * IssueNotCreatedError only; no error or cause of it holds the token.
 */
export class GitHubIssues {
  readonly #http: AxiosInstance;
  readonly #path: string;

  /** @param origin GitHub’s, or one on this machine: for tests. The token goes nowhere else. */
  constructor(
    token: string,
    private readonly repository: RepositoryName,
    origin: string,
  ) {
    const loopback = /^http:\/\/127\.0\.0\.1:\d+$/.test(origin);
    if (origin !== gitHubApi && !loopback) throw new Error(`A token of GitHub’s does not go to ${origin}`);
    this.#path = `/repos/${repository.owner}/${repository.name}/issues`;
    this.#http = axios.create({
      adapter: 'http',
      baseURL: origin,
      allowAbsoluteUrls: false,
      maxRedirects: 0,
      maxContentLength: maxAnswerBytes,
      timeout: timeoutMs,
      responseType: 'text',
      validateStatus: () => true,
      headers: {
        Accept: 'application/vnd.github+json',
        Authorization: `Bearer ${token}`,
        'User-Agent': 'on-call-vscode',
        'X-GitHub-Api-Version': '2022-11-28',
      },
      ...(loopback ? { proxy: false as const } : {}),
    });
  }

  /** The address of the new issue. `ref` is written into it, so that `find` knows it again. */
  async create({ title, body }: IssueText, ref: string): Promise<string> {
    const answer = await this.#send('POST', { title, body: `${body}\n\n${markOf(ref)}\n` });
    if (answer.status !== 201) throw this.#refusal(answer);
    const url = urlOf(parsed(answer));
    if (url !== null) return url;
    throw new IssueNotCreatedError(t('GitHub’s answer names no issue.'), lookAgain(), true);
  }

  /** The address of the issue that `ref` was written into, among the hundred newest; null where there is none. */
  async find(ref: string): Promise<string | null> {
    const answer = await this.#send('GET');
    if (answer.status !== 200) throw this.#refusal(answer);
    const issues = parsed(answer);
    const found = (Array.isArray(issues) ? issues : []).find(
      (issue: { body?: unknown } | null) =>
        typeof issue?.body === 'string' && issue.body.includes(markOf(ref)),
    );
    return urlOf(found);
  }

  async #send(method: 'GET' | 'POST', data?: object): Promise<AxiosResponse<string>> {
    const query = method === 'GET' ? '?state=all&sort=created&direction=desc&per_page=100' : '';
    try {
      return await this.#http.request<string>({ method, url: this.#path + query, data });
    } catch (error) {
      const { cause, request } = error as { cause?: unknown; request?: unknown };
      const never = method === 'GET' || isNeverSent(cause ?? error) || hadNoConnection(request);
      throw new IssueNotCreatedError(
        never
          ? t('GitHub cannot be reached.')
          : t('GitHub did not answer, so the issue may be there or not.'),
        never ? t('Check the network, VPN and proxy, then try again: nothing was created.') : lookAgain(),
        !never,
      );
    }
  }

  #refusal({ status, headers }: AxiosResponse<string>): IssueNotCreatedError {
    const { owner, name } = this.repository;
    const place = `${owner}/${name}`;
    const because = (message: string, nextStep: string) => new IssueNotCreatedError(message, nextStep, false);
    if (status >= 500) {
      return new IssueNotCreatedError(t('GitHub is in trouble ({0}).', status), lookAgain(), true);
    }
    if (status >= 300 && status < 400) {
      return because(
        t('{0} was moved or renamed.', place),
        t('Set “onCall.actionItems.repository” to its new name.'),
      );
    }
    if (status === 401) {
      return because(
        t('GitHub did not accept the sign-in.'),
        t('Sign out of GitHub under “Accounts”, then try again.'),
      );
    }
    if (status === 429 || (status === 403 && headers['x-ratelimit-remaining'] === '0')) {
      return because(t('GitHub wants a pause: too many requests.'), t('Try again in a few minutes.'));
    }
    if (status === 410) {
      return because(
        t('{0} takes no issues.', place),
        t('Enable issues there, or name another repository in “onCall.actionItems.repository”.'),
      );
    }
    if (status === 403 || status === 404) {
      return because(
        t('You may not create issues in {0}, or it is not there.', place),
        t('Check “onCall.actionItems.repository”, and whether your organisation lets VS Code in.'),
      );
    }
    return because(
      t('GitHub refused the issue ({0}).', status),
      t('Shorten the action item, or create the issue by hand and paste its link.'),
    );
  }
}

/** A comment: Markdown shows nothing of it. */
function markOf(ref: string): string {
  return `<!-- on-call: ${ref} -->`;
}

function parsed({ data }: AxiosResponse<string>): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

function urlOf(issue: unknown): string | null {
  const url = (issue as { html_url?: unknown } | null | undefined)?.html_url;
  return typeof url === 'string' && /^https:\/\/github\.com\/[\w./-]+$/.test(url) ? url : null;
}
