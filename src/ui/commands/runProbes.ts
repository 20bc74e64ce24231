import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { ProbeRefusal } from '../../core/runbooks/probeBlock.ts';
import type { Probe } from '../../core/team/teamFile.ts';
import { withoutIcons } from '../incidentPick.ts';
import type { RunbookFile } from '../runbooks/runbookLibrary.ts';
import type { ExplainRiskParts } from './explainRisk.ts';
import type { OpenDashboardsParts } from './openDashboards.ts';
import type { RunbookParts } from './openRunbook.ts';

export type RunProbesParts = Pick<
  RunbookParts & ExplainRiskParts & OpenDashboardsParts,
  'pick' | 'services' | 'library' | 'panels' | 'follower' | 'current' | 'clock' | 'assess'
>;

/**
 * Opens the runbook at a block that the team names to confirm access, once the block is judged to only read. It runs as
 * any other does: by its Run button, read and judged again there.
 */
export async function runProbes(parts: RunProbesParts, args: readonly unknown[]): Promise<void> {
  const incident = await parts.pick.one(args);
  if (!incident) return;
  const found = await askProbe(parts, incident);
  if (!found) return;
  const { file, probe } = found;
  const [{ parseRunbook }, { judgedProbe }, source] = await Promise.all([
    import('../../core/runbooks/parseRunbook.ts'),
    import('../../core/runbooks/probeBlock.ts'),
    // From the disk, because that is what the panel shows and runs.
    parts.library.read(file.uri),
  ]);
  const runbook = parseRunbook(source, { fileName: file.path, clock: parts.clock });
  const judged = await judgedProbe(runbook, probe.block, parts.assess);
  if (!judged.ok) throw refused(judged.refusal, probe);
  const reason = vscode.l10n.t('The team names its block “{0}” to confirm access.', probe.block);
  parts.current.set(incident);
  parts.panels.open({ file, incident, reason, fragment: null });
  parts.panels.reveal(file.uri, judged.block.line);
  parts.follower.follow(incident);
}

interface FoundProbe {
  readonly probe: Probe;
  readonly file: RunbookFile;
}

async function askProbe(
  { services, library }: RunProbesParts,
  incident: Incident,
): Promise<FoundProbe | undefined> {
  const { t } = vscode.l10n;
  const service = await services.serviceOf(incident);
  const probes = service?.probes ?? [];
  const where = t('Write them into the team’s file: “probes” of the service (“On-Call: Edit Team File”).');
  if (probes.length === 0) {
    throw new NotPossibleError(
      incident.service === null
        ? t('“{0}” names no service, so it has no probes.', incident.title)
        : t('No probes of “{0}” are known.', incident.service.name),
      where,
    );
  }
  const [{ runbooksAt }, files] = await Promise.all([
    import('../../core/runbooks/probeBlock.ts'),
    library.files({ drill: false }),
  ]);
  const items = probes.flatMap(probe =>
    runbooksAt(probe.runbook, files).map(file => ({
      label: withoutIcons(probe.block),
      description: withoutIcons(file.path),
      found: { probe, file },
    })),
  );
  if (items.length === 0) {
    const paths = [...new Set(probes.map(({ runbook }) => runbook))].join(', ');
    throw new NotPossibleError(
      t('No runbook of the workspace is at {0}.', paths),
      t('Correct the path in the team’s file, or see which folders “onCall.runbooks.folders” names.'),
    );
  }
  if (items.length === 1) return items[0]!.found;
  const chosen = await vscode.window.showQuickPick(items, {
    title: t('Which access do you want to confirm?'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return chosen?.found;
}

function refused(refusal: ProbeRefusal, { runbook, block }: Probe): NotPossibleError {
  const { t } = vscode.l10n;
  const mend = t('Name another block in the team’s file, or mend the runbook.');
  switch (refusal) {
    case 'noBlock':
      return new NotPossibleError(
        t('No block of {0} is called “{1}”.', runbook, block),
        t('Write name={0} in braces behind the language of the block.', block),
      );
    case 'notRunnable':
      return new NotPossibleError(t('The block “{0}” of {1} cannot be run.', block, runbook), mend);
    case 'hidden':
      return new NotPossibleError(
        t('The block “{0}” of {1} holds characters that cannot be seen.', block, runbook),
        mend,
      );
    case 'notReadOnly':
      return new NotPossibleError(
        t('The block “{0}” of {1} may do more than read, so it is no probe.', block, runbook),
        mend,
      );
  }
}
