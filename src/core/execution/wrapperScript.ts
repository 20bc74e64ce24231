/** The files of one run, inside its private directory. */
export const runFiles = {
  /** The block’s text, exactly; its ending depends on the interpreter. */
  block: 'block',
  /** What the terminal is told to run. */
  wrapper: 'run.sh',
  /** What the block’s own shell reads first, or what reads the block; see launches.ts. */
  prelude: 'prelude.sh',
  /** The program and its arguments, each ended by NUL. */
  command: 'command',
  /** The working directory, ended by NUL. */
  cwd: 'cwd',
  /** `name=value` pairs, each ended by NUL, that the block gets as environment variables. Emptied before it starts. */
  environment: 'environment',
  /** Their names, one a line. */
  given: 'given',
  /** Names, each ended by NUL, that the block does not get. */
  unset: 'unset',
  snapshot: 'snapshot.sh',
  /** Empty until the wrapper writes it, before the block starts: `{"pid", "pgid"}`. */
  started: 'started.json',
  /** Written by the wrapper after the block ended: `{"exitCode", "endedAt"}`. */
  result: 'result.json',
  /** Of the exported variables, one a line; only the wrapper reads it. */
  names: 'names',
  /** See `snapshotScript`: as the block starts, and as it ends, where that can be known. */
  environmentBefore: 'environment-before',
  environmentAfter: 'environment-after',
} as const;

/**
 * The outer shell, a bash. It never sources the block, so `exit`, `exec`, `set -e` or a trap in there cannot keep the
 * end from being reported. It finds its files by its own path, so no text is ever put into it. bash 3.2.
 *
 * - Signals are caught with a command while the block runs, because an ignored signal would stay ignored in the
 *   block, and bash waits for the block before it looks at its own. They are ignored while a report is
 *   written, so that a second Ctrl+C cannot tear it.
 * - Until the block starts nothing forks but what has to: each process costs milliseconds that a person waits for. The
 *   file of the first report is there already and private, and one line is written at once, so that nobody reads half.
 * - The block stays in the foreground: stdin is the terminal, so that sudo can ask.
 * - With `byBashEnv` the block’s bash reads the prelude first. BASH_ENV is expanded by bash, hence a variable in it instead of a path that may hold `$(…)`.
 * - What the block is given is read once and is in no file while the block runs: a value may be a secret. How the block left
 *   it stands in the last snapshot for a moment; then what is the same loses its value there.
 * - The person’s BASH_ENV reaches it, too: whatever that sets, it exports and shows nothing of its own.
 * - Its own variables are named as no variable of a block can be, and none is exported but those that a prelude takes
 *   away again. What they are worth in the block is decided in a subshell, so nothing there can disturb the reports.
 */
export function wrapperScript(byBashEnv: boolean, interactive: boolean): string {
  return `{ set +aeux; } 2>/dev/null
trap '' INT TERM HUP QUIT
ONCALL_RUN_DIR=\${0%/*}
ONCALL_RUN_GIVEN=()
while IFS= read -r -d '' ONCALL_RUN_WORD; do
  ONCALL_RUN_GIVEN[\${#ONCALL_RUN_GIVEN[@]}]=$ONCALL_RUN_WORD
done <"$ONCALL_RUN_DIR/${runFiles.environment}" 2>/dev/null
{ : >|"$ONCALL_RUN_DIR/${runFiles.environment}"; } 2>/dev/null
run_block() (
  while IFS= read -r -d '' ONCALL_RUN_WORD; do
    unset -v "$ONCALL_RUN_WORD"
  done <"$ONCALL_RUN_DIR/${runFiles.unset}" 2>/dev/null
  for ONCALL_RUN_WORD in "\${ONCALL_RUN_GIVEN[@]}"; do
    export "$ONCALL_RUN_WORD"
  done
  ONCALL_RUN_COMMAND=()
  while IFS= read -r -d '' ONCALL_RUN_WORD; do
    ONCALL_RUN_COMMAND[\${#ONCALL_RUN_COMMAND[@]}]=$ONCALL_RUN_WORD
  done <"$ONCALL_RUN_DIR/${runFiles.command}"
${byBashEnv ? bashEnv : ''}  exec "\${ONCALL_RUN_COMMAND[@]}"${interactive ? '' : ' </dev/null'}
)
${byBashEnv ? firstSnapshot : ''}${forgetGiven}
ONCALL_RUN_GROUP=
if [ -r "/proc/$$/stat" ]; then
  read -r _ _ _ _ ONCALL_RUN_GROUP _ <"/proc/$$/stat"
else
  ONCALL_RUN_GROUP=$(command ps -o pgid= -p $$ 2>/dev/null)
fi
ONCALL_RUN_GROUP=\${ONCALL_RUN_GROUP//[^0-9]/}
{ printf '%s\\n' "{\\"pid\\":$$,\\"pgid\\":\${ONCALL_RUN_GROUP:-0}}" >|"$ONCALL_RUN_DIR/${runFiles.started}"; } 2>/dev/null

ONCALL_RUN_CODE=1
IFS= read -r -d '' ONCALL_RUN_CWD <"$ONCALL_RUN_DIR/${runFiles.cwd}"
if cd -- "$ONCALL_RUN_CWD" >/dev/null; then
  trap : INT TERM HUP QUIT
  ONCALL_RUN_CODE=0
  run_block || ONCALL_RUN_CODE=$?
  trap '' INT TERM HUP QUIT
fi
(
  umask 077
  [ ! -s "$ONCALL_RUN_DIR/${runFiles.environmentAfter}" ] || forget_given
  ONCALL_RUN_RESULT=$ONCALL_RUN_DIR/${runFiles.result}
  printf '{"exitCode":%s,"endedAt":"%s"}\\n' "$ONCALL_RUN_CODE" "$(command date -u +%Y-%m-%dT%H:%M:%SZ)" >|"$ONCALL_RUN_RESULT.part" &&
    command mv -f "$ONCALL_RUN_RESULT.part" "$ONCALL_RUN_RESULT"
) 2>/dev/null
exit "$ONCALL_RUN_CODE"
`;
}

/** Where the person has a BASH_ENV, only the prelude can know what the block’s bash finds. */
const bashEnv = `  [ -n "\${BASH_ENV-}" ] || { first_snapshot || /bin/sh "$ONCALL_RUN_DIR/${runFiles.snapshot}" ${runFiles.environmentBefore}; } </dev/null >/dev/null 2>&1
  export ONCALL_RUN_DIR ONCALL_RUN_BASH_ENV="\${BASH_ENV-}"
  export BASH_ENV='\${ONCALL_RUN_DIR}/${runFiles.prelude}'
`;

/** What `snapshotScript` writes, without its two processes; false where this bash cannot name what it exports. */
const firstSnapshot = `first_snapshot() {
  IFS= read -r -d '' ONCALL_RUN_NAMES <"$ONCALL_RUN_DIR/${runFiles.given}"
  ONCALL_RUN_NAMES="
$ONCALL_RUN_NAMES"
  compgen -e >|"$ONCALL_RUN_DIR/${runFiles.names}" && [ -s "$ONCALL_RUN_DIR/${runFiles.names}" ] || return 1
  {
    case \${OSTYPE-} in
      msys* | cygwin*) pwd -W ;;
      *) pwd ;;
    esac
    printf '\\0'
    while IFS= read -r ONCALL_RUN_WORD; do
      case $ONCALL_RUN_NAMES in *"
$ONCALL_RUN_WORD
"*) printf '%s\\0' "$ONCALL_RUN_WORD" && continue ;; esac
      [ -z "\${!ONCALL_RUN_WORD+set}" ] || printf '%s=%s\\0' "$ONCALL_RUN_WORD" "\${!ONCALL_RUN_WORD}"
    done <"$ONCALL_RUN_DIR/${runFiles.names}"
    printf '.\\0'
  } >|"$ONCALL_RUN_DIR/${runFiles.environmentBefore}"
}
`;

/** See `asGiven`. Bytes, so that it is compared as it was written. */
const forgetGiven = `forget_given() {
  LC_ALL=C
  ONCALL_RUN_LEFT=()
  while IFS= read -r -d '' ONCALL_RUN_WORD; do
    for ONCALL_RUN_ONE in "\${ONCALL_RUN_GIVEN[@]}"; do
      [ "$ONCALL_RUN_WORD" = "$ONCALL_RUN_ONE" ] || continue
      ONCALL_RUN_WORD=\${ONCALL_RUN_WORD%%=*}
      break
    done
    ONCALL_RUN_LEFT[\${#ONCALL_RUN_LEFT[@]}]=$ONCALL_RUN_WORD
  done <"$ONCALL_RUN_DIR/${runFiles.environmentAfter}"
  printf '%s\\0' "\${ONCALL_RUN_LEFT[@]}" >|"$ONCALL_RUN_DIR/${runFiles.environmentAfter}"
}
`;
