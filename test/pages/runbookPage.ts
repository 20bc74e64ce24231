// The runbook screen as a page of its own: a real runbook parsed and rendered as the host does it, and a host that
// writes down what it is asked.
import type { BrowserContext, Page } from 'playwright-core';
import { parseToHost, type RunbookView, type ToHost, type ToWebview } from '../../src/protocol/runbook.ts';
import { ScreenPage, screenPages } from './screenPage.ts';
import type { ScreenOptions } from './screenSite.ts';

export interface RunbookPageOptions extends ScreenOptions {
  readonly view: RunbookView;
  readonly scrollTo?: string | null;
  /** False: the rest is told later. */
  readonly complete?: boolean;
}

type Asked = Exclude<ToHost, { type: 'ready' }>;

export class RunbookPage extends ScreenPage {
  /** Everything the page asked that the guard let through. */
  readonly asked: Asked[] = [];

  constructor(
    name: string,
    page: Page,
    context: BrowserContext,
    private readonly options: RunbookPageOptions,
  ) {
    super(name, page, context);
  }

  protected async hear(value: unknown): Promise<void> {
    const message = parseToHost(value);
    if (!message) {
      this.refusedMessages++;
      return;
    }
    if (message.type === 'ready') {
      const { view, scrollTo = null, complete = true } = this.options;
      return this.tell({ type: 'runbook', view, scrollTo, complete });
    }
    this.asked.push(message);
    await this.tell({ type: 'answer', id: message.id, answer: this.nextAnswers.shift() ?? { ok: true } });
  }

  tell(message: ToWebview): Promise<void> {
    return this.say(message);
  }

  /** The next thing the page asks of that kind, without its number; those before it are forgotten. */
  async asks<T extends Asked['type']>(type: T): Promise<Omit<Extract<Asked, { type: T }>, 'id' | 'type'>> {
    const end = Date.now() + 10_000;
    for (;;) {
      const message = this.asked.shift();
      if (message?.type === type) {
        const { id: _id, type: _type, ...rest } = message as Extract<Asked, { type: T }>;
        return rest;
      }
      if (message) continue;
      if (Date.now() > end) throw new Error(`The page never asked ${type}.`);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  block(step: string) {
    return this.page.locator(`section.block[aria-label="Block, ${step}"]`);
  }
}

export function runbookPages(): (options: RunbookPageOptions) => Promise<RunbookPage> {
  const screen = { name: 'runbook', entry: 'main.ts', title: 'On-Call' } as const;
  const make = (...page: ConstructorParameters<typeof RunbookPage>) => new RunbookPage(...page);
  return screenPages(screen, make).show;
}
