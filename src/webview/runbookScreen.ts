import { t } from '@vscode/l10n';
import type { Answer } from '../protocol/messages.ts';
import type { PieceView, RunbookView, ToHost, ToWebview } from '../protocol/runbook.ts';
import { Arrival } from './arrival.ts';
import { Article } from './article.ts';
import { BackgroundStrip } from './backgroundStrip.ts';
import { blockAsks } from './blockAsks.ts';
import { Blocks } from './blocks.ts';
import { Checklist } from './checklist.ts';
import { Contents } from './contents.ts';
import { element, takesText } from './dom.ts';
import { Highlighter } from './highlight.ts';
import type { Host, WithoutId } from './host.ts';
import { KeyListDialog } from './keyListDialog.ts';
import { keyList, Keys, type KeyAction } from './keys.ts';
import { Navigation } from './navigation.ts';
import { Notice } from './notice.ts';
import { ReadingPlace, type Saved } from './readingPlace.ts';
import { changePlaces } from './rest.ts';
import { RunbookHeader } from './runbookHeader.ts';
import { Scrollers } from './scrollers.ts';
import { Search } from './search.ts';
import { SequenceBar } from './sequenceBar.ts';
import { StatePanel } from './statePanel.ts';
import { Toolbar } from './toolbar.ts';
import { VariablesPanel } from './variablesPanel.ts';
import { Way } from './way.ts';

export type RunbookHost = Host<ToWebview, ToHost, Saved>;

/** The screen of one runbook: a view of what the host knows, and the way back to it. */
export class RunbookScreen {
  readonly #header = new RunbookHeader(
    () => this.#ask({ type: 'openSource', line: 1 }),
    () => this.#ask({ type: 'chooseAnother' }),
  );
  readonly #contents = new Contents(slug => this.#navigation.reveal(slug));
  readonly #notice = new Notice();
  readonly #keys = new KeyListDialog(t('Keys in a runbook'), keyList);
  readonly #scrollers = new Scrollers();
  readonly #checklist = new Checklist((checkId, checked) =>
    this.#report(this.host.ask({ type: 'tick', checkId, checked })),
  );
  readonly #article = new Article(
    part => this.#equip(part),
    (id, pre) => this.#blocks.replaceCode(id, pre),
  );
  readonly #top = element('div', { class: 'top' });
  readonly #way = new Way(this.#article, this.#top);
  readonly #place: ReadingPlace;
  readonly #search = new Search(this.#article.body, found => this.#way.showFound(found));
  readonly #toolbar = new Toolbar({
    go: to => this.#navigation.go(to),
    runAll: () => this.#runAll(),
    showKeys: () => this.#keys.open(),
  });
  readonly #sequence = new SequenceBar({
    step: step => this.#ask({ type: 'sequence', step }),
    goTo: blockId => this.#navigation.toBlock(blockId),
  });
  readonly #strip = new BackgroundStrip(
    {
      stop: ({ runId }) => this.#ask({ type: 'stop', runId }),
      goTo: blockId => this.#navigation.toBlock(blockId),
      nameOf: blockId => this.#blocks.nameOf(blockId),
    },
    this.#top,
  );
  readonly #variables = new VariablesPanel({
    change: variable => this.#ask({ type: 'setVariable', variable }),
    forget: variable => this.#ask({ type: 'forgetVariable', variable }),
  });
  readonly #state = new StatePanel(() => this.#ask({ type: 'resetState' }));
  readonly #blocks: Blocks;
  readonly #navigation: Navigation;
  readonly #pressed = new Keys();
  readonly #arrival = new Arrival({
    show: (view, scrollTo, complete) => this.#show(view, scrollTo, complete),
    add: piece => this.#add(piece),
    finish: (view, scrollTo) => this.#finish(view, scrollTo, true),
    hearAgain: message => this.hear(message),
  });
  #view: RunbookView | null = null;

  constructor(
    private readonly host: RunbookHost,
    app: HTMLElement,
  ) {
    this.#blocks = new Blocks(
      {
        ...blockAsks(host, () => this.#view!.sha256),
        goTo: blockId => this.#navigation.toBlock(blockId),
        nameOf: blockId => this.#blocks.nameOf(blockId),
      },
      new Highlighter(),
    );
    this.#place = new ReadingPlace(host, this.#article);
    this.#navigation = new Navigation({
      article: this.#article,
      way: this.#way,
      blocks: this.#blocks,
      search: this.#search,
      contents: this.#contents,
      say: words => this.#toolbar.say(words),
    });
    this.#top.append(
      ...[
        this.#header.incident,
        this.#toolbar.body,
        this.#sequence.body,
        this.#strip.body,
        this.#search.body,
      ],
    );
    const panels = element('div', { class: 'panels' }, this.#variables.body, this.#state.body);
    this.#header.body.append(panels);
    const page = element('main', {}, this.#header.body, this.#contents.body, this.#article.body);
    const notices = element('div', { class: 'notices' }, this.#notice.body, host.unheard);
    app.replaceChildren(this.#top, page, notices, this.#keys.body);
    // What is gone to must not end up under what stays at the top.
    new ResizeObserver(() =>
      document.body.style.setProperty('--top', `${this.#top.getBoundingClientRect().height}px`),
    ).observe(this.#top);
    this.#listen();
  }

  /** The host has said what there is to show. */
  get begun(): boolean {
    return this.#view !== null;
  }

  hear(message: Exclude<ToWebview, { type: 'answer' }>): void {
    this.#arrival.note(message);
    switch (message.type) {
      case 'runbook':
        return this.#arrival.begin(message);
      case 'more':
        return this.#arrival.goOn(message);
      case 'run':
        this.#blocks.showRun(message);
        this.#showRuns();
        return this.#way.keepResult(message.blockId);
      case 'risk':
        return this.#blocks.showRisks(message.risks);
      case 'target':
        return this.#header.showTarget(message.target);
      case 'check':
        return this.#checklist.update(message.check, this.#article.body);
      case 'variables':
        return this.#variables.show(message.variables);
      case 'state':
        return this.#state.show(message.state);
      case 'sequence':
        this.#showSequence(message.sequence);
        return this.#showRuns();
      case 'reveal':
        return this.#way.showLine(message.line);
      case 'go':
        return this.#navigation.go(message.to);
    }
  }

  #show(view: RunbookView, scrollTo: string | null, complete: boolean): void {
    const first = this.#view === null;
    const letGo = this.#way.hold();
    this.#view = view;
    this.#header.show(view);
    this.#variables.show(view.variables);
    this.#state.show(view.state);
    if (first) this.#sequence.show(view.sequence);
    else this.#showSequence(view.sequence);
    this.#checklist.show(view.checks);
    this.#blocks.know(view);
    this.#article.show(view.html);
    this.#checklist.refresh(this.#article.body);
    this.#blocks.refresh();
    this.#contents.show(view.headings, view.title);
    if (complete) this.#finish(view, scrollTo, first);
    if (!first && scrollTo === null) letGo();
  }

  #add({ html, blocks, checks }: PieceView): void {
    this.#blocks.learn(blocks);
    this.#checklist.learn(checks);
    this.#article.add(html);
  }

  /** All of it is there: what can only be done then. */
  #finish(view: RunbookView, scrollTo: string | null, first: boolean): void {
    this.#contents.show(view.headings, view.title);
    this.#showRuns();
    if (scrollTo !== null) this.#navigation.reveal(scrollTo);
    else if (first) this.#place.goBack(view.title);
    this.#place.keep(view);
  }

  /** What stands below it moves as it comes and goes. */
  #showSequence(sequence: RunbookView['sequence']): void {
    changePlaces(this.#top, () => this.#sequence.show(sequence));
  }

  /** What follows from how all blocks stand. */
  #showRuns(): void {
    this.#toolbar.showFailures(this.#blocks.inTrouble.map(({ trouble }) => trouble));
    this.#strip.show(this.#blocks.background);
    const several = this.#sequence.active ? t('Several blocks are being run already.') : null;
    this.#blocks.showSeveral(several);
    const off = several ?? this.#view?.notRunnable;
    this.#toolbar.showRunAll(off ?? (this.#blocks.first ? null : t('This runbook has no block to run.')));
  }

  /** Gives what a part brought its bars, boxes and colours. */
  #equip(part: HTMLElement): void {
    this.#checklist.refresh(part);
    this.#blocks.equip(part, this.#view?.title);
    this.#scrollers.watch(part);
  }

  #listen(): void {
    const { body } = this.#article;
    body.addEventListener('click', event => this.#followLink(event));
    body.addEventListener('auxclick', event => this.#followLink(event));
    body.addEventListener('dblclick', ({ target }) => {
      const line = this.#way.lineOf(target);
      if (line !== null) this.#ask({ type: 'openSource', line });
    });
    document.addEventListener('keydown', event => this.#press(event));
    document.addEventListener('focusin', () => this.#way.look());
    window.addEventListener('resize', () => this.#way.resized());
    window.setInterval(() => this.#blocks.sayDays(), 20_000);
    let settling = 0;
    window.addEventListener('scroll', () => {
      clearTimeout(settling);
      settling = window.setTimeout(() => this.#settle(), 100);
    });
  }

  #press(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !event.defaultPrevented) {
      // A menu, a notice or the list of the keys that is open takes the key itself; the latter says so to nobody.
      if (!document.querySelector('dialog[open]')) this.#search.close();
      return;
    }
    const action = this.#pressed.actionOf(event, takesText(event.target));
    if (!action || event.defaultPrevented) return;
    // VS Code would take it for one of its own keys otherwise.
    event.preventDefault();
    event.stopPropagation();
    // As long as it is held, it would run again what has ended meanwhile.
    if (action !== 'run' || !event.repeat) this.#do(action);
  }

  #do(action: KeyAction): void {
    switch (action) {
      case 'keys':
        return this.#keys.open();
      case 'source':
        return this.#ask({ type: 'openSource', line: this.#way.line });
      case 'run': {
        const block = document.activeElement?.closest<HTMLElement>('section.block')?.dataset['block'];
        const bar = block === undefined ? undefined : this.#blocks.bar(block);
        return bar ? bar.press() : this.#toolbar.say(t('No block has the focus.'));
      }
      case 'search':
      case 'nextStep':
      case 'previousStep':
      case 'nextFailure':
      case 'previousFailure':
        return this.#navigation.go(action);
    }
  }

  #runAll(): void {
    const { first } = this.#blocks;
    if (first && this.#view)
      this.#ask({ type: 'runSequence', from: first.id, extent: 'all', sha256: this.#view.sha256 });
  }

  #followLink(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link) return;
    // VS Code’s own handler would scroll to the top for a “#”.
    event.preventDefault();
    event.stopPropagation();
    const fragment = link.getAttribute('href')?.slice(1);
    if (fragment && this.#navigation.reveal(fragment)) return;
    this.#ask({ type: 'openLink', link: Number(link.dataset['link']) });
  }

  /** Scrolling has come to rest: what is read now is marked, and kept for when the panel was hidden. */
  #settle(): void {
    const { reading } = this.#way;
    if (reading) this.#contents.mark(reading.dataset['slug']!);
    this.#way.drawAbove();
    this.#way.look();
    this.#place.look();
    if (this.#view) this.#place.keep(this.#view);
  }

  #ask(request: WithoutId<ToHost>): void {
    void this.#report(this.host.ask(request));
  }

  async #report(asked: Promise<Answer>): Promise<boolean> {
    const answer = await asked;
    if (!answer.ok) this.#notice.show(answer.error);
    return answer.ok;
  }
}
