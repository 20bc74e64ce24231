import { t } from '@vscode/l10n';
import type { Clock } from '../../clock.ts';
import type { Disposable } from '../../events.ts';
import { alertLinks, bridgeLink } from '../../timeline/knownLinks.ts';
import type { TitledLink } from '../../timeline/noteData.ts';
import type { Alert, Incident, LogEntry } from '../incident.ts';
import type { KnownBridge, RelatedIncident } from '../incidentDetails.ts';
import type { IncidentProvider } from '../incidentProvider.ts';
import type { IncidentStore } from '../incidentStore.ts';
import { availableActions } from './detailsActions.ts';
import type {
  ChosenRunbookView,
  DetailsNews,
  HeaderAccount,
  PartContents,
  PartName,
  PartStatus,
  ResponseFact,
} from './detailsView.ts';
import { type HeaderContext, headerView } from './headerView.ts';
import { PartReader } from './partReader.ts';
import {
  alertViews,
  bridgeView,
  changeViews,
  customFieldViews,
  logText,
  logView,
  noteViews,
  relatedViews,
} from './partViews.ts';
import { Renewal } from './renewal.ts';
import { ShownValues } from './shownValues.ts';

export interface DetailsModelParts {
  readonly store: IncidentStore;
  /** Null when the account is no longer connected. */
  readonly accountOf: (incident: Incident) => HeaderAccount | null;
  /** Throws NotPossibleError then. */
  readonly providerOf: (incident: Incident) => IncidentProvider;
  readonly runbookFor: (incident: Incident, alerts: readonly Alert[]) => Promise<ChosenRunbookView | null>;
  /** Hears what the addresses that were read are called. */
  readonly learn: (links: readonly TitledLink[]) => void;
  /** What the team’s file says of its service; call `responseChanged` when it changes. */
  readonly serviceOf?: (incident: Incident) => HeaderContext['service'];
  /** The incident’s call, or its service’s. */
  readonly bridgeOf: (incident: Incident, signal: AbortSignal) => Promise<KnownBridge>;
  /** The call that somebody said, as far as that is known; call `responseChanged` when it changes. */
  readonly saidBridge?: (key: string) => string | null;
  /** How the response stands; call `responseChanged` when it changes. */
  readonly responseOf?: (key: string) => readonly ResponseFact[];
  readonly clock: Clock;
  readonly sentence: (error: unknown) => string;
  readonly log: (what: string, error: unknown) => void;
  /** Hears what is new; nothing twice. */
  readonly tell: (news: DetailsNews) => void;
}

/** Several changes soon after each other are read once. */
const settleMs = 1_000;

/** What happens to the incident while somebody looks shows in these. */
const changing: readonly PartName[] = ['alerts', 'notes', 'log', 'runbook', 'bridge'];

/** Everything that the details screen of one incident knows, kept up to date while somebody looks. */
export class DetailsModel implements Disposable {
  readonly #values = new ShownValues();
  readonly #contents = new Map<PartName, { readonly news: DetailsNews; readonly json: string }>();
  readonly #statuses = new Map<PartName, PartStatus>();
  readonly #reader: PartReader;
  readonly #renewal: Renewal;
  readonly #storeChanges: Disposable;
  #names: readonly PartName[] = ['runbook'];
  #header = '';
  #alerts: readonly Alert[] = [];
  #log: readonly LogEntry[] = [];
  #hasBridge = false;
  #saidBridge: string | null = null;
  #removed = false;
  #connected = false;
  #cancelSettling: (() => void) | null = null;

  constructor(
    private readonly parts: DetailsModelParts,
    private shown: Incident,
  ) {
    const { store, sentence, log, clock } = parts;
    this.#reader = new PartReader({
      read: (part, signal) => this.#read(part, signal),
      onStatus: (part, status) => this.#note(part, status),
      sentence,
      log: (what, error) => log(`${what} of ${this.shown.key}`, error),
      clock,
    });
    this.#renewal = new Renewal(clock, olderThan => this.#renew(olderThan));
    this.#storeChanges = store.onDidChange(({ added, changed, removed }) => {
      const now = [...added, ...changed.map(({ after }) => after)].find(({ key }) => key === this.shown.key);
      if (now) this.#follow(now);
      else if (removed.some(({ key }) => key === this.shown.key)) this.#lose();
    });
    this.#sendHeader();
    this.refresh();
  }

  /** As it is known now. */
  get incident(): Incident {
    return this.shown;
  }

  /** Everything again, for a screen that begins anew. */
  tellAll(): void {
    this.#header = '';
    this.#sendHeader();
    for (const { news } of this.#contents.values()) this.parts.tell(news);
    for (const [part, status] of this.#statuses) this.parts.tell({ type: 'status', part, status });
  }

  /**
   * Nothing is read while nobody looks. To be called also when somebody comes back to it.
   * @param attended false where it is to be seen, but nobody sits before the window
   */
  look(looking: boolean, attended = looking): void {
    this.#renewal.attend(attended);
    this.#reader.look(looking);
  }

  /** An account came or went, or its health changed. */
  accountsChanged(): void {
    this.#sendHeader();
  }

  retry(part: PartName): void {
    if (this.#names.includes(part)) this.#reader.want([part]);
  }

  refresh(): void {
    this.#reader.want(this.#names);
  }

  /** What others may have changed meanwhile, once more; nothing of an account that nobody can ask. */
  readChanging(): void {
    if (this.#connected) this.#reader.want(this.#changing);
  }

  /** Undefined for a number that was never given out. */
  text(copy: number): string | undefined {
    return this.#values.text(copy);
  }

  address(open: number): string | undefined {
    return this.#values.address(open);
  }

  logText(): string {
    return logText(this.#log);
  }

  dispose(): void {
    this.#storeChanges.dispose();
    this.#cancelSettling?.();
    this.#renewal.dispose();
    this.#reader.dispose();
  }

  get #changing(): readonly PartName[] {
    return changing.filter(part => this.#names.includes(part));
  }

  #renew(olderThan: number): void {
    const { clock, providerOf } = this.parts;
    // What people do comes first.
    if (!this.#connected || providerOf(this.shown).spareUntil > clock.now()) return;
    this.#reader.renew(this.#changing, olderThan);
  }

  #follow(incident: Incident): void {
    this.shown = incident;
    this.#removed = false;
    this.#sendHeader();
    this.#cancelSettling ??= this.parts.clock.after(settleMs, () => {
      this.#cancelSettling = null;
      this.readChanging();
    });
  }

  responseChanged(): void {
    this.#sendHeader();
  }

  #lose(): void {
    this.#removed = true;
    this.#sendHeader();
  }

  #noticeOf(account: HeaderAccount | null): string | null {
    if (!account)
      return t('The account of this incident is no longer connected: this is what was read last.');
    return this.#removed ? t('This incident is no longer in the list: this is what was read last.') : null;
  }

  #sendHeader(): void {
    const { accountOf, providerOf, tell } = this.parts;
    const account = accountOf(this.shown);
    const capabilities = account && providerOf(this.shown).capabilities;
    const before = this.#saidBridge;
    this.#saidBridge = this.parts.saidBridge?.(this.shown.key) ?? null;
    if (this.#saidBridge !== before) this.#reader.want(['bridge']);
    if (capabilities) {
      const said = this.#saidBridge === null ? [] : (['bridge'] as const);
      this.#names = [...new Set<PartName>([...capabilities.parts, ...said, 'runbook'])];
    }
    const isBack = account !== null && !this.#connected;
    this.#connected = account !== null;
    if (isBack) this.refresh();
    const header = headerView(
      this.shown,
      {
        account,
        notice: this.#noticeOf(account),
        response: this.parts.responseOf?.(this.shown.key) ?? [],
        service: this.parts.serviceOf?.(this.shown) ?? null,
        actions: availableActions(this.shown, capabilities, this.#hasBridge),
      },
      this.#values,
    );
    const news: DetailsNews = { type: 'header', header, parts: this.#names };
    const json = JSON.stringify(news);
    if (json === this.#header) return;
    this.#header = json;
    tell(news);
  }

  #note(part: PartName, status: PartStatus): void {
    this.#statuses.set(part, status);
    this.parts.tell({ type: 'status', part, status });
  }

  async #read(part: PartName, signal: AbortSignal): Promise<void> {
    const { id } = this.shown;
    const values = this.#values;
    const provider = () => this.parts.providerOf(this.shown);
    switch (part) {
      case 'alerts':
        this.#alerts = await provider().alerts(id, { signal });
        this.parts.learn(alertLinks(this.#alerts));
        return this.#bring('alerts', alertViews(this.#alerts, values), signal);
      case 'log':
        this.#log = await provider().log(id, { signal });
        return this.#bring('log', logView(this.#log, values), signal);
      case 'notes':
        return this.#bring('notes', noteViews(await provider().notes(id, { signal }), values), signal);
      case 'bridge': {
        const { bridge: found, failure } = await this.parts.bridgeOf(this.shown, signal);
        if (found?.url != null) this.parts.learn([bridgeLink(this.shown, found.url)]);
        const bridge = bridgeView(found, values);
        this.#hasBridge = bridge !== null;
        this.#bring('bridge', bridge, signal);
        if (!signal.aborted) this.#sendHeader();
        // It can be joined all the same; that it may have moved meanwhile has to be seen.
        if (failure) throw failure;
        return;
      }
      case 'customFields': {
        const fields = await provider().customFields(id, { signal });
        return this.#bring('customFields', customFieldViews(fields, values), signal);
      }
      case 'related':
        return this.#bringIncidents('related', await provider().related(id, { signal }), signal);
      case 'past':
        return this.#bringIncidents('past', await provider().past(id, { signal }), signal);
      case 'changes': {
        const changes = await provider().changes(id, { signal });
        this.parts.learn(
          changes.flatMap(({ links }) => links.map(({ href, text }) => ({ href, title: text }))),
        );
        return this.#bring('changes', changeViews(changes, values), signal);
      }
      case 'runbook':
        return this.#bring('runbook', await this.parts.runbookFor(this.shown, this.#alerts), signal);
    }
  }

  #bringIncidents(
    part: 'related' | 'past',
    incidents: readonly RelatedIncident[],
    signal: AbortSignal,
  ): void {
    this.parts.learn(incidents.flatMap(({ url, title }) => (url === null ? [] : [{ href: url, title }])));
    this.#bring(part, relatedViews(incidents, this.#values), signal);
  }

  #bring<P extends PartName>(part: P, value: PartContents[P], signal: AbortSignal): void {
    if (signal.aborted) return;
    const json = JSON.stringify(value);
    if (this.#contents.get(part)?.json === json) return;
    // The compiler cannot follow that `part` and `value` go together here; the signature says it.
    const news = { type: 'content', content: { part, value } } as DetailsNews;
    this.#contents.set(part, { news, json });
    this.parts.tell(news);
  }
}
