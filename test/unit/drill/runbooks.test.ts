import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { Drill } from '../../../src/drill/drill.ts';
import type { DrillIncident } from '../../../src/drill/records.ts';
import { fastClock, until } from './support.ts';

interface Block {
  readonly heading: string;
  readonly code: string;
}

const names = {
  checkout: 'drill-checkout-errors',
  'orders-db': 'drill-orders-db-connections',
  exports: 'drill-exports-disk',
};

const read = (name: string) => readFileSync(new URL(`../../../runbooks/${name}.md`, import.meta.url), 'utf8');

function blocksOf(name: string): Block[] {
  let heading = '';
  return [...read(name).matchAll(/^#{2,3} (.+)$|^```bash\n([\s\S]*?)^```$/gm)].flatMap(([, title, code]) => {
    if (title !== undefined) heading = title;
    return code === undefined ? [] : [{ heading, code }];
  });
}

/** Runs a block as a terminal with these variables would; answers with its exit code. */
function run(code: string, environment: Readonly<Record<string, string>>): Promise<number> {
  return new Promise(resolve => {
    // Without a level, and with the socket that Node gives it as stdin, bash takes itself for one that rshd started and
    // reads the person’s .bashrc, which may take seconds.
    const env = { PATH: process.env['PATH'], SHLVL: '1', ...environment };
    execFile('bash', ['-c', code], { env }, error => resolve(error ? Number(error.code) : 0));
  });
}

describe('The drill’s runbooks', () => {
  let drill: Drill;

  // Sixty times faster than a real drill: the disk fills in less than a second.
  beforeEach(async () => {
    drill = await Drill.start({ clock: fastClock(60) });
  });
  afterEach(() => drill.stop());

  async function incidentOf(service: string): Promise<DrillIncident> {
    const find = () => drill.account.incidents().find(incident => incident.service.name === service);
    await until(`${service} has an incident`, () => find() !== undefined);
    return find() as DrillIncident;
  }

  const runUnder = async (name: string, heading: string) => {
    const blocks = blocksOf(name).filter(block => block.heading === heading);
    assert.ok(blocks.length > 0, `${name} has a block under “${heading}”`);
    const codes = [];
    for (const { code } of blocks) codes.push(await run(code, drill.environment));
    return codes;
  };

  const rescues = [
    ['checkout', ['Rollback']],
    ['checkout', ['Restart', 'Rollback']],
    ['orders-db', ['Terminate the leaking sessions']],
    ['orders-db', ['Scale up']],
    ['orders-db', ['Restart', 'Terminate the leaking sessions']],
    ['exports', ['Stop the cause', 'Free space']],
  ] as const;

  for (const [service, mitigation] of rescues) {
    it(`${service}: diagnosis fails, ${mitigation.join(' and ')} mend it, verification passes`, async () => {
      const incident = await incidentOf(service);
      const name = names[service];
      const [health, ...others] = await runUnder(name, 'Quick diagnosis');
      assert.equal(health, 22);
      assert.deepEqual(new Set(others), new Set([0]));
      for (const heading of mitigation) assert.deepEqual(await runUnder(name, heading), [0]);
      assert.deepEqual(await runUnder(name, 'Verification'), [0, 0]);
      await until(`the incident of ${service} is resolved`, () => incident.status === 'resolved');
    });
  }

  for (const [service, name] of Object.entries(names)) {
    it(`${name} says what it is for, has the standard structure, and is what the alert links to`, async () => {
      const text = read(name);
      const front = parse(/^---\n([\s\S]*?)\n---\n/.exec(text)?.[1] ?? '') as Record<
        string,
        string[] | string
      >;
      assert.deepEqual(front['services'], [service]);
      const incident = await incidentOf(service);
      const details = JSON.stringify(incident.alerts[0]?.details);
      assert.ok(details.includes((front['alerts'] as string[])[0] ?? '?'), 'the alert’s name');
      const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
      assert.deepEqual(headings, [
        'Symptoms',
        'Quick diagnosis',
        'Mitigation options',
        'Verification',
        'Escalation',
      ]);
      const [, file, fragment] = /(drill-[\w-]+\.md)(?:#([\w-]+))?/.exec(details) ?? [];
      assert.equal(file, `${name}.md`);
      const slugs = headings.map(heading => heading?.toLowerCase().replaceAll(' ', '-'));
      if (fragment) assert.ok(slugs.includes(fragment), fragment);
      assert.match((front['titles'] as string[])[0] ?? '', /\*$/);
      assert.ok(incident.title.startsWith(String((front['titles'] as string[])[0]).slice(0, -1)));
    });
  }

  it('no block does anything without a drill', async function () {
    this.timeout(60_000);
    for (const name of Object.values(names)) {
      for (const { code } of blocksOf(name)) {
        assert.notEqual(await run(code.replace('--retry 15', '--retry 0'), {}), 0, code);
      }
    }
  });
});
