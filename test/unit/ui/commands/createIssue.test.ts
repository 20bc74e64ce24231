import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import type * as Errors from '../../../../src/core/errors.ts';
import type { Incident } from '../../../../src/core/incidents/incident.ts';
import { type ActionItem, actionItemsIn } from '../../../../src/core/postmortem/actionItems.ts';
import type * as Command from '../../../../src/ui/commands/createIssue.ts';
import { incident } from '../../incidents/incidentFixtures.ts';
import { temporaryFolder } from '../../timeline/temporaryFolder.ts';
import { FakeDocuments } from '../documents.ts';
import { type StandIn, withStandIn } from '../standIn.ts';

const text = `# Post-mortem: Search is slow

## Action items

| Action | Owner | Due | Issue |
| --- | --- | --- | --- |
| Alert earlier | Bob | 2026-12-24 |  |
| Buy a disk | Eve | 2026-12-31 |  |
`;
/** The same words twice: one is with GitHub already, another is done. */
const twins = text.replace(
  /\| Alert earlier[^]*$/,
  `| ~~Rotate the key~~ | Eve | 2026-12-01 |  |
| Rotate the key | Ada | 2026-12-24 | [#5](https://github.com/shop/ops/issues/5) |
| Rotate the key | Bob | 2026-12-31 |  |
| Rotate the key | Cy | 2027-01-07 |  |
`,
);
const linkedTo = (was: string, owner: string, link: string) =>
  was.replace(new RegExp(`(${owner} \\| [\\d-]+ \\|)  \\|`), (_, row: string) => `${row} ${link} |`);
const lower = (was: string) => `One line more.\n${was}`;

describe('The issue of an action item whose post-mortem stands in no editor', function () {
  this.timeout(60_000);
  let parts: typeof Command & typeof Errors & StandIn;
  let documents: FakeDocuments;
  let server: Server;
  /** How many issues there are. */
  let created: number;
  /** While GitHub creates an issue. */
  let creating: () => Promise<void>;
  let target: RegExp;
  let remembered: readonly Incident[];
  /** The questions that were answered, with their details. */
  let asked: (readonly [question: string, detail: string])[];
  let link: () => Promise<string>;
  let session: () => Promise<{ readonly accessToken: string }>;
  const folder = temporaryFolder();
  const path = () => join(folder(), '2026-11-20-Q1ABC', 'post-mortem.md');
  const onDisk = () => readFile(path(), 'utf8');

  before(async () => {
    parts = await withStandIn('ui/commands/createIssue.ts', 'core/errors.ts');
    server = createServer((request, response) => {
      request.resume();
      request.on('end', async () => {
        const looks = request.method === 'GET';
        if (!looks) created += 1;
        if (!looks) await creating();
        const body = looks ? [] : { title: '', body: '', html_url: 'https://github.com/shop/ops/issues/12' };
        response
          .writeHead(looks ? 200 : 201, { 'content-type': 'application/json' })
          .end(JSON.stringify(body));
      });
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  beforeEach(async () => {
    await mkdir(dirname(path()));
    await writeFile(path(), text);
    [created, remembered, asked] = [0, [], []];
    creating = async () => {};
    session = async () => ({ accessToken: 'gh-token' });
    documents = new FakeDocuments();
    Object.assign(parts.workspace, documents, {
      asRelativePath: () => 'post-mortem.md',
      getConfiguration: () => ({
        get: (name: string) =>
          ({ 'actionItems.repository': 'shop/ops', 'actionItems.jiraUrl': 'https://shop.atlassian.net' })[
            name
          ] ?? '',
        inspect: () => ({ defaultValue: '' }),
      }),
    });
    Object.assign(parts.Uri, { parse: (uri: string) => parts.Uri.file(uri.replace(/^file:\/\//, '')) });
    Object.assign(parts.window, {
      activeTextEditor: undefined,
      showQuickPick: async (rows: readonly { readonly label: string }[]) =>
        rows.find(({ label }) => target.test(label)),
      showInputBox: () => link(),
      showWarningMessage: async (question: string, { detail }: { detail: string }, answer: string) => {
        asked.push([question, detail]);
        return answer;
      },
    });
    Object.assign(parts.env, { openExternal: async () => true });
    Object.assign(parts.authentication, { getSession: () => session() });
  });

  const create = (line = 6, shown?: ActionItem) => {
    const { port } = server.address() as AddressInfo;
    const timelines = { root: folder, remembered: async () => remembered };
    const rooms = { timelines, gitHub: { origin: `http://127.0.0.1:${port}` } };
    return parts.createIssue(rooms as never, [{ uri: `file://${path()}`, line, item: shown }]);
  };

  for (const way of [/Paste the link/, /In Jira/]) {
    it(`has its link in its row after a long wait: ${way.source}`, async () => {
      target = way;
      link = async () => {
        await documents.closeAll(lower);
        return 'https://shop.atlassian.net/browse/OPS-7';
      };
      await create();
      const linked = text.replace(
        '2026-12-24 |  |',
        '2026-12-24 | [OPS-7](https://shop.atlassian.net/browse/OPS-7) |',
      );
      assert.equal(await onDisk(), lower(linked));
    });
  }

  for (const way of [/On GitHub/, /In Jira/]) {
    it(`says in its question and in the issue that it is of a drill, and of no other: ${way.source}`, async () => {
      target = way;
      link = async () => 'https://shop.atlassian.net/browse/OPS-7';
      const opened: string[] = [];
      Object.assign(parts.env, {
        openExternal: async (uri: { readonly fsPath: string }) => Boolean(opened.push(uri.fsPath)),
      });
      remembered = [incident('Q1ABC', { title: 'Search is slow', accountId: 'drill-1' })];
      await create(6);
      remembered = [incident('Q1ABC', { title: 'Search is slow' })];
      await create(7);
      const [drill, real] = asked;
      assert.match(drill![0], /^DRILL · (Create this issue in|Open a new issue)/);
      assert.match(drill![1], /^This is of a drill: nothing of it was real/);
      assert.match(real![0], /^(Create this issue in|Open a new issue)/);
      assert.doesNotMatch(real!.join(), /drill/i);
      const said = way.test('In Jira')
        ? opened.map(page => new URL(page).searchParams.get('description')!)
        : asked.map(([, detail]) => detail);
      assert.match(said[0]!, /“DRILL · Search is slow”/);
      assert.match(said[1]!, /“Search is slow”/);
    });
  }

  it('has its link in its row after a long sign-in to GitHub, and a long wait for its answer', async () => {
    target = /On GitHub/;
    session = async () => {
      await documents.closeAll(lower);
      return { accessToken: 'gh-token' };
    };
    creating = () => documents.closeAll(lower);
    await create();
    const linked = text.replace(
      '2026-12-24 |  |',
      '2026-12-24 | [#12](https://github.com/shop/ops/issues/12) |',
    );
    assert.equal(await onDisk(), lower(lower(linked)));
    assert.equal(created, 1);
  });

  for (const lines of [1, 2, 3]) {
    const moved = (was: string) => 'One line more.\n'.repeat(lines) + was;

    it(`has its link in its own row where others say the same, ${lines} lines lower by then`, async () => {
      await writeFile(path(), twins);
      target = /Paste the link/;
      link = async () => {
        await documents.closeAll(moved);
        return 'https://shop.atlassian.net/browse/OPS-7';
      };
      await create(8);
      const pasted = linkedTo(twins, 'Bob', '[OPS-7](https://shop.atlassian.net/browse/OPS-7)');
      assert.equal(await onDisk(), moved(pasted));

      target = /On GitHub/;
      session = async () => {
        await documents.closeAll(moved);
        return { accessToken: 'gh-token' };
      };
      await create(9 + lines);
      const both = linkedTo(pasted, 'Cy', '[#12](https://github.com/shop/ops/issues/12)');
      assert.equal(await onDisk(), moved(moved(both)));
    });
  }

  it('is created at the same time as that of another that says the same', async () => {
    await writeFile(path(), twins);
    target = /On GitHub/;
    let second: Promise<void> | undefined;
    session = async () => {
      session = async () => ({ accessToken: 'gh-token' });
      second = create(9);
      await second;
      return session();
    };
    await create(8);
    assert.ok(second);
    const issue = '[#12](https://github.com/shop/ops/issues/12)';
    assert.equal(await onDisk(), linkedTo(linkedTo(twins, 'Bob', issue), 'Cy', issue));
    assert.equal(created, 2);
  });

  it('is not created where it is not certain any more which row is meant', async () => {
    for (const rewrite of [
      (was: string) => was.replace(/\| Rotate the key \| Bob.*\n/, ''),
      (was: string) => linkedTo(was, 'Bob', '[#9](https://github.com/shop/ops/issues/9)'),
    ]) {
      await writeFile(path(), twins);
      documents.textDocuments.splice(0);
      target = /On GitHub/;
      session = async () => {
        await documents.closeAll(rewrite);
        return { accessToken: 'gh-token' };
      };
      await assert.rejects(create(8), (error: unknown) => {
        assert.ok(error instanceof parts.NotPossibleError, String(error));
        assert.match(error.message, /“Rotate the key” was changed/);
        assert.match(error.nextStep, /Choose the action item again/);
        return true;
      });
      assert.equal(created, 0);
      assert.equal(await onDisk(), rewrite(twins));
    }
  });

  it('is that of the item that the view shows, also where its lines have moved since it looked', async () => {
    target = /Paste the link/;
    link = async () => 'https://shop.atlassian.net/browse/OPS-7';
    const pasted = '[OPS-7](https://shop.atlassian.net/browse/OPS-7)';
    for (const [was, owner] of [
      [twins, 'Bob'],
      [text, 'Eve'],
    ] as const) {
      const shown = actionItemsIn(was).find(item => item.owner === owner && !item.done)!;
      documents.textDocuments.splice(0);
      await writeFile(path(), lower(was));
      await create(shown.line, shown);
      assert.equal(await onDisk(), lower(linkedTo(was, owner, pasted)));
    }
    const gone = twins.replace(/\| Rotate the key \| Bob.*\n/, '');
    const [, , bob] = actionItemsIn(twins);
    documents.textDocuments.splice(0);
    await writeFile(path(), gone);
    await assert.rejects(create(bob!.line, bob), /“Rotate the key” was changed/);
    assert.equal(await onDisk(), gone);
  });

  it('is not created where nobody signs in to GitHub, who is told what else can be done', async () => {
    target = /On GitHub/;
    // VS Code’s own words, in plain errors.
    for (const words of [
      'User did not consent to login.',
      "Timed out waiting for authentication provider 'github' to register.",
    ]) {
      session = () => Promise.reject(new Error(words));
      await assert.rejects(create(), (error: unknown) => {
        assert.ok(error instanceof parts.NotPossibleError, String(error));
        assert.match(error.message, /^Without a sign-in to GitHub/);
        assert.match(error.nextStep, /Paste the link/);
        assert.equal((error.cause as Error).message, words);
        return true;
      });
    }
    assert.equal(created, 0);
    assert.equal(await onDisk(), text);
  });

  it('is told of with its address where its file is gone when GitHub answers', async () => {
    target = /On GitHub/;
    creating = async () => {
      await documents.closeAll(was => was);
      await rm(path());
    };
    await assert.rejects(create(), /The issue is there.*https:\/\/github\.com\/shop\/ops\/issues\/12/);
  });
});
