import { createReadStream } from 'node:fs';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ulid } from 'ulid';
import { utc } from '../../src/core/clock.ts';
import type { Incident } from '../../src/core/incidents/incident.ts';
import { generatePostMortem } from '../../src/core/postmortem/postMortemFile.ts';
import type { RunData, TimelineEntry } from '../../src/core/timeline/entry.ts';
import { parseEntry } from '../../src/core/timeline/entryGuard.ts';
import { FileJournal } from '../../src/core/timeline/fileJournal.ts';
import { timelineView } from '../../src/core/timeline/timelineView.ts';
import { interleave } from './frame.ts';
import type { Row } from './frame.ts';

const began = Date.UTC(2026, 0, 5, 10);

export default async function journal(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'on-call-bench-'));
  try {
    return [
      ...(await appends(folder)),
      ...(await reading(folder)),
      await postMortem(folder, 10_000),
      await postMortem(folder, 100_000),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function appends(folder: string): Promise<Row[]> {
  const entries = entriesOf(300);
  const against = 'bare write + datasync of the same bytes';
  const slowest: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
  let files = 0;
  const p50 = await interleave({
    what: 'durable append, p50 of 300',
    against,
    goal: 1.5,
    ours: async () => {
      const journal = new FileJournal(join(folder, `append-${++files}.jsonl`));
      const times = await timesOf(entries, entry => journal.append(entry));
      await journal.close();
      slowest.ours.push(quantile(times, 0.99));
      return quantile(times, 0.5);
    },
    theirs: async () => {
      const file = await open(join(folder, `append-${++files}.jsonl`), 'a');
      const times = await timesOf(entries, async entry => {
        await file.write(Buffer.from(lineOf(entry)));
        await file.datasync();
      });
      await file.close();
      slowest.theirs.push(quantile(times, 0.99));
      return quantile(times, 0.5);
    },
  });
  // The first of each belong to the round that does not count.
  const [ours, theirs] = [slowest.ours.slice(1), slowest.theirs.slice(1)];
  return [p50, { ...p50, what: 'durable append, p99 of 300', ours, theirs, goal: 3 }];
}

async function reading(folder: string): Promise<Row[]> {
  const count = 100_000;
  const path = join(folder, 'long.jsonl');
  await writeFile(path, entriesOf(count).map(lineOf).join(''));
  const blocked: number[] = [];
  const row = await interleave({
    what: 'read 100,000 entries',
    against: 'chunked stream, split + `JSON.parse`',
    goal: 1.5,
    ours: async () => {
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      const started = performance.now();
      const { entries } = await new FileJournal(path).read();
      const ms = performance.now() - started;
      delay.disable();
      blocked.push(delay.max / 1e6);
      if (entries.length !== count) throw new Error(`${entries.length} of ${count} entries were read.`);
      return ms;
    },
    theirs: async () => {
      const entries: unknown[] = [];
      let rest = '';
      for await (const chunk of createReadStream(path, 'utf8')) {
        const lines = (rest + String(chunk)).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) entries.push(JSON.parse(line));
      }
      if (entries.length !== count) throw new Error(`${entries.length} of ${count} lines were read.`);
    },
  });
  const what = 'longest event-loop block while reading them, of all runs';
  return [
    row,
    { kind: 'figure', what, unit: 'ms', value: Math.max(...blocked), limit: 50 },
    await oneMore(path),
    await memory(path),
  ];
}

/** What an open timeline does for each entry that comes: write it, read what stands there, put it in order. */
async function oneMore(path: string): Promise<Row> {
  const journal = new FileJournal(path);
  let next = 100_000;
  const row = await interleave({
    what: 'one more entry in an open timeline of 100,000',
    against: 'our own reading of 100,000',
    goal: 1.5,
    ours: async () => {
      const [entry] = entriesOf(1, began + next++ * 1000);
      await journal.append(entry!);
      const view = timelineView(await journal.read());
      if (view.entries.at(-1)?.id !== entry!.id) throw new Error('The new entry is not the last.');
    },
    theirs: async () => void (await journal.read()),
  });
  await journal.close();
  return row;
}

async function memory(path: string): Promise<Row> {
  // What `--expose-gc` does, for a bench that is started without it.
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const before = process.memoryUsage().heapUsed;
  const view = timelineView(await new FileJournal(path).read());
  collect();
  const value = (process.memoryUsage().heapUsed - before) / 1e6;
  if (view.entries.length < 100_000) throw new Error(`${view.entries.length} entries are kept.`);
  return { kind: 'figure', what: 'heap of a timeline of 100,000 entries', unit: 'MB', value, limit: 200 };
}

async function postMortem(folder: string, count: number): Promise<Row> {
  const view = { entries: entriesOf(count).map(asRead), unreadable: [] };
  // What was generated is kept a second time, as the base of the next merge.
  const paths = [join(folder, 'post-mortem.md'), join(folder, '.post-mortem.base.md')];
  const write = () =>
    generatePostMortem({
      path: paths[0]!,
      form: { template: 'on-call', language: 'en' },
      incident,
      view: timelineView(view),
    });
  for (const path of paths) await rm(path, { force: true });
  await write();
  const lines = (await readFile(paths[0]!, 'utf8')).split('\n');
  return interleave({
    what: `post-mortem of ${count.toLocaleString('en')} entries`,
    against: 'joining the same lines, write + datasync of the same files',
    goal: 1.5,
    ours: async () => {
      for (const path of paths) await rm(path);
      const started = performance.now();
      await write();
      return performance.now() - started;
    },
    theirs: async () => {
      for (const path of paths) {
        const file = await open(path, 'w');
        await file.write(lines.join('\n'));
        await file.datasync();
        await file.close();
      }
    },
  });
}

const incident: Incident = {
  key: 'bench:Q1',
  accountId: 'bench',
  id: 'Q1',
  number: 1,
  title: 'Checkout error rate above 5 %',
  status: 'acknowledged',
  urgency: 'high',
  priority: null,
  severity: 'P1',
  service: { id: 'P1', name: 'checkout' },
  assignees: [],
  acknowledgers: [],
  teams: [],
  escalationPolicy: null,
  createdAt: utc(began),
  updatedAt: null,
  resolvedAt: null,
  acknowledgedUntil: null,
  alertCount: null,
  url: null,
};

/** Notes of people, and a run for every tenth. */
function entriesOf(count: number, from = began): TimelineEntry[] {
  return Array.from({ length: count }, (_, i) => {
    const at = utc(from + i * 1000);
    const common = {
      id: ulid(from + i * 1000),
      at,
      writtenAt: at,
      author: i % 3 ? 'Ada Osei' : 'Grace Lindt',
    };
    if (i % 10) {
      const text = `Checked the pool of web-${i % 7}: ${i % 100} of 100 connections are in use`;
      return { ...common, source: { type: 'person' }, kind: 'note', text };
    }
    const run: RunData = {
      // Two entries of the same run count as one.
      runId: `run-${common.id}`,
      runbook: 'runbooks/high-error-rate.md',
      step: 'Quick diagnosis',
      command: 'curl --silent --fail "$SERVICE_URL"',
      cwd: '/home/ada/shop',
      outcome: 'failed',
      exitCode: 22,
      startedAt: at,
      durationMs: 1200,
      outputTail: 'curl: (22) The requested URL returned error: 503',
      outputCut: false,
    };
    return { ...common, source: { type: 'run', id: run.runId }, kind: 'run', text: 'Ran a block', data: run };
  });
}

/** As it comes from disk. What is put together above takes V8 many times as long to look at: each is a shape of its own. */
function asRead(entry: TimelineEntry): TimelineEntry {
  const parsed = parseEntry(lineOf(entry));
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.entry;
}

function lineOf(entry: TimelineEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

async function timesOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (const item of items) {
    const started = performance.now();
    await work(item);
    times.push(performance.now() - started);
  }
  return times;
}

function quantile(figures: readonly number[], share: number): number {
  return figures.toSorted((a, b) => a - b)[Math.ceil(figures.length * share) - 1] ?? NaN;
}
