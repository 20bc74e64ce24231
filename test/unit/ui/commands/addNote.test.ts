import assert from 'node:assert/strict';
import { Redactor } from '../../../../src/core/execution/redact.ts';
import type * as AddNote from '../../../../src/ui/commands/addNote.ts';
import type * as ResolveWithNote from '../../../../src/ui/commands/resolveWithNote.ts';
import { incident } from '../../incidents/incidentFixtures.ts';
import { type StandIn, withStandIn } from '../standIn.ts';

describe('A note that is typed for the provider', function () {
  this.timeout(60_000);
  let parts: typeof AddNote & typeof ResolveWithNote & StandIn;
  before(async () => {
    parts = await withStandIn('ui/commands/addNote.ts', 'ui/commands/resolveWithNote.ts');
  });

  async function told(command: 'addNote' | 'resolveWithNote', typed: string) {
    const said: string[] = [];
    Object.assign(parts.window, {
      showInputBox: async () => typed,
      showInformationMessage: async (text: string) => void said.push(text),
    });
    const sent: unknown[] = [];
    const given = {
      pick: { many: async () => [incident('P1')] },
      actions: {
        perform: async (_incidents: unknown, action: { text?: string }) => void sent.push(action.text),
      },
      redactor: new Redactor(),
    };
    await parts[command](given as never, []);
    assert.ok(sent.includes(typed), 'the note is sent as it was typed');
    return said;
  }

  for (const command of ['addNote', 'resolveWithNote'] as const)
    it(`tells what only the timeline masks: ${command}`, async () => {
      assert.deepEqual(await told(command, 'password=hunter2secret, rolled back'), [
        'Masked in the timeline, but not in the note at the provider: password',
      ]);
      assert.deepEqual(await told(command, 'rolled back'), []);
    });
});
