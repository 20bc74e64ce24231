import type { Language } from '../../postmortem/languages/language.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import type { MessageWords } from './template.ts';

export const messageWords: Readonly<Record<Language, MessageWords>> = { en, fr };
