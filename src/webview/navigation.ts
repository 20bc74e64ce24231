import { t } from '@vscode/l10n';
import type { GoTo } from '../protocol/runbook.ts';
import type { Article } from './article.ts';
import type { Blocks } from './blocks.ts';
import type { Contents } from './contents.ts';
import type { Search } from './search.ts';
import type { Way } from './way.ts';

export interface NavigationParts {
  readonly article: Article;
  readonly way: Way;
  readonly blocks: Blocks;
  readonly search: Search;
  readonly contents: Contents;
  /** Why nothing was gone to. */
  readonly say: (words: string) => void;
}

/** Goes to what a person asks for: a step, a failure, a block, a heading. */
export class Navigation {
  constructor(private readonly parts: NavigationParts) {}

  go(to: GoTo): void {
    switch (to) {
      case 'search':
        return this.parts.search.open();
      case 'nextStep':
      case 'previousStep': {
        const heading = this.parts.way.step(to === 'nextStep' ? 1 : -1);
        if (heading) return this.#showHeading(heading);
        if (to === 'previousStep') window.scrollTo(0, 0);
        return this.parts.say(to === 'nextStep' ? t('This is the last step.') : t('This is the first step.'));
      }
      case 'nextFailure':
      case 'previousFailure': {
        const ids = this.parts.blocks.inTrouble.map(({ id }) => id);
        const block = this.parts.way.block(ids, to === 'nextFailure' ? 1 : -1);
        return block ? this.parts.way.show(block) : this.parts.say(t('No block has failed.'));
      }
    }
  }

  toBlock(id: string): void {
    const section = this.parts.article.block(id);
    if (!section) return this.parts.say(t('This block is no longer in the runbook.'));
    this.parts.way.show(section, false);
    this.parts.blocks.bar(id)?.focusRun();
  }

  /** False where the runbook has no such heading. */
  reveal(fragment: string): boolean {
    const heading =
      this.parts.article.heading(fragment) ?? this.parts.article.heading(fragment.toLowerCase());
    if (!heading) return false;
    this.#showHeading(heading);
    return true;
  }

  #showHeading(heading: HTMLElement): void {
    if (heading.matches('.is-title')) window.scrollTo(0, 0);
    else this.parts.way.show(heading);
    this.parts.contents.mark(heading.dataset['slug']!);
  }
}
