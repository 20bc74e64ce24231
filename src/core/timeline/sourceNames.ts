import { t } from '@vscode/l10n';
import { sentence } from '../sentence.ts';
import type { EntrySource } from './entry.ts';

const names: Record<EntrySource['type'], string> = {
  person: sentence('by hand'),
  run: sentence('run'),
  provider: sentence('provider'),
  extension: 'On-Call',
  import: sentence('imported'),
};

/** Where an entry came from, in the language of who reads it. */
export function sourceWords(type: EntrySource['type']): string {
  return t(names[type]);
}
