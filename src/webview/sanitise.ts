import DOMPurify, { type Config } from 'dompurify';

/**
 * The second wall: the host has escaped everything already, this holds where it did not, and the page’s
 * Content-Security-Policy holds where both fail.
 */
const allowedValues: Readonly<Record<string, RegExp>> = {
  'data-block': /^[\w-]{1,80}$/,
  'data-check': /^[\w-]{1,80}$/,
  'data-link': /^\d{1,9}$/,
  'data-line': /^\d{1,9}$/,
  'data-slug': /^[^\s<>"]*$/,
  href: /^#/,
  title: /^/,
  start: /^\d{1,9}$/,
  type: /^checkbox$/,
  disabled: /^$/,
  class:
    /^(?:language-[^\s]+|escape|task|source|align-(?:left|center|right)|markdown-alert-title|markdown-alert markdown-alert-[a-z]+)$/,
};

const runbook: Config & { RETURN_DOM_FRAGMENT: true } = {
  ALLOWED_TAGS: [
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'ul', 'ol', 'li', 'blockquote', 'pre', 'hr', 'br', 'div'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td', 'a', 'em', 'strong', 'del', 'code', 'span', 'input'],
    '#text',
  ],
  ALLOWED_ATTR: Object.keys(allowedValues),
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOWED_URI_REGEXP: /^#/,
  // Without this DOMPurify holds every value against that expression, not only addresses.
  ADD_URI_SAFE_ATTR: Object.keys(allowedValues).filter(name => name !== 'href'),
  RETURN_DOM_FRAGMENT: true,
};

const colours: Config & { RETURN_DOM_FRAGMENT: true } = {
  ALLOWED_TAGS: ['span', '#text'],
  ALLOWED_ATTR: ['class'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
};

const forRunbooks = DOMPurify(window);
forRunbooks.addHook('uponSanitizeAttribute', (_node, attribute) => {
  const allowed = Object.hasOwn(allowedValues, attribute.attrName)
    ? allowedValues[attribute.attrName]
    : undefined;
  if (!allowed?.test(attribute.attrValue)) attribute.keepAttr = false;
});
forRunbooks.addHook('afterSanitizeAttributes', node => {
  if (node.localName === 'input' && node.getAttribute('type') !== 'checkbox') node.remove();
});

export function sanitise(html: string): DocumentFragment {
  return forRunbooks.sanitize(html, runbook);
}

const forColours = DOMPurify(window);
forColours.addHook('uponSanitizeAttribute', (_node, attribute) => {
  if (!/^(?:hljs-[\w-]+|language-\w+)(?: [\w-]+)*$/.test(attribute.attrValue)) attribute.keepAttr = false;
});

/** What the highlighter made of a code’s text. */
export function sanitiseColours(html: string): DocumentFragment {
  return forColours.sanitize(html, colours);
}
