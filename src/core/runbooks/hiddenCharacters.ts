/**
 * What a person cannot see in a command but a shell can: bidi controls, zero-width and other invisible
 * characters, control characters, and spaces that are not the space (“Trojan Source”, CVE-2021-42574).
 */

/** Everything a terminal may show as nothing, as something else, or in another order; not tab, newline, space. */
const suspicious =
  /(?![\t\n ])[\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{Default_Ignorable_Code_Point}\u2800](?<!\p{Extended_Pictographic}\uFE0F)/gu;

/** False for plain ASCII, as most texts are: it spares them the search by Unicode properties. */
export function mayHide(text: string): boolean {
  return /[^\t\n -~]/.test(text);
}

const names: Readonly<Record<number, string>> = {
  0x00: 'null',
  0x07: 'bell',
  0x08: 'backspace',
  0x0b: 'vertical tab',
  0x0c: 'form feed',
  0x0d: 'carriage return',
  0x1b: 'escape',
  0x7f: 'delete',
  0x9b: 'control sequence introducer',
  0xa0: 'no-break space',
  0xad: 'soft hyphen',
  0x34f: 'combining grapheme joiner',
  0x61c: 'Arabic letter mark',
  0x180e: 'Mongolian vowel separator',
  0x200b: 'zero-width space',
  0x200c: 'zero-width non-joiner',
  0x200d: 'zero-width joiner',
  0x200e: 'left-to-right mark',
  0x200f: 'right-to-left mark',
  0x2028: 'line separator',
  0x2029: 'paragraph separator',
  0x202a: 'left-to-right embedding',
  0x202b: 'right-to-left embedding',
  0x202c: 'pop directional formatting',
  0x202d: 'left-to-right override',
  0x202e: 'right-to-left override',
  0x2060: 'word joiner',
  0x2061: 'function application',
  0x2062: 'invisible times',
  0x2063: 'invisible separator',
  0x2064: 'invisible plus',
  0x2066: 'left-to-right isolate',
  0x2067: 'right-to-left isolate',
  0x2068: 'first strong isolate',
  0x2069: 'pop directional isolate',
  0x2800: 'blank Braille pattern',
  0x3164: 'Hangul filler',
  0xfeff: 'zero-width no-break space',
  0xffa0: 'halfwidth Hangul filler',
};

function kindOf(character: string): string {
  if (/\p{Cc}/u.test(character)) return 'control character';
  if (/\p{Cs}/u.test(character)) return 'half of a surrogate pair';
  if (/\p{Zs}/u.test(character)) return 'unusual space';
  return 'invisible character';
}

function codeOf(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Each kind once, in the order of appearance: “U+202E right-to-left override”. Empty for a clean text. */
export function hiddenCharacters(text: string): readonly string[] {
  if (!mayHide(text)) return [];
  const found = new Set(text.match(suspicious) ?? []);
  return [...found].map(
    character => `${codeOf(character)} ${names[character.codePointAt(0)!] ?? kindOf(character)}`,
  );
}

/**
 * The text cut at its hidden characters: `visible` runs as they are, `escape` as the code to show in
 * their place (“U+202E”).
 */
export function splitAtHidden(
  text: string,
): readonly { readonly visible: string; readonly escape: string | null }[] {
  const parts: { visible: string; escape: string | null }[] = [];
  let from = 0;
  for (const match of text.matchAll(suspicious)) {
    parts.push({ visible: text.slice(from, match.index), escape: codeOf(match[0]) });
    from = match.index + match[0].length;
  }
  parts.push({ visible: text.slice(from), escape: null });
  return parts;
}
