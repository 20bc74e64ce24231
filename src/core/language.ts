import { t } from '@vscode/l10n';

/** The language that sentences are in, for what none of them says: how numbers look, what a dictionary calls things. */
export function spokenLanguage(): string {
  return t('en');
}

/** In which Intl writes days for people who are spoken to in this language: in English the day stands before the month. */
export function dayLocale(language = spokenLanguage()): string {
  return /^en\b/.test(language) ? 'en-GB' : language;
}
