import { spokenLanguage } from './language.ts';

/** “20,000”, as the language of the words around it writes it. */
export function numberText(number: number): string {
  return number.toLocaleString(spokenLanguage());
}
