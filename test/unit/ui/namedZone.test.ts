import assert from 'node:assert/strict';
import type * as Words from '../../../src/ui/actionWords.ts';
import type * as Escalate from '../../../src/ui/commands/escalate.ts';
import type * as Mute from '../../../src/ui/commands/muteNotifications.ts';
import type * as Snooze from '../../../src/ui/commands/snooze.ts';
import type * as Nodes from '../../../src/ui/trees/incidentNodes.ts';
import { FakeClock } from '../fakeClock.ts';
import { incident } from '../incidents/incidentFixtures.ts';
import { type StandIn, withStandIn } from './standIn.ts';

const now = Date.UTC(2026, 0, 15, 12, 0);
const until = '2026-01-15T13:30:00.000Z';

interface Row {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
}
interface Line {
  readonly prompt: string;
  readonly validateInput: (typed: string) => { readonly message: string } | string | null;
}

/** Where VS Code runs the extension over SSH or in a container, its zone is seldom that of the person. */
for (const [zone, name, shown] of [
  ['UTC', 'UTC', '13:30'],
  ['Europe/Paris', 'CET', '14:30'],
] as const) {
  describe(`The end of a snooze, on a machine in ${zone}`, () => {
    const environment = process.env['TZ'];
    let parts: typeof Words & typeof Nodes & typeof Snooze & typeof Mute & typeof Escalate & StandIn;
    let line: Line;
    let rows: readonly Row[];

    // What is imported keeps the zone that it finds.
    before(async () => {
      process.env['TZ'] = zone;
      parts = await withStandIn(
        'ui/actionWords.ts',
        'ui/trees/incidentNodes.ts',
        'ui/commands/snooze.ts',
        'ui/commands/muteNotifications.ts',
        'ui/commands/escalate.ts',
      );
    });
    beforeEach(() => {
      Object.assign(parts.window, {
        showQuickPick: async (offered: readonly Row[] | Promise<readonly Row[]>) => {
          rows = await offered;
          return rows.at(-1);
        },
        showInputBox: async (asked: Line) => void (line = asked),
      });
    });
    after(() => {
      if (environment === undefined) delete process.env['TZ'];
      else process.env['TZ'] = environment;
    });

    it('is named with the zone in what is to be done', () => {
      const words = parts.actionWords({ type: 'snooze', until });
      assert.ok(words.endsWith(`${shown} (${name})`), words);
    });

    it('is named with the zone in the tooltip of the row and to a screen reader, not in the row', () => {
      const options = { now, drill: false, capabilities: { actions: new Set<never>() }, account: null };
      const item = parts.incidentItem(
        {
          ...{ type: 'incident', id: 'row', group: null },
          incident: incident('P1', { status: 'acknowledged', acknowledgedUntil: until }),
        },
        { ...options, pending: null, response: '', severityReason: null, showStatus: false },
      );
      const end = new RegExp(`snoozed until .*${shown} \\(${name}\\)`);
      assert.match(String(item.tooltip), end);
      assert.match(item.accessibilityInformation!.label, end);
      assert.match(String(item.description), new RegExp(`snoozed until [^()]*${shown}(?! \\()`));
    });

    it('is asked for and answered with the zone', async () => {
      const clock = new FakeClock(now);
      const capabilities = { actions: new Set(['snooze']) };
      const acting = {
        clock,
        pick: { many: () => Promise.resolve([incident('P1')]) },
        actions: {},
        sessions: { get: () => ({ provider: { capabilities } }), all: () => [] },
      };
      await parts.snooze(acting as never, []);
      const presets = rows.slice(0, -1);
      assert.ok(presets.length > 3);
      for (const { description } of presets) assert.ok(description?.endsWith(` (${name})`), description);
      assert.ok(line.prompt.endsWith(`times are of ${zone}.`), line.prompt);
      const answer = line.validateInput('14:30');
      assert.match((answer as { readonly message: string }).message, new RegExp(`14:30 \\(${name}\\)$`));
    });

    it('has the zone beside the turns that an escalation shows', async () => {
      const named = incident('P1', { escalationPolicy: { id: 'PE', name: 'Mail' } });
      const level = { level: 1, targets: [], delayMinutes: 5 };
      const turn = { person: { id: 'PZOE', name: 'Zoe' }, level: 1, until };
      const provider = {
        policy: () => Promise.resolve({ levels: [level] }),
        onCalls: () => Promise.resolve([turn]),
      };
      Object.assign(parts.window, {
        showQuickPick: async (offered: Promise<readonly Row[]>) => void (rows = await offered),
      });
      const session = { provider };
      const acting = {
        pick: { many: () => Promise.resolve([named]) },
        sessions: { get: () => session, of: () => session },
      };
      assert.equal(await parts.escalate(acting as never, []), false);
      assert.match(rows[0]!.detail!, new RegExp(`Zoe until .*${shown} \\(${name}\\)`));
    });

    it('has the zone of a mute beside it, too', async () => {
      await parts.muteNotifications({
        notifications: { setMuted: () => Promise.resolve() },
        clock: new FakeClock(now),
      });
      assert.match(rows[0]!.description!, new RegExp(`^until .* \\(${name}\\)$`));
    });
  });
}
