import assert from 'node:assert/strict';
import { commandsOf, isRunnable } from '../../../src/core/runbooks/consolePrompts.ts';

describe('commandsOf', () => {
  const cases: [name: string, language: string, text: string, commands: string][] = [
    ['a script as it stands', 'bash', '# note\nls -l\n> out', '# note\nls -l\n> out'],
    ['a session without prompts as it stands', 'console', 'ls\npwd', 'ls\npwd'],
    ['prompted lines only', 'console', '$ ls\na.txt\nb.txt\n$ pwd\n/root', 'ls\npwd'],
    [
      'continuations after a prompt',
      'console',
      '$ for i in 1 2; do\n> echo $i\n> done\n1\n> not this',
      'for i in 1 2; do\necho $i\ndone',
    ],
    [
      'backslash continuations without a prompt',
      'console',
      '$ kubectl get pods \\\n    -n x\nNAME',
      'kubectl get pods \\\n    -n x',
    ],
    ['an escaped backslash as an end', 'console', '$ echo \\\\\nout', 'echo \\\\'],
    [
      'here-documents',
      'console',
      "$ cat <<'EOF' | wc\n$ not a prompt\n> text\nEOF\n3\n$ ls",
      "cat <<'EOF' | wc\n$ not a prompt\ntext\nEOF\nls",
    ],
    ['here-strings as no here-document', 'console', '$ cat <<< word\nword', 'cat <<< word'],
    [
      'comments between prompts, still as comments',
      'console',
      '# kill the process\n$ ls\n# and\n$ pwd',
      '# kill the process\nls\n# and\npwd',
    ],
    [
      'root sessions',
      'console',
      '# systemctl restart nginx\n\n# systemctl status nginx',
      'systemctl restart nginx\n\nsystemctl status nginx',
    ],
    ['a prompted script', 'bash', '# first\n$ ls', '# first\nls'],
    ['a dollar later in a script', 'bash', 'cat <<EOF\n$ ls\nEOF', 'cat <<EOF\n$ ls\nEOF'],
    ['comments of a script', 'bash', '# one\n# two', '# one\n# two'],
    ['variables', 'console', '$HOME/bin/x', '$HOME/bin/x'],
  ];
  for (const [name, language, text, commands] of cases) {
    it(`takes ${name}`, () => assert.equal(commandsOf(language, text), commands));
  }
});

describe('isRunnable', () => {
  it('knows the languages of shells', () => {
    for (const language of [
      'bash',
      'sh',
      'shell',
      'zsh',
      'console',
      'shell-session',
      'shellsession',
      'terminal',
    ]) {
      assert.ok(isRunnable(language), language);
    }
    for (const language of ['', 'sql', 'python', 'text', 'powershell', 'Bash'])
      assert.ok(!isRunnable(language), language);
  });
});
