import { markdownText } from '../timeline/markdownText.ts';
import { splitAtHidden } from './hiddenCharacters.ts';
import type { Translator } from './lint/finding.ts';
import { standardSections } from './lint/sectionRule.ts';

export interface NewRunbook {
  readonly title: string;
  readonly service: string | null;
  /** As the monitoring tool spells them. */
  readonly alerts: readonly string[];
  readonly owner: string | null;
  /** ms since the epoch; its day is the first review. */
  readonly now: number;
}

const longestText = 200;
const longestName = 60;

/** A text of any origin as one line that can be seen: what a runbook’s file may be made of. */
export function plainLine(text: string): string {
  const visible = splitAtHidden(text.slice(0, 4 * longestText).replace(/\s+/g, ' '))
    .map(part => part.visible)
    .join('')
    .trim();
  // Not cut through the middle of a character.
  return visible.length > longestText
    ? [...visible.slice(0, longestText)].slice(0, -1).join('').trim()
    : visible;
}

/**
 * A runbook in the standard structure. Titles and names may come from a provider: they become quoted YAML and
 * escaped Markdown, and never anything else.
 */
export function runbookSkeleton(
  { title, service, alerts, owner, now }: NewRunbook,
  l10n: Translator,
): string {
  const quoted = (text: string) => JSON.stringify(plainLine(text));
  const list = (texts: readonly string[]) => `[${texts.map(quoted).join(', ')}]`;
  const name = plainLine(title) || l10n.t('New runbook');
  const front = [
    `title: ${JSON.stringify(name)}`,
    `services: ${list(service !== null && plainLine(service) !== '' ? [service] : [])}`,
    `alerts: ${list(alerts.filter(alert => plainLine(alert) !== ''))}`,
    `owner: ${quoted(owner ?? '')}`,
    `reviewed: ${new Date(now).toISOString().slice(0, 10)}`,
    'variables:',
    '  - name: SERVICE_URL',
    `    description: ${quoted(l10n.t('Health address of the service'))}`,
    "    pattern: 'https?://\\S+'",
  ];
  const url = l10n.t('Set SERVICE_URL to the health address of the service, then run this again');
  const check = [
    '```bash',
    `url="\${SERVICE_URL:?${url.replace(/[^\p{L}\p{N} ,.;:_-]/gu, '')}}"`,
    'curl --fail --silent --show-error --max-time 10 "$url"',
    '```',
  ].join('\n');
  const below = [null, check, null, check, null];
  const sections = standardSections(l10n).map(({ name: heading, begin }, index) =>
    [`## ${heading}`, begin, below[index]].filter(part => part != null).join('\n\n'),
  );
  const heading = `# ${markdownText(name)}`;
  const intro = l10n.t('What this is for, and what it is not for.');
  return `---\n${front.join('\n')}\n---\n\n${[heading, intro, ...sections].join('\n\n')}\n`;
}

/** Names that Windows keeps for devices, with any extension. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/** `Checkout: 5xx & time-outs` → `checkout-5xx-time-outs`: letters, digits and hyphens of ASCII; `turn` tells equal ones apart. */
export function runbookFileName(title: string, turn = 1): string {
  const plain = plainLine(title)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longestName)
    .replace(/^-+|-+$/g, '');
  const name = plain === '' ? 'runbook' : device.test(plain) ? `runbook-${plain}` : plain;
  return `${name}${turn > 1 ? `-${turn}` : ''}.md`;
}
