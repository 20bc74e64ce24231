import { dayLocale } from '../../core/language.ts';

/** Unit tests read times where there is no page. */
const page = (globalThis as { readonly document?: { readonly documentElement: { readonly lang: string } } })
  .document;
const language = page?.documentElement.lang || 'en';

/** In which Intl writes days and numbers for the person. */
export const locale = dayLocale(language);

export function numberText(value: number): string {
  return value.toLocaleString(locale);
}
