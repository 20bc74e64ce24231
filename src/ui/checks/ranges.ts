import * as vscode from 'vscode';
import type { Range } from '../../core/runbooks/lint/finding.ts';

export function rangeOf({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
