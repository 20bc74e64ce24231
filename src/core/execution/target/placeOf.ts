/**
 * What an address or a connection string points at, in the words of a banner: host and database, never the user or
 * the password. Anything else is the name that it is.
 */
export function placeOf(text: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    const address = /^[a-z0-9+.-]+:\/\/(?:[^/?#]*@)?([^/?#]*)(?:\/([\w.-]+))?/i.exec(text);
    const host = address?.[1]?.replace(/:\d+$/, '') ?? '';
    return [host, address?.[2]].filter(Boolean).join('/') || text.slice(0, text.indexOf(':'));
  }
  const pair = (name: string) => new RegExp(`(?:^|\\s)${name}\\s*=\\s*'?([^'\\s]+)`, 'i').exec(text)?.[1];
  if (/(?:^|\s)\w+\s*=/.test(text))
    return (
      [pair('host') ?? pair('hostaddr') ?? pair('service'), pair('dbname')].filter(Boolean).join('/') ||
      'localhost'
    );
  return text;
}
