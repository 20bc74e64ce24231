import { runFiles } from './wrapperScript.ts';

/** A shell’s working directory and its exported variables at one moment. */
export interface Snapshot {
  /** As the shell names it: symbolic links are not resolved. It may be removed by now; empty where nobody could name it. */
  readonly cwd: string;
  /** Only names that a shell can assign to. What is no UTF-8 holds U+FFFD in the place of each wrong byte. */
  readonly variables: ReadonlyMap<string, string>;
}

/** In the place of a value that the run was given and that is still the same: no value has a NUL. */
export const asGiven = 'as it was given\0';

/** Ends what was written whole. */
const end = '.';

/**
 * Run by any shell as a child of its own, so that it sees exactly what the shell exports and nothing can be in its
 * way: no function, alias or option of the block. Its argument is the file, in its own directory, that it writes: the
 * directory and a line end, the variables, and a dot, each ended by NUL. Of what the run was given the start has the names
 * alone, without those that ONCALL_RUN_ALTERED names between spaces: a value may be a secret. Its second argument is what the block’s shell
 * calls the directory: once that is removed, `pwd` of a child fails, or names nothing (dash, zsh). Its own values are kept as
 * positional parameters, because a variable may be one that the block exports. macOS had no `env -0` before 13.
 */
export const snapshotScript = `here() {
  case \${OSTYPE-} in
    msys* | cygwin*) pwd -W ;;
    *) pwd ;;
  esac
}
{
  set -- "$1" "\${2-}" "$(here; printf .)"
  case $3 in
    */*) printf '%s\\0' "\${3%.}" ;;
    *) printf '%s\\n\\0' "$2" ;;
  esac
  if [ "$1" = ${runFiles.environmentBefore} ]; then
    while IFS= read -r ONCALL_RUN_WORD; do
      case "\${ONCALL_RUN_ALTERED-}" in *" $ONCALL_RUN_WORD "*) continue ;; esac
      eval "[ -z \\"\\\${$ONCALL_RUN_WORD+set}\\" ]" || printf '%s\\0' "$ONCALL_RUN_WORD"
      unset -v "$ONCALL_RUN_WORD"
    done <"\${0%/*}/${runFiles.given}"
  fi
  /usr/bin/env -0 || command -p env -0 || command -p perl -e 'print map { "$_=$ENV{$_}\\0" } keys %ENV'
  printf '${end}\\0'
} 2>/dev/null >|"\${0%/*}/$1"
`;

/** Null for what was not written to its end. */
export function parseSnapshot(text: string): Snapshot | null {
  const [directory, ...records] = text.split('\0');
  if (records.pop() !== '' || records.pop() !== end || !directory?.endsWith('\n')) return null;
  const variables = new Map<string, string>();
  for (const record of records) {
    const [, name, value = asGiven] = /^([A-Za-z_]\w*)(?:=([\s\S]*))?$/.exec(record) ?? [];
    if (name !== undefined && !name.startsWith('ONCALL_RUN_')) variables.set(name, value);
  }
  return { cwd: directory.slice(0, -1), variables };
}
