import { t } from '@vscode/l10n';
import type { RunbookHeading } from './runbook.ts';
import { Slugs } from './slugs.ts';
import { shortText } from '../shortText.ts';
import { decodedAddress } from '../decodedAddress.ts';

/** What sites put before the slug in an address: GitHub’s own ids, and Bitbucket’s. */
const prefixes = /^(?:user-content-|markdown-header-)/;

/**
 * The heading that a link’s fragment names: as GitHub makes slugs, without regard to case, or as the heading itself
 * is written. Null where it names none (a line number, a heading that was renamed).
 */
export function headingFor(fragment: string, headings: readonly RunbookHeading[]): RunbookHeading | null {
  const wanted = decodedAddress(fragment).trim();
  const slug = new Slugs().next(wanted);
  const spellings = [fragment, wanted, wanted.replace(prefixes, ''), wanted.toLowerCase(), slug];
  for (const spelling of [...spellings, slug.replace(prefixes, '')]) {
    const heading = headings.find(one => one.slug === spelling);
    if (spelling !== '' && heading) return heading;
  }
  return null;
}

/** Goes behind the reason of a runbook that is shown from its top instead. */
export function missingHeading(fragment: string): string {
  const shown = shortText(fragment, 60);
  return t('The link names the place “#{0}”, which no heading here has, so it is shown from the top.', shown);
}
