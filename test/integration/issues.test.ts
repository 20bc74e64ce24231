import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import type { OnCallParts } from '../../src/extension.ts';
import { type Doing, Keyboard } from './keyboard.ts';
import { OpenPostMortem } from './openPostMortem.ts';
import { activated } from './parts.ts';

const text = [
  '# Post-mortem: Search is slow',
  '',
  '## Action items',
  '',
  '| Action | Owner | Due | Issue |',
  '| --- | --- | --- | --- |',
  '| Alert earlier | Bob | 2026-12-24 |  |',
  '',
].join('\n');

/** GitHub’s API as far as issues of one repository go; `mode` says what it does with the next request to create one. */
class IssueServer {
  readonly issues: { readonly title: string; readonly body: string; readonly html_url: string }[] = [];
  /** What each request to create one was signed with. */
  readonly keys: (string | undefined)[] = [];
  mode: 'answer' | 'lose' | 'refuse' = 'answer';

  private constructor(readonly server: Server) {}

  static async start(): Promise<IssueServer> {
    const server = createServer();
    const issues = new IssueServer(server);
    server.on('request', async (request, response) => {
      const answer = (status: number, body: unknown) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      if (!request.url?.startsWith('/repos/shop/ops/issues')) return answer(404, {});
      if (request.method === 'GET') return answer(200, issues.issues);
      if (issues.mode === 'refuse') return answer(403, {});
      issues.keys.push(request.headers.authorization);
      const issue = JSON.parse(await bodyOf(request)) as { title: string; body: string };
      const html_url = `https://github.com/shop/ops/issues/${issues.issues.length + 12}`;
      issues.issues.push({ ...issue, html_url });
      if (issues.mode === 'lose') return request.socket.destroy();
      return answer(201, { ...issue, html_url });
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return issues;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

describe('The issue of an action item', () => {
  let parts: OnCallParts;
  let server: IssueServer;
  let page: OpenPostMortem;
  const opened: string[] = [];
  const asked: (readonly [string, readonly string[]])[] = [];
  let restore: () => void;

  const cell = async () => /\| 2026-12-24 \|(.*)\|$/m.exec(await page.saved())![1]!.trim();
  const set = (name: string, value: string | undefined) =>
    vscode.workspace.getConfiguration('onCall').update(name, value, vscode.ConfigurationTarget.Global);
  const create = async (...doings: readonly Doing[]) => {
    const keyboard = new Keyboard(parts.window, doings);
    try {
      await vscode.commands.executeCommand('onCall.createIssue', {
        uri: page.document.uri.toString(),
        line: 6,
      });
    } finally {
      keyboard.leave();
    }
    return keyboard;
  };

  before(async () => {
    parts = await activated();
    server = await IssueServer.start();
    const { origin } = parts.gitHub;
    const { getSession } = parts.authentication;
    const { openExternal } = parts.env;
    Object.assign(parts.gitHub, { origin: server.origin });
    Object.assign(parts.authentication, {
      getSession: (id: string, scopes: readonly string[]) => {
        asked.push([id, scopes]);
        return Promise.resolve({
          id: '1',
          accessToken: 'gh-token',
          account: { id: '1', label: 'Ada' },
          scopes,
        });
      },
    });
    Object.assign(parts.env, {
      openExternal: (uri: vscode.Uri) => Promise.resolve(opened.push(uri.toString(true)) > 0),
    });
    restore = () => {
      Object.assign(parts.gitHub, { origin });
      Object.assign(parts.authentication, { getSession });
      Object.assign(parts.env, { openExternal });
    };
    await set('actionItems.repository', 'shop/ops');
  });

  after(async () => {
    restore();
    await set('actionItems.repository', undefined);
    await set('actionItems.jiraUrl', undefined);
    server.server.closeAllConnections();
    await new Promise(resolve => server.server.close(resolve));
  });

  beforeEach(async () => {
    server.mode = 'answer';
    server.issues.length = 0;
    opened.length = 0;
    page = await OpenPostMortem.of(text);
  });

  afterEach(() => page.remove());

  it('is created on GitHub with the person’s own sign-in, once it was shown, and its link written back', async () => {
    const { told } = await create({ pick: /On GitHub$/ }, { press: 'Create Issue' });
    assert.match(told.join('\n'), /Create this issue in shop\/ops\?\nAlert earlier[\s\S]*- Owner: Bob/);
    assert.deepEqual(asked.at(-1), ['github', ['repo']]);
    assert.equal(server.keys.at(-1), 'Bearer gh-token', told.join('\n'));
    assert.equal(server.issues[0]?.title, 'Alert earlier');
    assert.equal(await cell(), '[#12](https://github.com/shop/ops/issues/12)');
    await create();
    assert.deepEqual(opened, ['https://github.com/shop/ops/issues/12']);
    assert.equal(server.issues.length, 1);
  });

  it('is not created where the person declines', async () => {
    await create({ pick: /On GitHub$/ });
    assert.equal(server.issues.length, 0);
    assert.equal(await page.saved(), text);
  });

  it('is looked for before another is created, where the answer was lost', async () => {
    server.mode = 'lose';
    const { told } = await create({ pick: /On GitHub$/ }, { press: 'Create Issue' });
    assert.match(told.join('\n'), /GitHub did not answer, so the issue may be there or not/);
    assert.equal(server.issues.length, 1);
    assert.notEqual(await cell(), '');
    server.mode = 'answer';
    await create({ pick: /On GitHub$/ });
    assert.equal(server.issues.length, 1);
    assert.equal(await cell(), '[#12](https://github.com/shop/ops/issues/12)');
  });

  it('leaves no trace where GitHub refuses it', async () => {
    server.mode = 'refuse';
    const { told } = await create({ pick: /On GitHub$/ }, { press: 'Create Issue' });
    assert.match(told.join('\n'), /You may not create issues in shop\/ops/);
    assert.equal(await page.saved(), text);
  });

  it('is a filled-in page of Jira, whose link is pasted back', async () => {
    await set('actionItems.jiraUrl', 'https://shop.atlassian.net');
    await create(
      { pick: /In Jira$/ },
      { press: 'Open Jira' },
      { type: 'https://shop.atlassian.net/browse/OPS-7' },
    );
    const page = new URL(opened[0]!);
    assert.equal(
      page.origin + page.pathname,
      'https://shop.atlassian.net/secure/CreateIssueDetails!init.jspa',
    );
    assert.equal(page.searchParams.get('summary'), 'Alert earlier');
    assert.equal(await cell(), '[OPS-7](https://shop.atlassian.net/browse/OPS-7)');
  });
});
