// The timeline's screen as a page of its own: the real model, Scribe and guard behind it, and a journal on the disk.
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepAttachment, readAttachment } from '../../src/core/timeline/attachments.ts';
import type { TimelineEntry } from '../../src/core/timeline/entry.ts';
import { parseEntryText } from '../../src/core/timeline/entryText.ts';
import { FileJournal } from '../../src/core/timeline/fileJournal.ts';
import { JournalTail } from '../../src/core/timeline/journalTail.ts';
import { LiveTimeline } from '../../src/core/timeline/liveTimeline.ts';
import { LocalZone } from '../../src/core/timeline/localZone.ts';
import { noteDataOf } from '../../src/core/timeline/noteData.ts';
import { linksOf, versionsOf } from '../../src/core/timeline/panel/entryRow.ts';
import { PanelModel } from '../../src/core/timeline/panel/panelModel.ts';
import { Scribe } from '../../src/core/timeline/scribe.ts';
import { parseTime } from '../../src/core/timeline/when.ts';
import type { Answer } from '../../src/protocol/messages.ts';
import { type FromTimeline, parseFromTimeline, type ToTimeline } from '../../src/protocol/timeline.ts';
import { systemClock } from '../../src/ui/systemClock.ts';
import { sampleIncident } from '../unit/timeline/sampleEntries.ts';
import { ScreenPage, screenPages } from './screenPage.ts';
import { noMarkup, type Screen, type ScreenOptions } from './screenSite.ts';

const zone = new LocalZone('Europe/Berlin');

export interface TimelinePageOptions extends ScreenOptions {
  readonly entries: readonly TimelineEntry[];
  /** How far the incident’s clock is from this machine’s, ms; 0 where left out. */
  readonly clockOffsetMs?: number;
}

export class TimelinePage extends ScreenPage {
  readonly received: FromTimeline[] = [];
  readonly acts: string[] = [];
  readonly opened: string[] = [];
  readonly live = new LiveTimeline();
  readonly journal: FileJournal;
  readonly scribe: Scribe;
  readonly #tail: JournalTail;
  readonly #pending = new Map<number, { readonly name: string; readonly bytes: Buffer }>();
  #numbers = 0;
  #model: PanelModel | null = null;

  private readonly folder = mkdtempSync(join(tmpdir(), 'on-call-page-'));

  constructor(
    name: string,
    page: Page,
    context: BrowserContext,
    private readonly options: TimelinePageOptions,
  ) {
    super(name, page, context);
    const path = join(this.folder, 'timeline.jsonl');
    this.journal = new FileJournal(path);
    this.#tail = new JournalTail(path);
    this.scribe = new Scribe({
      journalOf: async () => this.journal,
      clock: systemClock,
      random: Math.random,
      author: () => 'Ada Lovelace',
    });
    this.live.take({ anew: true, entries: options.entries, unreadable: [] });
  }

  /** What another window, a run or the provider wrote. */
  add(...entries: readonly TimelineEntry[]): void {
    this.live.take({ anew: false, entries, unreadable: [] });
  }

  protected async hear(value: unknown): Promise<void> {
    const message = parseFromTimeline(value);
    if (!message) {
      this.refusedMessages++;
      return;
    }
    this.received.push(message);
    if (message.type === 'ready') return this.#begin();
    if (message.type === 'show') return this.#model!.show(message.from, message.count);
    const answer = this.nextAnswers.shift() ?? (await this.#answer(message));
    await this.tell({ type: 'answer', id: message.id, answer });
  }

  async #answer(message: Exclude<FromTimeline, { type: 'ready' | 'show' }>): Promise<Answer> {
    const viewed = 'entry' in message ? this.live.get(message.entry)! : null;
    switch (message.type) {
      case 'filter': {
        const { groups, people, keyOnly, retracted, search } = message;
        this.#model!.filter({ groups, people, keyOnly, retracted, search });
        break;
      }
      case 'write': {
        const entry = parseEntryText(message.text || 'Attached', Date.now(), zone);
        if (!entry.ok) return { ok: false, error: entry.reason };
        const kept = message.pending.map(number => this.#pending.get(number)!);
        const attachments = await Promise.all(
          kept.map(({ name, bytes }) => keepAttachment(this.folder, name, bytes)),
        );
        message.pending.forEach(number => this.#pending.delete(number));
        const beside = attachments.length > 0 ? { attachments } : {};
        await this.scribe.addEntry(sampleIncident, entry.text, entry.at, entry.kind, beside);
        await this.#tellPending();
        break;
      }
      case 'attach':
        this.#pending.set(++this.#numbers, {
          name: message.name,
          bytes: Buffer.from(message.content, 'base64'),
        });
        await this.#tellPending();
        break;
      case 'detach':
        this.#pending.delete(message.pending);
        await this.#tellPending();
        break;
      case 'chooseFile':
        this.acts.push('chooseFile');
        break;
      case 'editText':
        await this.journal.append({ ...viewed!.entry, ...this.#next(viewed!.id), text: message.text });
        break;
      case 'editTime': {
        const time = parseTime(message.time, Date.now(), zone);
        if (!time.ok) return { ok: false, error: time.reason };
        const at = new Date(time.at).toISOString();
        await this.journal.append({ ...viewed!.entry, ...this.#next(viewed!.id), at });
        break;
      }
      case 'openLink':
        this.opened.push(linksOf(viewed!)[message.link]!);
        break;
      case 'openAttachment':
        this.opened.push(noteDataOf(viewed!.entry).attachments![message.attachment]!.path);
        break;
      case 'picture': {
        const attachment = noteDataOf(viewed!.entry).attachments![message.attachment]!;
        const content = Buffer.from(await readAttachment(this.folder, attachment)).toString('base64');
        const { entry, attachment: number } = message;
        await this.tell({
          type: 'picture',
          entry,
          attachment: number,
          mediaType: attachment.mediaType,
          content,
        });
        break;
      }
      case 'act':
        this.acts.push(message.action);
        await this.#act(message.action, message.entry);
        break;
    }
    this.live.take(await this.#tail.read().then(news => ({ ...news, anew: false })));
    return { ok: true };
  }

  async #act(action: string, id: string): Promise<void> {
    const viewed = this.live.get(id)!;
    const { retracts: _retracts, key, ...entry } = viewed.entry;
    const next = { ...entry, ...(key && { key }), ...this.#next(id) };
    if (action === 'retract') await this.journal.append({ ...next, retracts: true });
    else if (action === 'restore') await this.journal.append(next);
    else if (action === 'markKey') await this.journal.append({ ...next, key: true });
    else if (action === 'unmarkKey') await this.journal.append({ ...entry, ...this.#next(id) });
    else if (action === 'history')
      await this.tell({ type: 'history', entry: id, versions: versionsOf(viewed) });
  }

  /** What every amendment has of its own. */
  #next(id: string): Pick<TimelineEntry, 'id' | 'amends' | 'writtenAt' | 'author' | 'source'> {
    const own = `7${String(++this.#numbers).padStart(25, '0')}`;
    const writtenAt = new Date().toISOString();
    return { id: own, amends: id, writtenAt, author: 'Ada Lovelace', source: { type: 'person' } };
  }

  #begin(): void {
    this.#model ??= new PanelModel({
      live: this.live,
      clock: systemClock,
      zone: zone.name,
      clockOffsetMs: () => this.options.clockOffsetMs ?? 0,
      incident: () => ({
        label: 'P1 #123',
        title: sampleIncident.title,
        status: 'acknowledged',
        drill: true,
      }),
      incidentKey: sampleIncident.key,
      tell: news => void this.tell(news),
    });
    this.#model.tellAll();
  }

  async #tellPending(): Promise<void> {
    const pending = [...this.#pending].map(([number, { name, bytes }]) => ({
      ...{ number, name },
      bytes: bytes.length,
    }));
    await this.tell({ type: 'pending', pending });
  }

  async tell(message: ToTimeline): Promise<void> {
    // A page that is closed meanwhile hears nothing.
    await this.say(message).catch(() => {});
  }

  entry(text: string | RegExp) {
    return this.page.locator('li.entry', { hasText: text });
  }

  override async close(): Promise<void> {
    this.#model?.dispose();
    await super.close();
    await this.journal.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

export function timelinePages() {
  const screen: Screen = {
    name: 'timeline',
    entry: 'timeline/main.ts',
    title: 'On-Call: Timeline',
    policy: noMarkup,
    pictures: true,
  };
  const make = (...page: ConstructorParameters<typeof TimelinePage>) => new TimelinePage(...page);
  const { site, show } = screenPages(screen, make);
  // The page’s own zone is another: it must show the host’s.
  const place = { width: 1000, height: 800, timeZone: 'America/New_York' };
  return { site, show: (options: TimelinePageOptions) => show({ ...place, ...options }) };
}
