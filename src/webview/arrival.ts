import { partSeparator } from '../core/runbooks/runbook.ts';
import type { PieceView, RunbookView, ToWebview } from '../protocol/runbook.ts';

type Message<T extends ToWebview['type']> = Extract<ToWebview, { readonly type: T }>;
type Heard = Exclude<ToWebview, { readonly type: 'answer' }>;

export interface ArrivalActions {
  /** Not `complete`: more of it is still to come. */
  show(view: RunbookView, scrollTo: string | null, complete: boolean): void;
  /** More of what is shown. */
  add(piece: PieceView): void;
  /** All of what is shown is there. */
  finish(view: RunbookView, scrollTo: string | null): void;
  /** What came while a version was on its way: that shows how things stood when it began to come. */
  hearAgain(message: Heard): void;
}

/**
 * A runbook that comes in pieces. The first one is shown as they come; a new version of it only when it is whole, so
 * that nothing flickers or is lost meanwhile.
 */
export class Arrival {
  #shown = false;
  #coming: { readonly view: RunbookView; readonly scrollTo: string | null; readonly shown: boolean } | null =
    null;
  /** By what they are of, the last of each: how things stand now, while what comes does not know of it. */
  readonly #meanwhile = new Map<string, Heard>();

  constructor(private readonly actions: ArrivalActions) {}

  /** Called with every message: nothing says a second time how something stands. */
  note(message: Heard): void {
    if (!this.#coming || this.#coming.shown) return;
    const of = stateOf(message);
    if (of === null) return;
    this.#meanwhile.delete(of);
    this.#meanwhile.set(of, message);
  }

  begin({ view, scrollTo, complete }: Message<'runbook'>): void {
    // The page asks twice where nothing came soon: what is shown as it comes is then begun once more, and comes like that.
    const first = !this.#shown || (this.#coming?.shown ?? false);
    // It was made after all of that.
    this.#meanwhile.clear();
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
    if (shown) return this.actions.finish(view, scrollTo);
    this.actions.show(view, scrollTo, true);
    const missed = [...this.#meanwhile.values()];
    this.#meanwhile.clear();
    for (const message of missed) this.actions.hearAgain(message);
  }
}

/** What a message says how it stands, if a runbook’s view says so, too. */
function stateOf(message: Heard): string | null {
  switch (message.type) {
    case 'run':
      return `run ${message.blockId}`;
    case 'check':
      return `check ${message.check.id}`;
    case 'variables':
    case 'state':
    case 'sequence':
      return message.type;
    // The text itself, what the view does not hold, and what a person asks for once.
    case 'runbook':
    case 'more':
    case 'risk':
    case 'target':
    case 'reveal':
    case 'go':
      return null;
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
