/** The files of one run, inside its private directory. */
export const runFiles = {
  /** The block’s text, exactly. */
  block: 'block.sh',
  /** What the terminal is told to run. */
  wrapper: 'run.sh',
  prelude: 'prelude.sh',
  /** The working directory, ended by NUL. */
  cwd: 'cwd',
  /** `name=value` pairs, each ended by NUL, that the block gets as environment variables. */
  environment: 'environment',
  /** Written by the wrapper before the block starts: `{"pid", "pgid", "startedAt"}`. */
  started: 'started.json',
  /** Written by the wrapper after the block ended: `{"exitCode", "endedAt"}`. */
  result: 'result.json',
  /** Written as the block ends, where it can be: its working directory, then `env -0`; all ended by NUL. */
  environmentAfter: 'environment-after',
} as const;

/**
 * The outer shell. It never sources the block, so `exit`, `exec`, `set -e` or a trap in there cannot keep the
 * end from being reported. It finds its files by its own path, so no text is ever put into it. bash 3.2.
 *
 * - Signals are caught with a command while the block runs, because an ignored signal would stay ignored in the
 *   block, and bash waits for the block before it looks at its own. They are ignored while a report is
 *   written, so that a second Ctrl+C cannot tear it.
 * - The block stays in the foreground: stdin is the terminal, so that sudo can ask.
 * - BASH_ENV is expanded by bash, hence a variable in it instead of a path that may hold `$(…)`.
 */
export const wrapperScript = `set +eu
trap '' INT TERM HUP QUIT
dir=\${0%/*}
report() {
  (
    umask 077
    printf '%s\\n' "$2" >|"$dir/$1.part" && command mv -f "$dir/$1.part" "$dir/$1"
  ) 2>/dev/null
}
now() { command date -u +%Y-%m-%dT%H:%M:%SZ; }

pgid=
if [ -r "/proc/$$/stat" ]; then
  read -r _ _ _ _ pgid _ <"/proc/$$/stat"
else
  pgid=$(command ps -o pgid= -p $$ 2>/dev/null)
fi
pgid=\${pgid//[^0-9]/}
report ${runFiles.started} "{\\"pid\\":$$,\\"pgid\\":\${pgid:-0},\\"startedAt\\":\\"$(now)\\"}"

code=1
IFS= read -r -d '' cwd <"$dir/${runFiles.cwd}"
if cd -- "$cwd" >/dev/null; then
  trap : INT TERM HUP QUIT
  code=0
  ONCALL_RUN_DIR=$dir ONCALL_RUN_BASH_ENV=\${BASH_ENV-} BASH_ENV='\${ONCALL_RUN_DIR}/${runFiles.prelude}' \\
    "$BASH" "$dir/${runFiles.block}" || code=$?
  trap '' INT TERM HUP QUIT
fi
report ${runFiles.result} "{\\"exitCode\\":$code,\\"endedAt\\":\\"$(now)\\"}"
exit "$code"
`;

/**
 * What the block’s own shell reads first, through BASH_ENV: it sets the environment and the trap that records it,
 * and leaves nothing else behind. The person’s own BASH_ENV goes on working.
 */
export const preludeScript = `while IFS= read -r -d '' ONCALL_RUN_PAIR; do
  export "$ONCALL_RUN_PAIR"
done <"$ONCALL_RUN_DIR/${runFiles.environment}"
printf -v ONCALL_RUN_PAIR %q "$ONCALL_RUN_DIR/${runFiles.environmentAfter}"
trap "{ (
  set +eux
  umask 077
  { printf '%s\\\\0' \\"\\$(builtin pwd)\\" && command -p env -0; } >|$ONCALL_RUN_PAIR.part &&
    command -p mv -f $ONCALL_RUN_PAIR.part $ONCALL_RUN_PAIR
) || :; } >/dev/null 2>&1" EXIT
BASH_ENV=$ONCALL_RUN_BASH_ENV
unset ONCALL_RUN_PAIR ONCALL_RUN_DIR ONCALL_RUN_BASH_ENV
if [ -z "$BASH_ENV" ]; then
  unset BASH_ENV
elif [ -r "$BASH_ENV" ]; then
  . "$BASH_ENV"
fi
`;
