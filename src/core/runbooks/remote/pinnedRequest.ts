import { ClientRequest, type IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { AllowedAddress } from './allowedHosts.ts';

/** What a request is given up by, and what it connects with. */
export interface RequestOptions {
  readonly signal: AbortSignal;
  /** Asked about the address that the connection really has. */
  readonly isAllowedAddress: (address: string) => boolean;
  /** Certificates to trust besides those of the machine; PEM. */
  readonly ca?: string;
}

/** A connection that does not lead where it should have led. */
export class WrongPeerError extends Error {}

/**
 * One GET to one numeric address, for the host that the address was looked up for: its name goes into the handshake,
 * the certificate’s check and the `Host` header, and is resolved by nobody again. No proxy is asked, no cookie, no
 * key and no referrer is sent, and the connection is used once. VS Code replaces `http.request` and
 * `https.request` to send them through its proxy, so neither is used.
 * @param ip one of those that the host was looked up to
 */
export async function pinnedRequest(
  { href, host, port }: AllowedAddress,
  ip: string,
  { signal, isAllowedAddress, ca }: RequestOptions,
): Promise<IncomingMessage> {
  const socket = await connected(host, port, ip, signal, ca);
  const peer = socket.remoteAddress;
  if (peer === undefined || !isAllowedAddress(peer)) {
    socket.destroy();
    throw new WrongPeerError('The connection leads to an address that is not allowed.');
  }
  const { pathname, search, host: hostHeader } = new URL(href);
  return new Promise((resolve, reject) => {
    const request = new ClientRequest({
      createConnection: () => socket,
      method: 'GET',
      path: pathname + search,
      setHost: false,
      headers: {
        host: hostHeader,
        accept: 'text/markdown, text/plain;q=0.9, text/*;q=0.5, application/octet-stream;q=0.4',
        'accept-encoding': 'gzip, br, deflate',
        'user-agent': 'On-Call',
        connection: 'close',
      },
      signal,
    });
    request.once('response', resolve);
    // Stays too: what comes after the answer is the reader’s to tell.
    request.on('error', reject);
    // `101 Switching Protocols` would leave the request waiting for ever.
    request.once('upgrade', (_response, upgraded) => {
      upgraded.destroy();
      reject(new Error('The server changed the protocol.'));
    });
    request.end();
  });
}

function connected(
  host: string,
  port: number,
  ip: string,
  signal: AbortSignal,
  ca: string | undefined,
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const socket = connectTls({
      host: ip,
      port,
      // A number is not a name for the handshake (RFC 6066, 3); the certificate is then held against it all the same.
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(ca === undefined ? {} : { ca }),
      ALPNProtocols: ['http/1.1'],
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
    });
    const abort = () => socket.destroy(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    socket.once('close', () => signal.removeEventListener('abort', abort));
    socket.once('secureConnect', () => {
      if (socket.authorized) resolve(socket);
      else socket.destroy(socket.authorizationError);
    });
    // Stays: an error after the handshake is the request’s to tell.
    socket.on('error', reject);
  });
}
