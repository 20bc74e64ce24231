import { keyInAddress } from '../execution/addressKeys.ts';
import { secretShapes } from '../execution/secretShapes.ts';
import { mayHide, splitAtHidden } from '../runbooks/hiddenCharacters.ts';
import { sentence } from '../sentence.ts';

/** Addresses that are keys themselves: whoever knows one can post there. */
const webhooks: readonly RegExp[] = [
  /\bhooks\.slack(?:-gov)?\.com\b/i,
  /\bdiscord(?:app)?\.com\/api\/webhooks\b/i,
  /\bwebhook\.office(?:365)?\.com\b/i,
  /\boutlook\.office(?:365)?\.com\/webhook\b/i,
  /\blogic\.azure\.com\b/i,
  /\bchat\.googleapis\.com\/v1\/spaces\b/i,
  /\bhooks\.zapier\.com\b/i,
  /\bevents(?:\.eu)?\.pagerduty\.com\b/i,
  /\balert\.victorops\.com\/integrations\b/i,
  /\bmattermost[^\s/]{0,100}\/hooks\/|\/api\/v[0-9]{1,2}\/webhooks?\//i,
];

/** `ssh://git@host` names no secret; anything else before an `@` may be one. */
const userInAddress = /\b(?!ssh:\/\/git@)[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/?#@]{0,512}@/i;

/** A field that is called so would hold one, whatever stands there now. */
const keyNames =
  /(?:^|[_-]|(?<=[a-z]))(?:tokens?|pass(?:word|wd|phrase)|secrets?|credentials?|api[_-]?keys?|(?:routing|integration|access|private|signing)[_-]?keys?|webhooks?(?:[_-]?url)?|authorization|bearer)(?:$|[_-])/i;

/** “password: ask Ada” is no password. */
const prose = /^[\p{L}’'-]+[.,;:!?]?$/u;
const byName: ReadonlySet<string> = new Set(['password', 'secret', 'authorization', 'cookie']);

/** What of a text opens something, by kind; null where nothing looks like it. */
export function credentialIn(text: string): {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
} | null {
  if (text.length < 16 && !/[:=@/]|--/.test(text)) return null;
  const webhook = webhooks.map(pattern => pattern.exec(text)).find(match => match !== null);
  if (webhook) return spanOf(sentence('webhook address'), webhook);
  const user = userInAddress.exec(text);
  if (user) return spanOf(sentence('address with a user or key in it'), user);
  const key = keyInAddress.exec(text);
  if (key && /https?:\/\//i.test(text)) return spanOf(sentence('address with a key in it'), key);
  const shape = secretShapes(text).find(({ kind, start, end }) => {
    const value = text.slice(start, end);
    return !(byName.has(kind) && prose.test(value)) && !/^\{\{/.test(value);
  });
  return shape ?? null;
}

function spanOf(kind: string, { index, 0: { length } }: RegExpExecArray) {
  return { kind, start: index, end: index + length };
}

/** Whether a field of that name is one for a credential. */
export function isCredentialName(name: string): boolean {
  return name.length <= 100 && keyNames.test(name);
}

/** French needs its narrow spaces, and emoji and some scripts their joiners. */
const allowed: ReadonlySet<string> = new Set(['U+00A0', 'U+202F', 'U+200C', 'U+200D']);

/** What cannot be seen in the text, by code; empty for a clean one. */
export function hiddenIn(text: string): readonly string[] {
  if (!mayHide(text)) return [];
  return [...new Set(splitAtHidden(text).flatMap(({ escape }) => escape ?? []))].filter(
    code => !allowed.has(code),
  );
}
