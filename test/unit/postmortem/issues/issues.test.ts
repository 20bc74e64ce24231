import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IssueNotCreatedError } from '../../../../src/core/errors.ts';
import { actionItemsIn, placeEdit } from '../../../../src/core/postmortem/actionItems.ts';
import { GitHubIssues } from '../../../../src/core/postmortem/issues/gitHubIssues.ts';
import { issueLabel, issueText, jiraPage } from '../../../../src/core/postmortem/issues/issueText.ts';
import { pendingMark, pendingRef, settleMark } from '../../../../src/core/postmortem/issues/pendingMark.ts';
import {
  repositoryNamed,
  repositoryOfRemote,
} from '../../../../src/core/postmortem/issues/repositoryName.ts';
import type { TextEdit } from '../../../../src/core/runbooks/lint/finding.ts';

const repository = { owner: 'shop', name: 'ops' };

describe('An issue on GitHub', () => {
  let server: Server;
  let origin: string;
  let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void;
  const asked: { readonly line: string; readonly token: string | undefined; readonly body: string }[] = [];

  before(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        asked.push({ line: `${request.method} ${request.url}`, token: request.headers.authorization, body });
        answer(request, response, body);
      });
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => asked.splice(0));
  after(() => new Promise(resolve => server.close(resolve)));

  const issues = () => new GitHubIssues('secret', repository, origin);
  const say = (status: number, value: unknown, headers = {}) => {
    answer = (_, response) => response.writeHead(status, headers).end(JSON.stringify(value));
  };
  const failure = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => assert.fail('it went well'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof IssueNotCreatedError);
    assert.ok(!JSON.stringify([error.message, error.nextStep, error.cause ?? null]).includes('secret'));
    return error;
  };

  it('is created with its words and a mark, and found again by the mark', async () => {
    const url = 'https://github.com/shop/ops/issues/7';
    say(201, { html_url: url });
    assert.equal(await issues().create({ title: 'Alert', body: 'Earlier' }, 'ref-1'), url);
    assert.deepEqual([asked[0]!.line, asked[0]!.token], ['POST /repos/shop/ops/issues', 'Bearer secret']);
    const sent = JSON.parse(asked[0]!.body) as { title: string; body: string };
    assert.equal(sent.title, 'Alert');
    say(200, [{ body: null }, { body: 'another' }, { ...sent, html_url: url }]);
    assert.equal(await issues().find('ref-1'), url);
    assert.equal(await issues().find('ref-2'), null);
  });

  it('that was refused was not created, and what to do depends on why', async () => {
    const cases: readonly [number, object, RegExp][] = [
      [401, {}, /Sign out of GitHub/],
      [403, {}, /onCall\.actionItems\.repository/],
      [403, { 'x-ratelimit-remaining': '0' }, /few minutes/],
      [404, {}, /onCall\.actionItems\.repository/],
      [410, {}, /Enable issues/],
      [422, {}, /by hand/],
      [301, { location: 'http://127.0.0.1:1/' }, /new name/],
    ];
    for (const [status, headers, nextStep] of cases) {
      say(status, {}, headers);
      const error = await failure(issues().create({ title: 'a', body: 'b' }, 'ref-1'));
      assert.match(error.nextStep, nextStep, String(status));
      assert.equal(error.maybeArrived, false);
    }
    assert.equal(asked.length, cases.length, 'a redirect is not followed');
  });

  it('may be there after an answer that was lost', async () => {
    answer = (request, response) => void (request.socket.destroy(), response.destroy());
    assert.equal((await failure(issues().create({ title: 'a', body: 'b' }, 'r'))).maybeArrived, true);
    say(502, {});
    assert.equal((await failure(issues().create({ title: 'a', body: 'b' }, 'r'))).maybeArrived, true);
    say(201, { html_url: 'https://evil.test/1' });
    assert.equal((await failure(issues().create({ title: 'a', body: 'b' }, 'r'))).maybeArrived, true);
    const gone = new GitHubIssues('secret', repository, 'http://127.0.0.1:1');
    assert.equal((await failure(gone.create({ title: 'a', body: 'b' }, 'r'))).maybeArrived, false);
  });

  it('has a token that goes to GitHub only', () => {
    for (const other of ['https://evil.test', 'http://api.github.com', 'https://api.github.com.evil.test', 'http://127.0.0.1.evil.test:80'])
      assert.throws(() => new GitHubIssues('secret', repository, other)); // prettier-ignore
  });
});

describe('What an issue says', () => {
  const [item] = actionItemsIn(
    '| Action | Owner | Due | Issue |\n|---|---|---|---|\n| Alert & page earlier | Ada | 2026-12-01 | |',
  );

  it('is the item with its owner and day, and where it comes from', () => {
    const { title, body } = issueText(item!, 'Search is slow', 'incidents/x/post-mortem.md');
    assert.equal(title, 'Alert & page earlier');
    assert.match(
      body,
      /- Owner: Ada\n- Due: 2026-12-01\n\nAction item of the post-mortem of “Search is slow”/,
    );
    assert.equal(issueText({ ...item!, text: 'x'.repeat(999) }, '', '').title.length, 255);
  });

  it('fills in a page of Jira, of an address that is one', () => {
    const text = issueText(item!, 'Search', 'a.md');
    const jira = (url: string) => jiraPage(text, { url, project: '10000', type: '' });
    const page = new URL(jira('https://shop.atlassian.net/')!);
    assert.equal(
      page.origin + page.pathname,
      'https://shop.atlassian.net/secure/CreateIssueDetails!init.jspa',
    );
    assert.deepEqual(
      [page.searchParams.get('pid'), page.searchParams.get('summary')],
      ['10000', 'Alert & page earlier'],
    );
    assert.match(jira('https://x.test/jira/')!, /^https:\/\/x\.test\/jira\/secure\//);
    for (const url of ['', 'shop', 'http://x.test', 'javascript:alert(1)', 'https://a:b@x.test'])
      assert.equal(jira(url), null, url);
  });

  it('has a short name in the document', () => {
    assert.equal(issueLabel('https://github.com/a/b/issues/12'), '#12');
    assert.equal(issueLabel('https://x.atlassian.net/browse/OPS-7'), 'OPS-7');
    assert.equal(issueLabel('https://linear.app/x/y'), 'linear.app');
  });
});

describe('A repository', () => {
  it('is named in a setting or by a remote of github.com, and nothing else is one', () => {
    const names = { owner: 'shop', name: 'ops.site' };
    assert.deepEqual(repositoryNamed(' shop/ops.site '), names);
    for (const url of ['https://github.com/shop/ops.site.git', 'git@github.com:shop/ops.site.git', 'ssh://git@github.com/shop/ops.site', 'https://x@github.com/shop/ops.site/'])
      assert.deepEqual(repositoryOfRemote(url), names, url); // prettier-ignore
    for (const url of ['https://gitlab.com/a/b', 'https://github.com.evil.test/a/b', 'https://evil.test/github.com/a/b', 'git@evil.test:a/b'])
      assert.equal(repositoryOfRemote(url), null, url); // prettier-ignore
    for (const name of ['', 'shop', 'a/b/c', '../x', 'shop/..', 'a/b?x', 'a b/c'])
      assert.equal(repositoryNamed(name), null, name);
  });
});

describe('The mark of an issue that is being created', () => {
  const edited = (text: string, { range: { start, end }, newText }: TextEdit) => {
    const lines = text.split('\n');
    const line = lines[start.line]!;
    lines[start.line] = line.slice(0, start.character) + newText + line.slice(end.character);
    return lines.join('\n');
  };

  it('stands in the issue’s place, is found wherever the row went, and leaves nothing behind', () => {
    for (const text of [
      '| Action | Owner | Issue |\n|---|---|---|\n| A | Ada |  |',
      '| Action | Owner |\n|---|---|\n| A | Ada |',
      '# Actions\n- [ ] A',
      '# Actions\n- [ ] A (owner: Ada, due: 2026-12-01)',
      '# Actions\n- [ ] A 2026-12-01',
    ]) {
      const [before] = actionItemsIn(text);
      assert.equal(pendingRef(before!), null);
      const marked = edited(text, placeEdit(before!.places.issue!, pendingMark('abcd-1234')));
      assert.ok(marked.includes('*being created: abcd-1234*'));
      const [item] = actionItemsIn(marked);
      assert.equal(pendingRef(item!), 'abcd-1234', marked);
      assert.deepEqual([item!.text, item!.owner, item!.due], [before!.text, before!.owner, before!.due]);
      const moved = `New first line\n${marked}`.replace(/^New first line\n\|/, 'New\n\n|');
      assert.equal(edited(marked, settleMark(marked, 'abcd-1234', '')!), text);
      const linked = edited(moved, settleMark(moved, 'abcd-1234', '[#7](https://x.test/7)')!);
      assert.equal(actionItemsIn(linked)[0]!.issue?.url, 'https://x.test/7');
      assert.equal(settleMark(text, 'abcd-1234', ''), null);
    }
    const [item] = actionItemsIn('| Action | Issue |\n|---|---|\n| A | *being created: abcd-1234* |');
    assert.equal(pendingRef(item!), 'abcd-1234');
  });
});
