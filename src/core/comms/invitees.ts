import { t } from '@vscode/l10n';
import type { NotInvited } from './channels.ts';

/** Whom the provider knows, as far as it matters here; `email` is null or empty where it does not say. */
export interface KnownPerson {
  readonly id: string;
  readonly name: string;
  readonly email?: string | null;
}

export interface Invitees {
  /** E-mail addresses, each once. */
  readonly emails: readonly string[];
  /** Who is wanted and has no address that is certain. */
  readonly notFound: readonly NotInvited[];
}

/**
 * The e-mail addresses of those who are at an incident. Who has a role is known by name alone: a name that several
 * people have invites none of them, unless one of them is at the incident anyway.
 */
export function inviteesOf(
  atIt: readonly KnownPerson[],
  names: readonly string[],
  known: readonly KnownPerson[],
): Invitees {
  const emails = new Map<string, string>();
  const notFound = new Map<string, NotInvited>();
  const add = (who: string, email: string | null | undefined) => {
    if (email) emails.set(email.toLowerCase(), email);
    else notFound.set(sameName(who), { who, reason: t('No e-mail address of this person is known.') });
  };
  const own = new Set<string>();
  for (const { id, name, email } of atIt) {
    own.add(sameName(name));
    add(name, known.find(person => person.id === id)?.email ?? email);
  }
  for (const name of new Set(names)) {
    if (own.has(sameName(name))) continue;
    const called = known.filter(person => sameName(person.name) === sameName(name));
    if (called.length > 1)
      notFound.set(sameName(name), { who: name, reason: t('Several people have this name.') });
    else add(name, called[0]?.email ?? (isEmail(name) ? name.trim() : null));
  }
  return { emails: [...emails.values()], notFound: [...notFound.values()] };
}

function sameName(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase();
}

/** A role may have been given to somebody by their address. */
function isEmail(name: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(name.trim());
}
