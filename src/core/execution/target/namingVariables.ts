import { targetVariables } from '../risk/wrappers.ts';

/**
 * The variables by which a block can name its target: those that it is given, and of the environment around them
 * those that hold one (`psql "$DATABASE_URL"`).
 */
export function namingVariables(
  around: Readonly<Record<string, string | undefined>>,
  given: { readonly environment: Readonly<Record<string, string>>; readonly unset?: readonly string[] },
): Readonly<Record<string, string>> {
  const inherited = Object.keys(targetVariables).flatMap(name => {
    const value = around[name];
    return value !== undefined && !given.unset?.includes(name) ? [[name, value] as const] : [];
  });
  return { ...Object.fromEntries(inherited), ...given.environment };
}
