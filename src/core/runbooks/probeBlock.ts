import type { RiskReport } from '../execution/risk/risk.ts';
import type { RunbookCandidate } from './matchRunbooks.ts';
import { pathSegments } from './linkMatch.ts';
import type { Runbook, RunbookBlock } from './runbook.ts';
import { riskSummary } from './riskWords.ts';

/** Why a block that the team names as a probe is not offered to be run. */
export type ProbeRefusal = 'noBlock' | 'notRunnable' | 'hidden' | 'notReadOnly';

export type JudgedProbe =
  | { readonly ok: true; readonly block: RunbookBlock }
  | { readonly ok: false; readonly refusal: ProbeRefusal };

/**
 * The runbooks of the workspace at that path, one for each folder that has it; a file that only shares the end of the
 * path is another one. Of several folders, a candidate’s path begins with its folder’s name.
 */
export function runbooksAt<T extends Pick<RunbookCandidate, 'origin' | 'path' | 'repository'>>(
  path: string,
  files: readonly T[],
): readonly T[] {
  const wanted = plainPath(path);
  return files.filter(
    ({ origin, path: own, repository }) =>
      origin === 'workspace' && [wanted, plainPath(`${repository}/${path}`)].includes(plainPath(own)),
  );
}

function plainPath(path: string): string {
  return pathSegments(path).join('/');
}

/** The block of that name, if it surely only reads: by its commands, and by what its writer says of it. */
export async function judgedProbe(
  { blocks }: Pick<Runbook, 'blocks'>,
  name: string,
  assess: (block: RunbookBlock) => Promise<RiskReport>,
): Promise<JudgedProbe> {
  const block = blocks.find(({ attributes }) => attributes.name === name);
  if (!block) return { ok: false, refusal: 'noBlock' };
  if (!block.runnable) return { ok: false, refusal: 'notRunnable' };
  if (block.hidden.length > 0) return { ok: false, refusal: 'hidden' };
  const { risk } = riskSummary(block, await assess(block));
  return risk === 'read-only' ? { ok: true, block } : { ok: false, refusal: 'notReadOnly' };
}
