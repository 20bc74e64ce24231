import { t } from '@vscode/l10n';
import { RemoteRunbookError } from '../../errors.ts';
import { rawAddress } from './rawAddress.ts';
import { urlOf } from '../../webAddress.ts';

/** An https address that may be asked for. */
export interface AllowedAddress {
  /** Normalised, without the fragment. */
  readonly href: string;
  /** Lower case, as punycode; without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port: number;
}

interface AllowedHost {
  readonly host: string;
  readonly belowOnly: boolean;
  readonly port: number;
}

const longestHref = 2_048;

/**
 * The address that a link names, if the person allowed its host; throws RemoteRunbookError otherwise.
 * @param allowed `docs.example.com`, `*.example.com` (what is below it, not the name itself), `docs.example.com:8443`
 */
export function allowedAddress(href: string, allowed: readonly string[]): AllowedAddress {
  const url = httpsUrl(href);
  const host = hostOf(url);
  const port = url.port === '' ? 443 : Number(url.port);
  const ofHost = allowed.map(allowedHostOf).filter(entry => entry !== null && fits(host, entry));
  if (ofHost.length === 0) {
    throw new RemoteRunbookError(
      t('Runbooks from {0} are not fetched: the host is not on your list.', host),
      t('Add it to “onCall.runbooks.allowedHosts” in your user settings if you trust whoever writes there.'),
      'hostNotAllowed',
      { host: url.host },
    );
  }
  if (!ofHost.some(entry => entry?.port === port)) {
    throw new RemoteRunbookError(
      t('Runbooks from port {0} of {1} are not fetched.', port, host),
      t('Add “{0}” to “onCall.runbooks.allowedHosts” if that port is meant.', url.host),
      'portNotAllowed',
      { host: url.host },
    );
  }
  url.hash = '';
  return { href: url.href, host, port };
}

/** The address as a URL; throws RemoteRunbookError where a runbook is never fetched from such an address. */
export function httpsUrl(href: string): URL {
  const url = href.length <= longestHref ? urlOf(href) : null;
  if (!url || hostOf(url) === '') {
    throw new RemoteRunbookError(
      t('The link to the runbook is no address of a page.'),
      t('Open the alert and mend its link, or choose a runbook.'),
      'notAnAddress',
    );
  }
  if (url.protocol !== 'https:') {
    throw new RemoteRunbookError(
      t('A runbook is only fetched by https, and this address begins with “{0}”.', url.protocol),
      t('Change the link to https, or open it in a browser.'),
      'notHttps',
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new RemoteRunbookError(
      t('The address of the runbook on {0} holds a name or a password, so it is not fetched.', hostOf(url)),
      t('Take them out of the link: anybody who sees the alert can read them.'),
      'credentials',
    );
  }
  return url;
}

/** The name of an address’s host as the list has it; a dot at the end, which DNS takes for the same, is gone. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

/** Null for what is no host: an address with a path, a lone `*`, nothing. */
function allowedHostOf(entry: string): AllowedHost | null {
  const text = entry.trim().toLowerCase();
  const belowOnly = text.startsWith('*.');
  const name = belowOnly ? text.slice(2) : text;
  const url = name === '' || /[/?#@*\s\\]/.test(name) ? null : urlOf(`https://${name}`);
  if (!url) return null;
  const host = hostOf(url);
  // `*.com` would be half of the internet.
  if (host === '' || (belowOnly && !host.includes('.'))) return null;
  return { host, belowOnly, port: url.port === '' ? 443 : Number(url.port) };
}

function fits(host: string, { host: allowed, belowOnly }: AllowedHost): boolean {
  return belowOnly ? host.endsWith(`.${allowed}`) : host === allowed;
}

/**
 * What the list lacks before the address could be fetched, as it would be written there; empty where nothing is
 * missing. Throws RemoteRunbookError where no list would help.
 */
export function missingHosts(href: string, allowed: readonly string[]): readonly string[] {
  const url = httpsUrl(href);
  const needed = [url, rawAddress(url)].filter(address => address !== null);
  const missing = needed.filter(address => {
    const host = hostOf(address);
    const port = address.port === '' ? 443 : Number(address.port);
    return !allowed.some(entry => {
      const known = allowedHostOf(entry);
      return known !== null && known.port === port && fits(host, known);
    });
  });
  return [...new Set(missing.map(({ host }) => host.replace(/\.(?=:|$)/, '')))];
}
