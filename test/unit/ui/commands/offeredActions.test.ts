import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ActionType } from '../../../../src/core/incidents/action.ts';
import {
  availableActions,
  type DetailsAction,
} from '../../../../src/core/incidents/details/detailsActions.ts';
import type { Incident } from '../../../../src/core/incidents/incident.ts';
import { incidentTags } from '../../../../src/core/incidents/list/incidentTags.ts';
import { statuses } from '../../../../src/core/incidents/list/incidentView.ts';
import { possibleIn } from '../../../../src/core/incidents/possibleActions.ts';
import type { CommandId } from '../../../../src/ui/contributed.ts';
import type * as Commands from '../../../../src/ui/commands/index.ts';
import { incident } from '../../incidents/incidentFixtures.ts';
import { type StandIn, withStandIn } from '../standIn.ts';

/** Each command that acts on an incident, and what it does to it: the details call it by the same name. */
const doing: Partial<Record<DetailsAction, ActionType>> = {
  acknowledge: 'acknowledge',
  resolve: 'resolve',
  retrigger: 'retrigger',
  addNote: 'note',
  resolveWithNote: 'resolve',
  snooze: 'snooze',
  reassign: 'reassign',
  escalate: 'escalate',
  addResponders: 'addResponders',
  merge: 'merge',
  setPriority: 'setPriority',
  setUrgency: 'setUrgency',
  editTitle: 'setTitle',
  sendStatusUpdate: 'statusUpdate',
  startWorkflow: 'startWorkflow',
};

interface MenuEntry {
  readonly command?: string;
  readonly when?: string;
}

const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../../../../package.json'), 'utf8')) as {
  readonly contributes: { readonly menus: Readonly<Record<string, readonly MenuEntry[]>> };
};
/** A clause that looks at an incident’s tags: all of these have to match. */
const tagPatterns = ({ when = '' }: MenuEntry) =>
  [...when.matchAll(/viewItem =~ \/([^/]*can[A-Z][^/]*)\//g)].map(([, pattern]) => new RegExp(pattern!));

describe('What is offered to do with an incident', () => {
  const capabilities = { actions: new Set(Object.keys(possibleIn) as ActionType[]) };
  let parts: typeof Commands & StandIn;

  before(async function () {
    this.timeout(60_000);
    parts = await withStandIn('ui/commands/index.ts');
  });

  /** Whether the command, called for this incident alone, would go on with it. */
  async function commandTakes(command: DetailsAction, named: Incident): Promise<boolean> {
    let taken: boolean | undefined;
    const pick = (_args: unknown, accept: (one: Incident) => boolean) => {
      taken = accept(named);
      return Promise.resolve(undefined);
    };
    const table = parts.commandTable({
      pick: { one: pick, many: pick },
      sessions: { get: () => ({ provider: { capabilities } }) },
    } as never);
    await table[`onCall.${command}` as CommandId]();
    assert.ok(taken !== undefined, `${command} asks for no incident`);
    return taken;
  }

  for (const [command, type] of Object.entries(doing) as [DetailsAction, ActionType][])
    for (const status of statuses)
      it(`${command} on what is ${status}: menu, details and command agree`, async () => {
        const named = incident('P1', { status, escalationPolicy: { id: 'PE', name: 'Mail' } });
        const expected = possibleIn[type].includes(status);
        const tags = incidentTags(named, capabilities);
        const entries = Object.values(manifest.contributes.menus)
          .flat()
          .filter(entry => entry.command === `onCall.${command}` && tagPatterns(entry).length > 0);
        assert.ok(entries.length > 0, 'no menu has it');
        for (const entry of entries) {
          const shown = tagPatterns(entry).every(pattern => pattern.test(tags));
          assert.equal(shown, expected, entry.when);
        }
        assert.equal(availableActions(named, capabilities, false).includes(command), expected, 'details');
        assert.equal(await commandTakes(command, named), expected, 'command');
      });

  it('merges what PagerDuty says it merges, or says nothing of', async () => {
    for (const [named, expected] of [
      [incident('P1'), true],
      [incident('P1', { mergeable: true }), true],
      [incident('P1', { mergeable: false }), false],
    ] as const) {
      assert.equal(/canMerge/.test(incidentTags(named, capabilities)), expected);
      assert.equal(availableActions(named, capabilities, false).includes('merge'), expected);
      assert.equal(await commandTakes('merge', named), expected);
    }
  });

  it('asks for a level only where there is a policy', async () => {
    const named = incident('P1');
    assert.doesNotMatch(incidentTags(named, capabilities), /canEscalate/);
    assert.ok(!availableActions(named, capabilities, false).includes('escalate'));
    assert.equal(await commandTakes('escalate', named), false);
  });
});

describe('What VS Code names no row for', () => {
  const { menus } = manifest.contributes;
  const inTitle = new Set(menus['view/title']!.map(({ command }) => command));
  const offered = new Set(
    [menus['view/title'], menus['view/item/context'], menus['onCall.change'], menus['onCall.copy']]
      .flatMap(entries => entries ?? [])
      .flatMap(({ command }) => command ?? []),
  );

  it('is the current incident for the commands above a view, and refused by all others', async function () {
    this.timeout(60_000);
    const { commandTable } = await withStandIn<typeof Commands>('ui/commands/index.ts');
    /** Whether a command about one incident takes it as one above a view. */
    const taken = new Map<string, boolean>();
    for (const command of offered) {
      const table = commandTable({
        chatsKnown: () => Promise.resolve(),
        pick: {
          many: () => Promise.resolve(undefined),
          one: (_args: unknown, _accept: unknown, where?: { readonly inTitle?: boolean }) => {
            taken.set(command, where?.inTitle ?? false);
            return Promise.resolve(undefined);
          },
        },
      } as never);
      // Those that are about no incident miss their parts.
      await (async () => table[command as CommandId](undefined, undefined))().catch(() => {});
    }
    for (const command of ['onCall.triage', 'onCall.assignRole', 'onCall.generatePostMortem'])
      assert.ok(taken.has(command), command);
    assert.deepEqual(
      [...taken].filter(([, above]) => above).map(([command]) => command),
      [...taken.keys()].filter(command => inTitle.has(command)),
    );
  });
});
