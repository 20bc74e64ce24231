import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { NotPossibleError } from '../../core/errors.ts';
import type { Disposable } from '../../core/events.ts';
import type { IncidentClock } from '../../core/incidents/incidentClock.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import { LocalZone } from '../../core/timeline/localZone.ts';
import { largestAttachment, noteDataOf } from '../../core/timeline/noteData.ts';
import { versionsOf } from '../../core/timeline/panel/entryRow.ts';
import { PanelModel } from '../../core/timeline/panel/panelModel.ts';
import type { PanelView } from '../../core/timeline/panel/panelView.ts';
import type { ViewedEntry } from '../../core/timeline/timelineView.ts';
import type { Answer } from '../../protocol/messages.ts';
import {
  type FromTimeline,
  mostPending,
  parseFromTimeline,
  type ToTimeline,
} from '../../protocol/timeline.ts';
import { DisposableStore } from '../disposables.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import { holdWhileVisible } from '../holdWhileVisible.ts';
import { type RequestOf, ScreenChannel } from '../screenChannel.ts';
import type { Timelines } from '../timelines.ts';
import { webviewPage } from '../webviewPage.ts';
import { type EntryDeeds, gone } from './entryDeeds.ts';
import type { EntryWriting, NewFile } from './entryWriting.ts';
import type { FollowedTimeline } from './liveTimelines.ts';
import { readPicture, readSmall, wrongSize } from './panelFiles.ts';
import { type LostWords, Unsaid } from './unsaid.ts';

type Write = Extract<FromTimeline, { readonly type: 'write' }>;

export interface TimelinePanelParts {
  readonly boundary: ErrorBoundary;
  readonly clock: Clock;
  readonly incidentClock: IncidentClock;
  readonly extensionUri: vscode.Uri;
  readonly timelines: Pick<Timelines, 'knownFolder'>;
  readonly writing: EntryWriting;
  readonly deeds: EntryDeeds;
  readonly follow: (incident: Incident) => FollowedTimeline;
  /** As it is known now. */
  readonly incident: () => Incident;
  readonly incidentView: (incident: Incident) => PanelView['incident'];
  /** Called whenever the person comes to it. */
  readonly onFocus: (incident: Incident) => void;
  /** While somebody looks at it the incidents are polled as often as they may be. */
  readonly hold: () => Disposable;
}

/** The timeline of one incident in a webview. The journal holds the truth; the webview is a view of a part of it. */
export class TimelinePanel implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #channel: ScreenChannel<FromTimeline, ToTimeline>;
  readonly #followed: FollowedTimeline;
  readonly #model: PanelModel;
  /** Files that go with what is being written; nothing of them is on the disk before that is. */
  readonly #pending = new Map<number, NewFile>();
  #lastPending = 0;
  /** Entries on their way into the timeline: a page that comes back meanwhile must not offer them again. */
  readonly #writing = new Set<Write>();
  /** Those that a page was told of as written all the same, with whether it was there to hear that. */
  readonly #saidWritten = new WeakMap<Write, Promise<boolean>>();
  readonly #unsaid: Unsaid;

  constructor(
    private readonly parts: TimelinePanelParts,
    private readonly panel: vscode.WebviewPanel,
  ) {
    const { incident } = parts;
    this.#owned.add(panel);
    this.#unsaid = this.#owned.add(new Unsaid({ incident, boundary: parts.boundary }));
    this.#channel = this.#owned.add(
      new ScreenChannel<FromTimeline, ToTimeline>(panel, {
        name: () => `the timeline of ${incident().key}`,
        boundary: parts.boundary,
        parse: parseFromTimeline,
        begin: () => this.#begin(),
        handle: request => this.#handle(request),
        unheard: (request, answer) => void this.#unheard(request, answer),
        hear: ({ from, count }) => this.#model.show(from, count),
      }),
    );
    this.#owned.add(panel.onDidChangeViewState(() => this.#look()));
    this.#owned.add(holdWhileVisible(panel, parts.hold));
    this.#followed = this.#owned.add(parts.follow(incident()));
    this.#model = this.#owned.add(
      new PanelModel({
        live: this.#followed.live,
        clock: parts.clock,
        zone: new LocalZone().name,
        clockOffsetMs: () => parts.incidentClock.offsetMs(incident()),
        incident: () => parts.incidentView(incident()),
        incidentKey: incident().key,
        tell: news => this.#channel.post(news),
      }),
    );
    this.#owned.add(this.#followed.onDidLook(() => this.#model.refresh(this.#followed.problem)));
    this.incidentChanged();
    panel.webview.html = webviewPage(parts.extensionUri, {
      name: 'timeline',
      title: 'On-Call: Timeline',
      pictures: true,
    });
    this.#look();
  }

  reveal(): void {
    this.panel.reveal();
    this.parts.onFocus(this.parts.incident());
  }

  /** Puts the keyboard into the box. @param text What was begun elsewhere: it goes under what stands there. */
  compose(text: string | null): void {
    const reason = vscode.l10n.t('Its page was closed before it was shown there.');
    this.#tell({ type: 'compose', text }, text === null ? null : { text, reason });
  }

  incidentChanged(): void {
    const { number, title } = this.parts.incident();
    this.panel.title = vscode.l10n.t('Timeline: {0}', number === null ? title : `#${number} ${title}`);
    this.#model.refresh(this.#followed.problem);
  }

  #look(): void {
    if (!this.panel.visible) this.#channel.hidden();
    if (this.panel.active) this.parts.onFocus(this.parts.incident());
  }

  #begin(): void {
    for (const { message, lost } of this.#unsaid.take()) this.#tell(message, lost);
    // A page that heard it has kept its box without it: said again, it would go out of the next entry.
    for (const write of this.#writing) if (!this.#saidWritten.has(write)) this.#sayWritten(write);
    this.#model.tellAll();
    this.#tellPending();
  }

  #sayWritten(write: Write): void {
    const said = this.#channel.deliver({ type: 'written', text: write.text }).then(heard => {
      if (!heard) this.#saidWritten.delete(write);
      return heard;
    });
    this.#saidWritten.set(write, said);
  }

  /** To the page, or to the next one. @param lost as Unsaid has it */
  #tell(message: ToTimeline, lost: LostWords | null = null): void {
    if (!this.#channel.ready) return this.#unsaid.add(message, lost);
    void this.#channel.deliver(message).then(heard => {
      if (!heard) this.#unsaid.add(message, lost);
    });
  }

  /** What a page gave comes back with the next one: it has to know what became of it. */
  async #unheard(request: RequestOf<FromTimeline>, answer: Answer): Promise<void> {
    const saidWritten = request.type === 'write' && (await this.#saidWritten.get(request)) === true;
    if (!answer.ok) {
      // Nobody asked for a picture: it is drawn where it can be.
      if (request.type === 'picture') return;
      const text = typedIn(request);
      // The page that took it out of its box has it back.
      if (saidWritten) this.#tell({ type: 'compose', text });
      const lost = text === null ? null : { text, reason: answer.error };
      return this.#tell({ type: 'notice', text: answer.error }, lost);
    }
    if (request.type === 'write') {
      if (!saidWritten) this.#tell({ type: 'written', text: request.text });
    } else if (request.type === 'editText') {
      this.#tell({ type: 'edited', entry: request.entry, text: request.text, time: null });
    } else if (request.type === 'editTime') {
      this.#tell({ type: 'edited', entry: request.entry, text: null, time: request.time });
    }
  }

  async #handle(message: RequestOf<FromTimeline>): Promise<void> {
    const { writing, deeds } = this.parts;
    const incident = this.parts.incident();
    switch (message.type) {
      case 'filter': {
        const { groups, people, keyOnly, retracted, search } = message;
        return this.#model.filter({ groups, people, keyOnly, retracted, search });
      }
      case 'write':
        this.#writing.add(message);
        return this.#write(message).finally(() => this.#writing.delete(message));
      case 'attach':
        return this.#attach(message.name, Buffer.from(message.content, 'base64'));
      case 'chooseFile':
        return this.chooseFile();
      case 'detach':
        this.#pending.delete(message.pending);
        return this.#tellPending();
      case 'editText':
        return this.#taken(writing.editText(incident, this.#entry(message.entry).id, message.text));
      case 'editTime':
        return this.#taken(writing.editTime(incident, this.#entry(message.entry).id, message.time));
      case 'openLink':
        return deeds.openLink(this.#entry(message.entry), message.link);
      case 'openAttachment':
        return deeds.openAttachment(incident, this.#entry(message.entry), message.attachment);
      case 'picture':
        return this.#showPicture(message.entry, message.attachment);
      case 'act': {
        const viewed = this.#entry(message.entry);
        if (message.action !== 'history') return deeds.act(message.action, incident, viewed);
        return this.#channel.post({ type: 'history', entry: viewed.id, versions: versionsOf(viewed) });
      }
    }
  }

  async #write({ text, pending: numbers }: Write): Promise<void> {
    const taken = numbers.map(number => {
      const file = this.#pending.get(number);
      if (!file) throw gone();
      return [number, file] as const;
    });
    // From now on they are the entry’s: a page that comes back meanwhile must not give them to the next.
    for (const [number] of taken) this.#pending.delete(number);
    const files = taken.map(([, file]) => file);
    const typed = text.trim() === '' && files.length > 0 ? vscode.l10n.t('Attached') : text;
    try {
      await this.#taken(this.parts.writing.write(this.parts.incident(), typed, { files }));
    } catch (error) {
      for (const [number, file] of taken) this.#pending.set(number, file);
      throw error;
    } finally {
      this.#tellPending();
    }
  }

  /** What the journal keeps until it can be written is taken: whoever sent it again would have it twice. */
  #taken(work: Promise<void>): Promise<void> {
    const what = `Writing in the timeline of ${this.parts.incident().key}`;
    return this.parts.boundary.written(what, work, text => this.#tell({ type: 'notice', text }));
  }

  #attach(name: string, bytes: Uint8Array): void {
    if (this.#pending.size >= mostPending) {
      throw new NotPossibleError(
        vscode.l10n.t('An entry takes {0} files at most.', mostPending),
        vscode.l10n.t('Add this one, and put the rest into the next.'),
      );
    }
    if (bytes.length === 0 || bytes.length > largestAttachment) throw wrongSize(name);
    this.#pending.set(++this.#lastPending, { name: name.trim() || 'file', bytes });
    this.#tellPending();
  }

  /** Asks for files, which then go with what is being written. */
  async chooseFile(): Promise<void> {
    const chosen = await vscode.window.showOpenDialog({
      canSelectMany: true,
      openLabel: vscode.l10n.t('Attach'),
      title: vscode.l10n.t('Attach to the timeline'),
    });
    for (const { fsPath } of chosen ?? []) this.#attach(basename(fsPath), await readSmall(fsPath));
    this.compose(null);
  }

  #tellPending(): void {
    const pending = [...this.#pending].map(([number, { name, bytes }]) => ({
      number,
      name,
      bytes: bytes.length,
    }));
    this.#channel.post({ type: 'pending', pending });
  }

  async #showPicture(entry: string, number: number): Promise<void> {
    const attachment = noteDataOf(this.#entry(entry).entry).attachments?.[number];
    const folder = await this.parts.timelines.knownFolder(this.parts.incident());
    if (!attachment || folder === null) throw gone();
    const { mediaType, bytes } = await readPicture(folder, attachment);
    const content = Buffer.from(bytes).toString('base64');
    this.#channel.post({ type: 'picture', entry, attachment: number, mediaType, content });
  }

  #entry(id: string): ViewedEntry {
    const viewed = this.#followed.live.get(id);
    if (!viewed) throw gone();
    return viewed;
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

/** What a person typed to be kept; null for none. */
function typedIn(request: RequestOf<FromTimeline>): string | null {
  if (request.type === 'write' || request.type === 'editText') return request.text;
  return request.type === 'editTime' ? request.time : null;
}
