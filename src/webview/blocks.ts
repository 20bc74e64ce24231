import { t } from '@vscode/l10n';
import type { BlockView, RiskView, RunbookView, RunView, ToWebview } from '../protocol/runbook.ts';
import { BlockBar, type BlockActions } from './blockBar.ts';
import { dayKey } from './details/times.ts';
import { troubleOf } from './runState.ts';
import type { Highlighter } from './highlight.ts';

/** What is known of all blocks, and the bars of those that are on the page already. */
export class Blocks {
  readonly #bars = new Map<string, BlockBar>();
  readonly #risks = new Map<string, RiskView>();
  /** In the order of the runbook. */
  #views: ReadonlyMap<string, BlockView> = new Map();
  #notRunnable: string | null = null;
  #severalOff: string | null = null;
  #today = dayKey(Date.now());

  constructor(
    private readonly actions: BlockActions,
    private readonly highlighter: Highlighter,
  ) {}

  /** Before the article changes: bars that it brings are drawn from this. */
  know({ blocks, notRunnable }: RunbookView): void {
    this.#views = new Map(blocks.map(block => [block.id, block]));
    this.#notRunnable = notRunnable;
  }

  /** Before the article grows by them. */
  learn(blocks: readonly BlockView[]): void {
    this.#views = new Map([...this.#views, ...blocks.map(block => [block.id, block] as const)]);
  }

  /** After it. */
  refresh(): void {
    for (const [id, bar] of this.#bars) {
      const view = this.#views.get(id);
      if (view) bar.update(view, this.#notRunnable);
      else this.#bars.delete(id);
    }
  }

  /** Gives the blocks of a part their bars, each named after the heading that it stands under. */
  equip(part: HTMLElement, title: string | undefined): void {
    let step = '';
    let blocks = 0;
    for (const found of part.querySelectorAll<HTMLElement>('[data-slug], section.block')) {
      if (found.matches('section.block')) {
        blocks++;
        // Under one heading the second block and those after it are told apart by their number.
        this.#equip(found, blocks > 1 && step ? `${step}, ${blocks}` : step);
      } else {
        step = found.textContent;
        blocks = 0;
        found.classList.toggle('is-title', found.localName === 'h1' && step === title);
        found.tabIndex = -1;
      }
    }
  }

  #equip(section: HTMLElement, step: string): void {
    const id = section.dataset['block']!;
    const known = this.#bars.get(id);
    if (known?.section === section) return;
    const pre = section.querySelector('pre');
    if (known) {
      if (pre) this.replaceCode(id, pre);
      return section.replaceWith(known.section);
    }
    const view = this.#views.get(id);
    if (!view || !pre) return;
    const bar = new BlockBar(section, pre, view, step, this.actions);
    this.#bars.set(id, bar);
    bar.update(view, this.#notRunnable);
    bar.showSeveral(this.#severalOff);
    const risk = this.#risks.get(id);
    if (risk) bar.showRisk(risk);
    this.#colour(pre);
  }

  replaceCode(id: string, pre: Element): void {
    if (this.#bars.get(id)?.replaceCode(pre)) this.#colour(pre);
  }

  #colour(pre: Element): void {
    const code = pre.querySelector('code');
    if (code) this.highlighter.watch(code);
  }

  showRun({ blockId, run, past }: Extract<ToWebview, { type: 'run' }>): void {
    const view = this.#views.get(blockId);
    if (!view) return;
    this.#views = new Map(this.#views).set(blockId, { ...view, run, past });
    this.#bars.get(blockId)?.showRun(run, past);
  }

  /** Says “Today” and “Yesterday” anew once another day has begun. */
  sayDays(): void {
    const today = dayKey(Date.now());
    if (today === this.#today) return;
    this.#today = today;
    for (const bar of this.#bars.values()) bar.sayDays();
  }

  /** @param off why several cannot be run now; null where they can */
  showSeveral(off: string | null): void {
    if (off === this.#severalOff) return;
    this.#severalOff = off;
    for (const bar of this.#bars.values()) bar.showSeveral(off);
  }

  showRisks(risks: Extract<ToWebview, { type: 'risk' }>['risks']): void {
    for (const { blockId, risk } of risks) {
      this.#risks.set(blockId, risk);
      this.#bars.get(blockId)?.showRisk(risk);
    }
  }

  bar(id: string): BlockBar | undefined {
    return this.#bars.get(id);
  }

  /** Its name, or the heading it stands under; null where there is no such block. */
  nameOf(id: string): string | null {
    const view = this.#views.get(id);
    return view ? (view.name ?? (this.#bars.get(id)?.step || t('the other block'))) : null;
  }

  get first(): BlockView | undefined {
    return [...this.#views.values()].find(({ runnable }) => runnable);
  }

  /** Those that failed, or whose end nobody knows. */
  get inTrouble(): readonly { readonly id: string; readonly trouble: 'failed' | 'unknown' }[] {
    return [...this.#views.values()].flatMap(({ id, run }) => {
      const trouble = troubleOf(run);
      return trouble ? [{ id, trouble }] : [];
    });
  }

  /** Those that go on while others are run. */
  get background(): readonly { readonly block: BlockView; readonly run: RunView }[] {
    return [...this.#views.values()].flatMap(block =>
      block.background && block.run?.state === 'running' ? [{ block, run: block.run }] : [],
    );
  }
}
