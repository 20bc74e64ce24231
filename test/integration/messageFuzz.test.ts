import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { utc } from '../../src/core/clock.ts';
import { Emitter } from '../../src/core/events.ts';
import type { RunRecord } from '../../src/core/execution/outcome.ts';
import { parseRunbook } from '../../src/core/runbooks/parseRunbook.ts';
import type { Runbook } from '../../src/core/runbooks/runbook.ts';
import type { OnCallParts } from '../../src/extension.ts';
import { requestId } from '../../src/protocol/messages.ts';
import { parseToHost, type ToWebview } from '../../src/protocol/runbook.ts';
import { systemClock as clock } from '../../src/ui/systemClock.ts';
import { keptRequest } from '../../src/core/execution/runRequest.ts';
import type { LiveState } from '../../src/ui/terminals/run.ts';
import { inputBoxes } from '../inputBoxes.ts';
import { draws, seeded, seeds } from '../unit/seeded.ts';
import { fuzzedMessage } from './fuzzedMessage.ts';
import { activated, eventually } from './parts.ts';
import { SilentPage } from './silentPage.ts';

class RunbookPage extends SilentPage<ToWebview> {
  answers(): number {
    return this.told.filter(({ type }) => type === 'answer').length;
  }
}

const inOneGo = 100;

/** The texts of a runbook at three times, and another runbook. Whatever is run would be seen by its marker. */
const version = (marker: string, more = '') =>
  `---\nvariables:\n  - name: A\n    default: ${marker}\n---\n# R\n\n` +
  `\`\`\`bash {"name":"one"}\necho ${marker} one\n\`\`\`\n\n## Two\n\n\`\`\`sh\necho ${marker} two\n\`\`\`\n\n` +
  `\`\`\`bash\necho \u202E${marker} hidden\n\`\`\`\n\n\`\`\`json\n{"${marker}": 1}\n\`\`\`\n\n- [ ] check\n\n[to](#two)\n${more}`;
const versions = [version('first'), version('second', '\nwords\n'), version('third')];
const elsewhere = version('elsewhere');

describe('Whatever a runbook’s webview says', function () {
  this.timeout(0);
  let parts: OnCallParts;
  let page: RunbookPage;
  let started: string[];
  const restore: (() => void)[] = [];
  const folder = join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, 'runbooks');
  const path = join(folder, 'fuzzed.md');

  function replace<T extends object>(target: T, replacements: Partial<T>): void {
    const names = Object.keys(replacements) as (keyof T)[];
    const before = names.map(name => [name, Object.hasOwn(target, name), target[name]] as const);
    Object.assign(target, replacements);
    restore.push(() => {
      for (const [name, own, value] of before) {
        if (own) target[name] = value;
        else delete target[name];
      }
    });
  }

  before(async () => {
    parts = await activated();
    page = new RunbookPage(false);
    started = [];
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, versions[0]!);
    // A person who says yes to everything: whatever is refused is refused by the extension.
    replace(parts.window, {
      createWebviewPanel: () => page.panel,
      showWarningMessage: ((_question: string, ...rest: unknown[]) =>
        Promise.resolve(
          rest.findLast(item => typeof item === 'string'),
        )) as typeof vscode.window.showWarningMessage,
      showInformationMessage: () => Promise.resolve(undefined),
      showErrorMessage: () => Promise.resolve(undefined),
      showInputBox: () => Promise.resolve('fuzzed $(id)'),
      createInputBox: inputBoxes(() => Promise.resolve('fuzzed $(id)')),
      showQuickPick: () => Promise.resolve(undefined),
      showTextDocument: () => Promise.resolve(undefined as unknown as vscode.TextEditor),
    } as unknown as Partial<typeof vscode.window>);
    // Where all blocks of the extension come by on their way to a terminal.
    replace(parts.runner, {
      run: request => {
        started.push(request.code);
        const finished = new Promise<RunRecord>(resolve => setImmediate(() => resolve(endOf(request))));
        return {
          runId: request.runId,
          request: keptRequest(request, request.code),
          onDidChange: new Emitter<LiveState>().event,
          finished,
          stop() {},
          terminalOpen: false,
          show: () => false,
          handedOn: () => ({ before: null, after: null }),
          output: null,
          release: () => Promise.resolve(),
        };
      },
    });
  });

  after(() => {
    page.panel.dispose();
    for (const put of restore.reverse()) put();
    rmSync(path, { force: true });
  });

  const read = (source: string): Runbook => parseRunbook(source, { fileName: 'fuzzed.md', clock });

  it('runs only blocks that stand in the runbook as it is on disk, with the hash that they have there', async () => {
    const terminals = vscode.window.terminals.length;
    const uri = vscode.Uri.file(path);
    const purpose = { title: null, services: [], alerts: [], titles: [], labels: [], severities: [] };
    const file = {
      id: uri.toString(),
      uri,
      path: 'runbooks/fuzzed.md',
      origin: 'workspace',
      purpose,
      title: 'R',
      remote: null,
      repository: null,
    } as const;
    parts.panels.open({ file, incident: null, reason: 'You chose it.', fragment: null });
    page.say({ type: 'ready' });
    await eventually('the runbook', () => page.told.some(({ type }) => type === 'runbook'));

    const books = versions.map(read);
    const known = [...books, read(elsewhere)];
    // The guard and the panel are the same in both: the oldest VS Code need not hear all of them again.
    const all = seeds(draws(process.env['ONCALL_VSCODE'] === 'oldest' ? 2_000 : 20_000, 100_000));
    let runs = 0;
    let refused = 0;
    for (let from = 0; from < all.length; from += inOneGo) {
      const now = (from / inOneGo) % versions.length;
      writeFileSync(path, versions[now]!);
      const blocks = books[now]!.blocks;
      const before = page.answers();
      let expected = 0;
      let confirmed = false;
      for (const seed of all.slice(from, from + inOneGo)) {
        const message = fuzzedMessage(seeded(seed), known, books[now]!);
        const parsed = parseToHost(message);
        if (parsed === null) refused++;
        if (parsed ? parsed.type !== 'ready' : requestId(message) !== null) expected++;
        confirmed ||= parsed?.type === 'runSequence' || (parsed?.type === 'run' && parsed.hiddenConfirmed);
        page.say(message);
      }
      await eventually(`answers to seeds ${all[from]} and after`, () => page.answers() >= before + expected);
      assert.equal(page.answers(), before + expected, `an answer too many after seed ${all[from]}`);
      for (const code of started.splice(0)) {
        runs++;
        const block = blocks.find(one => one.code === code && one.runnable);
        assert.ok(block, `seeds from ${all[from]}: ran ${JSON.stringify(code)}, which is not in the runbook`);
        assert.ok(
          block.hidden.length === 0 || confirmed,
          `seeds from ${all[from]}: ran what hides something`,
        );
      }
      page.told.length = 0;
    }
    console.log(
      `      ${all.length} messages from seed ${all[0]}: ${refused} refused by the guard, ${runs} runs`,
    );
    // The good ones among them must have run, or nothing was tried.
    assert.ok(runs > all.length / 1_000, `${runs} runs`);
    assert.equal(vscode.window.terminals.length, terminals);
  });
});

function endOf(request: Parameters<OnCallParts['runner']['run']>[0]): RunRecord {
  return {
    runId: request.runId,
    incidentKey: null,
    runbook: request.runbook,
    step: request.step,
    blockId: request.blockId,
    command: request.code,
    cwd: request.cwd,
    startedAt: utc(clock.now()),
    endedAt: utc(clock.now()),
    durationMs: 1,
    outcome: { type: 'ok', exitCode: 0 },
    outputTail: '',
    outputCut: false,
    expectation: null,
  };
}
