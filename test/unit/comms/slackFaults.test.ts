import assert from 'node:assert/strict';
import { draws, seeds } from '../seeded.ts';
import { SlackSequence } from './slackSequence.ts';

describe('Messages and the fake Slack through seeded faults', () => {
  it('sends every message once and in order, drops none silently, and respects every limit', async function () {
    this.timeout(0);
    const sequences = draws(1_000, 20_000);
    const all = seeds(sequences);
    let [messages, faults, crashes, limits, asked] = [0, 0, 0, 0, 0];
    for (const seed of all) {
      const sequence = await SlackSequence.start(seed);
      try {
        await sequence.run();
        assertNothingTwice(sequence);
        assertListed(sequence);
        assertOrder(sequence);
        asked += sequence.listed().filter(({ state }) => state === 'mayHaveArrived').length;
        await sequence.repair();
        assertNothingTwice(sequence);
        assertAllSent(sequence);
        assertLimits(sequence);
        assert.deepEqual(sequence.errors, []);
      } catch (error) {
        throw new Error(`seed ${seed} (ONCALL_SEED=${seed}): ${String(error)}`, { cause: error });
      } finally {
        await sequence.stop();
      }
      messages += sequence.asked.length;
      faults += sequence.faultsMet;
      crashes += sequence.crashes;
      limits += sequence.limits.length;
    }
    console.log(
      `      seeds ${all[0]} to ${all.at(-1)}: ${messages} messages, ${faults} faults, ${crashes} crashes, ${limits} limits, ${asked} put to a person`,
    );
    if (process.env['ONCALL_SEED']) return;
    assert.ok(messages > 4 * sequences && faults > 2 * sequences, `${messages} messages, ${faults} faults`);
    assert.ok(crashes > 0.3 * sequences && limits > 0.3 * sequences, `${crashes} crashes, ${limits} limits`);
  });
});

function assertNothingTwice(sequence: SlackSequence): void {
  for (const { id, text } of sequence.asked)
    assert.ok(sequence.arrivals(id) <= 1, `${text} arrived ${sequence.arrivals(id)} times`);
}

function assertListed(sequence: SlackSequence): void {
  for (const { id, text, target } of sequence.asked) {
    const now = sequence.listed().find(message => message.id === id);
    if (!now) {
      assert.ok(sequence.dropped.has(id), `${text} is neither sent nor listed`);
      continue;
    }
    const arrivals = sequence.arrivals(id);
    assert.notEqual(now.state, 'waiting', `${text} never settled: ${now.reason}`);
    assert.notEqual(now.state, 'sending');
    if (now.state === 'sent') assert.equal(arrivals, 1, `${text} is not there`);
    if (now.state === 'refused') assert.equal(arrivals, 0, `${text} is there, though refused`);
    if (now.state !== 'sent') assert.ok(now.reason && now.nextStep, `${text} says no reason`);
    // A bot can look, unless it may not.
    if (now.state === 'mayHaveArrived' && target.type === 'slackChannel')
      assert.match(now.reason!, /scope|archived|not there|not in the channel/);
  }
}

/** Each place holds its messages in the order in which they were sent off. */
function assertOrder(sequence: SlackSequence): void {
  for (const { place, ids } of sequence.places()) assert.deepEqual(ids, [...ids].sort(), place);
}

/** Once a person has answered what was asked, all are there, and the timeline has each. */
function assertAllSent(sequence: SlackSequence): void {
  for (const { id, text } of sequence.asked) {
    const now = sequence.listed().find(message => message.id === id);
    if (!now) continue;
    assert.equal(now.state, 'sent', `${text}: ${now.reason}`);
    assert.equal(sequence.arrivals(id), 1);
    const times = sequence.recorded.get(id) ?? 0;
    // Whoever died between writing it down and noting that, is asked once more.
    assert.ok(times >= 1 && times <= 1 + sequence.crashes, `${text} was recorded ${times} times`);
  }
}

function assertLimits(sequence: SlackSequence): void {
  for (const { path, from, until } of sequence.limits) {
    const early = sequence.server.requests.find(
      request => request.path === path && request.at > from && request.at < until,
    );
    assert.equal(early, undefined, `${path} was called ${((early?.at ?? 0) - from) / 1000} s into a limit`);
  }
}
