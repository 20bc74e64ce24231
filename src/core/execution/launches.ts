import type { BlockToRun } from './blockFiles.ts';
import { runFiles } from './wrapperScript.ts';

/** How an interpreter is given a block. Every path in it is one of the run’s own directory. */
export interface Launch {
  /** The name of the block’s file. */
  readonly block: string;
  /** What follows the program. */
  readonly arguments: readonly string[];
  /** The text of a file of ours; null where none is needed. */
  readonly prelude: string | null;
  /** The prelude is read by a bash before its script, through BASH_ENV. */
  readonly byBashEnv: boolean;
}

/**
 * bash, sh, zsh and fish say where they started and where they ended. The others get the state of the blocks before
 * them, and hand on none: a program’s environment is its own.
 * @param directory Absolute, with forward slashes.
 */
export function launchOf(
  { interpreter, code, interactive }: Pick<BlockToRun, 'interpreter' | 'code' | 'interactive'>,
  directory: string,
): Launch {
  const path = (name: string) => `${directory}/${name}`;
  const prelude = path(runFiles.prelude);
  const launch = (ending: string, args: (block: string) => readonly string[], text: string | null = null) => {
    const block = `${runFiles.block}.${ending}`;
    return { block, arguments: args(path(block)), prelude: text, byBashEnv: false };
  };
  const before = `/bin/sh ${quoted(path(runFiles.snapshot))} ${runFiles.environmentBefore}`;
  const after = `/bin/sh ${quoted(path(runFiles.snapshot))} ${runFiles.environmentAfter} "\${PWD-}"`;
  switch (interpreter) {
    case 'bash':
      // Its own EXIT trap would take the place of ours: then it is read by a runner, which sees the usual end as well.
      return /\btrap\b/.test(code)
        ? launch('sh', () => [prelude], runner(before, after, path('block.sh')))
        : {
            ...launch('sh', block => [block], bashPrelude(before, after, quoted(path(runFiles.given)))),
            byBashEnv: true,
          };
    case 'sh':
      return launch('sh', () => [prelude], runner(before, after, path('block.sh')));
    case 'zsh':
      // -f: no rc files, as little as for a script.
      return launch('zsh', () => ['-f', prelude], runner(before, after, path('block.zsh')));
    case 'fish': {
      const inFish = (file: string) =>
        `/bin/sh ${quotedForFish(path(runFiles.snapshot))} ${file} "$PWD" </dev/null >/dev/null 2>&1`;
      const text = `${inFish(runFiles.environmentBefore)}
function __on_call_end --on-event fish_exit
  ${inFish(runFiles.environmentAfter)}
end
`;
      return launch(
        'fish',
        block => ['--no-config', '--init-command', `source ${quotedForFish(prelude)}`, block],
        text,
      );
    }
    case 'pwsh':
      return launch('ps1', block => [
        ...['-NoLogo', '-NoProfile', ...(interactive ? [] : ['-NonInteractive'])],
        // Counts on Windows only, where scripts may be forbidden by default.
        ...['-ExecutionPolicy', 'Bypass', '-File', block],
      ]);
    case 'python':
      return launch('py', block => [block]);
    case 'node':
      return launch('js', block => [block]);
    case 'psql':
      return launch('sql', block => [
        ...['-X', '-v', 'ON_ERROR_STOP=1', '-P', 'pager=off', ...(interactive ? [] : ['-w']), '-f', block],
      ]);
  }
}

/**
 * What the block’s own bash reads first, through BASH_ENV: it sets the trap that records the end, and leaves nothing
 * else behind. The person’s own BASH_ENV goes on working, and what it changes, also of what the block is
 * given, counts as there from the start; without one the wrapper records the start.
 */
function bashPrelude(before: string, after: string, given: string): string {
  return `trap ${quoted(`{ ${after} </dev/null || :; } >/dev/null 2>&1`)} EXIT
BASH_ENV=$ONCALL_RUN_BASH_ENV
unset ONCALL_RUN_DIR ONCALL_RUN_BASH_ENV
if [ -z "$BASH_ENV" ]; then
  unset BASH_ENV
else
  ONCALL_RUN_GIVEN=()
  while IFS= read -r ONCALL_RUN_WORD; do
    ONCALL_RUN_GIVEN[\${#ONCALL_RUN_GIVEN[@]}]=$ONCALL_RUN_WORD=\${!ONCALL_RUN_WORD-}
  done <${given}
  [ ! -r "$BASH_ENV" ] || . "$BASH_ENV"
  {
    ONCALL_RUN_ALTERED=
    for ONCALL_RUN_WORD in \${ONCALL_RUN_GIVEN[@]+"\${ONCALL_RUN_GIVEN[@]}"}; do
      ONCALL_RUN_NAME=\${ONCALL_RUN_WORD%%=*}
      [ "$ONCALL_RUN_WORD" = "$ONCALL_RUN_NAME=\${!ONCALL_RUN_NAME-}" ] || ONCALL_RUN_ALTERED="$ONCALL_RUN_ALTERED $ONCALL_RUN_NAME"
    done
    unset ONCALL_RUN_GIVEN ONCALL_RUN_WORD ONCALL_RUN_NAME
    ONCALL_RUN_ALTERED="$ONCALL_RUN_ALTERED " ${before} </dev/null
    unset ONCALL_RUN_ALTERED
  } >/dev/null 2>&1
fi
`;
}

/**
 * sh and zsh have no file that a script’s shell reads first, so theirs reads the block. It ends with the block’s code,
 * and records the end twice: where the block has an EXIT trap of its own, only the first counts.
 */
function runner(before: string, after: string, block: string): string {
  return `${before} </dev/null >/dev/null 2>&1
trap ${quoted(`{ ${after} </dev/null || :; } >/dev/null 2>&1`)} EXIT
. ${quoted(block)}
{ set -- "$?"; ${after} </dev/null >/dev/null || :; (exit "$1"); } 2>/dev/null
`;
}

/** One word for any POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function quotedForFish(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
