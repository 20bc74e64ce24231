import assert from 'node:assert/strict';
import type { MutedUntil } from '../../../../src/core/incidents/notifications/mute.ts';
import type * as Muting from '../../../../src/ui/commands/muteNotifications.ts';
import { FakeClock } from '../../fakeClock.ts';
import { type StandIn, withStandIn } from '../standIn.ts';

interface Row {
  readonly label: string;
  readonly description?: string;
}

describe('Muting notifications', () => {
  let parts: typeof Muting & StandIn;
  const clock = new FakeClock();
  let muted: MutedUntil[];
  let said: string[];
  /** The label that the person chooses; null for none. */
  let chosen: string | null;

  before(async () => {
    parts = await withStandIn('ui/commands/muteNotifications.ts');
  });

  beforeEach(() => {
    muted = [];
    said = [];
    Object.assign(parts.window, {
      showQuickPick: async (rows: readonly Row[], { placeHolder }: { readonly placeHolder: string }) => {
        said.push(placeHolder, ...rows.map(({ label }) => label));
        return rows.find(({ label }) => label === chosen);
      },
      showInformationMessage: async (words: string) => void said.push(words),
    });
  });

  const notifications = { setMuted: async (until: MutedUntil) => void muted.push(until) };

  it('asks for how long, and says that nobody is kept from being paged', async () => {
    for (const label of ['For 15 minutes', 'For 1 hour', 'Until I turn them on']) {
      chosen = label;
      await parts.muteNotifications({ notifications, clock });
    }
    assert.deepEqual(muted, [clock.now() + 15 * 60_000, clock.now() + 3_600_000, Infinity]);
    assert.match(said[0]!, /PagerDuty goes on paging you/);
    assert.ok(said.includes('Until tomorrow morning'));
  });

  it('mutes nothing where the person gives up', async () => {
    chosen = null;
    await parts.muteNotifications({ notifications, clock });
    assert.deepEqual(muted, []);
  });

  it('turns them on again, and says so', async () => {
    await parts.unmuteNotifications(notifications as never);
    assert.deepEqual(muted, [null]);
    assert.match(said[0]!, /show a message again/);
  });
});
