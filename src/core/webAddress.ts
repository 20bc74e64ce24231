/**
 * What `new URL` makes of it; null where it takes it for none. Not `URL.canParse`: once V8 has compiled a caller, Node 20
 * answers false there for a right address with `ü` or `é` in its host.
 */
export function urlOf(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}

/** Whether `new URL` takes it. */
export function isAddress(text: string): boolean {
  return urlOf(text) !== null;
}
