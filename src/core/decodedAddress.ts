/** A part of an address without its percent signs; as it is where these stand for nothing. */
export function decodedAddress(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
