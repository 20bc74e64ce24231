/**
 * Where a code host gives the text of a file instead of its page; null where the address is no page of a file.
 * GitHub’s raw files are on another host, which must be allowed of its own.
 */
export function rawAddress(url: URL): URL | null {
  const raw = new URL(url);
  raw.search = '';
  raw.hash = '';
  const { hostname, pathname } = url;
  if (hostname === 'github.com' || hostname === 'www.github.com') {
    const [, owner, repository, page, path] = /^\/([^/]+)\/([^/]+)\/(blob|raw)\/(.+)$/.exec(pathname) ?? [];
    if (page === undefined) return null;
    raw.host = 'raw.githubusercontent.com';
    raw.pathname = `/${owner}/${repository}/${path}`;
    return raw;
  }
  const gitlab = /^(\/.+)\/-\/blob\/(.+)$/.exec(pathname);
  if (gitlab) {
    raw.pathname = `${gitlab[1]}/-/raw/${gitlab[2]}`;
    return raw;
  }
  const bitbucket = hostname === 'bitbucket.org' ? /^(\/[^/]+\/[^/]+)\/src\/(.+)$/.exec(pathname) : null;
  if (bitbucket) {
    raw.pathname = `${bitbucket[1]}/raw/${bitbucket[2]}`;
    return raw;
  }
  return null;
}
