import type { Finding } from '../runbooks/lint/finding.ts';

/** Something that the writer of a team’s file should look at. */
export type TeamFinding = Omit<Finding, 'code' | 'rule'> & {
  readonly code:
    | 'team-file'
    | 'team-key'
    | 'team-value'
    | 'team-missing'
    | 'team-duplicate'
    | 'team-secret'
    | 'team-hidden'
    | 'team-template';
};

/** More would not be read. */
export const mostFindings = 200;
