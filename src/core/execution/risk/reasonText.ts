import { t } from '@vscode/l10n';
import type { Reason } from './risk.ts';

/** A reason in the language of who reads it. */
export function reasonText(reason: Reason): string {
  if (typeof reason === 'string') return t(reason);
  const [sentence, named] = reason;
  return t(sentence, named);
}
