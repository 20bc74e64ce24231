import { spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { ShellTools, ToolRemark, ToolReplacement } from './shellToolRule.ts';

export interface ShellToolPaths {
  /** Absolute; null where there is none. */
  readonly bash: string | null;
  readonly shellcheck: string | null;
}

const timeLimitMs = 5_000;
const mostOutput = 512 * 1024;
const longestMessage = 300;
const mostWarnings = 20;
/** Answers that are remembered: a runbook’s other blocks are the same after each change. */
const mostKnown = 1_000;

/** Remarks that a block of a runbook always earns, or that another check of ours makes: shebang, sourced files, unset names. */
const notForBlocks = 'SC2148,SC1090,SC1091,SC2154,SC2034';

/**
 * bash and shellcheck as readers of scripts. The script goes in through stdin and is never run: bash has `-n`, and
 * no start-up file or exported function of this environment reaches it.
 */
export class InstalledShellTools implements ShellTools {
  readonly #known = new Map<string, Promise<readonly ToolRemark[] | null>>();

  constructor(
    private readonly paths: ShellToolPaths,
    private readonly env: Readonly<Record<string, string | undefined>>,
    private readonly clock: Clock,
  ) {}

  syntax(code: string): Promise<readonly ToolRemark[] | null> {
    const { bash } = this.paths;
    if (bash === null) return Promise.resolve(null);
    return this.#once('bash', code, async () => {
      const end = await this.#read(bash, ['--norc', '--noprofile', '-n', '-s'], code);
      return end && [...openHereDocuments(end.stderr), ...(end.exitCode === 0 ? [] : refusal(end.stderr))];
    });
  }

  shellcheck(code: string): Promise<readonly ToolRemark[] | null> {
    const { shellcheck } = this.paths;
    if (shellcheck === null) return Promise.resolve(null);
    return this.#once('shellcheck', code, async () => {
      const args = ['--norc', '--format=json1', '--shell=bash', `--exclude=${notForBlocks}`, '-'];
      const end = await this.#read(shellcheck, args, code);
      return end && shellcheckRemarks(end.stdout);
    });
  }

  #once(
    tool: string,
    code: string,
    ask: () => Promise<readonly ToolRemark[] | null>,
  ): Promise<readonly ToolRemark[] | null> {
    const key = `${tool} ${hash('sha256', code)}`;
    const known = this.#known.get(key);
    if (known) return known;
    if (this.#known.size >= mostKnown) this.#known.clear();
    const answer = ask().catch(() => null);
    this.#known.set(key, answer);
    // A tool that ran out of time may have it another day.
    void answer.then(remarks => remarks === null && this.#known.delete(key));
    return answer;
  }

  /** Null where the program cannot be started, took too long or said too much. */
  #read(
    program: string,
    args: readonly string[],
    input: string,
  ): Promise<{ exitCode: number; stdout: string; stderr: string } | null> {
    return new Promise(resolve => {
      const kept = Object.entries(this.env).filter(
        ([name]) => !/^(?:BASH_|ENV$|SHELLOPTS$|BASHOPTS$|SHELLCHECK_OPTS$)/.test(name),
      );
      const child = spawn(program, args, {
        env: { ...Object.fromEntries(kept), LC_ALL: 'C' },
        stdio: 'pipe',
        windowsHide: true,
      });
      const texts = { stdout: '', stderr: '' };
      let told = 0;
      const giveUp = () => {
        child.kill('SIGKILL');
        resolve(null);
      };
      const cancel = this.clock.after(timeLimitMs, giveUp);
      for (const stream of ['stdout', 'stderr'] as const) {
        child[stream].setEncoding('utf8').on('data', (chunk: string) => {
          told += chunk.length;
          if (told > mostOutput) giveUp();
          else texts[stream] += chunk;
        });
      }
      child.on('error', () => {
        cancel();
        resolve(null);
      });
      child.on('close', exitCode => {
        cancel();
        resolve(exitCode === null ? null : { exitCode, ...texts });
      });
      // It may end before it has read everything.
      child.stdin.on('error', () => {}).end(input.endsWith('\n') ? input : `${input}\n`);
    });
  }
}

/** `bash: line 3: syntax error near unexpected token 'fi'`, and then the line itself. The first says it. */
function refusal(stderr: string): readonly ToolRemark[] {
  const match = /^.{0,300}?: line (\d+): (?!warning: )(.+)$/m.exec(stderr);
  return match ? [remark(Number(match[1]), 'error', match[2]!)] : [];
}

/**
 * `bash: line 9: warning: here-document at line 3 delimited by end-of-file (wanted 'EOF')`: no error to bash, which
 * takes all that follows for text, and ends well without having run it.
 */
function openHereDocuments(stderr: string): readonly ToolRemark[] {
  const warning = /^.{0,300}?: warning: (here-document at line (\d+) delimited by end-of-file.*)$/gm;
  return Array.from(stderr.matchAll(warning), ([, message, line]) =>
    remark(Number(line), 'warning', message!),
  ).slice(0, mostWarnings);
}

function remark(line: number, severity: ToolRemark['severity'], message: string): ToolRemark {
  const place = { line, column: null, endLine: line, endColumn: null };
  return { ...place, rule: null, severity, message: message.slice(0, longestMessage) };
}

const severities: Readonly<Record<string, ToolRemark['severity']>> = { error: 'error', warning: 'warning' };

/** `{"comments": [{line, column, endLine, endColumn, level, code, message}]}` (shellcheck.net, json1). */
function shellcheckRemarks(stdout: string): readonly ToolRemark[] | null {
  const answer = JSON.parse(stdout) as { comments?: unknown };
  if (!Array.isArray(answer?.comments)) return null;
  return answer.comments.slice(0, 100).flatMap((comment: Record<string, unknown> | null) => {
    const { line, column, endLine, endColumn, level, code, message, fix } = comment ?? {};
    if (typeof line !== 'number' || typeof message !== 'string') return [];
    return [
      {
        line,
        column: typeof column === 'number' ? column : null,
        endLine: typeof endLine === 'number' ? endLine : line,
        endColumn: typeof endColumn === 'number' ? endColumn : null,
        rule: typeof code === 'number' ? `SC${code}` : null,
        severity: severities[String(level)] ?? 'information',
        message: message.slice(0, longestMessage),
        replacements: replacementsIn(fix),
      },
    ];
  });
}

/** `{"replacements": [{line, column, endLine, endColumn, replacement}]}`; none where one is not whole. */
function replacementsIn(fix: unknown): readonly ToolReplacement[] {
  const list = (fix as { replacements?: unknown } | null | undefined)?.replacements;
  if (!Array.isArray(list) || list.length > 20) return [];
  const read = list.flatMap((one: Record<string, unknown> | null) => {
    const { line, column, endLine, endColumn, replacement } = one ?? {};
    const places = [line, column, endLine, endColumn];
    if (!places.every(place => Number.isSafeInteger(place) && (place as number) > 0)) return [];
    if (typeof replacement !== 'string' || replacement.length > longestMessage) return [];
    const [from, to, until, end] = places as [number, number, number, number];
    return [{ line: from, column: to, endLine: until, endColumn: end, text: replacement }];
  });
  return read.length === list.length ? read : [];
}
