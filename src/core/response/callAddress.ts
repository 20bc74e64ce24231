import { oneLine } from '../incidents/providers/wire.ts';
import { urlOf } from '../webAddress.ts';

/** Why a text leads into no call. */
export type CallProblem = 'none' | 'notHttps' | 'several' | 'credentials' | 'tooLong';

export type CallAddress =
  { readonly ok: true; readonly url: string } | { readonly ok: false; readonly problem: CallProblem };

/** Longer ones are no links in a message (see neutralAddress). UTF-16 units. */
const longestAddress = 500;
/** No invitation is longer. UTF-16 units. */
const longestInvitation = 20_000;

/** The address of a call: the text itself, or the one https link in an invitation of Zoom, Meet, Teams or another. */
export function callAddress(text: string): CallAddress {
  if (text.length > longestInvitation) return refused('tooLong');
  const words = oneLine(text).split(/[\s<>]+/);
  const all = new Set(words.map(linkIn).filter(link => /^https:\/\//i.test(link)));
  const links = all.size > 1 ? intoCalls(all) : all;
  const [link] = links;
  if (link === undefined) return refused(words.some(isPlainHttp) ? 'notHttps' : 'none');
  if (links.size > 1) return refused('several');
  if (link.length > longestAddress) return refused('tooLong');
  const url = urlOf(link);
  if (!url) return refused('none');
  const { username, password, href } = url;
  if (username !== '' || password !== '') return refused('credentials');
  return href.length > longestAddress ? refused('tooLong') : { ok: true, url: href };
}

/** Where the links of well-known services lead into a call, and not to its options, numbers or help: host, then path. */
const doors: readonly (readonly [host: RegExp, path: RegExp])[] = [
  [/^([\w-]+\.)?zoom(gov)?\.(us|com)$/, /^\/(j|my|w)\/./],
  [/^meet\.google\.com$/, /^\/([a-z]+-[a-z]+-[a-z]+|lookup\/.+)$/],
  [/^teams\.(microsoft|live)\.com$/, /^\/(l\/meetup-join|meet)\/./],
  [/^[\w-]+\.webex\.com$/, /^\/(meet\/.|[\w-]+\/j\.php|wbxmjs\/joinservice\/)/],
];

/** Those of several links that lead into a call; all of them where none does. */
function intoCalls(links: ReadonlySet<string>): ReadonlySet<string> {
  const found = [...links].filter(link => {
    const url = urlOf(link);
    return url !== null && doors.some(([host, path]) => host.test(url.hostname) && path.test(url.pathname));
  });
  return found.length > 0 ? new Set(found) : links;
}

/** Whether it is what callAddress gives. */
export function isCallAddress(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const read = callAddress(value);
  return read.ok && read.url === value;
}

/** A word without the brackets and marks around it. One that is not a link stays what it is. */
function linkIn(word: string): string {
  const begun = word.replace(/^[([{"'“„«]+/, '');
  if (begun.length > longestAddress * 2) return begun;
  // A bracket that the address itself opened is its own.
  const around = begun.includes('(') ? /[\].,;:!?}"'”»]+$/ : /[)\].,;:!?}"'”»]+$/;
  return begun.replace(around, '');
}

function isPlainHttp(word: string): boolean {
  return /^http:\/\//i.test(linkIn(word));
}

function refused(problem: CallProblem): CallAddress {
  return { ok: false, problem };
}
