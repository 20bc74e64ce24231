import type { Alert, Incident, RunbookLink } from '../../core/incidents/incident.ts';
import type { Sessions } from '../sessions.ts';
import type { RunbookFile, RunbookLibrary } from './runbookLibrary.ts';

export interface ChosenRunbook {
  readonly file: RunbookFile;
  /** Why this one, in a sentence. */
  readonly reason: string;
  /** Slug of the heading that the alert names; null where it names none. */
  readonly fragment: string | null;
}

export interface RunbookChoice {
  /** The one that fits best; null where none says that it is for the incident. */
  readonly chosen: ChosenRunbook | null;
  /** A runbook that an alert links to and that is not among the files here. */
  readonly missing: RunbookLink | null;
}

/** Which runbook is for the incident, by its alerts, its title and its service. */
export async function chosenRunbook(
  { library, sessions }: { readonly library: RunbookLibrary; readonly sessions: Sessions },
  incident: Incident,
  alerts: readonly Alert[] | Promise<readonly Alert[]>,
): Promise<RunbookChoice> {
  const drill = sessions.get(incident.accountId)?.account.drill ?? false;
  const [known, files, { matchRunbooks, unmatchedLinks }] = await Promise.all([
    alerts,
    library.files({ drill }),
    import('../../core/runbooks/matchRunbooks.ts'),
  ]);
  const [best] = matchRunbooks(incident, known, files);
  const file = best && files.find(({ id }) => id === best.candidate.id);
  return {
    chosen: best && file ? { file, reason: best.reason, fragment: best.fragment } : null,
    missing: unmatchedLinks(known, files)[0] ?? null,
  };
}
