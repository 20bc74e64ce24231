import type { Alert, Incident, RunbookLink } from '../../core/incidents/incident.ts';
import type { MatchKind, RunbookMatch } from '../../core/runbooks/matchRunbooks.ts';
import type { RunbookReader } from '../../core/runbooks/runbookReader.ts';
import type { Sessions } from '../sessions.ts';
import type { TeamFiles } from '../team/teamFiles.ts';
import type { RunbookFile, RunbookLibrary } from './runbookLibrary.ts';

export interface ChosenRunbook {
  readonly file: RunbookFile;
  /** Why this one, in a sentence. */
  readonly reason: string;
  /** What the alert’s link names inside it, as it was given; null where it names nothing. */
  readonly fragment: string | null;
}

export interface MatchedRunbook extends ChosenRunbook {
  readonly kind: MatchKind;
}

export interface RunbookChoice {
  /** The one to open without a question; null where none is clearly the best. */
  readonly best: MatchedRunbook | null;
  /** All that something speaks for, best first. */
  readonly matched: readonly MatchedRunbook[];
  /** All at hand. */
  readonly files: readonly RunbookFile[];
  /** A runbook that an alert links to and that is not among the files here. */
  readonly missing: RunbookLink | null;
}

export interface ChoiceParts {
  readonly library: RunbookLibrary;
  readonly sessions: Sessions;
  readonly teamFiles: () => Promise<TeamFiles>;
}

/** Which runbooks are for the incident, by its alerts, its title and its service. */
export async function runbookChoice(
  { library, sessions, teamFiles }: ChoiceParts,
  incident: Incident,
  alerts: readonly Alert[] | Promise<readonly Alert[]>,
): Promise<RunbookChoice> {
  const drill = sessions.get(incident.accountId)?.account.drill ?? false;
  const [known, files, { team }, { clearlyBest, matchRunbooks, unmatchedLinks }, { teamRunbooks }] =
    await Promise.all([
      alerts,
      library.files({ drill }),
      teamFiles(),
      import('../../core/runbooks/matchRunbooks.ts'),
      import('../../core/team/teamRunbooks.ts'),
    ]);
  const matches = matchRunbooks(incident, known, files, teamRunbooks(incident, known, team));
  const best = clearlyBest(matches);
  return {
    best: best && (matchedRunbooks([best], files)[0] ?? null),
    matched: matchedRunbooks(matches, files),
    files,
    missing: unmatchedLinks(known, files)[0] ?? null,
  };
}

/** What reads like the incident and is not matched by anything else, best first. */
export async function similarRunbooks(
  { library }: Pick<ChoiceParts, 'library'>,
  incident: Incident,
  alerts: readonly Alert[],
  { files, matched }: Pick<RunbookChoice, 'files' | 'matched'>,
): Promise<readonly MatchedRunbook[]> {
  const taken = new Set(matched.map(({ file }) => file.id));
  const left = files.filter(({ id }) => !taken.has(id));
  const found = await library.similar(files, incident, alerts);
  const { similarMatches } = await import('../../core/runbooks/similarMatches.ts');
  return matchedRunbooks(similarMatches(found, left), left);
}

/** Which runbook is for the incident, for a screen that names one: the first of several that fit equally well. */
export async function likelyRunbook(
  parts: ChoiceParts,
  incident: Incident,
  alerts: readonly Alert[],
): Promise<ChosenRunbook | null> {
  const { matched } = await runbookChoice(parts, incident, alerts);
  return matched[0] ?? null;
}

export interface HeadingParts {
  readonly library: Pick<RunbookLibrary, 'read'>;
  readonly reader: Pick<RunbookReader, 'read'>;
}

/**
 * The runbook with the slug of the heading that its link names. Where it names none that is there, the runbook opens
 * at its top and the reason says so.
 */
export async function atHeading(
  { library, reader }: HeadingParts,
  chosen: ChosenRunbook,
): Promise<ChosenRunbook> {
  const { file, fragment, reason } = chosen;
  if (fragment === null) return chosen;
  let source: string;
  try {
    source = await library.read(file.uri);
  } catch {
    // The panel says why it cannot be read.
    return chosen;
  }
  const [{ headings }, { headingFor, missingHeading }] = await Promise.all([
    reader.read(source, file.path),
    import('../../core/runbooks/fragments.ts'),
  ]);
  const heading = headingFor(fragment, headings);
  return heading
    ? { file, reason, fragment: heading.slug }
    : { file, reason: `${reason} ${missingHeading(fragment)}`, fragment: null };
}

function matchedRunbooks(
  matches: readonly RunbookMatch[],
  files: readonly RunbookFile[],
): readonly MatchedRunbook[] {
  return matches.flatMap(({ candidate, kind, reason, fragment }) => {
    const file = files.find(({ id }) => id === candidate.id);
    return file ? [{ file, kind, reason, fragment }] : [];
  });
}
