import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type * as Errors from '../../../../src/core/errors.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { LiveTimeline } from '../../../../src/core/timeline/liveTimeline.ts';
import type { Answer } from '../../../../src/protocol/messages.ts';
import type { FromTimeline, ToTimeline } from '../../../../src/protocol/timeline.ts';
import type * as Boundary from '../../../../src/ui/errorBoundary.ts';
import type * as Panel from '../../../../src/ui/timeline/timelinePanel.ts';
import { FakeClock } from '../../fakeClock.ts';
import { sampleEntry, sampleIncident } from '../../timeline/sampleEntries.ts';
import { type StandIn, withStandIn } from '../standIn.ts';

const nothing = () => ({ dispose() {} });
const { id: entry } = sampleEntry(1);

describe('TimelinePanel, between a person and the timeline', function () {
  this.timeout(60_000);
  let parts: typeof Panel & typeof Boundary & typeof Errors & StandIn;
  /** Where the page’s script and style sheet are. */
  let extension: string;
  let panel: Panel.TimelinePanel;
  let told: ToTimeline[];
  let logged: unknown[];
  let written: string[];
  /** How the next writing ends. */
  let failure: Error | null;
  let hear: (message: FromTimeline) => void;
  /** Where set, writing waits for it. */
  let disk: Promise<void> | null;
  /** What a person is told of outside the page, and what is copied where each is answered with its button. */
  let errors: string[];
  let copied: string[];
  /** Of a page that went away while it was spoken to. */
  let arrives: boolean;
  /** Another tab, and back. */
  let hide: () => void;
  let comeBack: () => void;

  before(async () => {
    extension = mkdtempSync(join(tmpdir(), 'on-call-extension-'));
    mkdirSync(join(extension, 'dist'));
    for (const kind of ['js', 'css']) writeFileSync(join(extension, `dist/timeline.${kind}`), '');
    parts = await withStandIn('ui/timeline/timelinePanel.ts', 'ui/errorBoundary.ts', 'core/errors.ts');
  });

  after(() => rmSync(extension, { recursive: true, force: true }));

  beforeEach(() => {
    told = [];
    logged = [];
    written = [];
    failure = null;
    disk = null;
    [errors, copied] = [[], []];
    arrives = true;
    Object.assign(parts.window, {
      showErrorMessage: (text: string, ...buttons: string[]) => {
        errors.push([text, ...buttons].join(' | '));
        return Promise.resolve(buttons[0]);
      },
    });
    Object.assign(parts.env, {
      clipboard: { writeText: (text: string) => Promise.resolve(void copied.push(text)) },
    });
    const live = new LiveTimeline();
    live.take({ anew: true, entries: [sampleEntry(1)], unreadable: [] });
    const webview = {
      onDidReceiveMessage: (listener: typeof hear) => ((hear = listener), nothing()),
      postMessage: (message: ToTimeline) => Promise.resolve((arrives && told.push(message), arrives)),
    };
    const write = async (_incident: unknown, ...words: unknown[]) => {
      written.push(JSON.stringify(words));
      await disk;
      if (failure) throw failure;
    };
    const rooms = {
      boundary: new parts.ErrorBoundary(
        { ...silentLogger, error: (_, error) => void logged.push(error) },
        () => {},
      ),
      clock: new FakeClock(),
      incidentClock: { offsetMs: () => 0 },
      extensionUri: { path: extension },
      writing: { write, editText: write, editTime: write },
      follow: () => ({ live, problem: null, onDidLook: nothing, dispose() {} }),
      incident: () => sampleIncident,
      incidentView: () => ({ label: '', title: '', status: '', drill: false }),
      onFocus() {},
      hold: nothing,
    };
    const looks: (() => void)[] = [];
    const shown = {
      visible: true,
      active: true,
      title: '',
      webview,
      onDidChangeViewState: (listener: () => void) => (looks.push(listener), nothing()),
      dispose() {},
    };
    hide = () => {
      shown.visible = false;
      for (const look of looks) look();
    };
    comeBack = () => {
      shown.visible = true;
      for (const look of looks) look();
      hear({ type: 'ready' });
    };
    panel = new parts.TimelinePanel(rooms as unknown as Panel.TimelinePanelParts, shown as never);
  });
  afterEach(() => panel.dispose());

  const turns = async () => {
    for (let count = 0; count < 10; count++) await turn();
  };
  async function ask(message: Exclude<FromTimeline, { type: 'ready' | 'show' }>): Promise<Answer> {
    hear(message);
    await turns();
    const answers = told.flatMap(one => (one.type === 'answer' && one.id === message.id ? [one.answer] : []));
    assert.equal(answers.length, 1);
    return answers[0]!;
  }
  const begun = () => told.flatMap(one => (one.type === 'compose' ? [one.text] : []));
  const notices = () => told.flatMap(one => (one.type === 'notice' ? [one.text] : []));
  const pending = () => told.findLast(one => one.type === 'pending')!.pending.length;

  it('tells a screen that is not there yet all that was begun elsewhere, once', () => {
    panel.compose('the pool is full');
    panel.compose(null);
    panel.compose('!roll back');
    assert.deepEqual(begun(), []);
    hear({ type: 'ready' });
    assert.deepEqual(begun(), ['the pool is full', null, '!roll back']);
    hear({ type: 'ready' });
    assert.equal(begun().length, 3);
  });

  it('takes what the journal keeps until it can be written, with its files, and says so', async () => {
    hear({ type: 'ready' });
    failure = new parts.JournalWriteError('The entry was not saved: no space left.');
    await ask({ type: 'attach', id: 1, name: 'pool.png', content: 'AAAA' });
    assert.equal(pending(), 1);
    assert.deepEqual(await ask({ type: 'write', id: 2, text: '!rolled back', pending: [1] }), { ok: true });
    assert.equal(pending(), 0);
    assert.deepEqual(await ask({ type: 'editTime', id: 3, entry, time: '-5m' }), { ok: true });
    assert.deepEqual(await ask({ type: 'editText', id: 4, entry, text: 'said better' }), { ok: true });
    assert.equal(written.length, 3);
    assert.equal(notices().length, 3);
    for (const notice of notices())
      assert.match(notice, /no space left\. It is kept while this window is open/);
    assert.deepEqual(logged, [failure, failure, failure]);
  });

  it('leaves with its writer what is kept nowhere', async () => {
    hear({ type: 'ready' });
    failure = new parts.NotPossibleError('The folder cannot be made.', 'Mend its rights.');
    await ask({ type: 'attach', id: 1, name: 'pool.png', content: 'AAAA' });
    const refused = { ok: false, error: 'The folder cannot be made. Mend its rights.' };
    assert.deepEqual(await ask({ type: 'write', id: 2, text: '!rolled back', pending: [1] }), refused);
    assert.equal(pending(), 1);
    assert.deepEqual(await ask({ type: 'editTime', id: 3, entry, time: '-5m' }), refused);
    assert.deepEqual(await ask({ type: 'editText', id: 4, entry, text: 'said better' }), refused);
    assert.deepEqual(notices(), []);
  });

  describe('with another tab over it before the answer', () => {
    /** What is told of what became of what it gave, since it came back. */
    const news = () =>
      told.filter(({ type }) => ['written', 'edited', 'notice', 'compose', 'panel'].includes(type));
    let end: () => Promise<void>;

    beforeEach(() => {
      hear({ type: 'ready' });
      let resolve = () => {};
      disk = new Promise(done => (resolve = done));
      end = () => (resolve(), turns());
    });

    const back = () => {
      told.length = 0;
      comeBack();
    };
    const kinds = () => news().map(({ type }) => type);

    it('says what was written meanwhile, before all else and once', async () => {
      hear({ type: 'write', id: 1, text: '!rolled back', pending: [] });
      hear({ type: 'editText', id: 2, entry, text: 'said better' });
      hear({ type: 'editTime', id: 3, entry, time: '-5m' });
      hide();
      await end();
      back();
      const first = news().slice(0, 3);
      assert.deepEqual(
        first.sort((a, b) => b.type.localeCompare(a.type)),
        [
          { type: 'written', text: '!rolled back' },
          { type: 'edited', entry, text: 'said better', time: null },
          { type: 'edited', entry, text: null, time: '-5m' },
        ],
      );
      assert.deepEqual(kinds().slice(3), ['panel']);
      hide();
      back();
      assert.deepEqual(kinds(), ['panel']);
    });

    it('offers what is still on its way to nobody, with its files, and gives it back where it fails', async () => {
      await ask({ type: 'attach', id: 1, name: 'pool.png', content: 'AAAA' });
      hear({ type: 'write', id: 2, text: '!rolled back', pending: [1] });
      hide();
      back();
      assert.deepEqual(news()[0], { type: 'written', text: '!rolled back' });
      assert.equal(pending(), 0);
      failure = new parts.NotPossibleError('The folder cannot be made.', 'Mend its rights.');
      await end();
      assert.deepEqual(news().slice(2), [
        { type: 'compose', text: '!rolled back' },
        { type: 'notice', text: 'The folder cannot be made. Mend its rights.' },
      ]);
      assert.equal(pending(), 1);
    });

    describe('and closed', () => {
      const refused = () => {
        failure = new parts.NotPossibleError('The folder cannot be made.', 'Mend its rights.');
      };
      const title = sampleIncident.title;
      const lost = (text: string) =>
        `“${text}” did not get into the timeline of “${title}”. The folder cannot be made. Mend its rights. | Copy the Text`;
      const giveAll = () => {
        hear({ type: 'write', id: 1, text: '!rolled back', pending: [] });
        hear({ type: 'editText', id: 2, entry, text: 'said better' });
        hear({ type: 'editTime', id: 3, entry, time: '-5m' });
        // Nobody typed it.
        hear({ type: 'picture', id: 4, entry, attachment: 0 });
      };
      const typed = ['!rolled back', 'said better', '-5m'];

      it('before the answer: says what was refused, and gives it back', async () => {
        refused();
        giveAll();
        panel.dispose();
        await end();
        assert.deepEqual(errors.sort(), typed.map(lost).sort());
        assert.deepEqual(copied.sort(), typed.toSorted());
        assert.deepEqual(notices(), []);
      });

      it('after the answer that no page heard: the same, once', async () => {
        refused();
        giveAll();
        hide();
        await end();
        assert.deepEqual(errors, []);
        panel.dispose();
        panel.dispose();
        await turns();
        assert.deepEqual(errors.sort(), typed.map(lost).sort());
        assert.deepEqual(copied.sort(), typed.toSorted());
      });

      it('also where a page that was there meanwhile gave it up as written', async () => {
        refused();
        hear({ type: 'write', id: 1, text: '!rolled back', pending: [] });
        hide();
        back();
        panel.dispose();
        await end();
        assert.deepEqual(errors, [lost('!rolled back')]);
      });

      it('says nothing of what was written, or of what a page has heard', async () => {
        giveAll();
        panel.dispose();
        await end();
        assert.deepEqual(errors, []);
      });

      it('says nothing of what the page that came back was told', async () => {
        refused();
        giveAll();
        hide();
        await end();
        back();
        assert.equal(notices().length, 3);
        panel.dispose();
        await turns();
        assert.deepEqual(errors, []);
      });

      it('gives back what was begun elsewhere and never shown', async () => {
        hide();
        panel.compose('the pool is full');
        panel.compose(null);
        panel.dispose();
        await turns();
        assert.deepEqual(copied, ['the pool is full']);
        assert.match(errors.join(), /^“the pool is full” did not get into the timeline of .* closed before/);
      });
    });

    it('says nothing more where that is written', async () => {
      hear({ type: 'write', id: 1, text: '!rolled back', pending: [] });
      hide();
      back();
      await end();
      assert.deepEqual(kinds(), ['written', 'panel']);
    });

    it('says once that it is on its way: the next entry may begin with the same words', async () => {
      hear({ type: 'write', id: 1, text: '!rolled back', pending: [] });
      hide();
      back();
      assert.deepEqual(kinds(), ['written', 'panel']);
      hide();
      back();
      await turns();
      assert.deepEqual(kinds(), ['panel'], 'the page took it out of what it keeps');
      await end();
      assert.deepEqual(kinds(), ['panel']);
    });

    it('says it again to the page that has the words still: the one before went away as it was told', async () => {
      hear({ type: 'write', id: 1, text: '!rolled back', pending: [] });
      hide();
      arrives = false;
      back();
      await turns();
      hide();
      arrives = true;
      back();
      assert.deepEqual(kinds(), ['written', 'panel']);
      await end();
      assert.deepEqual(kinds(), ['written', 'panel']);
    });

    it('says it after its end where no page that was told of it on its way was there', async () => {
      hear({ type: 'write', id: 1, text: '!rolled back', pending: [] });
      hide();
      arrives = false;
      back();
      await end();
      hide();
      arrives = true;
      back();
      assert.deepEqual(kinds(), ['written', 'panel']);
      hide();
      back();
      assert.deepEqual(kinds(), ['panel']);
    });

    it('says what was refused meanwhile, and what is not saved yet', async () => {
      hear({ type: 'write', id: 1, text: '!rolled back', pending: [] });
      hide();
      failure = new parts.NotPossibleError('The folder cannot be made.', 'Mend its rights.');
      await end();
      back();
      assert.deepEqual(kinds(), ['notice', 'panel'], 'it stands in the box still');
      failure = new parts.JournalWriteError('The entry was not saved: no space left.');
      hear({ type: 'write', id: 1, text: '!rolled back', pending: [] });
      hide();
      await turns();
      back();
      assert.deepEqual(kinds(), ['notice', 'written', 'panel']);
    });
  });

  it('answers what is too long with a sentence', async () => {
    hear({ type: 'ready' });
    const answer = await ask({ type: 'editText', id: 1, entry, text: 'x'.repeat(100_001) });
    assert.match(answer.ok ? '' : answer.error, /too long/);
    assert.deepEqual(written, []);
  });
});
