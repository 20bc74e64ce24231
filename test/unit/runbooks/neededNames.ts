/** The variables without which a script stops: `${NAME:?…}`. */
export function neededIn(code: string): readonly string[] {
  return Array.from(code.matchAll(/\$\{([A-Za-z_]\w*):?\?/g), ([, name]) => name!);
}
