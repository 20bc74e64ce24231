import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { t } from '@vscode/l10n';
import type { Clock } from '../../clock.ts';
import { OnCallError, RemoteRunbookError } from '../../errors.ts';
import { type AllowedAddress, allowedAddress, httpsUrl } from './allowedHosts.ts';
import { pinnedRequest, WrongPeerError } from './pinnedRequest.ts';
import { isPublicAddress } from './publicAddress.ts';
import { rawAddress } from './rawAddress.ts';
import { readText } from './remoteBody.ts';
import { urlOf } from '../../webAddress.ts';

export interface RemoteRunbookParts {
  readonly clock: Clock;
  /** All addresses of a host, as the machine resolves them: `dns.promises.lookup` with `all`. */
  readonly lookup: (host: string) => Promise<readonly { readonly address: string }[]>;
  /** Replaced by tests alone: their servers are on loopback. */
  readonly isAllowedAddress?: (address: string) => boolean;
  /** Certificates to trust besides those of the machine; PEM. */
  readonly ca?: string;
}

export interface RemoteRunbook {
  readonly text: string;
  /** The address that the text came from, behind redirects, without a fragment. */
  readonly href: string;
  /** Its host, for the person: `docs.example.com`, with the port where it is not 443. */
  readonly host: string;
}

/** For the whole call, names, handshakes, redirects and body included. */
const deadlineMs = 10_000;
/** As long as there are other addresses of the host to try. */
const connectMs = 3_000;
const mostRedirects = 5;
const mostAddresses = 4;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Fetches a runbook from a host that the person allowed: https, never with credentials or through a proxy, at most
 * 1 MB of UTF-8 within ten seconds. Host and every address of it are checked before each request, at each of at most
 * five redirects, and the connection goes to the address that was checked.
 *
 * Rejects with RemoteRunbookError.
 * @param href as the alert or a runbook has it; its fragment is not sent
 * @param allowed the person’s list: see allowedAddress
 */
export async function fetchRunbook(
  href: string,
  allowed: readonly string[],
  parts: RemoteRunbookParts,
): Promise<RemoteRunbook> {
  // The page’s own host too, where it is another one that has the text.
  const page = allowedAddress(href, allowed);
  const raw = rawAddress(httpsUrl(href));
  let at = raw ? allowedAddress(raw.href, allowed) : page;
  const deadline = new AbortController();
  const cancel = parts.clock.after(deadlineMs, () => deadline.abort(new DeadlineError()));
  try {
    const seen = new Set<string>();
    for (;;) {
      seen.add(at.href);
      const response = await answerOf(at, deadline.signal, parts);
      try {
        const { statusCode = 0, headers } = response;
        if (!redirects.has(statusCode)) {
          if (statusCode !== 200) throw unexpectedStatus(at.host, statusCode);
          const text = await readText(response, at.host);
          return { text, href: at.href, host: new URL(at.href).host };
        }
        const next = allowedAddress(target(at, headers.location), allowed);
        if (seen.size > mostRedirects || seen.has(next.href)) {
          throw new RemoteRunbookError(
            t('{0} sends from one address to the next and never to the runbook.', at.host),
            t('Open the link in a browser, and link to where it ends.'),
            'redirects',
          );
        }
        at = next;
      } finally {
        response.destroy();
      }
    }
  } catch (error) {
    throw asRemoteError(error, at.host, deadline.signal);
  } finally {
    cancel();
    deadline.abort(new Error('It is over.'));
  }
}

class DeadlineError extends Error {}

/** Tries the host’s addresses in turn; all of them must be allowed, not only the one that answers. */
async function answerOf(
  at: AllowedAddress,
  signal: AbortSignal,
  parts: RemoteRunbookParts,
): Promise<IncomingMessage> {
  const isAllowedAddress = parts.isAllowedAddress ?? isPublicAddress;
  const addresses = await addressesOf(at.host, signal, parts);
  if (!addresses.every(isAllowedAddress)) {
    throw new RemoteRunbookError(
      t(
        '{0} is inside a private network or on this machine, and runbooks are not fetched from there.',
        at.host,
      ),
      t('Open the link in a browser, or put the runbook into a folder of the workspace.'),
      'privateAddress',
    );
  }
  const tried = addresses.slice(0, mostAddresses);
  for (const [index, ip] of tried.entries()) {
    const isLast = index === tried.length - 1;
    const attempt = new AbortController();
    const cancel = isLast ? () => {} : parts.clock.after(connectMs, () => attempt.abort(new DeadlineError()));
    const both = AbortSignal.any([signal, attempt.signal]);
    try {
      return await pinnedRequest(at, ip, { ...parts, isAllowedAddress, signal: both });
    } catch (error) {
      if (isLast || signal.aborted || error instanceof WrongPeerError) throw error;
    } finally {
      cancel();
    }
  }
  throw new Error('The host has no address.');
}

async function addressesOf(
  host: string,
  signal: AbortSignal,
  { lookup }: RemoteRunbookParts,
): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  // A resolver cannot be called off, but nobody has to wait for it.
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  const found = await Promise.race([lookup(host), aborted]);
  return [...new Set(found.map(({ address }) => address))];
}

function target(from: AllowedAddress, location: string | undefined): string {
  const url = location === undefined ? null : urlOf(location, from.href);
  if (url) return url.href;
  throw new RemoteRunbookError(
    t('{0} sends to another address without saying which.', from.host),
    t('Open the link in a browser.'),
    'redirects',
  );
}

function unexpectedStatus(host: string, status: number): RemoteRunbookError {
  const [what, nextStep] =
    status === 401 || status === 403 || status === 407
      ? [
          t('{0} wants a sign-in (HTTP {1}).', host, status),
          t('On-Call never signs in for a runbook: open the link in a browser.'),
        ]
      : status === 404 || status === 410
        ? [
            t('{0} has no such page (HTTP {1}).', host, status),
            t('Mend the link in the alert, or choose a runbook.'),
          ]
        : [
            t('{0} could not give the runbook (HTTP {1}).', host, status),
            t('Try again, or open the link in a browser.'),
          ];
  return new RemoteRunbookError(what, nextStep, 'status');
}

/** Node’s own errors are told by what a person can do about them; their text may quote what a server sent. */
function asRemoteError(error: unknown, host: string, signal: AbortSignal): OnCallError {
  if (error instanceof OnCallError) return error;
  const options = { cause: error };
  if (signal.reason instanceof DeadlineError) {
    return new RemoteRunbookError(
      t('{0} did not give the runbook within {1} seconds.', host, deadlineMs / 1000),
      t('Try again, or open the link in a browser.'),
      'tooSlow',
      options,
    );
  }
  const code = String((error as NodeJS.ErrnoException | null)?.code ?? '');
  if (/^Z_|^ERR__ERROR_|^ERR_.*BROTLI|^ERR_PADDING/.test(code)) {
    return new RemoteRunbookError(
      t('What {0} sent cannot be unpacked.', host),
      t('Try again, or open the link in a browser.'),
      'encoding',
      options,
    );
  }
  if (
    /CERT|ALTNAME|ERR_TLS|ERR_SSL|EPROTO|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|CRL_/.test(
      code,
    )
  ) {
    return new RemoteRunbookError(
      t('The certificate of {0} is not trusted, or it does not speak https.', host),
      t('See whether the address is right; a page that a browser warns of is not fetched.'),
      'certificate',
      options,
    );
  }
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code.startsWith('HPE_')) {
    return new RemoteRunbookError(
      t('The answer of {0} was cut, or is no answer of a web server.', host),
      t('Try again, or open the link in a browser.'),
      'cut',
      options,
    );
  }
  return new RemoteRunbookError(
    t('{0} cannot be reached.', host),
    t(
      'Check the network and VPN. A proxy is never asked for a runbook: where the network has only one, open the link in a browser.',
    ),
    'unreachable',
    options,
  );
}
