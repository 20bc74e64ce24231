import type { RiskClass, TargetKind } from './risk.ts';

/** A command that runs another one, which stands in its own words. */
export interface Wrapper {
  readonly names: readonly string[];
  /** Options that take the next word. */
  readonly values?: string;
  readonly switches?: string;
  /** Words of its own before the command: the seconds of `timeout`, the host of `ssh`. */
  readonly operands?: number;
  /** Comes before the command even where operands stand before it: `kubectl exec pod -- ls`. */
  readonly verb?: readonly string[];
  /** Options whose value is a script: `bash -c`. */
  readonly scripts?: string;
  /** The words after it are joined and read by a shell again. */
  readonly joins?: true;
  /** `NAME=value` may stand before the command. */
  readonly assigns?: true;
  /** What it is where no command follows. */
  readonly bare: RiskClass;
  /** Never less than this. */
  readonly floor?: RiskClass;
  /** An option whose value comes before the command: `docker run --entrypoint`. */
  readonly before?: string;
  /** Reads something only with `-i`. */
  readonly asksForInput?: true;
  /** More words that are not known are put after the command. */
  readonly appends?: true;
}

const w = (names: string, bare: RiskClass, more: Omit<Wrapper, 'names' | 'bare'> = {}): Wrapper => ({
  names: names.split(' '),
  bare,
  ...more,
});

const kubectlRunValues =
  '-n --namespace --context --cluster --user --kubeconfig --as --image --image-pull-policy --env -l --labels --annotations --port --overrides --override-type --restart -f --filename -o --output --pod-running-timeout --field-manager --profile --custom -c --container --target --copy-to --set-image --request-timeout --timeout';
const dockerRunValues =
  '-u --user -w --workdir -e --env --env-file -v --volume --volumes-from --name --network --net --network-alias --ip -p --publish --expose --link --entrypoint -m --memory --memory-swap --shm-size --cpus --cpu-shares --cpuset-cpus --gpus --device --mount --tmpfs --label -l --label-file --annotation --platform --hostname -h --add-host --dns --restart --pull --cap-add --cap-drop --security-opt --ulimit --sysctl --group-add --pid --ipc --uts --userns --cgroupns --runtime --log-driver --log-opt --health-cmd --stop-signal --stop-timeout --cidfile --pids-limit -a --attach -H --host --context';
const composeRunValues =
  '-u --user -w --workdir -e --env -v --volume --name --entrypoint -p -f --file -l --label';

export const wrappers: readonly Wrapper[] = [
  w('sudo doas', 'changing', {
    values:
      '-u -g -h -p -C -T -D -R -r -t -a -U --user --group --host --prompt --chdir --chroot --role --type',
    switches:
      '-n -E -H -S -k -b -i -s -A -P --non-interactive --preserve-env --login --set-home --stdin --background',
    assigns: true,
  }),
  w('env', 'read-only', {
    values: '-u --unset -C --chdir -P',
    switches: '-i --ignore-environment -0 -v --null --debug -',
    scripts: '-S --split-string',
    assigns: true,
  }),
  w('xargs', 'read-only', {
    values:
      '-n -P -L -I -d -a -s -E --max-args --max-procs --max-lines --delimiter --arg-file --max-chars --replace',
    switches: '-0 -r -t -p -x -i --null --no-run-if-empty --verbose --interactive --exit',
    appends: true,
  }),
  w('parallel', 'destructive', {
    values: '-j --jobs -a --arg-file -n -N --timeout --delay -S --sshlogin -I',
    switches: '-k -0 --null --keep-order --dry-run --will-cite',
    appends: true,
    joins: true,
    floor: 'changing',
  }),
  w('timeout gtimeout', 'read-only', {
    values: '-s --signal -k --kill-after',
    switches: '--foreground --preserve-status -v',
    operands: 1,
  }),
  w(
    'nohup setsid time gtime command builtin exec caffeinate unbuffer stdbuf nice ionice chrt setarch linux32 linux64 eatmydata proxychains torsocks fakeroot firejail chronic ts annotate-output catchsegv rlwrap trickle cpulimit systemd-inhibit dbus-run-session xvfb-run ltrace-wrap coproc !',
    'read-only',
    {
      values: '-n -c -p -o -i -e -a -f --output --format --adjustment --class --classdata --pid',
      switches: '-p -v -V -w -f --wait --fork',
      assigns: true,
    },
  ),
  w('busybox toybox', 'read-only'),
  w('watch', 'read-only', {
    values: '-n --interval -q --equexit',
    switches: '-d -t -e -g -c -b -x --differences --no-title',
    joins: true,
  }),
  w('flock', 'changing', {
    values: '-w --timeout -E',
    switches: '-n -x -s -e -u -o',
    operands: 1,
    scripts: '-c --command',
  }),
  w(
    'nsenter unshare runuser setpriv systemd-run taskset numactl strace ltrace perf script capsh bwrap ip-netns cgexec faketime entr su start-stop-daemon run-parts at-now gosu su-exec tini dumb-init s6-setuidgid chpst',
    'changing',
    {
      values:
        '-t --target -u -g -G -p --unit --uid --gid --property -e -o -s --user --group --setuid --setgid --shell',
      switches: '-a -m -n -i -U -C -r -f -',
      scripts: '-c --command',
      operands: 0,
      floor: 'changing',
    },
  ),
  w('chroot', 'changing', {
    values: '--userspec --groups',
    switches: '--skip-chdir',
    operands: 1,
    floor: 'changing',
  }),
  w('ip', 'changing', { verb: ['netns', 'exec'], operands: 1, floor: 'changing' }),
  w('ssh autossh mosh', 'changing', {
    values: '-p -i -l -o -F -J -L -R -D -b -c -e -m -E -I -O -Q -S -W -w -B',
    switches: '-t -T -tt -A -a -C -f -g -K -k -M -N -n -q -s -V -v -X -x -Y -y -4 -6 -G',
    operands: 1,
    joins: true,
  }),
  w('sshpass', 'changing', { values: '-p -f -d', switches: '-e' }),
  w('kubectl oc k kubecolor', 'changing', {
    verb: ['exec'],
    values:
      '-n --namespace --context --cluster --user --kubeconfig -c --container -f --filename --pod-running-timeout --as',
    switches: '-i -t -it -ti --stdin --tty -q --quiet',
    operands: 1,
  }),
  ...['run', 'debug'].map(verb =>
    w('kubectl oc k kubecolor', 'changing', {
      verb: [verb],
      floor: 'changing',
      values: kubectlRunValues,
      switches:
        '-i -t -it -ti --stdin --tty --rm --command --attach --expose --privileged -q --quiet --leave-stdin-open --wait --share-processes --same-node --replace --arguments-only --as-root',
      operands: 1,
      asksForInput: true,
    }),
  ),
  w('oc', 'changing', { verb: ['rsh'], values: '-n --namespace -c --container', operands: 1 }),
  w('docker podman nerdctl', 'changing', {
    verb: ['exec'],
    values: '-u --user -w --workdir -e --env --env-file --detach-keys -H --host --context',
    switches: '-i -t -it -ti -d --interactive --tty --detach --privileged',
    operands: 1,
  }),
  w('docker podman nerdctl', 'changing', {
    verb: ['container', 'exec'],
    values: '-u --user -w --workdir -e --env --env-file',
    switches: '-i -t -it -d',
    operands: 1,
  }),
  ...[['run'], ['container', 'run']].map(verb =>
    w('docker podman nerdctl', 'changing', {
      verb,
      floor: 'changing',
      values: dockerRunValues,
      switches:
        '-i -t -it -ti -d --rm --interactive --tty --detach --init --read-only --privileged -P --publish-all -q --quiet',
      operands: 1,
      before: '--entrypoint',
      asksForInput: true,
    }),
  ),
  w('docker podman docker-compose', 'changing', {
    verb: ['compose', 'exec'],
    values: '-u --user -w --workdir -e --env --index -f --file -p',
    switches: '-T -d --privileged',
    operands: 1,
  }),
  w('docker podman docker-compose', 'changing', {
    verb: ['compose', 'run'],
    floor: 'changing',
    values: composeRunValues,
    switches: '--rm -T -d --no-deps',
    operands: 1,
    before: '--entrypoint',
  }),
  w('docker-compose', 'changing', {
    verb: ['run'],
    floor: 'changing',
    values: composeRunValues,
    switches: '--rm -T -d --no-deps',
    operands: 1,
    before: '--entrypoint',
  }),
  w('docker-compose', 'changing', {
    verb: ['exec'],
    values: '-u --user -w -e --index -f --file -p',
    switches: '-T -d',
    operands: 1,
  }),
  w('crictl', 'changing', { verb: ['exec'], values: '-r --timeout', switches: '-i -t -it', operands: 1 }),
  w('npx', 'changing', {
    floor: 'changing',
    scripts: '-c --call',
    values: '-p --package',
    switches: '-y --yes --no',
  }),
  ...[[], ['alpha'], ['beta']].map(before =>
    w('gcloud', 'changing', {
      verb: [...before, 'compute', 'ssh'],
      values: '--zone --project --ssh-flag --ssh-key-file',
      scripts: '--command',
      operands: 1,
    }),
  ),
  w('heroku fly flyctl', 'changing', { verb: ['run'], values: '-a --app', operands: 0 }),
];

/** Commands that read a script: from `-c`, from a file, or from their input. */
export const shells: ReadonlySet<string> = new Set(
  'sh bash zsh dash ash ksh mksh fish csh tcsh rbash busybox-sh pwsh powershell'.split(' '),
);
/** The same for other languages; what is in their scripts is not understood, only searched. */
export const interpreters: ReadonlySet<string> = new Set(
  'python python2 python3 perl ruby node nodejs deno bun php lua tclsh expect osascript irb ipython Rscript groovy scala jshell julia'.split(
    ' ',
  ),
);
/** Variables that decide what commands act on. */
export const targetVariables: Readonly<Record<string, TargetKind | undefined>> = {
  KUBECONFIG: 'kubernetes',
  AWS_PROFILE: 'aws',
  AWS_DEFAULT_PROFILE: 'aws',
  CLOUDSDK_CORE_PROJECT: 'gcloud',
  CLOUDSDK_ACTIVE_CONFIG_NAME: 'gcloud',
  DATABASE_URL: 'database',
  PGHOST: 'database',
  PGDATABASE: 'database',
  PGSERVICE: 'database',
  MYSQL_HOST: 'database',
  DOCKER_HOST: 'docker',
  DOCKER_CONTEXT: 'docker',
  REDIS_URL: 'redis',
  REDIS_HOST: 'redis',
};
