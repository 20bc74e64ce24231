import type { Interpreter } from '../interpreter.ts';
import { worse, type Finding, type NamedTarget, type RiskReport, type TargetKind } from './risk.ts';
import { ruleOf } from './rules/index.ts';
import { riskOfSql } from './sql.ts';

type Language = Extract<Interpreter, 'python' | 'node' | 'pwsh'>;

/** Calls that delete, end or hide something: a row is an expression and what it does. */
const calls: Readonly<Record<Language, readonly (readonly [RegExp, string])[]>> = {
  python: [
    [
      /\bos\s*\.\s*(?:remove|unlink|rmdir|removedirs|rename|replace|truncate)\b|\bshutil\s*\.\s*(?:rmtree|move)\b/,
      'Deletes or replaces files.',
    ],
    [/\.\s*(?:unlink|rmdir|rmtree|removedirs|truncate)\s*\(/, 'Deletes or empties files.'],
    [
      /\.\s*(?:delete|drop|purge|terminate|destroy|flushall|flushdb|kill)\w*\s*\(/i,
      'Deletes or ends something.',
    ],
    [/\bos\s*\.\s*(?:kill|killpg|abort|_exit)\b/, 'Ends processes.'],
    [/\bfrom\s+(?:os|shutil)\s+import\b/, 'Takes functions that delete files by their bare names.'],
    [/\bmethod\s*=\s*["']DELETE|requests\s*\.\s*delete\b/i, 'Deletes something through HTTP.'],
    [
      /\b(?:eval|exec|compile|__import__|getattr|globals|vars)\s*\(|\bb\d\dn?code|b64decode|fromhex|importlib|\bctypes\b|\bpickle\b|\bmarshal\b/,
      'Runs what is only known when it runs.',
    ],
  ],
  node: [
    [
      /\b(?:rm|rmSync|unlink|unlinkSync|rmdir|rmdirSync|truncate|truncateSync|rename|renameSync|rimraf)\s*\(/,
      'Deletes or replaces files.',
    ],
    [/\.\s*(?:delete|drop|destroy|terminate|purge|flushall|flushdb)\w*\s*\(/i, 'Deletes or ends something.'],
    [/\bprocess\s*\.\s*kill\b|\.\s*kill\s*\(/, 'Ends processes.'],
    [/\bmethod\s*:\s*["'`]DELETE/i, 'Deletes something through HTTP.'],
    [
      /\beval\s*\(|\bFunction\s*\(|\bvm\b|fromCharCode|\batob\s*\(|base64|\[\s*["'`](?:rm|unlink|exec|spawn|eval)|\bimport\s*\(\s*[^"'`\s]|\brequire\s*\(\s*[^"'`\s]/,
      'Runs what is only known when it runs.',
    ],
  ],
  pwsh: [
    [
      /\b(?:Remove|Clear|Uninstall|Reset|Stop|Disable|Revoke|Dismount|Format|Unregister|Suspend|Restart)-[A-Za-z]\w*/i,
      'Removes, empties or ends something.',
    ],
    [
      /(?:^|[\n;|{(&])\s*(?:ri|rd|del|erase|rmdir|rm|kill|spps|spsv|clc|rp|rni|mi|move|ren)\b/i,
      'Removes, replaces or ends something.',
    ],
    [
      /\b(?:Invoke-Expression|iex|Invoke-Command|icm|Start-Process|saps|Add-Type|Invoke-WebRequest[^\n]*\|)\b|-enc(?:odedcommand)?\b|FromBase64String|\[scriptblock\]|&\s*[$("']|(?:^|[\n;|{])\s*\.\s+[$(]/i,
      'Runs what is only known when it runs.',
    ],
    [/::\s*Delete\b|\.\s*(?:Delete|Kill|Terminate)\s*\(/i, 'Deletes or ends something.'],
    [/-Method\s+["']?DELETE/i, 'Deletes something through HTTP.'],
    [/`[a-zA-Z-]/, 'Holds escaped letters, so which command it is cannot be read here.'],
  ],
};

const mostTexts = 300;
const runs: Readonly<Record<Language, string>> = {
  python: 'A program in Python; its calls are not looked at one by one.',
  node: 'A program in JavaScript; its calls are not looked at one by one.',
  pwsh: 'A script for PowerShell; its commands are not looked at one by one.',
};

/**
 * A block that is no shell’s that is read here: never less than changing. What deletes in it by its looks makes it
 * destructive, and so do texts in it that are such a command of the shell’s, or SQL.
 * @param shell Judges a text as bash.
 */
export function assessProgram(
  language: Language,
  code: string,
  shell: (text: string) => RiskReport,
): RiskReport {
  const findings: Finding[] = [
    { risk: 'changing', command: firstLine(code), line: 1, reason: runs[language] },
  ];
  const touches = new Set<TargetKind>(['host']);
  const named: NamedTarget[] = [];
  for (const [pattern, reason] of calls[language]) {
    const found = pattern.exec(code);
    if (found)
      findings.push({
        risk: 'destructive',
        command: lineAt(code, found.index),
        line: lineNumber(code, found.index),
        reason,
      });
  }
  for (const { text, at } of textsOf(language, code)) {
    const judged: RiskReport[] = [];
    if (/^\s*(?:drop|truncate|delete|update|alter|insert|grant|revoke|select|with|call|do)\b/i.test(text))
      judged.push({ ...riskOfSql(text), findings: [], touches: ['database'], named: [] });
    if (mayBeCommand(text)) judged.push(shell(text));
    for (const report of judged) {
      for (const kind of report.touches) touches.add(kind);
      named.push(...report.named);
      if (report.risk === 'destructive')
        findings.push({
          risk: 'destructive',
          command: lineAt(code, at),
          line: lineNumber(code, at),
          reason:
            report.findings.find(({ risk }) => risk === 'destructive')?.reason ??
            'SQL that deletes or ends something, or may.',
        });
    }
  }
  let risk: RiskReport['risk'] = 'changing';
  for (const finding of findings) risk = worse(risk, finding.risk);
  return { risk, findings, touches: [...touches], named };
}

/** Texts that may be commands: literals, lists of literals (`['rm', '-rf']`), and lines of PowerShell. */
function textsOf(language: Language, code: string): { readonly text: string; readonly at: number }[] {
  const found: { text: string; at: number }[] = [];
  const literal =
    /"""([\s\S]*?)"""|'''([\s\S]*?)'''|"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g;
  let list: { text: string; at: number; end: number } | null = null;
  for (const match of code.matchAll(literal)) {
    if (found.length > mostTexts) break;
    const text = (match.slice(1).find(part => part !== undefined) ?? '').replace(/\\(["'`\\])/g, '$1');
    const end = match.index + match[0].length;
    found.push({ text, at: match.index });
    if (list && /^\s*[,+]?\s*\[?\s*$/.test(code.slice(list.end, match.index)))
      list = { text: `${list.text} ${text}`, at: list.at, end };
    else list = { text, at: match.index, end };
    if (list.text !== text) found.push({ text: list.text, at: list.at });
  }
  if (language === 'pwsh')
    for (const match of code.matchAll(/[^\n;|&{}()]+/g))
      found.push({ text: match[0].replace(/^\s*\$[\w:]+\s*\+?=\s*/, ''), at: match.index });
  return found.slice(0, 2 * mostTexts);
}

function mayBeCommand(text: string): boolean {
  const words = text.trim().split(/[\s;|&]+/, 8);
  return words.some(word => {
    const name = word.split('/').at(-1)!;
    return (
      ruleOf(name) !== undefined ||
      /^(?:sudo|env|eval|xargs|(?:ba|z|da)?sh|find|ssh|python3?|perl)$/.test(name)
    );
  });
}

function firstLine(code: string): string {
  return code.trim().split('\n', 1)[0]!.slice(0, 120);
}

function lineNumber(code: string, at: number): number {
  return code.slice(0, at).split('\n').length;
}

function lineAt(code: string, at: number): string {
  // A match may begin with the end of the line before.
  const from = /\s/.test(code[at] ?? '') ? at + 1 : at;
  return (code.split('\n')[lineNumber(code, from) - 1] ?? '').trim().slice(0, 120);
}
