import assert from 'node:assert/strict';
import { homedir, tmpdir } from 'node:os';
import type * as Errors from '../../../../src/core/errors.ts';
import { parseRunbook } from '../../../../src/core/runbooks/parseRunbook.ts';
import type { Runbook, RunbookBlock } from '../../../../src/core/runbooks/runbook.ts';
import type { DeclaredVariable } from '../../../../src/core/runbooks/variables.ts';
import type * as Start from '../../../../src/ui/runbooks/blockStart.ts';
import type * as Of from '../../../../src/ui/runbooks/runOfBlock.ts';
import type { RunbookPage } from '../../../../src/ui/runbooks/runbookPage.ts';
import type * as Runner from '../../../../src/ui/terminals/blockRunner.ts';
import { FakeClock } from '../../fakeClock.ts';
import { withStandIn, type StandIn } from '../standIn.ts';

type GivenToBlock = Of.GivenToBlock;
type Parts = typeof Start & typeof Of & typeof Runner & typeof Errors & StandIn;

const read = (code: string, attributes = '') =>
  parseRunbook(`# Checkout fails\n\n## Look\n\n\`\`\`bash ${attributes}\n${code}\n\`\`\`\n`, {
    fileName: 'checkout.md',
    clock: new FakeClock(),
  });

const declared = (name: string, secret: boolean): DeclaredVariable => ({
  ...{ name, secret, default: null, description: null, pattern: null, from: null },
});

describe('The way from a click to a running block', () => {
  let parts: Parts;
  /** The file as it is at each reading; the last one stays. */
  let readings: Runbook[];
  let shown: Runbook;
  let ran: string[];
  /** What each was started with. */
  let ranWith: GivenToBlock[];
  /** What each approval was asked for. */
  let approved: Parameters<Start.BlockStartParts['approve']>[2][];
  /** What was asked, approved and written down, in this order. */
  let steps: string[];
  /** Why nothing can run now. */
  let refusal: string | null;
  /** Where the blocks before it went. */
  let carriedCwd: string | null;
  let environment: Record<string, string>;
  /** What other blocks left. */
  let handedOn: Record<string, string>;
  let unset: string[];
  /** What it would act on now. */
  let target: string;
  let ask: () => void;
  let approve: () => void;
  let acceptChange: (before: RunbookBlock, after: RunbookBlock) => boolean;

  before(async () => {
    parts = await withStandIn(
      'ui/runbooks/blockStart.ts',
      'ui/runbooks/runOfBlock.ts',
      'ui/terminals/blockRunner.ts',
      'core/errors.ts',
    );
  });

  beforeEach(() => {
    parts.workspace.isTrusted = true;
    shown = read('echo seen');
    readings = [shown];
    [ran, ranWith, approved, carriedCwd, steps, refusal] = [[], [], [], null, [], null];
    [environment, handedOn, unset, target] = [{}, {}, [], 'Kubernetes context staging'];
    ask = approve = () => {};
    acceptChange = () => false;
  });

  /** Before `start` or `refuseOther` of it. */
  function wayOf(fields: object) {
    const blockStart = new parts.BlockStart({
      runs: {
        start: (_use: unknown, block: RunbookBlock, given: GivenToBlock) => {
          ran.push(block.code);
          ranWith.push(given);
        },
        refuse: (_use: unknown, _block: unknown, cwd: string) => {
          steps.push(`refuse ${cwd}`);
          if (refusal !== null) throw new parts.NotPossibleError(refusal, '');
        },
      },
      approve: async (
        _use: unknown,
        _block: RunbookBlock,
        given: (typeof approved)[number],
        isSame: () => Promise<boolean>,
      ) => {
        steps.push('approve');
        approve();
        approved.push(given);
        if (!(await isSame())) throw new parts.NotPossibleError('It changed meanwhile.', '');
        steps.push('written down');
        return null;
      },
      ask: async () => {
        steps.push('ask');
        ask();
        return {};
      },
      known: async () => environment,
      redact: (text: string) => text.replaceAll('hunter2', '•••'),
      target: async (_use: unknown, _block: unknown, { cwd }: { readonly cwd: string }) =>
        `${target}, in ${cwd}`,
      given: (_use: unknown, variables: object) => ({
        environment: { ...variables, ...handedOn },
        unset,
        carriedCwd,
      }),
      leave: (_use: unknown, cwd: string) => {
        assert.ok(carriedCwd);
        carriedCwd = null;
        return `It started in ${cwd}.`;
      },
      acceptChange: async (_path: string, before: RunbookBlock, after: RunbookBlock) =>
        acceptChange(before, after),
    } as unknown as Start.BlockStartParts);
    let runbook = shown;
    const page = {
      file: { path: 'checkout.md', remote: null },
      use: { cwd: tmpdir() },
      get runbook() {
        return runbook;
      },
      load: async () => (runbook = readings.length > 1 ? readings.shift()! : readings[0]!),
    } as unknown as RunbookPage;
    const { id, sha256 } = shown.blocks[0]!;
    const wanted = { blockId: id, sha256, hiddenConfirmed: false, stillWanted: () => true };
    return { blockStart, page, wanted: { ...wanted, changed: 'ask' as const, ...fields } };
  }

  function start(changed: 'ask' | 'refuse' = 'ask', fields = {}): Promise<unknown> {
    const { blockStart, page, wanted } = wayOf({ ...fields, changed });
    return blockStart.start(page, wanted);
  }

  /** Fails as it should, with nothing run. */
  async function refused(starting: Promise<unknown>, reason: RegExp): Promise<void> {
    const error: unknown = await starting.then(
      () => null,
      (failure: unknown) => failure,
    );
    assert.deepEqual(ran, []);
    assert.ok(error instanceof parts.NotPossibleError, String(error));
    assert.match(error.message, reason);
  }

  /** The same block by its id, which an attacker would keep, with another text in it. */
  function changedTo(code: string): Runbook {
    const { id } = shown.blocks[0]!;
    const now = read(code);
    return { ...now, blocks: now.blocks.map(block => ({ ...block, id })) };
  }

  it('runs what was seen', async () => {
    await start();
    assert.deepEqual(ran, ['echo seen']);
  });

  it('goes with the names of what the runbook calls a secret', async () => {
    const variables = [...shown.variables, declared('NS', false), declared('TOKEN', true)];
    shown = { ...shown, variables };
    readings = [shown];
    await start();
    assert.deepEqual(
      ranWith.map(({ secretNames }) => secretNames),
      [['TOKEN']],
    );
  });

  it('starts where the block before it went', async () => {
    carriedCwd = homedir();
    await start();
    assert.deepEqual(
      ranWith.map(({ cwd, remark }) => [cwd, remark]),
      [[homedir(), null]],
    );
  });

  it('starts where all start once the place where the block before it went is gone, and says so', async () => {
    carriedCwd = '/nowhere/at/all';
    await start();
    assert.deepEqual(
      approved.map(({ cwd, gone }) => [cwd, gone]),
      [[tmpdir(), '/nowhere/at/all']],
    );
    await start();
    assert.deepEqual(
      ranWith.map(({ cwd, remark }) => [cwd, remark]),
      [
        [tmpdir(), `It started in ${tmpdir()}.`],
        [tmpdir(), null],
      ],
    );
  });

  it('forgets no place that is gone where nothing runs', async () => {
    carriedCwd = '/nowhere/at/all';
    await refused(start('ask', { stillWanted: () => false }), /stopped before it began/);
    assert.equal(carriedCwd, '/nowhere/at/all');
  });

  it('leaves a directory of its own that is gone to the runner, which refuses it', async () => {
    shown = read('ls', '{"cwd":"/nowhere/at/all"}');
    readings = [shown];
    carriedCwd = '/nowhere/before';
    await start();
    assert.deepEqual(
      ranWith.map(({ cwd, remark }) => [cwd, remark]),
      [['/nowhere/at/all', null]],
    );
    assert.equal(carriedCwd, '/nowhere/before');
  });

  it('runs no other text under the same id', async () => {
    readings = [changedTo('rm -rf ~')];
    await refused(start(), /changed since you looked/);
  });

  it('does not even ask where a changed text is to be refused', async () => {
    readings = [changedTo('rm -rf ~')];
    acceptChange = () => assert.fail('It asked.');
    await refused(start('refuse'), /changed since you looked/);
  });

  it('runs a new text once a person has seen both', async () => {
    readings = [changedTo('echo new')];
    const sides: string[] = [];
    acceptChange = (before, after) => sides.push(before.code, after.code) > 0;
    await start();
    assert.deepEqual(sides, ['echo seen', 'echo new']);
    assert.deepEqual(ran, ['echo new']);
  });

  it('runs no third text that came while the difference was looked at', async () => {
    readings = [changedTo('echo new'), changedTo('rm -rf ~')];
    acceptChange = () => true;
    await refused(start(), /changed since you looked/);
  });

  it('runs no text that came while it was approved', async () => {
    approve = () => (readings = [changedTo('rm -rf ~')]);
    await refused(start(), /changed meanwhile/);
  });

  it('runs nothing with hidden characters that were not looked at', async () => {
    shown = read('echo \u202e seen');
    readings = [shown];
    await refused(start(), /cannot be seen/);
    await start('ask', { hiddenConfirmed: true });
    assert.equal(ran.length, 1);
  });

  it('runs nothing that is not wanted any more', async () => {
    await refused(start('ask', { stillWanted: () => false }), /stopped before it began/);
  });

  it('asks and writes down nothing where it cannot run', async () => {
    refusal = 'Another block is still running.';
    await refused(start(), /still running/);
    assert.deepEqual(steps, [`refuse ${tmpdir()}`]);
  });

  it('looks whether it can run in the directory where it would start', async () => {
    shown = read('ls', '{"cwd":"/nowhere/at/all"}');
    readings = [shown];
    refusal = 'The working directory does not exist.';
    await refused(start(), /does not exist/);
    assert.deepEqual(steps, ['refuse /nowhere/at/all']);
  });

  it('writes no approval down where another one began while it was given', async () => {
    approve = () => (refusal = 'Another block is still running.');
    await refused(start(), /still running/);
    assert.ok(steps.includes('approve') && !steps.includes('written down'), steps.join());
  });

  it('writes no approval down for what was stopped while it was given', async () => {
    let wanted = true;
    approve = () => (wanted = false);
    await refused(start('ask', { stillWanted: () => wanted }), /stopped before it began/);
    assert.ok(steps.includes('approve') && !steps.includes('written down'), steps.join());
  });

  it('asks for no approval where another one began while values were given', async () => {
    ask = () => (refusal = 'Another block is still running.');
    await refused(start(), /still running/);
    assert.ok(steps.includes('ask') && !steps.includes('approve'), steps.join());
  });

  describe('of a block that runs in the background already', () => {
    let before: Of.StartedWith;

    beforeEach(() => {
      shown = read('kubectl -n "$NS" port-forward svc/shop 8080', '{background=true}');
      readings = [shown];
      environment = { NS: 'staging' };
      handedOn = { POD: 'web-1' };
      before = startedWith();
    });

    /** As that which refuseOther looks at would say. */
    const startedWith = () =>
      parts.startedWith(
        shown.blocks[0]!,
        { environment: { ...environment, ...handedOn }, unset, target: `${target}, in ${tmpdir()}` },
        environment,
        (_name, value) => value.includes('hunter2'),
      );

    function refuseOther(): Promise<void> {
      const { blockStart, page, wanted } = wayOf({ changed: 'refuse' });
      return blockStart.refuseOther(page, wanted, before);
    }

    afterEach(() => assert.deepEqual([ran, steps], [[], []], 'nobody is asked'));

    it('lets it stand where it would be started with the same, whatever other blocks left that it does not use', async () => {
      handedOn = { POD: 'web-2', MORE: '1' };
      await refuseOther();
    });

    for (const [what, change] of [
      ['another value', () => (environment['NS'] = 'prod')],
      ['no value', () => delete environment['NS']],
      ['a name taken away', () => (unset = ['NS'])],
      ['another target', () => (target = 'Kubernetes context prod')],
    ] as const)
      it(`refuses ${what}`, async () => {
        change();
        await refused(refuseOther(), /in the background already, with other values/);
      });

    it('refuses another value of a variable that only a script knows which it calls', async () => {
      environment['REGION'] = 'us';
      await refused(refuseOther(), /in the background already, with other values/);
    });

    it('says which variable it was that got its first value since, though its text does not name it', async () => {
      environment['POD'] = 'web-7';
      await refused(refuseOther(), /in the background already, with other values of POD\.$/);
      Object.assign(environment, { NS: 'prod', TOKEN: 'hunter2' });
      unset = ['NS'];
      await refused(refuseOther(), /with other values of NS, POD, TOKEN\.$/);
    });

    it('names no variable where it is not one that differs, or not known which', async () => {
      const general = /with other values, on another target or from another version of it\.$/;
      target = 'Kubernetes context prod';
      await refused(refuseOther(), general);
      before = { whole: null, kept: 'of a run before a reload' };
      await refused(refuseOther(), general);
    });

    it('names no variable of another version, which may name others', async () => {
      const code = 'kubectl -n "$NS" port-forward svc/shop 8080';
      shown = read(code, '{background=true cwd=/}');
      readings = [shown];
      environment['POD'] = 'web-7';
      await refused(refuseOther(), /from another version of it\.$/);
    });

    it('refuses another secret, but keeps nothing of it: of a run before a reload it is not known', async () => {
      environment['TOKEN'] = 'hunter2';
      before = startedWith();
      await refuseOther();
      environment['TOKEN'] = 'hunter2-too';
      await refused(refuseOther(), /with other values/);
      before = { ...before, whole: null };
      await refuseOther();
      delete environment['TOKEN'];
      await refuseOther();
      environment['NS'] = 'prod';
      await refused(refuseOther(), /with other values/);
    });

    it('refuses a value of what decides what runs, which its text need not name', async () => {
      const { blocks } = shown;
      const variable = { name: 'BASH_ENV', default: null, secret: false };
      const withIt = blocks.map(block => ({ ...block, startVariables: [variable] }));
      shown = { ...shown, blocks: withIt };
      [readings, environment] = [[shown], { ...environment, BASH_ENV: 'a.sh' }];
      before = startedWith();
      await refuseOther();
      environment['BASH_ENV'] = 'b.sh';
      await refused(refuseOther(), /with other values/);
    });

    it('refuses another version: other attributes keep the id', async () => {
      const { id } = shown.blocks[0]!;
      shown = read('kubectl -n "$NS" port-forward svc/shop 8080', '{background=true cwd=/}');
      assert.equal(shown.blocks[0]!.id, id);
      readings = [shown];
      target = `${target}, in /`;
      await refused(refuseOther(), /with other values/);
    });

    it('refuses a text that changed since it was looked at, as ever', async () => {
      readings = [changedTo('rm -rf ~')];
      await refused(refuseOther(), /changed since you looked/);
    });
  });

  it('runs nothing in Restricted Mode', async () => {
    parts.workspace.isTrusted = false;
    await refused(start(), /Restricted Mode/);
  });

  it('is told by the runner that its directory does not exist', () => {
    const runner = new parts.BlockRunner({
      clock: new FakeClock(),
      storageDir: tmpdir(),
      place: () => '',
    } as unknown as ConstructorParameters<Parts['BlockRunner']>[0]);
    const request = { incident: null, cwd: '/nowhere/at/all', background: false };
    assert.throws(
      () => runner.run(request as unknown as Parameters<typeof runner.run>[0]),
      /working directory does not exist: \/nowhere\/at\/all/,
    );
  });

  it('is told so by the runner also before it is to start', () => {
    const runner = new parts.BlockRunner({
      clock: new FakeClock(),
      storageDir: tmpdir(),
      place: () => '',
    } as unknown as ConstructorParameters<Parts['BlockRunner']>[0]);
    const asked = { incident: null, background: false };
    assert.throws(() => runner.refuse({ ...asked, cwd: '/nowhere/at/all' }), /does not exist/);
    runner.refuse({ ...asked, cwd: tmpdir() });
  });

  it('ends at the runner in Restricted Mode, whichever way it came', () => {
    parts.workspace.isTrusted = false;
    const runner = new parts.BlockRunner({
      clock: new FakeClock(),
      storageDir: tmpdir(),
      place: () => '',
    } as unknown as ConstructorParameters<Parts['BlockRunner']>[0]);
    const request = { incident: null, cwd: '/nowhere/at/all', background: false };
    assert.throws(
      () => runner.run(request as unknown as Parameters<typeof runner.run>[0]),
      /Restricted Mode/,
    );
  });
});
