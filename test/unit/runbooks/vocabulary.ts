/**
 * Reads HTML as strictly as it is written by the renderer and answers with the first thing that is not of
 * its vocabulary, or null. Everything must be accounted for: text without `<`, known tags with exactly
 * their attributes in double quotes, balanced elements, `&` only as a reference.
 */
export function foreignTo(html: string): string | null {
  const open: string[] = [];
  let at = 0;
  while (at < html.length) {
    if (html[at] !== '<') {
      const end = html.indexOf('<', at);
      const text = html.slice(at, end < 0 ? html.length : end);
      if (!/^(?:[^<>&]|&(?:#\d+|#[Xx][\da-fA-F]+|\w+);)*$/.test(text)) return `text: ${text.slice(0, 80)}`;
      at += text.length;
      continue;
    }
    const rest = html.slice(at, at + 4_000);
    const token = /^<!--part-->|^<\/([a-z][a-z0-9]*)>|^<([a-z][a-z0-9]*)((?: [a-z-]+(?:="[^"<>]*")?)*)>/.exec(
      rest,
    );
    if (!token) return `tag: ${rest.slice(0, 80)}`;
    const [whole, closing, opening, attributes] = token;
    if (closing !== undefined && open.pop() !== closing) return `not balanced: ${rest.slice(0, 80)}`;
    if (opening !== undefined) {
      const foreign = foreignAttribute(opening, attributes ?? '');
      if (foreign !== null) return `${opening}: ${foreign}`;
      if (!voidTags.has(opening)) open.push(opening);
    }
    if (whole === '<!--part-->' && open.length > 0) return 'a part begins within an element';
    at += whole.length;
  }
  return open.length > 0 ? `not closed: ${open.join(' ')}` : null;
}

const voidTags: ReadonlySet<string> = new Set(['br', 'hr', 'input']);

const line = { 'data-line': /^\d+$/ };
const cell = { class: /^align-(?:left|center|right)$/ };
const heading = { 'data-slug': /^[^"<>]*$/, ...line };

const vocabulary: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  p: { class: /^markdown-alert-title$/, ...line },
  pre: { 'data-block': /^b[\da-f]{16}(?:-\d+)?$/, class: /^source$/, ...line },
  code: { class: /^language-[^\s"<>]+$/ },
  span: { class: /^escape$/ },
  a: { 'data-link': /^\d+$/, href: /^#[^"<>]*$/, title: /^(?:https?:\/\/|mailto:|#|[^:]*(?:[/?#]|$))/i },
  div: { class: /^markdown-alert markdown-alert-[a-z]+$/ },
  input: { type: /^checkbox$/, 'data-check': /^c[\da-f]{16}(?:-\d+)?$/, disabled: /^$/ },
  li: { class: /^task$/, ...line },
  ol: { start: /^\d+$/ },
  th: cell,
  td: cell,
  ...Object.fromEntries(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map(tag => [tag, heading])),
  ...Object.fromEntries(
    ['ul', 'blockquote', 'table', 'thead', 'tbody', 'tr', 'br', 'hr', 'em', 'strong', 'del'].map(tag => [
      tag,
      {},
    ]),
  ),
};

function foreignAttribute(tag: string, attributes: string): string | null {
  const allowed = Object.hasOwn(vocabulary, tag) ? vocabulary[tag]! : null;
  if (!allowed) return 'an unknown tag';
  const seen = new Set<string>();
  for (const [whole, name, value = ''] of attributes.matchAll(/ ([a-z-]+)(?:="([^"]*)")?/g)) {
    if (!Object.hasOwn(allowed, name!) || !allowed[name!]!.test(value) || seen.has(name!)) return whole;
    if (!/^(?:[^&]|&(?:#\d+|#[Xx][\da-fA-F]+|\w+);)*$/.test(value)) return whole;
    seen.add(name!);
  }
  return null;
}
