import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import { findInterpreter } from '../../core/execution/findInterpreter.ts';
import { holdsSecret } from '../../core/execution/redact.ts';
import type { BlockEnvironment } from '../../core/execution/blockEnvironment.ts';
import type { Runbook, RunbookBlock } from '../../core/runbooks/runbook.ts';
import type { BlockRuns, StartedBlock } from './blockRuns.ts';
import { differing, startedWith, type StartedWith } from './runOfBlock.ts';
import type { RunbookPage } from './runbookPage.ts';
import type { RunbookUse } from './runbookUse.ts';
import { refuseRestricted } from '../refuseRestricted.ts';
import { type StartPlace, startPlace } from './startPlace.ts';

/** Which block, and which text of it, a person wants to run. */
export interface WantedBlock {
  readonly blockId: string;
  /** Of what was seen: RunbookBlock.sha256. */
  readonly sha256: string;
  /** Its hidden characters were looked at. */
  readonly hiddenConfirmed: boolean;
  /** Another text than the one seen: shown as a difference, and run if that is approved; or never run. */
  readonly changed: 'ask' | 'refuse';
  /** Asked last of all: false where it is to be stopped meanwhile. */
  readonly stillWanted: () => boolean;
}

export interface BlockStartParts {
  readonly runs: Pick<BlockRuns, 'start' | 'refuse'>;
  /**
   * Resolves where it may run, with what it acts on. Rejects with NotPossibleError where it was declined or something
   * changed meanwhile.
   */
  readonly approve: (
    use: RunbookUse,
    block: RunbookBlock,
    given: BlockEnvironment & StartPlace & { readonly alwaysAsk: boolean },
    isSameText: () => Promise<boolean>,
  ) => Promise<string | null>;
  /** The variables’ values, after asking for them; rejects with NotPossibleError where a person gives none. */
  readonly ask: (
    use: RunbookUse,
    runbook: Runbook,
    block: RunbookBlock,
  ) => Promise<Readonly<Record<string, string>>>;
  /** The variables’ values, as far as they are known without asking. */
  readonly known: (use: RunbookUse, runbook: Runbook) => Promise<Readonly<Record<string, string>>>;
  /** What the block would act on now, as `approve` says it. */
  readonly target: (
    use: RunbookUse,
    block: RunbookBlock,
    given: BlockEnvironment & StartPlace,
  ) => Promise<string | null>;
  /** Masks secrets. */
  readonly redact: (text: string) => string;
  /** What the block would be given now, and where the block before it went; null where it went nowhere. */
  readonly given: (
    use: RunbookUse,
    variables: Readonly<Record<string, string>>,
  ) => BlockEnvironment & { readonly carriedCwd: string | null };
  /** Where the blocks before it went is gone, so that it starts there: forgets it, and answers with a sentence that says so. */
  readonly leave: (use: RunbookUse, cwd: string) => string;
  /** Shows what became of a block; resolves with whether the new text is to be run. */
  readonly acceptChange: (path: string, before: RunbookBlock, after: RunbookBlock) => Promise<boolean>;
}

/**
 * The one way from a click to a running block, for a single run and for each of a sequence: read again, compared,
 * asked for values, approved with exactly the environment and directory it is then started with.
 */
export class BlockStart {
  constructor(private readonly parts: BlockStartParts) {}

  /** Rejects with NotPossibleError or MissingToolError; nothing runs then. */
  async start(page: RunbookPage, wanted: WantedBlock): Promise<StartedBlock> {
    refuseRestricted();
    const block = await this.#sameBlock(page, wanted);
    if (!block.runnable) {
      throw new NotPossibleError(
        vscode.l10n.t('This block is not a shell block.'),
        vscode.l10n.t('Copy it instead.'),
      );
    }
    if (block.hidden.length > 0 && !wanted.hiddenConfirmed) {
      throw new NotPossibleError(
        vscode.l10n.t('This block holds characters that cannot be seen: {0}.', block.hidden.join(', ')),
        vscode.l10n.t('Look at them and confirm first.'),
      );
    }
    // Known before a person is asked anything.
    const { interpreter, attributes } = block;
    const program = findInterpreter(
      interpreter ?? 'bash',
      attributes.interpreter,
      process.env,
      process.platform,
    );
    const { use } = page;
    const runbook = page.runbook!;
    // So is whether it could start at all; what a person takes time for may change that.
    this.#given(use, block, {});
    const variables = await this.parts.ask(use, runbook, block);
    const { environment, unset, cwd, gone } = this.#given(use, block, variables);
    const alwaysAsk = page.file.remote !== null;
    const target = await this.parts.approve(
      use,
      block,
      { cwd, gone, environment, unset, alwaysAsk },
      async () => {
        const same = isSame(await page.load(), block);
        refuseUnwanted(wanted);
        // Asked last before the approval is written down for good: another one may have begun meanwhile.
        this.parts.runs.refuse(use, block, cwd);
        return same;
      },
    );
    refuseRestricted();
    refuseUnwanted(wanted);
    const { helpsWithin } = runbook;
    const remark = gone === null ? null : this.parts.leave(use, cwd);
    const place = { cwd, environment, unset, program, target, helpsWithin, remark };
    return this.parts.runs.start(use, block, {
      ...place,
      startedWith: startedWith(block, place, variables, this.#isSecret(runbook)),
      secretNames: secretNamesOf(runbook),
    });
  }

  /**
   * Asks nobody. Rejects with NotPossibleError where the block would be started with something else now than a run of it
   * that goes on: whoever goes past that would trust in a forward to another place.
   * @param before What that run was started with: RunUnderWay’s.
   */
  async refuseOther(page: RunbookPage, wanted: WantedBlock, before: StartedWith): Promise<void> {
    const block = await this.#sameBlock(page, wanted);
    const { use } = page;
    const runbook = page.runbook!;
    const variables = await this.parts.known(use, runbook);
    const given = this.#would(use, block, variables);
    const target = await this.parts.target(use, block, given);
    const now = startedWith(block, { ...given, target }, variables, this.#isSecret(runbook));
    if (before.whole === null ? now.kept === before.kept : now.whole === before.whole) return;
    const others = differing(before, now).join(', ');
    throw new NotPossibleError(
      others === ''
        ? vscode.l10n.t(
            'This block runs in the background already, with other values, on another target or from another version of it.',
          )
        : vscode.l10n.t('This block runs in the background already, with other values of {0}.', others),
      vscode.l10n.t('Stop it first, to run it again.'),
    );
  }

  #isSecret(runbook: Runbook): (name: string, value: string) => boolean {
    const secret = new Set(secretNamesOf(runbook));
    return (name, value) => secret.has(name) || holdsSecret(name, value, this.parts.redact);
  }

  /** What it is given and where it starts, as it is now. Throws NotPossibleError where it could not start there. */
  #given(
    use: RunbookUse,
    block: RunbookBlock,
    variables: Readonly<Record<string, string>>,
  ): BlockEnvironment & StartPlace {
    const given = this.#would(use, block, variables);
    this.parts.runs.refuse(use, block, given.cwd);
    return given;
  }

  #would(
    use: RunbookUse,
    block: RunbookBlock,
    variables: Readonly<Record<string, string>>,
  ): BlockEnvironment & StartPlace {
    const { carriedCwd, ...environment } = this.parts.given(use, variables);
    return { ...environment, ...startPlace(use.cwd, block.attributes.cwd, carriedCwd) };
  }

  /** The block as it is in the file now. Another text than the one seen runs only after its difference was seen. */
  async #sameBlock(page: RunbookPage, { blockId, sha256, changed }: WantedBlock): Promise<RunbookBlock> {
    const shown = page.runbook;
    const before = shown?.blocks.find(block => block.id === blockId && block.sha256 === sha256);
    const now = await page.load();
    const block = now.blocks.find(({ id }) => id === blockId);
    if (block?.sha256 === sha256) return block;
    const after = shown && before && successor(shown, before, now);
    if (
      changed === 'ask' &&
      before &&
      after &&
      (await this.parts.acceptChange(page.file.path, before, after))
    ) {
      if (isSame(await page.load(), after)) return after;
    }
    throw new NotPossibleError(
      vscode.l10n.t('The runbook was changed since you looked at this block; nothing was run.'),
      vscode.l10n.t('Read it again and press Run once more.'),
    );
  }
}

function secretNamesOf({ variables }: Runbook): readonly string[] {
  return variables.filter(({ secret }) => secret).map(({ name }) => name);
}

function refuseUnwanted({ stillWanted }: WantedBlock): void {
  if (stillWanted()) return;
  throw new NotPossibleError(
    vscode.l10n.t('It was stopped before it began.'),
    vscode.l10n.t('Press Run if it should run after all.'),
  );
}

function isSame({ blocks }: Runbook, { id, sha256 }: RunbookBlock): boolean {
  return blocks.some(block => block.id === id && block.sha256 === sha256);
}

/** What surely stands in its place now: the same one with other attributes, or its turn among as many blocks. */
function successor(shown: Runbook, before: RunbookBlock, now: Runbook): RunbookBlock | null {
  const same = now.blocks.find(({ id }) => id === before.id);
  if (same) return same;
  if (now.blocks.length !== shown.blocks.length) return null;
  const after = now.blocks[shown.blocks.indexOf(before)]!;
  return after.step === before.step && after.language === before.language ? after : null;
}
