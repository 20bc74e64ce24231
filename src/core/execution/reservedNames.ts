import type { Interpreter } from './interpreter.ts';

const set = (names: string): ReadonlySet<string> => new Set(names.split(/\s+/));

/**
 * Names that a shell keeps for itself: it refuses a value for them, replaces it, or does not take it from its
 * environment, so that none could arrive byte for byte. Bash Reference Manual, “Shell Variables”; bash starts every
 * block, so its names count for all.
 */
const ofBash =
  set(`_ IFS OPTIND OPTARG OPTERR PWD OLDPWD PPID SHLVL UID EUID LINES COLUMNS RANDOM SRANDOM SECONDS
  LINENO EPOCHSECONDS EPOCHREALTIME HISTCMD FUNCNAME GROUPS DIRSTACK PIPESTATUS SHELLOPTS BASHOPTS PS4
  POSIXLY_CORRECT COMP_CWORD COMP_LINE COMP_POINT COMP_TYPE COMP_KEY COMP_WORDS COMP_WORDBREAKS COPROC MAPFILE
  READLINE_LINE READLINE_POINT READLINE_MARK READLINE_ARGUMENT TIMEFORMAT TMOUT`);

/** zshparam(1): set by the shell, or tied to an array. */
const ofZsh = set(`ARGC CPUTYPE EGID ERRNO GID HISTCHARS HOST LOGNAME MACHTYPE OSTYPE TRY_BLOCK_ERROR
  TRY_BLOCK_INTERRUPT TTY TTYIDLE USERNAME VENDOR aliases argv builtins cdpath commands dirstack fignore fpath
  functions history histchars jobstates jobtexts mailpath manpath module_path nameddirs options parameters path
  pipestatus prompt psvar signals status userdirs widgets zsh_eval_context ZSH_ARGZERO ZSH_EVAL_CONTEXT ZSH_NAME
  ZSH_PATCHLEVEL ZSH_SUBSHELL ZSH_VERSION ZSH_EXECUTION_STRING`);

/** “Special variables” in fish’s documentation: read-only ones. */
const ofFish =
  set(`argv fish_kill_signal fish_killring fish_pid history hostname pipestatus status status_generation
  umask version FISH_VERSION`);

/** Whether a block’s environment cannot hold a value of this name. */
export function isReserved(name: string, interpreter: Interpreter = 'bash'): boolean {
  if (ofBash.has(name) || name.startsWith('BASH_') || name === 'BASH') return name !== 'BASH_ENV';
  if (interpreter === 'zsh') return ofZsh.has(name);
  return interpreter === 'fish' && ofFish.has(name);
}

/**
 * Names by which a program is told to load or run something. A value that comes from outside, as an incident’s
 * does, must never get there.
 */
export function isActedOn(name: string): boolean {
  return (
    /^(?:LD_|DYLD_|PYTHON|PERL5|RUBY|NODE_|GIT_|GCONV_|BASH_|npm_|JAVA_|JDK_|LESS|DOTNET_|COR|PSModule|KUBE|AWS_|AZURE_|GOOGLE_|CLOUDSDK_|DOCKER_|VAULT_|PG|SSH_|SUDO_|XDG_|TERRAFORM|TF_)/i.test(
      name,
    ) ||
    /^(?:PATH|HOME|SHELL|ENV|ZDOTDIR|PROMPT_COMMAND|PS[0-4]|EDITOR|VISUAL|PAGER|MANPAGER|BROWSER|TMPDIR|TERMINFO|TERMCAP|CDPATH|FPATH|GLOBIGNORE|HISTFILE|INPUTRC|LOCPATH|NLSPATH|MAKEFLAGS|OPENSSL_CONF|CURL_HOME|WGETRC|_JAVA_OPTIONS|CLASSPATH|(?:https?|ftp|all|no)_proxy)$/i.test(
      name,
    )
  );
}
