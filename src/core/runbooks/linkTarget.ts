import { decodeReferences } from './escapeHtml.ts';
import { hiddenCharacters } from './hiddenCharacters.ts';
import { urlOf } from '../webAddress.ts';

/**
 * The target of a link that a runbook may have, in the form it is shown and opened: https, http and
 * mailto addresses, relative paths, `#fragments`. Null for everything else (`javascript:`, `command:`,
 * `vscode:`, `file:`, `data:`, `//host`, backslashes, hidden characters), which stays plain text.
 */
export function linkTarget(href: string): string | null {
  const target = decodeReferences(href).trim();
  if (target === '' || target.includes('\\') || target.startsWith('//') || /[\t\n]/.test(target)) return null;
  if (hiddenCharacters(target).length > 0) return null;
  if (target.startsWith('#')) return target;
  const scheme = /^([^/?#]*?):/.exec(target)?.[1]?.toLowerCase();
  if (scheme === undefined || scheme === 'mailto') return target;
  if (scheme !== 'https' && scheme !== 'http') return null;
  // Normalised, so that a host in look-alike letters shows as the punycode it is.
  return /^https?:\/\//i.test(target) ? (urlOf(target)?.href ?? null) : null;
}
