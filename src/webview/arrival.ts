import { partSeparator } from '../core/runbooks/runbook.ts';
import type { PieceView, RunbookView, ToWebview } from '../protocol/runbook.ts';

type Message<T extends ToWebview['type']> = Extract<ToWebview, { readonly type: T }>;

export interface ArrivalActions {
  /** Not `complete`: more of it is still to come. */
  show(view: RunbookView, scrollTo: string | null, complete: boolean): void;
  /** More of what is shown. */
  add(piece: PieceView): void;
  /** All of what is shown is there. */
  finish(view: RunbookView, scrollTo: string | null): void;
}

/**
 * A runbook that comes in pieces. The first one is shown as they come; a new version of it only when it is whole, so
 * that nothing flickers or is lost meanwhile.
 */
export class Arrival {
  #shown = false;
  #coming: { readonly view: RunbookView; readonly scrollTo: string | null; readonly shown: boolean } | null =
    null;

  constructor(private readonly actions: ArrivalActions) {}

  begin({ view, scrollTo, complete }: Message<'runbook'>): void {
    const first = !this.#shown;
    this.#coming = complete ? null : { view, scrollTo, shown: first };
    if (!complete && !first) return;
    this.#shown = true;
    this.actions.show(view, scrollTo, complete);
  }

  goOn({ piece, complete }: Message<'more'>): void {
    if (!this.#coming) return;
    const { scrollTo, shown } = this.#coming;
    const view = joined(this.#coming.view, piece);
    this.#coming = complete ? null : { view, scrollTo, shown };
    if (shown) this.actions.add(piece);
    if (!complete) return;
    if (shown) this.actions.finish(view, scrollTo);
    else this.actions.show(view, scrollTo, true);
  }
}

function joined(view: RunbookView, { html, blocks, checks, headings }: PieceView): RunbookView {
  return {
    ...view,
    html: `${view.html}${partSeparator}${html}`,
    blocks: [...view.blocks, ...blocks],
    checks: [...view.checks, ...checks],
    headings: [...view.headings, ...headings],
  };
}
