import assert from 'node:assert/strict';
import { IncidentStore } from '../../../src/core/incidents/incidentStore.ts';
import { IncidentRows } from '../../../src/core/incidents/list/incidentRows.ts';
import { IncidentViews } from '../../../src/core/incidents/list/incidentViews.ts';
import type * as Shows from '../../../src/ui/showIncidents.ts';
import { incident } from '../incidents/incidentFixtures.ts';
import { type StandIn, withStandIn } from './standIn.ts';

const words = { mine: 'a', waiting: 'b', highUrgency: 'c', myTeams: 'd', byService: 'e' };
const showAll = 'Show All Incidents';

describe('“Show” of a message about several incidents', () => {
  let parts: typeof Shows & StandIn;
  let store: IncidentStore;
  let views: IncidentViews;
  /** What was done, in order: `revealed B`, or a message with its buttons. */
  let done: string[];
  let answer: string | undefined;

  before(async () => {
    parts = await withStandIn('ui/showIncidents.ts');
  });

  beforeEach(() => {
    store = new IncidentStore();
    store.upsertAll([incident('A'), incident('B', { urgency: 'low' }), incident('C', { urgency: 'low' })]);
    views = new IncidentViews({ get: () => undefined, update: () => Promise.resolve() }, words);
    done = [];
    answer = undefined;
    Object.assign(parts.commands, {
      executeCommand: (id: string) => Promise.resolve(void done.push(id)),
    });
    Object.assign(parts.window, {
      showInformationMessage: (text: string, ...buttons: string[]) => {
        done.push([text, ...buttons].join(' | '));
        return Promise.resolve(answer);
      },
    });
  });
  afterEach(() => {
    views.dispose();
    store.dispose();
  });

  /** Reveals what the list has of them with the view as it is. */
  const tree: Shows.ShowParts['tree'] = {
    reveal: ({ key, id }) => {
      const rows = new IncidentRows();
      rows.arrange(store.all(), views.current, { me: new Map(), teams: new Map() });
      const found = rows.find(key) !== null;
      if (found) done.push(`revealed ${id}`);
      return Promise.resolve(found);
    },
  };
  const show = async (...ids: string[]) => {
    await parts.showIncidents(
      { tree, store, views },
      ids.map(id => incident(id)),
    );
    return done;
  };
  const focus = 'onCall.incidents.focus';
  const question = `The filter of the list hides these incidents. | ${showAll}`;

  it('selects the first that the filter lets be seen', async () => {
    assert.deepEqual(await show('B', 'A'), [focus, 'revealed B']);
    done = [];
    await views.set({ filter: { urgencies: ['high'] } });
    assert.deepEqual(await show('B', 'A'), [focus, 'revealed A']);
  });

  it('says that the filter hides them all, and leaves it as it is', async () => {
    await views.set({ filter: { urgencies: ['high'] } });
    assert.deepEqual(await show('B', 'C'), [focus, question]);
    assert.deepEqual(views.current.filter.urgencies, ['high']);
  });

  it('takes the filter away where the person wants it, and selects the first', async () => {
    await views.set({ filter: { urgencies: ['high'], text: 'disk' } });
    answer = showAll;
    assert.deepEqual(await show('B', 'C'), [focus, question, 'revealed B']);
    assert.deepEqual([views.current.filter.urgencies, views.current.filter.text], [[], '']);
  });

  it('blames no filter for those that have left the list', async () => {
    answer = showAll;
    await views.set({ filter: { urgencies: ['high'] } });
    store.drop('acme:B');
    assert.deepEqual(await show('B'), [focus, 'Nothing to show: these incidents are no longer in the list.']);
    assert.deepEqual(views.current.filter.urgencies, ['high']);
  });
});
