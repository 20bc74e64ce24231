import assert from 'node:assert/strict';
import { utc } from '../../../src/core/clock.ts';
import { eventChanges } from '../../../src/core/changes/findChanges.ts';

describe('The change events of a provider', () => {
  const at = Date.UTC(2026, 10, 22, 10, 15);
  const span = { from: at - 3_600_000, to: at };
  const event = (id: string, time: number, ...hrefs: string[]) => ({
    ...{ id, at: utc(time), summary: `Build ${id}`, source: 'ci', reason: null },
    links: hrefs.map(href => ({ href, text: 'Build' })),
  });
  const urls = (...hrefs: string[]) =>
    eventChanges([event('7', at - 60_000, ...hrefs)], span).map(({ url }) => url);

  it('are those of that time', () => {
    const events = [event('1', span.from - 1), event('2', span.from), event('3', at), event('4', at + 1)];
    assert.deepEqual(
      eventChanges(events, span).map(({ id }) => id),
      ['event 2', 'event 3'],
    );
  });

  it('open at their first link that a browser may be sent to', () => {
    assert.deepEqual(
      urls('http://jenkins.corp.example/job/7', 'https://ci.example/7', 'https://ci.example/8'),
      ['https://ci.example/7'],
    );
    assert.deepEqual(urls('http://127.0.0.1:8080/job/7'), ['http://127.0.0.1:8080/job/7']);
    assert.deepEqual(urls('http://jenkins.corp.example/job/7'), [null]);
    assert.deepEqual(urls(), [null]);
  });
});
