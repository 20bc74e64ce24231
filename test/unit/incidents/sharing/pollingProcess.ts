// A window that is a process of its own: `node pollingProcess.mjs <root> <window> <interval ms>`. It prints a line for
// each request that it sends (`request`) and for each report of its health (`ok 3`: so many incidents are shown).
import type { Clock } from '../../../../src/core/clock.ts';
import { NotFoundError } from '../../../../src/core/errors.ts';
import type { IncidentProvider } from '../../../../src/core/incidents/incidentProvider.ts';
import { IncidentStore } from '../../../../src/core/incidents/incidentStore.ts';
import { SharedPoller } from '../../../../src/core/incidents/sharing/sharedPoller.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { incident } from '../incidentFixtures.ts';

const [root = '', window = '', intervalMs = ''] = process.argv.slice(2);
const say = (text: string) => process.stdout.write(`${text}\n`);

const clock: Clock = {
  now: () => Date.now(),
  after(delay, callback) {
    const timer = setTimeout(callback, delay);
    return () => clearTimeout(timer);
  },
};
const provider: Pick<IncidentProvider, 'accountId' | 'openIncidents' | 'incident' | 'spareUntil'> = {
  accountId: 'acme',
  spareUntil: 0,
  async *openIncidents() {
    say('request');
    yield [incident('P1'), incident('P2'), incident(`POF-${window}`)];
  },
  incident: () => Promise.reject(new NotFoundError('Only the window that read it has it.')),
};
const store = new IncidentStore(undefined, () => clock.now());
const poller = new SharedPoller({
  provider: provider as IncidentProvider,
  store,
  clock,
  logger: silentLogger,
  intervalMs: () => Number(intervalMs),
  random: Math.random,
  root,
  window,
});
poller.onDidChangeHealth(({ state }) => say(`${state} ${store.all().length}`));
poller.start();
process.on('SIGTERM', () => {
  poller.dispose();
  void poller.ended.then(() => process.exit(0));
});
