import assert from 'node:assert/strict';
import { timeThere, turnTime, zoneName } from '../../../../src/core/incidents/onCall/turnTimes.ts';
import { LocalZone } from '../../../../src/core/timeline/localZone.ts';

const berlin = new LocalZone('Europe/Berlin');
const newYork = new LocalZone('America/New_York');
const at = (text: string) => Date.parse(text);
const thursday = at('2026-01-15T03:00:00Z');

describe('The time of a turn', () => {
  it('is a weekday and a time of the 24-hour clock, in the zone', () => {
    assert.equal(turnTime(at('2026-01-19T08:00:00Z'), thursday, berlin, 'en'), 'Mon 09:00');
    assert.equal(turnTime(at('2026-01-19T08:00:00Z'), thursday, newYork, 'en'), 'Mon 03:00');
    assert.equal(turnTime(at('2026-01-16T00:00:00Z'), thursday, new LocalZone('UTC'), 'en'), 'Fri 00:00');
  });

  it('has the date where the weekday could be this week’s', () => {
    const far = turnTime(at('2026-02-02T08:00:00Z'), thursday, berlin, 'en');
    assert.match(far, /Mon/);
    assert.match(far, /Feb 2/);
    assert.match(far, /09:00$/);
    assert.doesNotMatch(turnTime(at('2026-01-21T02:59:00Z'), thursday, berlin, 'en'), /Jan/);
    assert.match(turnTime(at('2026-01-21T03:00:00Z'), thursday, berlin, 'en'), /Jan/);
  });

  it('speaks the language of the editor', () => {
    assert.equal(turnTime(at('2026-01-19T08:00:00Z'), thursday, berlin, 'fr'), 'lun. 09:00');
  });

  it('follows the clocks when they change: 09:00 stays 09:00', () => {
    const saturday = at('2026-03-28T12:00:00Z');
    assert.equal(turnTime(at('2026-03-29T07:00:00Z'), saturday, berlin, 'en'), 'Sun 09:00');
    assert.equal(turnTime(at('2026-03-28T08:00:00Z'), saturday, berlin, 'en'), 'Sat 09:00');
  });
});

describe('The name of a zone', () => {
  const winter = thursday;
  const summer = at('2026-07-15T03:00:00Z');

  it('is the usual one, of the time of the year', () => {
    assert.equal(zoneName(winter, berlin, 'en'), 'CET');
    assert.equal(zoneName(summer, berlin, 'en'), 'CEST');
    assert.equal(zoneName(winter, newYork, 'en'), 'EST');
    assert.equal(zoneName(summer, newYork, 'fr'), 'EDT');
    assert.equal(zoneName(winter, new LocalZone('Asia/Kolkata'), 'en'), 'IST');
    assert.equal(zoneName(winter, new LocalZone('UTC'), 'en'), 'UTC');
  });

  it('is the offset where there is none', () => {
    assert.equal(zoneName(winter, new LocalZone('Asia/Kathmandu'), 'en'), 'GMT+5:45');
  });
});

describe('The time there', () => {
  it('is shown where the clock shows another one, with the day where it is another', () => {
    assert.equal(timeThere(at('2026-01-15T22:40:00Z'), newYork, 'Europe/Berlin', 'en'), '23:40');
    assert.equal(timeThere(at('2026-01-15T16:40:00Z'), newYork, 'Europe/Berlin', 'en'), '17:40');
    assert.equal(timeThere(at('2026-01-16T01:40:00Z'), newYork, 'Europe/Berlin', 'en'), 'Fri 02:40');
    assert.equal(timeThere(at('2026-01-15T23:30:00Z'), berlin, 'America/New_York', 'en'), 'Thu 18:30');
  });

  it('is not where it is the same, whatever the zone is called', () => {
    assert.equal(timeThere(thursday, berlin, 'Europe/Paris', 'en'), null);
    assert.equal(timeThere(thursday, berlin, 'Europe/Berlin', 'en'), null);
  });

  it('is shown in the weeks in which only one of the two has changed its clocks', () => {
    const both = new LocalZone('Africa/Lagos');
    assert.equal(timeThere(at('2026-03-28T12:00:00Z'), both, 'Europe/Berlin', 'en'), null);
    assert.equal(timeThere(at('2026-03-30T12:00:00Z'), both, 'Europe/Berlin', 'en'), '14:00');
  });

  it('is not known without a zone, or for one that does not exist', () => {
    for (const zone of [null, '', 'Mars/Olympus', '../etc']) {
      assert.equal(timeThere(thursday, berlin, zone, 'en'), null, String(zone));
    }
  });
});
