/** A table with a value for each of the names. */
export function forEach<Name extends string, Value>(
  names: readonly Name[],
  value: (name: Name) => Value,
): Readonly<Record<Name, Value>> {
  return Object.fromEntries(names.map(name => [name, value(name)])) as Record<Name, Value>;
}
