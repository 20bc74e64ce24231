import type { Runbook, RunbookBlock } from '../../src/core/runbooks/runbook.ts';
import { sequenceExtents, sequenceSteps } from '../../src/protocol/runbook.ts';

type Random = () => number;

const hostile: readonly unknown[] = [
  ...[
    null,
    undefined,
    '',
    0,
    -1,
    0.5,
    1e99,
    NaN,
    Infinity,
    true,
    false,
    [],
    {},
    10n ** 30n,
    Symbol('x'),
    () => 'id',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '$(id)',
    '`id`',
    '; rm -rf ~',
    '../../x',
    'b\n',
    '\u202Eb',
    'x'.repeat(100_000),
  ],
  ...[{ toString: () => 'b' }, { length: 1 }, ['b'], new Date(0), nested(2_000), new Proxy({}, {})],
];
const names: readonly string[] = [
  ...['type', 'id', 'blockId', 'sha256', 'hiddenConfirmed', 'runId', 'checkId', 'checked', 'link', 'line'],
  ...[
    'from',
    'extent',
    'step',
    'variable',
    'value',
    'code',
    'command',
    'cwd',
    'language',
    '__proto__',
    'toJSON',
    'args',
  ],
];

function nested(depth: number): unknown {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level++) value = { value };
  return value;
}

/**
 * A good message with what the webview could know of several runbooks (those of earlier and of elsewhere too), and
 * then, more often than not, something done to it. `shown` is the runbook that it is about.
 */
export function fuzzedMessage(random: Random, known: readonly Runbook[], shown: Runbook): unknown {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const number = () => Math.floor(random() * 6);
  const book = random() < 0.4 ? shown : pick(known);
  const block = pick(book.blocks);
  const sha256 = hashOf(random, block, pick(pick(known).blocks));
  const id = Math.floor(random() * 1e6);
  const runId = pick(['r', block.id, 'f'.repeat(36), '0']);
  const good = pick<Record<string, unknown>>([
    { type: 'ready' },
    ...Array.from({ length: 8 }, () => ({
      ...{ type: 'run', id, blockId: block.id, sha256 },
      hiddenConfirmed: random() < 0.3,
    })),
    { type: 'runSequence', id, from: block.id, extent: pick(sequenceExtents), sha256 },
    { type: 'sequence', id, step: pick(sequenceSteps) },
    { type: 'stop', id, runId },
    { type: 'setVariable', id, variable: pick([0, 1, 99, Number.MAX_SAFE_INTEGER]) },
    { type: 'forgetVariable', id, variable: pick([0, 1, 99, Number.MAX_SAFE_INTEGER]) },
    { type: 'resetState', id },
    { type: 'showOutput', id, runId },
    { type: 'copyOutput', id, runId },
    { type: 'showTerminal', id, runId },
    { type: 'chooseAnother', id },
    { type: 'tick', id, checkId: pick([book.checks[0]?.id ?? 'c', block.id]), checked: random() < 0.5 },
    { type: 'openLink', id, link: number() },
    { type: 'openSource', id, line: number() },
  ]);
  return random() < 0.4 ? good : mutated(random, pick, good);
}

function hashOf(random: Random, block: RunbookBlock, other: RunbookBlock): string {
  const chance = random();
  if (chance < 0.5) return block.sha256;
  if (chance < 0.8) return other.sha256;
  return chance < 0.9 ? 'f'.repeat(64) : block.sha256.replace(/^./, first => (first === '0' ? '1' : '0'));
}

function mutated(random: Random, pick: <T>(list: readonly T[]) => T, good: Record<string, unknown>): unknown {
  const chance = random();
  if (chance < 0.05) return pick(hostile);
  if (chance < 0.1) return [good];
  if (chance < 0.15) return Object.create(good) as unknown;
  if (chance < 0.2) return JSON.stringify(good);
  const message = chance < 0.25 ? new Map(Object.entries(good)) : { ...good };
  for (let change = 0; change <= random() * 3; change++) {
    const name = pick(random() < 0.7 ? Object.keys(good) : names);
    const what = random();
    if (what < 0.2) delete (message as Record<string, unknown>)[name];
    else if (what < 0.4) defineGetter(message, name, [good[name], pick(hostile)]);
    else define(message, name, random() < 0.5 ? pick(hostile) : pick(Object.values(good)));
  }
  return message;
}

function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

/** Another value with every look. */
function defineGetter(target: object, name: string, values: readonly unknown[]): void {
  let looks = 0;
  Object.defineProperty(target, name, {
    get: () => values[looks++ % values.length],
    enumerable: true,
    configurable: true,
  });
}
