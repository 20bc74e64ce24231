import { markdownText } from '../timeline/markdownText.ts';
import type { BlockContext } from './blocks/block.ts';
import type { PostMortemFacts } from './facts.ts';
import type { Language } from './languages/language.ts';
import { wordsOf } from './languages/index.ts';
import { renderTeamTemplate, teamOutline, type TeamTemplate } from './teamTemplate.ts';
import type { Template } from './templates/template.ts';

export interface RenderOptions {
  readonly template: Template | TeamTemplate;
  readonly language: Language;
  /** See reviewDue. */
  readonly due?: string | null;
  readonly phasesFile?: string;
}

/**
 * The post-mortem as far as the facts go; what people have to say stands as *not recorded* with a question. Every
 * fact has a line of its own and names its entry, so that a later one merges line by line.
 */
export function renderPostMortem(facts: PostMortemFacts, options: RenderOptions): string {
  const { template, language, due = null, phasesFile = 'phases.svg' } = options;
  const words = wordsOf[language];
  const context: BlockContext = { facts, words, language, template: template.name, due, phasesFile };
  if ('text' in template) return renderTeamTemplate(template, context);
  const parts = [
    `# ${words.title(markdownText(facts.title))}`,
    facts.drill ? `**${words.drill}**` : '',
    ...template.head.map(block => block(context)),
  ];
  template.sections.forEach(({ heading, level, blocks }, index) => {
    const said = blocks.map(block => block(context)).filter(text => text !== '');
    const holdsOthers = level < (template.sections[index + 1]?.level ?? level);
    if (said.length > 0 || holdsOthers) parts.push(`${'#'.repeat(level)} ${heading[language]}`, ...said);
  });
  return `${parts.filter(text => text !== '').join('\n\n')}\n`;
}

/** The headings that it will have, indented by depth; those that come only with their facts too. */
export function outlineOf(template: Template | TeamTemplate, language: Language): readonly string[] {
  if ('text' in template) return teamOutline(template);
  return template.sections.map(({ heading, level }) => `${'  '.repeat(level - 2)}${heading[language]}`);
}
