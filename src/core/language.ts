import { t } from '@vscode/l10n';

/** The language that sentences are in, for what none of them says: how numbers look, what a dictionary calls things. */
export function spokenLanguage(): string {
  return t('en');
}
