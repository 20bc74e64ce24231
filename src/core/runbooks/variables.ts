import { t } from '@vscode/l10n';
import { isActedOn, isReserved } from '../execution/reservedNames.ts';

/** Where a variable’s value comes from when nobody entered one. */
export type VariableOrigin =
  | 'incident.id'
  | 'incident.title'
  | 'incident.service'
  | 'incident.severity'
  | 'incident.url'
  /** `alert.labels.<name>`: of the first alert that has it. */
  | `alert.labels.${string}`;

/** One of the front matter’s `variables`. */
export interface DeclaredVariable {
  /** A POSIX name. */
  readonly name: string;
  readonly default: string | null;
  readonly description: string | null;
  /** A JavaScript regular expression that the whole value must fit. */
  readonly pattern: string | null;
  /** Asked for like a password and masked wherever it could be seen. */
  readonly secret: boolean;
  readonly from: VariableOrigin | null;
}

const name = /^[A-Za-z_]\w{0,100}$/;
const origin = /^(?:incident\.(?:id|title|service|severity|url)|alert\.labels\.[\w./-]{1,100})$/;
const most = 100;

/** What says no to `secret`, besides nothing at all. */
const noSecret: ReadonlySet<string> = new Set(['', 'false', 'no', 'off', '0']);

/** How `secret` is read: whoever wrote anything but a no meant a secret, and one that was shown cannot be taken back. */
export function isSecret(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  return (
    typeof value === 'object' ||
    !noSecret.has(
      String(value as string)
        .trim()
        .toLowerCase(),
    )
  );
}

/**
 * The front matter’s `variables`: a list of names or of maps, or a map of names. `wrong` is told of each that
 * cannot be used, `unclear` of each that is used although it says something in another way than it is to be said.
 */
export function variablesIn(
  value: unknown,
  wrong: (why: string) => void,
  unclear: (why: string) => void = () => {},
): readonly DeclaredVariable[] {
  const items: unknown[] = Array.isArray(value)
    ? value
    : value instanceof Map
      ? [...value].map(([key, item]: [unknown, unknown]) =>
          item instanceof Map
            ? new Map([['name', key], ...item])
            : new Map([
                ['name', key],
                ['default', item],
              ]),
        )
      : value === undefined || value === null
        ? []
        : [value];
  const variables = new Map<string, DeclaredVariable>();
  for (const item of items.slice(0, most)) {
    const fields =
      item instanceof Map ? (item as Map<unknown, unknown>) : new Map<unknown, unknown>([['name', item]]);
    const text = (field: string) => {
      const one = fields.get(field);
      return typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean'
        ? String(one)
        : null;
    };
    const named = text('name');
    const from = text('from');
    if (named === null || !name.test(named))
      wrong(t('“{0}” is no name of a variable.', String(named).slice(0, 60)));
    else if (named.startsWith('ONCALL_')) wrong(t('“{0}” is a name that On-Call sets itself.', named));
    else if (isReserved(named)) wrong(t('“{0}” is a name that shells keep for themselves.', named));
    else if (from !== null && isActedOn(named))
      wrong(t('“{0}” tells programs what to load or run, so an incident must not set it.', named));
    else if (from !== null && !origin.test(from))
      wrong(t('“{0}” is nothing a variable can come from.', from.slice(0, 60)));
    else {
      const written = fields.get('secret') ?? false;
      const secret = isSecret(written);
      if (typeof written !== 'boolean')
        unclear(
          t(
            '“secret” of {0} must be true or false, without quotes: as it is, it is read as {1}.',
            named,
            String(secret),
          ),
        );
      variables.set(named, {
        name: named,
        default: text('default'),
        description: text('description'),
        pattern: text('pattern'),
        secret,
        from: from as VariableOrigin | null,
      });
    }
  }
  return [...variables.values()];
}
