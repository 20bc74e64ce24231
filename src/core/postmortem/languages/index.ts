import { en } from './en.ts';
import { fr } from './fr.ts';
import { type Language, languages, type Words } from './language.ts';

export const wordsOf: Readonly<Record<Language, Words>> = { en, fr };

export function isLanguage(value: unknown): value is Language {
  return (languages as readonly unknown[]).includes(value);
}

/** Of a locale such as `fr` or `fr-CA`; English for every other. */
export function languageOf(locale: string): Language {
  const [language] = locale.toLowerCase().split(/[-_]/);
  return isLanguage(language) ? language : 'en';
}
