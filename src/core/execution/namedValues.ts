/**
 * Patterns, flags `dg`, of values behind a name: what a value is stands in the one named group that took part. Every
 * repetition is bounded, and its alternatives begin with different signs, so that time stays linear.
 */

/** A quote, with the backslashes that it gets where it stands in a string, and in a string in that one. */
export const quote = String.raw`(?:\\{0,3}["'])`;

/** Values stand in a column of their own: `kubectl describe pod` puts it behind the longest name. */
const betweenNameAndValue = String.raw`(?:${quote}?[ \t]{0,8}(?:=>|:=|[:=])[ \t]{0,80}|(?<=--[a-z-]{0,32})[ \t]{1,8})`;

/** Behind the name of a parameter of a URL. */
const query = String.raw`(?<=[?&](?:amp;)?[A-Za-z0-9_.%[\]-]{1,80}=)`;

/** `&` ends the value there. */
const inQuery = String.raw`${query}(?<query>[^\s"'&,;)}\]]{1,4096})`;

/** Signs that may end a word end it before a blank, a quote, or what looks like the next name: `a,b;name=`. */
const endOfWord = [
  String.raw`[&,;)}\].>({[]{0,8}(?:[\s"'\x60<]|\\{1,3}["'nrt]|$)`,
  String.raw`[&,;)}\]({[]{0,8}(?<=[&,;({[])[A-Za-z_][A-Za-z0-9_.-]{0,63}[ \t]?[:=]`,
  `(?<=;)[A-Za-z][A-Za-z0-9 _-]{0,63}=`,
].join('|');
const oneWord = String.raw`${query.replace('?<=', '?<!')}(?<word>(?:[^\s"'\\&,;)}\]]|\\(?!\\{0,7}["'])|[&,;)}\]](?!${endOfWord})){1,4096})`;

/** `name=value`, `"name": "value"`, `name: value`, `--name value`; the value ends with its quotes or its word. */
export function assigned(names: string, flags = 'dgi', between = betweenNameAndValue): RegExp {
  return new RegExp(`(?:${names})${between}(?:${quoted('')}|${inQuery}|${oneWord})`, flags);
}

/** What stands before a sign that may end a word: all of it where the value had quotes around it. */
export function firstPart(value: string, group: string): string {
  return group === 'word' ? value.split(/[&,;)}\]]/, 1)[0]! : value;
}

/** A header in a line of its own ends with it, or with the string that it stands in. */
const restOfLine = String.raw`[^\s"'\\](?:[^\r\n"'\\]|\\(?!\\{0,3}["'])){0,8192}`;

/** `name: value`, and all that `headerInData` finds. `after` stands behind the name, `before` may stand before the value. */
export function header(
  name: string,
  { after = String.raw`${quote}?[ \t]{0,8}(?:=>|[:=])`, before = '' }: { after?: string; before?: string },
): RegExp {
  const value = `${inQuotes(before)}|\\[?${before}(?<line>${restOfLine})`;
  return new RegExp(`${name}${after}[ \\t]{0,8}(?:${value})`, 'dgi');
}

/** `"name": "value"`, `name="value"`, `"name": ["value", "another"]`. */
export function headerInData(name: string): RegExp {
  const after = String.raw`(?:${quote}[ \t]{0,8}(?:=>|[:=])|=)`;
  return new RegExp(`${name}${after}[ \\t]{0,8}(?:${inQuotes('')})`, 'dgi');
}

/** One value, or those of a list from the first to the last. */
function inQuotes(before: string): string {
  const list = (inside: string) => String.raw`${inside}(?:${quote}\s{0,80},\s{0,80}${quote}${inside}){0,32}`;
  return String.raw`${quoted(before)}|\[\s{0,80}(?:${quoted(before, 'list', list)})`;
}

/**
 * A value in quotes, up to what closes them. Quotes that stand in a string have one backslash, and three in a string in
 * that one; those that belong to the value have twice as many and one.
 */
function quoted(before: string, name = 'quoted', around = (inside: string) => inside): string {
  const forms = [0, 1, 2, 3].flatMap(count =>
    [`"`, `'`].map((mark, at) => {
      const most = 2 * count + 1;
      const inner = String.raw`\\{${most}}${mark}|\\{${most + 1}}|\\{1,${most}}(?![${mark}\\])`;
      const inside = String.raw`(?:[^${mark}\\\r\n]|${inner}){1,8192}`;
      return String.raw`\\{${count}}${mark}${before}(?<${name}${count}${at}>${around(inside)})`;
    }),
  );
  return forms.join('|');
}
