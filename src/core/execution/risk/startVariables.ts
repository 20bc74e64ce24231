import { quoted } from '../launches.ts';

/** Variables whose value is run, or changes what is run. */
export const runningVariables: ReadonlySet<string> = new Set(
  'PAGER GIT_PAGER MANPAGER EDITOR VISUAL GIT_EDITOR GIT_SSH_COMMAND GIT_SSH GIT_EXTERNAL_DIFF GIT_ASKPASS SSH_ASKPASS SUDO_ASKPASS LESSOPEN LESSCLOSE PROMPT_COMMAND PS0 PS1 PS4 BASH_ENV ENV KUBE_EDITOR KUBECTL_EXTERNAL_DIFF PSQL_EDITOR PSQL_PAGER GIT_SEQUENCE_EDITOR BROWSER RSYNC_RSH SYSTEMD_EDITOR SYSTEMD_PAGER'.split(
    ' ',
  ),
);
/** Variables that say where programs, or what they load or are set up by, are looked for; BASH_ENV is a file, not only a command. */
export const pathVariables: ReadonlySet<string> = new Set(
  'PATH LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT DYLD_INSERT_LIBRARIES DYLD_LIBRARY_PATH DYLD_FRAMEWORK_PATH PYTHONPATH PYTHONHOME PYTHONSTARTUP PERL5OPT PERL5LIB RUBYOPT RUBYLIB NODE_OPTIONS NODE_PATH JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS CLASSPATH BASH_ENV BASHOPTS SHELLOPTS GLOBIGNORE CDPATH ZDOTDIR HOME XDG_CONFIG_HOME GIT_EXEC_PATH GIT_CONFIG_COUNT GIT_CONFIG_GLOBAL GIT_CONFIG_PARAMETERS GIT_CONFIG_SYSTEM AWS_CONFIG_FILE CLOUDSDK_PYTHON CURL_HOME DOCKER_CONFIG GCONV_PATH MAKEFLAGS OPENSSL_CONF PSModulePath PSQLRC TF_CLI_CONFIG_FILE'.split(
    ' ',
  ),
);

/**
 * Whether a block that is given a variable of this name may run something else than what it says. ENV is read by
 * interactive shells alone, which no block that only looks starts, and runbooks call the environment so.
 */
export function decidesWhatRuns(name: string): boolean {
  return name !== 'ENV' && (runningVariables.has(name) || pathVariables.has(name));
}

/**
 * Assignments in bash, one a line, that say the same as these variables do.
 * @param variables Values by name; null where the value is not known, or not to be seen.
 */
export function assignmentsOf(variables: Readonly<Record<string, string | null>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${value === null ? '${ONCALL_UNKNOWN}' : quoted(value)}`)
    .join('\n');
}
