import { spokenLanguage } from '../language.ts';
import { languageOf } from '../postmortem/languages/index.ts';
import { standardTexts } from '../team/languages/index.ts';
import { standardRoles } from '../team/teamFile.ts';
import type { Stage } from '../timeline/entry.ts';
import { type ResponseWords, responseWords } from './words/words.ts';

/** What a stage is called in the middle of a sentence. */
export function stageName(stage: Stage): string {
  return words().stages[stage].toLowerCase();
}

/** What a level of impact or urgency is called; one of another version’s is called as it is. */
export function levelName(level: string): string {
  return Object.entries(words().levels).find(([known]) => known === level)?.[1] ?? level;
}

/** What a role of the timeline is called, where it is a standard one; a team’s own name as it is. */
export function roleTitle(role: string): string {
  const standard = standardRoles.find(one => standardTexts.en.roles[one].name === role);
  return standard ? standardTexts[languageOf(spokenLanguage())].roles[standard].name : role;
}

function words(): ResponseWords {
  return responseWords[languageOf(spokenLanguage())];
}
