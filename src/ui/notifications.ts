import * as vscode from 'vscode';
import type { Clock } from '../core/clock.ts';
import { type Disposable, Emitter } from '../core/events.ts';
import type { Incident } from '../core/incidents/incident.ts';
import type { IncidentStore } from '../core/incidents/incidentStore.ts';
import { Announcer, type News } from '../core/incidents/notifications/announcer.ts';
import type { Claims } from '../core/incidents/notifications/claims.ts';
import { keptMute, type MutedUntil, mutedUntil } from '../core/incidents/notifications/mute.ts';
import type { Outbox } from '../core/incidents/outbox/outbox.ts';
import type { Logger } from '../core/logger.ts';
import { LocalZone } from '../core/timeline/localZone.ts';
import { config } from './config.ts';
import { setContext } from './contextKeys.ts';
import { DisposableStore } from './disposables.ts';
import type { ErrorBoundary } from './errorBoundary.ts';
import { notify } from './notify.ts';
import type { Session, Sessions } from './sessions.ts';
import { severityText } from './trees/incidentNodes.ts';
import { shortText } from '../core/shortText.ts';

const mutedName = 'onCall.notifications.muted';
/** Node fires a timer of more than 24 days at once. */
const longestTimerMs = 24 * 3_600_000;
/** So many titles are named in one message, each cut to so many characters. */
const mostTitles = 3;
const longestTitle = 80;

/** Messages for new incidents. They never make a sound and replace no page. */
export class Notifications implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<void>());
  /** Muted or not any more. */
  readonly onDidChange = this.#changed.event;
  /** Sessions that were read completely once: what was kept from the last time is shown before, and is no news. */
  readonly #read = new WeakSet<object>();
  #shown: MutedUntil = null;
  #cancelUnmute = () => {};

  constructor(
    private readonly parts: {
      readonly store: IncidentStore;
      readonly sessions: Sessions;
      readonly outbox: Pick<Outbox, 'onDidFinish'>;
      readonly clock: Clock;
      readonly logger: Logger;
      readonly boundary: ErrorBoundary;
      /** The extension’s `globalState`: muting holds in every window. */
      readonly state: vscode.Memento;
      /** Shared by all windows. */
      readonly claims: Claims;
      readonly acknowledge: (incidents: readonly Incident[]) => Promise<void>;
      readonly openRunbook: (incident: Incident) => Promise<void>;
      /** Shows these incidents where all of them are. */
      readonly show: (incidents: readonly Incident[]) => Promise<void>;
      /** Asks for how long. */
      readonly mute: () => Promise<void>;
    },
  ) {
    const { store, sessions, outbox, clock, logger, claims } = parts;
    const zone = new LocalZone();
    this.#owned.add(
      new Announcer({
        store,
        clock,
        logger,
        claims,
        hasBeenRead: id => this.#read.has(sessions.get(id) ?? this),
        readBegunAt: id => readBegunAt(sessions.get(id)),
        me: id => sessions.get(id)?.account.person ?? null,
        onDidFinish: outbox.onDidFinish,
        settings: () => config.notifications(),
        zone: () => zone,
        mutedUntil: () => this.mutedUntil,
        isFocused: () => vscode.window.state.focused,
        announce: news => parts.boundary.watch('A message for new incidents', this.#announce(news)),
      }),
    );
    const notice = () => {
      for (const session of sessions.all()) if (session.poller.health.state === 'ok') this.#read.add(session);
    };
    this.#owned.add(sessions.onDidChange(notice));
    notice();
    // Another window may have muted meanwhile; nothing tells of it.
    this.#owned.add(vscode.window.onDidChangeWindowState(() => this.#update()));
    this.#owned.add({ dispose: () => this.#cancelUnmute() });
    this.#update();
  }

  /** ms since the epoch, Infinity until it is turned on, or null where messages are shown. */
  get mutedUntil(): MutedUntil {
    return mutedUntil(this.parts.state.get(mutedName), this.parts.clock.now());
  }

  /** Null shows messages again. */
  async setMuted(until: MutedUntil): Promise<void> {
    await this.parts.state.update(mutedName, keptMute(until));
    this.#update();
  }

  #update(): void {
    const { clock } = this.parts;
    const until = this.mutedUntil;
    this.#cancelUnmute();
    this.#cancelUnmute =
      until === null || until === Infinity
        ? () => {}
        : clock.after(Math.min(until - clock.now(), longestTimerMs), () => this.#update());
    setContext('notificationsMuted', until !== null);
    if (until === this.#shown) return;
    this.#shown = until;
    this.#changed.fire();
  }

  async #announce(news: readonly News[]): Promise<void> {
    const [first] = news;
    if (!first) return;
    const incidents = news.map(({ incident }) => incident);
    const several = news.length > 1;
    const acknowledge = several ? vscode.l10n.t('Acknowledge All') : vscode.l10n.t('Acknowledge');
    const open = several ? vscode.l10n.t('Show') : vscode.l10n.t('Open Runbook');
    const mute = vscode.l10n.t('Mute…');
    const grave = incidents.some(
      ({ urgency, severity }) => urgency === 'high' || severity === 'P1' || severity === 'P2',
    );
    const text = several ? this.#textOfSeveral(news) : this.#textOf(first);
    const choice = await (grave ? notify.warn : notify.info)(text, acknowledge, open, mute);
    if (choice === mute) return this.parts.mute();
    if (choice === acknowledge) return this.#acknowledge(incidents);
    if (choice !== open) return;
    if (several) return this.parts.show(incidents);
    return this.parts.openRunbook(this.parts.store.latest(first.incident));
  }

  /** The message may have waited for long: only those that nobody took meanwhile. */
  async #acknowledge(incidents: readonly Incident[]): Promise<void> {
    const waiting = incidents
      .map(({ key }) => this.parts.store.get(key))
      .filter(incident => incident !== undefined)
      .filter(({ status }) => status === 'triggered');
    if (waiting.length > 0) return this.parts.acknowledge(waiting);
    void notify.info(vscode.l10n.t('Nothing to acknowledge: somebody was quicker.'));
  }

  #textOf({ incident, why }: News): string {
    const title = `${severityText(incident)} ${shortText(incident.title, longestTitle)}`;
    const text = textOfOne(why, title);
    return this.#isDrill(incident) ? `${vscode.l10n.t('DRILL')} · ${text}` : text;
  }

  #textOfSeveral(news: readonly News[]): string {
    const drill = vscode.l10n.t('DRILL');
    const allDrill = news.every(({ incident }) => this.#isDrill(incident));
    const titles = news
      .slice(0, mostTitles)
      .map(({ incident }) =>
        !allDrill && this.#isDrill(incident)
          ? `${drill} ${shortText(incident.title, longestTitle)}`
          : shortText(incident.title, longestTitle),
      )
      .join(', ');
    const more = news.length - mostTitles;
    const list = more > 0 ? vscode.l10n.t('{0} and {1} more', titles, more) : titles;
    const [why, ...others] = new Set(news.map(one => one.why));
    const text = textOfMany(others.length > 0 ? 'several' : why!, news.length, list);
    return allDrill ? `${drill} · ${text}` : text;
  }

  #isDrill({ accountId }: Incident): boolean {
    return this.parts.sessions.get(accountId)?.account.drill ?? false;
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

/** By the provider’s clock, by which incidents say when they came. */
function readBegunAt(session: Session | undefined): number | null {
  if (!session) return null;
  const { readBegunAt, clockOffsetMs } = session.poller;
  return readBegunAt === null ? null : readBegunAt + clockOffsetMs;
}

function textOfOne(why: News['why'], title: string): string {
  switch (why) {
    case 'new':
      return vscode.l10n.t('New incident: {0}', title);
    case 'again':
      return vscode.l10n.t('Triggered again: {0}', title);
    case 'mine':
      return vscode.l10n.t('Assigned to you now: {0}', title);
    case 'graver':
      return vscode.l10n.t('Graver now: {0}', title);
  }
}

function textOfMany(why: News['why'] | 'several', count: number, list: string): string {
  switch (why) {
    case 'new':
      return vscode.l10n.t('{0} new incidents: {1}', count, list);
    case 'again':
      return vscode.l10n.t('{0} incidents triggered again: {1}', count, list);
    case 'mine':
      return vscode.l10n.t('{0} incidents assigned to you now: {1}', count, list);
    case 'graver':
      return vscode.l10n.t('{0} incidents graver now: {1}', count, list);
    case 'several':
      return vscode.l10n.t('{0} incidents that are triggered: {1}', count, list);
  }
}
