// Broken variants of what texts of others may do, and of what runs.

/** @type {readonly import('./index.mjs').Variant[]} */
export const running = [
  // What a text of somebody else’s may do.
  {
    name: 'raw HTML not escaped',
    why: 'A runbook could put markup of its own into the page.',
    file: 'src/core/runbooks/escapeHtml.ts',
    from: `return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, character => entities[character]!) : text;`,
    to: 'return text;',
    tests: ['test/unit/runbooks/parseRunbook.test.ts'],
  },
  {
    name: 'sanitiser off',
    why: 'Markup that got past the host’s escaping would stand in the page.',
    file: 'src/webview/sanitise.ts',
    from: 'return forRunbooks.sanitize(html, runbook);',
    to: 'return document.createRange().createContextualFragment(html);',
    // DOMPurify works on a real DOM only, so no unit test can see it: this is a page in Chromium, without VS Code.
    tests: ['test/pages/sanitiser.test.ts'],
  },
  {
    name: 'a second press taken at once',
    why: 'Run comes where Stop was: who pressed that twice would start the block again.',
    file: 'src/webview/rest.ts',
    from: 'if (!button || !resting.has(button)) return false;',
    to: 'if (!button || button.isConnected) return false;',
    tests: ['test/pages/secondPress.test.ts'],
  },
  {
    name: 'messages of a page not checked',
    why: 'A page that was taken over could send what no button sends.',
    file: 'src/protocol/runbook.ts',
    from: 'return parse<ToHost>(value, shapes);',
    to: 'return value as ToHost;',
    tests: ['test/unit/protocol.test.ts'],
  },
  {
    name: 'escape sequences of a terminal kept',
    why: 'A command’s output could write over what was printed before, and into the timeline.',
    file: 'src/core/execution/terminalText.ts',
    from: "if (code === ESC) return this.#to('escape');",
    to: '',
    tests: ['test/unit/execution/terminalText.test.ts'],
  },

  // What runs.
  {
    name: 'hash of a block not compared',
    why: 'What was seen is what runs: a file that was changed since would run its new text.',
    file: 'src/ui/runbooks/blockStart.ts',
    from: 'if (block?.sha256 === sha256) return block;',
    to: 'if (block) return block;',
    tests: ['test/unit/ui/runbooks/blockStart.test.ts'],
  },
  {
    name: 'text not compared again after the questions',
    why: 'The file may change while a person reads what is asked of the old text.',
    file: 'src/ui/runbooks/blockStart.ts',
    from: 'return blocks.some(block => block.id === id && block.sha256 === sha256);',
    to: 'return blocks.some(block => block.id === id && sha256);',
    tests: ['test/unit/ui/runbooks/blockStart.test.ts'],
  },
  {
    name: 'Restricted Mode not looked at',
    why: 'A folder that nobody trusted could run its blocks.',
    file: 'src/ui/refuseRestricted.ts',
    from: 'if (vscode.workspace.isTrusted) return;',
    to: 'if (vscode.workspace) return;',
    tests: ['test/unit/ui/runbooks/blockStart.test.ts'],
  },
  {
    name: 'Restricted Mode not looked at by the runner',
    why: 'It is the second wall, for whoever starts a block in another way.',
    file: 'src/ui/terminals/blockRunner.ts',
    from: '    refuseRestricted();\n',
    to: '    if (!vscode.workspace) refuseRestricted();\n',
    tests: ['test/unit/ui/runbooks/blockStart.test.ts'],
  },
  {
    name: 'wrapped command judged by its wrapper alone',
    why: 'A destructive command behind `sudo`, `xargs` or `ssh` would not be asked about.',
    file: 'src/core/execution/risk/judgeWrapped.ts',
    from: ': worst(found);',
    to: ': found[0]!;',
    tests: ['test/unit/execution/risk/evasions.test.ts'],
  },
  {
    name: 'rules of a workspace may lower a risk',
    why: 'Whoever wrote the runbook could write that its blocks need no question.',
    file: 'src/core/execution/risk/teamRules.ts',
    from: 'const own = fitting.filter(rule => rule.mayLower).at(-1);',
    to: 'const own = fitting.at(-1);',
    tests: ['test/unit/execution/risk/teamRules.test.ts'],
  },
  {
    name: 'destructive block in production asked about once',
    why: 'There the target’s name is typed each time, and who approves it is recorded.',
    file: 'src/core/execution/approvalPolicy.ts',
    from: "destructive: { elsewhere: 'always', production: 'commander' }",
    to: "destructive: { elsewhere: 'always', production: 'once' }",
    tests: ['test/unit/execution/approvalPolicy.test.ts'],
  },
  {
    name: 'unknown end of a block taken for its exit code',
    why: 'A block that never started would be shown as ok; unknown is never ok.',
    file: 'src/core/execution/runWatch.ts',
    from: 'if (this.evidence.started()) return outcomeOf(exitCode);',
    to: 'if (exitCode >= 0) return outcomeOf(exitCode);',
    tests: ['test/unit/execution/runWatch.test.ts'],
  },
];
