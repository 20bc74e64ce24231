import type { Language } from '../../../src/core/postmortem/languages/language.ts';
import { responseRules, type ResponseRules } from '../../../src/core/response/rules.ts';
import { defaultTeam } from '../../../src/core/team/teamFile.ts';

/** What holds where no team has a file. */
export function standardRules(language: Language): ResponseRules {
  return responseRules(defaultTeam(language));
}
