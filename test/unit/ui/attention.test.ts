import assert from 'node:assert/strict';
import type * as Attentions from '../../../src/ui/attention.ts';
import { FakeClock } from '../fakeClock.ts';
import { type StandIn, withStandIn } from './standIn.ts';

describe('How closely incidents are followed', () => {
  let parts: typeof Attentions & StandIn;
  let clock: FakeClock;
  let attention: Attentions.Attention;
  let told: string[];
  let setWindow: (state: { focused: boolean; active: boolean }) => void;
  let setVisible: (visible: boolean) => void;

  before(async () => {
    parts = await withStandIn('ui/attention.ts');
  });

  beforeEach(() => {
    clock = new FakeClock();
    Object.assign(parts.window, {
      state: { focused: true, active: true },
      onDidChangeWindowState: (listener: typeof setWindow) => {
        setWindow = listener;
        return { dispose() {} };
      },
    });
    attention = new parts.Attention(clock);
    told = [];
    attention.onDidChange(() => told.push(attention.state));
  });
  afterEach(() => {
    attention.dispose();
    assert.equal(clock.pending, 0);
  });

  function watched() {
    const view = {
      visible: true,
      onDidChangeVisibility: (listener: () => void) => {
        setVisible = visible => {
          view.visible = visible;
          listener();
        };
        return { dispose() {} };
      },
    };
    return attention.watch(view as never);
  }

  it('is close while a view of them is seen in the window that has the focus', () => {
    assert.equal(attention.state, 'hidden');
    const watching = watched();
    setVisible(false);
    setVisible(true);
    setWindow({ focused: false, active: true });
    setWindow({ focused: true, active: true });
    watching.dispose();
    assert.deepEqual(told, ['looked', 'hidden', 'looked', 'hidden', 'looked', 'hidden']);
  });

  it('is close while a panel about one is open, whatever has the focus', () => {
    setWindow({ focused: false, active: true });
    const [one, other] = [attention.hold(), attention.hold()];
    one.dispose();
    assert.equal(attention.state, 'looked');
    other.dispose();
    assert.deepEqual(told, ['looked', 'hidden']);
  });

  it('rests once nobody has touched the window for ten minutes, and no longer', async () => {
    watched();
    setWindow({ focused: true, active: false });
    await clock.advance(10 * 60_000 - 1);
    assert.equal(attention.state, 'looked');
    await clock.advance(1);
    assert.equal(attention.state, 'idle');
    setWindow({ focused: true, active: true });
    assert.equal(attention.state, 'looked');
    setWindow({ focused: true, active: false });
    await clock.advance(5 * 60_000);
    setWindow({ focused: true, active: true });
    await clock.advance(60 * 60_000);
    assert.deepEqual(told, ['looked', 'idle', 'looked']);
  });
});
