import { Redactor } from './redact.ts';

/** `token`, `private_token`, `X-Amz-Signature`: whose value opens something. */
const names =
  '(?:[a-z0-9]{1,20}[_-]){0,3}(?:access[_-]?token|token|api[_-]?key|key|sig|signature|secret|pass(?:word|wd)?|pwd|auth)';

/** In a query or behind `#`, such a name comes with a value that opens something. */
export const keyInAddress = new RegExp(`[?&#;]${names}=[^&\\s]`, 'i');

/** All that an address presigned by a cloud has of its own, which is another at each signing. */
const presigned = '(?:x-(?:amz|goog)-[a-z0-9-]{1,40}|awsaccesskeyid|googleaccessid|key-pair-id)';

const named = new RegExp(`^(?:${names}|${presigned})$`, 'i');

const redactor = new Redactor();

/**
 * An address, or the part of one from its path on, with `•••(key)` for each value of its query that lets whoever has it
 * in, and masked like any other text: what is left says still which page it is.
 */
export function withoutKeys(address: string): string {
  const at = address.indexOf('?');
  if (at < 0) return redactor.redact(address).text;
  const fields = address.slice(at + 1).split('&');
  const masked = fields.map(field => {
    const end = field.indexOf('=');
    // An address inside an address may have a key of its own.
    const opens = named.test(decoded(field.slice(0, end))) || keyInAddress.test(decoded(field));
    return end > 0 && end < field.length - 1 && opens ? `${field.slice(0, end)}=•••(key)` : field;
  });
  return redactor.redact(`${address.slice(0, at)}?${masked.join('&')}`).text;
}

/** As a server reads it: `%74oken` is `token`. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
