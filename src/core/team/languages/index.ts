import type { Language } from '../../postmortem/languages/language.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import type { StandardTexts } from './words.ts';

export const standardTexts: Readonly<Record<Language, StandardTexts>> = { en, fr };
