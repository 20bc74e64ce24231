import { t } from '@vscode/l10n';
import { isSafeOrigin, webAddressOf } from '../wire.ts';
import { urlOf } from '../../../webAddress.ts';

export interface PagerDutyRegion {
  readonly id: 'us' | 'eu';
  readonly label: string;
  readonly baseUrl: string;
}

/** PagerDuty’s service regions; a key works in one of them only (developer.pagerduty.com, “Service Regions”). */
export const regions: readonly [PagerDutyRegion, PagerDutyRegion] = [
  {
    id: 'us',
    get label() {
      return t('United States');
    },
    baseUrl: 'https://api.pagerduty.com',
  },
  {
    id: 'eu',
    get label() {
      return t('Europe');
    },
    baseUrl: 'https://api.eu.pagerduty.com',
  },
];

export type CheckedOrigin =
  { readonly ok: true; readonly origin: string } | { readonly ok: false; readonly reason: string };

const refused = (reason: string): CheckedOrigin => ({ ok: false, reason });

/**
 * A base URL from the settings as the origin that the key is bound to, without a slash at the end.
 * `reason` is a whole sentence for the person who wrote the setting.
 */
export function checkedOrigin(text: string): CheckedOrigin {
  const trimmed = text.trim();
  const url = urlOf(trimmed);
  if (!url) return refused(t('“{0}” is not a URL; write it like {1}.', trimmed, regions[0].baseUrl));
  if (!isSafeOrigin(url))
    return refused(t('The base URL must begin with https:// (http:// only for this machine).'));
  if (url.username || url.password) return refused(t('The base URL must not hold a user name or password.'));
  if (url.pathname !== '/' || url.search || url.hash)
    return refused(t('The base URL must end after the host: {0} instead of {1}.', url.origin, trimmed));
  const region = regionOfWebHost(url.hostname);
  if (region) return refused(t('{0} is PagerDuty’s web site; its API is {1}.', url.hostname, region.baseUrl));
  return { ok: true, origin: url.origin };
}

/** Names below pagerduty.com that are no account’s. */
const ownNames: ReadonlySet<string> = new Set(['api', 'app', 'eu', 'www']);

/** `acme` of an address on acme.pagerduty.com or acme.eu.pagerduty.com; null for every other one. */
export function subdomainOf(address: unknown): string | null {
  const host = urlOf(webAddressOf(address) ?? '')?.hostname ?? '';
  const name = /^([a-z0-9-]+)\.(?:eu\.)?pagerduty\.com$/.exec(host)?.[1];
  return name && !ownNames.has(name) ? name : null;
}

/** The region of a web address such as `acme.eu.pagerduty.com`; null for an API host and every other host. */
function regionOfWebHost(host: string): PagerDutyRegion | null {
  if (!/(^|\.)pagerduty\.com$/.test(host) || /^api(\.[a-z]+)?\.pagerduty\.com$/.test(host)) return null;
  return regions[host.endsWith('.eu.pagerduty.com') ? 1 : 0];
}
