import assert from 'node:assert/strict';
import type { CodeLens, TextDocument } from 'vscode';
import type { RiskReport } from '../../../../../src/core/execution/risk/risk.ts';
import type { RunbookBlock } from '../../../../../src/core/runbooks/runbook.ts';
import type { ErrorBoundary } from '../../../../../src/ui/errorBoundary.ts';
import type * as Lenses from '../../../../../src/ui/runbooks/writing/runbookLenses.ts';
import { FakeClock, settle } from '../../../fakeClock.ts';
import { type StandIn, withStandIn } from '../../standIn.ts';

const text = '# R\n\n```bash\nls\n```\n\n```bash\nls -l\n```\n';
const readOnly = { risk: 'read-only', findings: [] } as unknown as RiskReport;

describe('The lenses of a runbook', () => {
  let parts: typeof Lenses & StandIn;
  let clock: FakeClock;
  let asked: string[];
  /** Tells what the block may do that was asked for so many-th. */
  let answers: (() => void)[];
  let told: number;
  let lenses: Lenses.RunbookLenses;
  let document: { version: number; isClosed: boolean };

  before(async () => {
    parts = await withStandIn('ui/runbooks/writing/runbookLenses.ts');
    Object.assign(parts.workspace, {
      getWorkspaceFolder: () => ({ uri: { path: '/w' } }),
      getConfiguration: () => ({ inspect: () => ({ defaultValue: ['runbooks'] }), get: () => ['runbooks'] }),
    });
  });

  beforeEach(() => {
    [clock, asked, answers, told] = [new FakeClock(), [], [], 0];
    document = Object.assign(
      { version: 1, isClosed: false },
      {
        languageId: 'markdown',
        getText: () => text,
        uri: { path: '/w/runbooks/r.md', toString: () => 'file:///w/runbooks/r.md' },
      },
    );
    lenses = new parts.RunbookLenses({
      clock,
      boundary: { watch: (_what: string, work: Promise<unknown>) => void work } as unknown as ErrorBoundary,
      assess: ({ code }: RunbookBlock) =>
        new Promise(done => {
          asked.push(code);
          answers.push(() => done(readOnly));
        }),
    });
    lenses.onDidChangeCodeLenses(() => told++);
  });

  const provided = () => lenses.provideCodeLenses(document as unknown as TextDocument);
  const commands = (list: readonly CodeLens[]) => list.map(({ command }) => command?.command.split('.')[1]);
  const run = 'openAsRunbook';
  const risk = 'explainRisk';

  it('all have their command from the beginning', async () => {
    const list = provided();
    await settle();
    for (const answer of answers) answer();
    assert.deepEqual(commands(await list), ['showInRunbook', run, risk, run, risk]);
    assert.equal(told, 0);
  });

  it('do not keep “Run…” waiting, and are asked for once more when all is known', async () => {
    const first = provided();
    await settle();
    answers[0]!();
    await clock.advance(300);
    assert.deepEqual(commands(await first), ['showInRunbook', run, risk, run]);
    answers[1]!();
    await settle();
    assert.equal(told, 1);
    assert.deepEqual(commands(await provided()), ['showInRunbook', run, risk, run, risk]);
    assert.equal(asked.length, 2, 'what is known is not asked for again');
    await settle();
    assert.equal(told, 1);
  });

  it('of an older text, or of a closed file, are asked for no more', async () => {
    for (const change of [() => (document.version = 2), () => (document.isClosed = true)]) {
      const list = provided();
      await settle();
      await clock.advance(300);
      await list;
      change();
      for (const answer of answers.splice(0)) answer();
      await settle();
      assert.equal(told, 0);
    }
  });
});
