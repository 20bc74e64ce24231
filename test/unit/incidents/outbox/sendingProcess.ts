// A window that is a process of its own: `node sendingProcess.mjs <folder> <base URL> <key> <name> <incident ids>`. It
// writes notes to the incidents for as long as it lives, and prints the text of each that is kept (`kept a1-17`) and,
// with nothing to write itself (no ids), only sends what others left; it prints how many are left (`left 0`).
import type { Clock } from '../../../../src/core/clock.ts';
import { IncidentStore } from '../../../../src/core/incidents/incidentStore.ts';
import { Outbox } from '../../../../src/core/incidents/outbox/outbox.ts';
import { PagerDutyProvider } from '../../../../src/core/incidents/providers/pagerduty/pagerDutyProvider.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { incident } from '../incidentFixtures.ts';

const [folder = '', baseUrl = '', token = '', name = '', ids = ''] = process.argv.slice(2);
const say = (text: string) => process.stdout.write(`${text}\n`);

const clock: Clock = {
  now: () => Date.now(),
  after(delay, callback) {
    const timer = setTimeout(callback, delay);
    return () => clearTimeout(timer);
  },
};
const provider = new PagerDutyProvider({
  accountId: 'acme',
  baseUrl,
  token,
  from: null,
  clock,
  logger: silentLogger,
});
const outbox = new Outbox({
  folder,
  clock,
  random: Math.random,
  logger: silentLogger,
  store: new IncidentStore(undefined, () => clock.now()),
  providerOf: () => provider,
  personOf: () => null,
  author: () => name,
});
await outbox.open();

const targets = ids.split(',').filter(Boolean);
if (targets.length === 0) {
  const tell = () => say(`left ${outbox.items().length}`);
  outbox.onDidChange(tell);
  tell();
} else {
  for (let n = 0; ; n++) {
    const text = `${name}-${n}`;
    const id = targets[n % targets.length]!;
    const [item] = await outbox.add('acme', [incident(id)], { type: 'note', text });
    say(`kept ${text}`);
    if (n % 3 === 0) await outbox.settled([item!.id]);
  }
}
