import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import type { WebviewPanel } from 'vscode';
import { silentLogger } from '../../../src/core/logger.ts';
import type { Answer } from '../../../src/protocol/messages.ts';
import type * as Boundary from '../../../src/ui/errorBoundary.ts';
import type * as Channel from '../../../src/ui/screenChannel.ts';
import { type StandIn, withStandIn } from './standIn.ts';

type In = { readonly type: 'ready' } | { readonly type: 'give'; readonly id: number; readonly text: string };
type Out = { readonly type: 'answer'; readonly id: number; readonly answer: Answer };

describe('ScreenChannel', function () {
  this.timeout(30_000);
  let parts: typeof Channel & typeof Boundary & StandIn;
  let channel: Channel.ScreenChannel<In, Out>;
  let say: (value: unknown) => void;
  let told: Out[];
  let unheard: string[];
  let logged: string[];
  /** Of a page that went away while it was spoken to. */
  let arrives: boolean;
  /** The work on what was given ends when a test says so. */
  let end: () => Promise<void>;

  before(async () => {
    parts = await withStandIn('ui/screenChannel.ts', 'ui/errorBoundary.ts');
  });

  beforeEach(() => {
    [told, unheard, logged] = [[], [], []];
    arrives = true;
    const webview = {
      onDidReceiveMessage: (listener: typeof say) => ((say = listener), { dispose() {} }),
      postMessage: (message: Out) => Promise.resolve((arrives && told.push(message), arrives)),
    };
    const boundary = new parts.ErrorBoundary(
      { ...silentLogger, error: what => void logged.push(what) },
      () => {},
    );
    channel = new parts.ScreenChannel<In, Out>({ visible: true, webview } as unknown as WebviewPanel, {
      name: () => 'a page',
      boundary,
      parse: value => {
        const message = value as In;
        return message.type === 'ready' || message.text?.length < 10 ? message : null;
      },
      begin: () => {},
      handle: () =>
        new Promise(resolve => {
          end = async () => (resolve(), void (await turn()));
        }),
      unheard: ({ text }, { ok }) => void unheard.push(`${text}: ${ok}`),
    });
  });
  afterEach(() => channel.dispose());

  const give = (text: string) => say({ type: 'give', id: 7, text });

  it('says to a page that asks whether anybody is there that it is', () => {
    say({ type: 'ready' });
    say({ type: 'there' });
    assert.deepEqual(told, [{ type: 'there' }]);
    channel.hidden();
    say({ type: 'there', more: 1 });
    assert.equal(told.length, 1);
  });

  it('answers what the guard refuses, where it is a question, with a sentence', async () => {
    say({ type: 'ready' });
    give('longer than it may be');
    say({ type: 'give', text: 'longer than it may be' });
    say({ type: 'give', id: -1 });
    say({ type: 'give', id: { valueOf: () => 7 } });
    say(Object.defineProperty({ type: 'give' }, 'id', { enumerable: true, get: () => 7 }));
    await turn();
    assert.equal(logged.length, 5);
    assert.equal(told.length, 1);
    const { id, answer } = told[0]!;
    assert.equal(id, 7);
    assert.match(answer.ok ? '' : answer.error, /^On-Call did not take that: it is too long, .*\.$/);
  });

  it('says what the page that asked never heard: it was hidden, and another may be there by then', async () => {
    say({ type: 'ready' });
    give('heard');
    await end();
    assert.deepEqual([told.length, unheard], [1, []]);
    give('hidden');
    channel.hidden();
    await end();
    assert.deepEqual([told.length, unheard], [1, ['hidden: true']]);
    say({ type: 'ready' });
    give('another');
    channel.hidden();
    say({ type: 'ready' });
    await end();
    assert.deepEqual(unheard.slice(1), ['another: true']);
    give('gone');
    arrives = false;
    await end();
    assert.deepEqual(unheard.slice(2), ['gone: true']);
  });

  it('tells no page once the panel is closed, and whoever has to know that none heard it', async () => {
    say({ type: 'ready' });
    give('closed');
    channel.dispose();
    await end();
    assert.deepEqual([told, unheard], [[], ['closed: true']]);
  });
});
