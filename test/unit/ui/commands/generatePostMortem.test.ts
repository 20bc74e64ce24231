import assert from 'node:assert/strict';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { utc } from '../../../../src/core/clock.ts';
import type * as Errors from '../../../../src/core/errors.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { timelineView } from '../../../../src/core/timeline/timelineView.ts';
import type * as Command from '../../../../src/ui/commands/generatePostMortem.ts';
import type * as Status from '../../../../src/ui/commands/setPostMortemStatus.ts';
import type * as Boundary from '../../../../src/ui/errorBoundary.ts';
import { sampleEntry, sampleIncident, START } from '../../timeline/sampleEntries.ts';
import { temporaryFolder } from '../../timeline/temporaryFolder.ts';
import { FakeDocuments } from '../documents.ts';
import type { Incident } from '../../../../src/core/incidents/incident.ts';
import { IncidentStore } from '../../../../src/core/incidents/incidentStore.ts';
import { CurrentIncident } from '../../../../src/ui/currentIncident.ts';
import { type StandIn, withStandIn } from '../standIn.ts';

interface OpenDocument {
  readonly uri: { readonly scheme: string; readonly fsPath: string };
  text: string;
  isDirty: boolean;
}

describe('A post-mortem in a workspace that was opened through a link', function () {
  this.timeout(60_000);
  let parts: typeof Command & typeof Status & typeof Boundary & typeof Errors & StandIn;
  let open: OpenDocument[];
  let shown: OpenDocument[];
  /** What writing down that there is a post-mortem rejects with; null where it does not. */
  let refusal: Error | null = null;
  let entries = [sampleEntry(1)];
  let incident = sampleIncident;
  const folder = temporaryFolder();
  /** As people have opened it, and as it is called where it stands. */
  const linked = (name: string) => join(folder(), 'link', '2026-11-22-Q1ABC', name);
  const real = (name: string) => join(folder(), 'incidents', '2026-11-22-Q1ABC', name);

  before(async () => {
    parts = await withStandIn(
      ...['ui/commands/generatePostMortem.ts', 'ui/commands/setPostMortemStatus.ts'],
      ...['ui/errorBoundary.ts', 'core/errors.ts'],
    );
  });

  beforeEach(async () => {
    open = [];
    shown = [];
    entries = [sampleEntry(1)];
    incident = sampleIncident;
    refusal = null;
    await mkdir(dirname(real('')), { recursive: true });
    await mkdir(dirname(real('post-mortem.md')));
    await symlink(join(folder(), 'incidents'), join(folder(), 'link'));
    Object.assign(parts.workspace, {
      workspaceFolders: undefined,
      textDocuments: open,
      getConfiguration: () => ({
        get: (name: string) => (name === 'postMortem.template' ? 'on-call' : ''),
        inspect: () => ({ defaultValue: '' }),
      }),
      openTextDocument: async ({ fsPath }: OpenDocument['uri']) =>
        open.find(({ uri }) => uri.fsPath === fsPath) ?? (await opened(fsPath)),
      asRelativePath: basename,
      applyEdit: async () => true,
    });
    Object.assign(parts.window, {
      activeTextEditor: undefined,
      showTextDocument: async (document: OpenDocument) => void shown.push(document),
      showInformationMessage: async () => undefined,
      showWarningMessage: async () => undefined,
      showQuickPick: async () => undefined,
    });
  });

  /** What somebody has in an editor. */
  async function opened(path: string): Promise<OpenDocument> {
    const document = {
      uri: parts.Uri.file(path),
      text: await readFile(path, 'utf8'),
      isDirty: false,
      getText: () => document.text,
      save: async () => {
        await writeFile(path, document.text);
        document.isDirty = false;
        return true;
      },
    };
    open.push(document);
    return document;
  }
  const rooms = {
    current: { get: () => incident },
    timelines: {
      knownPostMortem: async () => real('post-mortem.md'),
      view: async () => timelineView({ entries, unreadable: [] }),
      scribe: {
        recordDocument: async () => {
          if (refusal) throw refusal;
        },
      },
    },
    follower: { read: async () => {} },
    get boundary() {
      return new parts.ErrorBoundary(silentLogger, () => {});
    },
  } as unknown as Command.PostMortemParts;
  const generate = () => parts.generatePostMortem(rooms, []);

  it('is saved first where somebody types in it, and shown where it is open', async () => {
    await generate();
    open.length = 0;
    const document = await opened(linked('post-mortem.md'));
    Object.assign(document, { text: `${document.text}\nWhat we learned.\n`, isDirty: true });
    entries.push(sampleEntry(2, { text: 'the pool is exhausted' }));
    await generate();
    const text = await readFile(real('post-mortem.md'), 'utf8');
    assert.match(text, /What we learned\./);
    assert.match(text, /the pool is exhausted/);
    assert.equal(shown.at(-1), document);
  });

  it('is shown although the timeline cannot be written, and that is said', async () => {
    refusal = new parts.JournalWriteError('There is no room.');
    const warned: string[] = [];
    Object.assign(parts.window, { showWarningMessage: async (words: string) => void warned.push(words) });
    await generate();
    assert.equal(shown.length, 1);
    assert.equal(warned.length, 1);
    assert.match(warned[0]!, /^There is no room\. It is kept/);
  });

  it('makes the incident of days ago, which is in no list, the one that what it lacks is added to', async () => {
    const store = new IncidentStore();
    const current = new CurrentIncident(store);
    const timelines = { ...rooms.timelines, remembered: async () => [incident] };
    const pick = { earlierItems: (all: readonly Incident[]) => all.map(one => ({ incident: one })) };
    const choosing = { ...rooms, current, timelines, pick } as unknown as Command.PostMortemParts;
    Object.assign(parts.window, { showQuickPick: async ([only]: readonly unknown[]) => only });
    await parts.generatePostMortem(choosing, []);
    assert.deepEqual([current.get(), current.outside], [null, incident]);
    Object.assign(parts.window, { showQuickPick: () => assert.fail('it is asked for again') });
    await parts.generatePostMortem(choosing, []);
    const other = { ...incident, id: 'QOTHER', key: 'acme:QOTHER' };
    store.upsert(other);
    current.set(other);
    assert.deepEqual([current.get()?.id, current.outside], ['QOTHER', null]);
    current.dispose();
    store.dispose();
  });

  it('is made as the settings of the folder say that the incidents stand in', async () => {
    const uri = parts.Uri.file(folder());
    const ofFolder: Record<string, unknown> = {
      'postMortem.template': 'google-sre',
      'postMortem.language': 'fr',
      'postMortem.reviewTimes': { P1: '3 days' },
    };
    Object.assign(parts.workspace, {
      workspaceFolders: [{ uri }, { uri: parts.Uri.file(join(folder(), 'other')) }],
      getConfiguration: (_section: string, scope: unknown) => ({
        get: (name: string) => (scope === uri ? ofFolder[name] : 'on-call'),
        inspect: () => ({ defaultValue: '' }),
      }),
    });
    incident = { ...sampleIncident, status: 'resolved', resolvedAt: utc(START + 60_000) };
    entries.push(sampleEntry(2, { kind: 'resolved' }));
    await generate();
    const text = await readFile(real('post-mortem.md'), 'utf8');
    const [first] = (await readFile(real('.post-mortem.base.md'), 'utf8')).split('\n');
    assert.match(first!, /google.*\bfr\b/);
    assert.match(text, /2026-11-25/);
  });

  it('is the one in front where that is another of the same incident', async () => {
    await generate();
    for (const name of ['.post-mortem.base.md', 'post-mortem.md'])
      await writeFile(real(name.replace('post-mortem', 'post-mortem.second')), await readFile(real(name)));
    const second = await opened(linked('post-mortem.second.md'));
    Object.assign(parts.window, { activeTextEditor: { document: second } });
    entries.push(sampleEntry(2, { text: 'the pool is exhausted' }));
    await generate();
    assert.match(await readFile(real('post-mortem.second.md'), 'utf8'), /the pool is exhausted/);
    assert.doesNotMatch(await readFile(real('post-mortem.md'), 'utf8'), /the pool is exhausted/);
    assert.equal(shown.at(-1), second);
  });

  it('has its status read, and so set, where somebody types in it', async () => {
    await generate();
    open.length = 0;
    const document = await opened(linked('post-mortem.md'));
    const text = document.text.replace(/(Review status.*)draft/i, '$1in review');
    assert.notEqual(text, document.text);
    Object.assign(document, { text, isDirty: true });
    let now: string | undefined;
    Object.assign(parts.window, {
      showQuickPick: async (rows: readonly { readonly label: string; readonly description: string }[]) => {
        now = rows.find(({ description }) => description !== '')?.label;
      },
    });
    await parts.setPostMortemStatus(rooms, []);
    assert.equal(now, 'In review');
  });

  it('has its status set where the line stands now, after VS Code closed it meanwhile', async () => {
    await generate();
    const documents = new FakeDocuments();
    Object.assign(parts.workspace, documents);
    const before = await readFile(real('post-mortem.md'), 'utf8');
    Object.assign(parts.window, {
      showQuickPick: async (rows: readonly { readonly label: string }[]) => {
        await documents.closeAll(was => `One line more.\n${was}`);
        return rows.find(({ label }) => label === 'In review');
      },
    });
    await parts.setPostMortemStatus(rooms, []);
    const expected = before.replace(/(Review status.*)draft/i, '$1in review');
    assert.notEqual(expected, before);
    assert.equal(await readFile(real('post-mortem.md'), 'utf8'), `One line more.\n${expected}`);
  });
});
