// The details screen as a page of its own: the real model and guard behind it, and a provider whose answers the test
// sets.
import type { BrowserContext, Page } from 'playwright-core';
import { DetailsModel } from '../../src/core/incidents/details/detailsModel.ts';
import type { HeaderContext } from '../../src/core/incidents/details/headerView.ts';
import type { ChosenRunbookView } from '../../src/core/incidents/details/detailsView.ts';
import type { Incident } from '../../src/core/incidents/incident.ts';
import { IncidentStore } from '../../src/core/incidents/incidentStore.ts';
import { type FromDetails, parseFromDetails } from '../../src/protocol/details.ts';
import type { Answer } from '../../src/protocol/messages.ts';
import { systemClock } from '../../src/ui/systemClock.ts';
import type { DetailsProvider } from '../unit/incidents/details/detailsProvider.ts';
import { provider, runbook, service, shown } from './detailsIncident.ts';
import { ScreenPage, screenPages } from './screenPage.ts';
import { noMarkup, type Screen, type ScreenOptions, type ScreenSite } from './screenSite.ts';

export interface DetailsPageOptions extends ScreenOptions {
  readonly incident: Incident;
  readonly provider: DetailsProvider;
  readonly drill?: boolean;
  readonly runbook?: ChosenRunbookView | null;
  readonly service?: HeaderContext['service'];
}

class DetailsPage extends ScreenPage {
  readonly store = new IncidentStore();
  /** Everything the page sent that the guard let through. */
  readonly received: FromDetails[] = [];
  readonly clipboard: string[] = [];
  readonly opened: string[] = [];
  #model: DetailsModel | null = null;

  constructor(
    name: string,
    page: Page,
    context: BrowserContext,
    private readonly options: DetailsPageOptions,
  ) {
    super(name, page, context);
    this.store.upsert(options.incident);
  }

  protected async hear(value: unknown): Promise<void> {
    const message = parseFromDetails(value);
    if (!message) {
      this.refusedMessages++;
      return;
    }
    this.received.push(message);
    if (message.type === 'ready') return this.#begin();
    const answer = this.nextAnswers.shift() ?? this.#answer(message);
    await this.say({ type: 'answer', id: message.id, answer });
  }

  #answer(message: Exclude<FromDetails, { type: 'ready' }>): Answer {
    const model = this.#model!;
    const keep = (text: string | undefined, list: string[]): Answer => {
      if (text === undefined) return { ok: false, error: 'No such number.' };
      list.push(text);
      return { ok: true };
    };
    switch (message.type) {
      case 'copy':
        return keep(model.text(message.copy), this.clipboard);
      case 'copyLog':
        return keep(model.logText(), this.clipboard);
      case 'open':
        return keep(model.address(message.open), this.opened);
      case 'retry':
        model.retry(message.part);
        return { ok: true };
      case 'refresh':
        model.refresh();
        return { ok: true };
      case 'act':
        return { ok: true };
    }
  }

  #begin(): void {
    const { incident, provider, drill = false, runbook = null, service = null } = this.options;
    this.#model ??= new DetailsModel(
      {
        store: this.store,
        accountOf: () => ({ label: 'Acme', drill }),
        providerOf: () => provider.provider,
        serviceOf: () => service,
        bridgeOf: async ({ id }, signal) => ({
          bridge: await provider.provider.bridge(id, { signal }),
          failure: null,
        }),
        runbookFor: () => Promise.resolve(runbook),
        learn: () => {},
        clock: systemClock,
        sentence: error => (error instanceof Error ? error.message : String(error)),
        log: () => {},
        tell: news => void this.say(news).catch(() => {}),
      },
      incident,
    );
    this.#model.tellAll();
    this.#model.look(true);
  }

  /** Waits until nothing is being read. */
  async settled(): Promise<void> {
    await this.until(
      `document.querySelector('section:not([hidden])') && !document.querySelector('section:not([hidden])[aria-busy="true"]')`,
    );
    await this.idle();
  }

  section(name: string) {
    return this.page.getByRole('region', { name, exact: true });
  }

  override screenshot(name: string, fullPage = true): Promise<void> {
    return super.screenshot(name, fullPage);
  }

  override async close(): Promise<void> {
    this.#model?.dispose();
    await super.close();
  }
}

export function detailsPages(): {
  readonly site: ScreenSite;
  readonly show: (options?: Partial<DetailsPageOptions>) => Promise<DetailsPage>;
} {
  const screen: Screen = {
    name: 'details',
    entry: 'details/main.ts',
    title: 'On-Call',
    policy: noMarkup,
  };
  const make = (...page: ConstructorParameters<typeof DetailsPage>) => new DetailsPage(...page);
  const { site, show } = screenPages(screen, make);
  return {
    site,
    show: (options = {}) => show({ incident: shown, provider: provider(), runbook, service, ...options }),
  };
}
