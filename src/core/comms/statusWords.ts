import type { Language } from '../postmortem/languages/language.ts';
import { messageWords } from './templates/index.ts';

/** What messages call an incident’s status or its stage; any other word stands as it is. */
export function statusWords(status: string, language: Language): string {
  const { statuses } = messageWords[language];
  return Object.entries(statuses).find(([of]) => of === status)?.[1] ?? status;
}

/** The status or stage that messages call so, which can be said in another language, too; else the words themselves. */
export function statusCalled(words: string, language: Language): string {
  const { statuses } = messageWords[language];
  const said = words.toLowerCase();
  return Object.entries(statuses).find(([, called]) => called === said)?.[0] ?? words;
}
