import { HIDDEN, outputOf, UNKNOWN, valuesOf, type Variables } from './shellWords.ts';
import type { SyntaxNode } from './syntaxTree.ts';

/** The here-document or here-string of a command; null where it has none. */
export function hereText(node: SyntaxNode, variables: Variables): string | null {
  for (const found of node.ofType('heredoc_redirect', 'herestring_redirect')) {
    if (found.type === 'herestring_redirect') {
      const [word] = found.namedChildren;
      return word ? valuesOf(word, variables).join('\n') : UNKNOWN;
    }
    const body = found.namedChildren.find(child => child.type === 'heredoc_body');
    const start = found.namedChildren.find(child => child.type === 'heredoc_start');
    if (body) return /['"\\]/.test(start?.text ?? '') ? body.text : valuesOf(body, variables).join('\n');
  }
  return null;
}

/** What a stage of a pipeline writes into the next one: its text where it is a literal, else what is not known. */
export function saidBy(stage: SyntaxNode, variables: Variables): string {
  const command = stage.type === 'redirected_statement' ? stage.child('body') : stage;
  if (command?.type === 'command') {
    const input = hereText(stage, variables);
    if (
      input !== null &&
      /^(?:cat|tee)$/.test(command.child('name')?.text ?? '') &&
      command.namedChildren.length <= 2
    )
      return input;
    const texts = outputOf(command, variables);
    if (texts) return texts.join('\n');
  }
  return HIDDEN;
}

/** A file as input stays unseen; what a substitution gives is nothing that anybody can have read. */
export function fileInput(redirects: readonly SyntaxNode[]): string | null {
  if (!redirects.some(one => one.type === 'file_redirect' && /^\d*<[^&<(]/.test(one.text))) return null;
  return redirects.some(one => one.text.includes('<(')) ? HIDDEN : UNKNOWN;
}
