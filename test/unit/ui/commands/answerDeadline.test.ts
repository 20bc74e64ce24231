import assert from 'node:assert/strict';
import type { NewMessage } from '../../../../src/core/comms/messenger.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import type { Deadline } from '../../../../src/core/response/deadlines.ts';
import { responseState } from '../../../../src/core/response/responseState.ts';
import { defaultTeam } from '../../../../src/core/team/teamFile.ts';
import type * as Answer from '../../../../src/ui/commands/answerDeadline.ts';
import type * as Boundary from '../../../../src/ui/errorBoundary.ts';
import { FakeClock } from '../../fakeClock.ts';
import { standardRules } from '../../response/standardRules.ts';
import { sampleIncident, START } from '../../timeline/sampleEntries.ts';
import { type StandIn, withStandIn } from '../standIn.ts';

interface Row {
  readonly label: string;
}

describe('A message that answers a deadline', function () {
  this.timeout(60_000);
  let parts: typeof Answer & typeof Boundary & StandIn;
  let sent: NewMessage[];
  let completed: number;
  /** Whether each incident may also be one that only its timeline knows. */
  let reached: boolean[];
  const escalation: Deadline = {
    ...{ id: 'notMitigated', kind: 'escalation', name: 'Not mitigated', tell: ['management'], note: '' },
    ...{ dueAt: '2026-11-22T10:10:00.000Z', state: 'due', postponed: null },
  };

  before(async () => {
    parts = await withStandIn('ui/commands/answerDeadline.ts', 'ui/errorBoundary.ts');
  });

  /** By the rows that begin with these words, one question after the other. */
  async function answer(deadline: Deadline, ...answers: string[]): Promise<void> {
    [sent, completed, reached] = [[], 0, []];
    Object.assign(parts.window, {
      showQuickPick: async (rows: readonly Row[]) => {
        const words = answers.shift();
        return words && rows.find(({ label }) => label.startsWith(words));
      },
      showInputBox: async () => 'half of Europe',
      showTextDocument: async () => {},
      tabGroups: { all: [] },
    });
    const clock = new FakeClock(START);
    const rules = standardRules('en');
    const state = responseState(sampleIncident, [], rules.roles);
    const response = { incident: sampleIncident, state, entries: [], deadlines: () => [deadline] };
    const rooms = {
      ...{ clock, incidentClock: clock, rules: () => rules, author: () => 'Ada' },
      pick: {
        one: async (_args: unknown, _accept: unknown, where?: { readonly remembered?: boolean }) => {
          reached.push(where?.remembered ?? false);
          return sampleIncident;
        },
      },
      current: { set: () => {} },
      follower: { follow: () => {} },
      boundary: new parts.ErrorBoundary(silentLogger, () => {}),
      responses: { of: () => ({ ...response, now: () => clock.now() }) },
      deeds: { complete: async () => void completed++ },
      timelines: { scribe: { addEntry: async () => {} } },
      texts: { keep: (name: string) => name },
      chats: { all: () => [{ type: 'slackWebhook', id: 'ops', name: '#ops' }] },
      chatsKnown: async () => {},
      channels: { channelOf: () => undefined },
      messenger: { messages: () => [], send: async (message: NewMessage) => void sent.push(message) },
      services: { bridgeOf: async () => null, serviceOf: async () => null },
      teamFiles: async () => ({ team: defaultTeam('en') }),
    };
    await parts.answerDeadline(rooms as never, [{ type: 'deadline', incident: sampleIncident, deadline }]);
  }

  it('carries what is said of it with it, for whenever it is sent', async () => {
    await answer(escalation, 'Send a message', 'Update', 'Send to Slack #ops');
    assert.deepEqual(
      sent.map(({ purpose, meets }) => [purpose, meets]),
      [
        [
          'update',
          {
            ...{ deadline: 'notMitigated', name: 'Not mitigated', dueAt: escalation.dueAt, event: 'done' },
            ...{ until: null, reason: 'a message was sent' },
          },
        ],
      ],
    );
    assert.equal(completed, 0, 'nothing is said before it is sent');
  });

  it('is given for an incident that has left the list, too', async () => {
    await answer(escalation, 'Send a message', 'Update', 'Send to Slack #ops');
    assert.deepEqual(reached, [true]);
  });

  it('says nothing of an update, which any message meets', async () => {
    const update: Deadline = { ...escalation, id: 'update 1', kind: 'update', name: '', tell: [] };
    await answer(update, 'Send a message', 'Update', 'Send to Slack #ops');
    assert.deepEqual(
      sent.map(({ meets }) => meets),
      [undefined],
    );
  });
});
