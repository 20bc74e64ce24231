import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import { shortestSecret } from '../../core/execution/redact.ts';
import type { PatternChecks } from '../../core/runbooks/patternChecks.ts';
import { problemWith, type ResolvedVariable } from '../../core/runbooks/variableValues.ts';
import { LineBox } from '../lineBox.ts';

/** A person’s value for a variable. */
export interface Answer {
  readonly value: string;
  /** A secret that is to be kept in the keychain. */
  readonly remember: boolean;
}

/**
 * Asks a person for the value of each of these variables, filled in with the one that it has. Rejects with
 * NotPossibleError where the person gives up at one of them.
 */
export async function askForValues(
  wanted: readonly Pick<ResolvedVariable, 'variable' | 'value'>[],
  patterns: PatternChecks,
): Promise<readonly Answer[]> {
  if (wanted.length === 0) return [];
  const box = new LineBox();
  try {
    const answers: Answer[] = [];
    for (const [at, { variable, value }] of wanted.entries()) {
      const { name } = variable;
      const title = wanted.length > 1 ? vscode.l10n.t('{0} ({1} of {2})', name, at + 1, wanted.length) : name;
      answers.push(await askForValue(box, title, { variable, value }, patterns));
    }
    return answers;
  } finally {
    box.dispose();
  }
}

async function askForValue(
  box: LineBox,
  title: string,
  { variable, value }: Pick<ResolvedVariable, 'variable' | 'value'>,
  patterns: PatternChecks,
): Promise<Answer> {
  const { name, description, secret } = variable;
  const entered = await box.ask({
    title,
    prompt: description ?? vscode.l10n.t('The value of {0} for the blocks of this runbook', name),
    value: secret ? '' : (value ?? '').replaceAll('\n', ' '),
    password: secret,
    validateInput: text => problemWith(variable, text, patterns) ?? (secret ? wordOfShort(text) : null),
  });
  if (entered === undefined) throw givenUp(name);
  if (!secret) return { value: entered, remember: false };
  const here = vscode.l10n.t('Only in this window');
  const keychain = vscode.l10n.t('Remember in the keychain');
  const where = await vscode.window.showQuickPick([here, keychain], { title, ignoreFocusOut: true });
  if (where === undefined) throw givenUp(name);
  return { value: entered, remember: where === keychain };
}

/** The redactor does not look for such: it would mask half of any text. */
function wordOfShort(text: string): vscode.InputBoxValidationMessage | null {
  if (text === '' || text.length >= shortestSecret) return null;
  const message = vscode.l10n.t('So short a value is not masked in what blocks print.');
  return { message, severity: vscode.InputBoxValidationSeverity.Warning };
}

function givenUp(name: string): NotPossibleError {
  return new NotPossibleError(
    vscode.l10n.t('No value was entered for {0}, so nothing was done.', name),
    vscode.l10n.t('Try again when you have it.'),
  );
}
