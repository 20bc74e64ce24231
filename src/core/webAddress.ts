/**
 * Whether `new URL` takes it. Not `URL.canParse`: once V8 has compiled a caller, Node 20 answers false there for a
 * right address with `ü` or `é` in its host.
 */
export function isAddress(text: string, base?: string): boolean {
  try {
    return new URL(text, base) !== null;
  } catch {
    return false;
  }
}
