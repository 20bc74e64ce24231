import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const prompt = 'READY> ';

/** Flags, and the start file that gives the prompt, of each shell as people use it; none keeps a history file. */
const shells = {
  bash: {
    flags: '-i',
    file: '.bashrc',
    text: `PS1='${prompt}'\nset -o history -o histexpand\nunset HISTFILE\n`,
  },
  dash: { flags: '-i', file: '.shinit', text: `PS1='${prompt}'\n` },
  zsh: { flags: '-i', file: '.zshrc', text: `PS1='${prompt}'\nsetopt bang_hist extended_glob\n` },
  fish: {
    flags: '-i',
    file: '.config/fish/config.fish',
    text: `function fish_prompt; printf '${prompt}'; end\nset -g fish_greeting\nset -g fish_history ''\n`,
  },
};
export type TerminalShell = keyof typeof shells;
export const terminalShells = Object.keys(shells) as TerminalShell[];

/** An interactive shell in a pseudo-terminal of script(1), which every Debian and macOS has. Lines are typed into it. */
export class PseudoTerminal {
  readonly #child: ChildProcess;
  #screen = '';
  #changed: () => void = () => {};

  /** @param home Becomes the shell’s home, with its start file. */
  constructor(shell: TerminalShell, path: string, home: string, cwd: string) {
    const { flags, file, text } = shells[shell];
    mkdirSync(join(home, file, '..'), { recursive: true });
    writeFileSync(join(home, file), text);
    // Where it is missing, fish fills it in the background for minutes.
    mkdirSync(join(home, '.local/share/fish/generated_completions'), { recursive: true });
    const env = {
      PATH: process.env['PATH'],
      HOME: home,
      ZDOTDIR: home,
      ENV: join(home, '.shinit'),
      SHELL: '/bin/sh',
      TERM: 'xterm-256color',
      LC_ALL: 'C.UTF-8',
    };
    const args =
      process.platform === 'darwin'
        ? ['-q', '/dev/null', path, flags]
        : ['-qefc', `exec '${path}' ${flags}`, '/dev/null'];
    this.#child = spawn('script', args, { cwd, env, detached: true });
    for (const stream of [this.#child.stdout!, this.#child.stderr!]) {
      stream.setEncoding('utf8').on('data', (piece: string) => {
        this.#screen += piece;
        this.#changed();
      });
    }
    this.#child.on('exit', () => this.#changed());
  }

  /** What it has shown so far, with its escapes. */
  get screen(): string {
    return this.#screen;
  }

  /** Resolves when the shell waits for its first line. */
  async ready(): Promise<void> {
    while (!this.#screen.includes(prompt)) {
      if (this.#child.exitCode !== null) throw new Error(`The shell ended: ${this.#screen}`);
      await new Promise<void>(resolve => (this.#changed = resolve));
    }
  }

  type(line: string): void {
    this.#child.stdin!.write(`${line}\r`);
  }

  /** With everything that runs in it. */
  end(): void {
    if (this.#child.exitCode === null && this.#child.signalCode === null)
      process.kill(-this.#child.pid!, 'SIGKILL');
  }
}
