import { sentence } from '../sentence.ts';
import { assigned, firstPart, header, headerInData, quote } from './namedValues.ts';

/** A stretch of text that must not be seen, `end` exclusive. */
export interface SecretSpan {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

interface Shape {
  readonly kind: string;
  /** Flags `dg`. What is masked is the group that took part, or the whole match where there is none. */
  readonly pattern: RegExp;
  /** Says no to what only looks like one. `group` is the name of the one that took part, else ''. */
  readonly accepts?: (secret: string, group: string) => boolean;
}

/** Not in the middle of a longer word: this also makes sure that each word is looked at only once. */
const start = '(?<![A-Za-z0-9_-])';

/** What an `Authorization` begins with may be seen. */
const schemes = String.raw`(?:(?:Basic|Bearer|Token|Digest|GenieKey|ApiKey)[ \t]{1,8})?`;

/** How `kubectl describe pod` begins to say which secret holds a value. */
const setElsewhere = '<set';

/** Every repetition below is bounded or cannot overlap with what follows it, so that time stays linear. */
const shapes: readonly Shape[] = [
  { kind: sentence('AWS key'), pattern: word('(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])') },
  {
    kind: sentence('GitHub token'),
    pattern: word('(?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{22,255})'),
  },
  { kind: sentence('GitLab token'), pattern: word('gl(?:pat|ptt|dt|rt|cbt)-[A-Za-z0-9_-]{20,255}') },
  { kind: sentence('Slack token'), pattern: word('(?:xox[a-z]|xapp)-[A-Za-z0-9-]{10,255}') },
  { kind: sentence('Slack webhook'), pattern: /hooks\.slack\.com\/(?<secret>[A-Za-z0-9/_-]{10,255})/dg },
  {
    kind: sentence('PagerDuty token'),
    pattern: word('(?:u\\+[A-Za-z0-9_-]{18}|pd[a-z]{2}\\+_[A-Za-z0-9_-]{10,255})'),
  },
  { kind: sentence('Google key'), pattern: word('(?:AIza[A-Za-z0-9_-]{35}|ya29\\.[A-Za-z0-9_-]{20,2048})') },
  {
    kind: sentence('Vault token'),
    pattern: word('hv[sbr]\\.[A-Za-z0-9_-]{20,512}'),
    accepts: hasDigit,
  },
  {
    kind: sentence('Grafana token'),
    pattern: word('(?:glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}|glc_[A-Za-z0-9+/]{32,512}={0,2})'),
  },
  { kind: sentence('DigitalOcean token'), pattern: word('do[opr]_v1_[a-f0-9]{64}') },
  { kind: sentence('SendGrid key'), pattern: word('SG\\.[A-Za-z0-9_-]{16,64}\\.[A-Za-z0-9_-]{16,128}') },
  { kind: sentence('PyPI token'), pattern: word('pypi-[A-Za-z0-9_-]{50,1024}') },
  { kind: sentence('Atlassian token'), pattern: word('AT(?:ATT|CTT|BBT?)3x[A-Za-z0-9=_-]{20,512}') },
  // Of Teams’ workflows and of the clouds’ storage: it alone lets anybody in.
  {
    kind: sentence('signature'),
    pattern: /(?<=[?&](?:amp;)?(?:sig|(?:x-(?:amz|goog)-)?signature)=)[A-Za-z0-9%_~.+/-]{20,1024}/dgi,
  },
  {
    kind: sentence('Teams webhook'),
    pattern: /\.webhook\.office\.com\/(?<secret>[A-Za-z0-9@/_-]{10,512})/dg,
  },
  {
    kind: sentence('Discord webhook'),
    pattern: /discord(?:app)?\.com\/api\/webhooks\/\d{1,32}\/(?<secret>[A-Za-z0-9_-]{20,255})/dg,
  },
  // An incoming webhook of Mattermost has 26 letters and digits; it runs under a name of the team’s own.
  { kind: sentence('Mattermost webhook'), pattern: /\/hooks\/(?<secret>[a-z0-9]{26})(?![A-Za-z0-9_-])/dg },
  {
    kind: sentence('API key'),
    pattern: word('(?:sk|rk|pk)[-_](?:[a-z]{2,10}[-_])?[A-Za-z0-9_-]{20,255}'),
    accepts: hasDigit,
  },
  { kind: sentence('npm token'), pattern: word('npm_[A-Za-z0-9]{36}') },
  {
    kind: sentence('JWT'),
    pattern: word('eyJ[A-Za-z0-9_-]{5,8192}\\.[A-Za-z0-9_-]{5,8192}\\.[A-Za-z0-9_-]{0,8192}'),
  },
  {
    kind: sentence('authorization'),
    pattern: header('authorization', { before: schemes }),
  },
  {
    kind: sentence('authorization'),
    pattern: /(?<![A-Za-z])(?:Bearer|Basic)[ \t]{1,8}(?<secret>[A-Za-z0-9+/=._~-]{16,8192})/dg,
    accepts: secret => /[0-9=]/.test(secret),
  },
  {
    kind: sentence('cookie'),
    pattern: header('(?<![A-Za-z])(?:set-)?cookie', { after: ':' }),
  },
  // In data, a field of that name may also say whether there are any.
  {
    kind: sentence('cookie'),
    pattern: headerInData('(?<![A-Za-z])(?:set-)?cookie'),
    accepts: secret => secret.includes('='),
  },
  {
    kind: sentence('password'),
    pattern: assigned('pass(?:word|wd|phrase|code)'),
    accepts: secret => secret !== setElsewhere,
  },
  {
    kind: sentence('password'),
    pattern: assigned('(?<=[A-Za-z0-9][_.-])(?:pass|PASS|Pass)|(?<=[a-z0-9])(?<![Bb]y)Pass', 'dg'),
    accepts: isPassword,
  },
  // Alone, “pass: …” is the result of a test.
  {
    kind: sentence('password'),
    pattern: assigned(
      '(?:(?<=--)|(?<![A-Za-z0-9_.-]))pass',
      'dgi',
      `(?:=|${quote}[ \\t]{0,8}[:=]>?[ \\t]{0,80}|(?<=--pass)[ \\t]{1,8})`,
    ),
    accepts: isPassword,
  },
  // Not the shell’s own PWD and OLDPWD.
  { kind: sentence('password'), pattern: assigned('pwd'), accepts: secret => !/^[/~\\]/.test(secret) },
  {
    kind: sentence('secret'),
    pattern: assigned(
      '(?:api|access|secret|private|routing|integration|account|auth|encryption|signing)[_-]?key|secret|token',
    ),
    accepts: (secret, group) => isKey(firstPart(secret, group)),
  },
  // The longest password that a URL of use has is far below the bound.
  {
    kind: sentence('URL credentials'),
    pattern: /:\/\/(?<secret>[^\s/?#"'<>]{1,512})@/dg,
    accepts: secret => secret.includes(':') || secret.length >= 16,
  },
];

function word(body: string): RegExp {
  return new RegExp(start + body, 'dg');
}

const result =
  /^(?:\d{1,4}|\d{1,3}(?:[.,/]\d{1,4})?%?|true|false|yes|no|on|off|ok|done|none|null|passed|failed|skipped)$/i;

/** `tests_pass: 12` counts, `second-pass: done` tells of a turn, and nginx’s `proxy_pass` of a server. */
function isPassword(secret: string): boolean {
  return secret !== setElsewhere && !result.test(secret) && !/^https?:\/\//i.test(secret);
}

function isKey(secret: string): boolean {
  return secret.length >= 8 && hasDigit(secret);
}

function hasDigit(text: string): boolean {
  return /[0-9]/.test(text);
}

/** The stretches of `text` that look like secrets, in no order, overlapping where several shapes fit. */
export function secretShapes(text: string): SecretSpan[] {
  const spans = privateKeys(text);
  for (const { kind, pattern, accepts } of shapes) {
    for (const match of text.matchAll(pattern)) {
      const [group, [from, to]] = partOf(match);
      const secret = text.slice(from, to);
      if (!secret.startsWith('•••(') && (accepts?.(secret, group) ?? true))
        spans.push({ start: from, end: to, kind });
    }
  }
  return spans;
}

function partOf(match: RegExpExecArray): readonly [group: string, range: readonly [number, number]] {
  const groups = Object.entries(match.indices?.groups ?? {}) as [string, [number, number] | undefined][];
  const [name, range] = groups.find(([, one]) => one !== undefined) ?? [];
  return [name ?? '', range ?? [match.index, match.index + match[0].length]];
}

const privateKey = sentence('private key');

/**
 * Private-key blocks, also those of which a cut left only the beginning or the end: then what looks like the
 * key’s body on that side goes too.
 */
function privateKeys(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  const marks = [...text.matchAll(/-----(BEGIN|END) [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g)];
  let from = 0;
  for (let at = 0; at < marks.length; at += 1) {
    const mark = marks[at]!;
    const markEnd = mark.index + mark[0].length;
    const next = marks[at + 1];
    let span: SecretSpan;
    if (mark[1] === 'END')
      span = { start: bodyBefore(text, from, mark.index), end: markEnd, kind: privateKey };
    else if (next?.[1] === 'END') {
      span = { start: mark.index, end: next.index + next[0].length, kind: privateKey };
      at += 1;
    } else
      span = {
        start: mark.index,
        end: bodyAfter(text, markEnd, next?.index ?? text.length),
        kind: privateKey,
      };
    spans.push(span);
    from = span.end;
  }
  return spans;
}

const keyBody = /[A-Za-z0-9+/=\\\s]/;

function bodyBefore(text: string, from: number, to: number): number {
  let at = to;
  while (at > from && keyBody.test(text[at - 1]!)) at -= 1;
  return at;
}

function bodyAfter(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && keyBody.test(text[at]!)) at += 1;
  return at;
}
