import { objectOf, objectsOf } from './wire.ts';

/** Node’s codes for what fails before there is a connection (nodejs.org/api/errors.html, “Common system errors”). */
const unreachable: ReadonlySet<unknown> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_NODATA',
  'EAI_NONAME',
  'ECONNREFUSED',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETDOWN',
  'EHOSTDOWN',
  'EADDRNOTAVAIL',
]);

/** A certificate that is refused ends the handshake (nodejs.org/api/tls.html, “X509 certificate error codes”). */
const refusedCertificate: ReadonlySet<unknown> = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_CRL',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'UNABLE_TO_DECRYPT_CRL_SIGNATURE',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'CERT_SIGNATURE_FAILURE',
  'CRL_SIGNATURE_FAILURE',
  'CERT_NOT_YET_VALID',
  'CERT_HAS_EXPIRED',
  'CRL_NOT_YET_VALID',
  'CRL_HAS_EXPIRED',
  'ERROR_IN_CERT_NOT_BEFORE_FIELD',
  'ERROR_IN_CERT_NOT_AFTER_FIELD',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_CHAIN_TOO_LONG',
  'CERT_REVOKED',
  'INVALID_CA',
  'PATH_LENGTH_EXCEEDED',
  'INVALID_PURPOSE',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'HOSTNAME_MISMATCH',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/**
 * Whether it is certain that not a byte of the request went out. False where it is not: a connection that is reset,
 * also one kept from an earlier request, may have carried it.
 * @param error Node’s own, as the HTTP library gives it for the cause
 */
export function isNeverSent(error: unknown): boolean {
  const { code, syscall, errors } = objectOf(error) ?? {};
  if (refusedCertificate.has(code)) return true;
  // The same code can come from an open connection (`read EHOSTUNREACH`): what failed decides where it is known.
  if (typeof syscall === 'string') return syscall === 'connect' || syscall === 'getaddrinfo';
  // One error for each address of the host.
  const attempts = objectsOf(errors);
  if (attempts.length > 0) return attempts.every(isNeverSent);
  return unreachable.has(code);
}

/**
 * Whether a request that was given up had no connection yet: no socket, or one that still shakes hands.
 * @param request Node’s `ClientRequest`
 */
export function hadNoConnection(request: unknown): boolean {
  const fields = objectOf(request);
  if (!fields || !('socket' in fields)) return false;
  const { socket } = fields;
  return socket === null || objectOf(socket)?.['secureConnecting'] === true;
}
