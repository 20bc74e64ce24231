import assert from 'node:assert/strict';
import { FollowedIncident } from '../../../../src/core/incidents/list/followedIncident.ts';
import { FakeClock } from '../../fakeClock.ts';
import { incident } from '../incidentFixtures.ts';

describe('The incident that a key does something to', () => {
  const one = incident('P1');
  const other = incident('P2');
  let clock: FakeClock;
  let followed: FollowedIncident;
  beforeEach(() => {
    clock = new FakeClock();
    followed = new FollowedIncident(clock);
  });
  const current = () => followed.current;
  const inRow = (row: string) => (key: string) => (key === one.key ? row : undefined);

  it('is followed from the deed on, however long the person thought before it', async () => {
    followed.mean(one.key);
    assert.ok(!current(), 'while a question stands, the focus is the person’s');
    await clock.advance(60_000);
    followed.begin([other, one], inRow('triggered'));
    assert.deepEqual([current()?.key, current()?.rowId], [one.key, 'triggered']);
    await clock.advance(5_000);
    assert.ok(current(), 'five seconds are for what a key did itself');
    await clock.advance(1);
    assert.equal(current(), null);
  });

  it('is followed back as well, within the same time', () => {
    followed.mean(one.key);
    followed.begin([one], inRow('triggered'));
    followed.movedTo('acknowledged');
    assert.equal(current()?.rowId, 'acknowledged');
    // VS Code says so of every row that was selected for the person.
    followed.selected('acknowledged');
    assert.equal(current()?.rowId, 'acknowledged');
  });

  it('is followed no longer once the person goes to another row', () => {
    followed.mean(one.key);
    followed.begin([one], inRow('triggered'));
    followed.selected('another row');
    assert.equal(current(), null);
  });

  it('is followed no longer once the person went elsewhere, until the next deed', () => {
    followed.mean(one.key);
    followed.begin([one], inRow('triggered'));
    followed.giveUp();
    assert.equal(current(), null);
    followed.movedTo('acknowledged');
    assert.equal(current(), null);
    followed.begin([one], inRow('acknowledged'));
    assert.equal(current()?.rowId, 'acknowledged');
  });

  it('is followed no longer once the person calls another command, which may ask', () => {
    for (const next of [one.key, null]) {
      followed.mean(one.key);
      followed.begin([one], inRow('triggered'));
      assert.ok(current());
      followed.mean(next);
      assert.equal(current(), null);
    }
  });

  it('is none where no key in the view called the command, where it is about others, or not listed', () => {
    followed.begin([one], inRow('triggered'));
    assert.equal(current(), null);
    followed.mean(one.key);
    followed.begin([other], inRow('triggered'));
    assert.equal(current(), null);
    followed.begin([one], () => undefined);
    assert.equal(current(), null);
    followed.mean(null);
    followed.begin([one], inRow('triggered'));
    assert.equal(current(), null);
  });
});
