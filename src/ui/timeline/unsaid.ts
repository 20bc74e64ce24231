import * as vscode from 'vscode';
import type { Disposable } from '../../core/events.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { ToTimeline } from '../../protocol/timeline.ts';
import { shortTitle } from '../commands/changeIncidents.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import { notify } from '../notify.ts';

/** What a person typed that is in no timeline, and why: a sentence. */
export interface LostWords {
  readonly text: string;
  readonly reason: string;
}

interface UnsaidMessage {
  readonly message: ToTimeline;
  /** What nobody has any more if no page hears it; null for nothing. */
  readonly lost: LostWords | null;
}

/**
 * What came of things, or was begun elsewhere, while no page was there: said once one listens. Where none ever will,
 * since the panel was closed, what a person typed is not lost without a word.
 */
export class Unsaid implements Disposable {
  #waiting: readonly UnsaidMessage[] = [];
  #closed = false;

  constructor(
    private readonly parts: {
      readonly incident: () => Incident;
      readonly boundary: Pick<ErrorBoundary, 'watch'>;
    },
  ) {}

  add(message: ToTimeline, lost: LostWords | null): void {
    if (!this.#closed) this.#waiting = [...this.#waiting, { message, lost }];
    else if (lost) this.#tell(lost);
  }

  /** For the page that listens now. */
  take(): readonly UnsaidMessage[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }

  #tell({ text, reason }: LostWords): void {
    const empty = text.trim() === '';
    const copy = vscode.l10n.t('Copy the Text');
    const told = notify
      .error(
        vscode.l10n.t(
          '“{0}” did not get into the timeline of “{1}”. {2}',
          empty ? vscode.l10n.t('Attached') : shortTitle(text),
          shortTitle(this.parts.incident().title),
          reason,
        ),
        ...(empty ? [] : [copy]),
      )
      .then(choice => (choice === copy ? vscode.env.clipboard.writeText(text) : undefined));
    this.parts.boundary.watch('Copying what was not written', Promise.resolve(told));
  }

  dispose(): void {
    this.#closed = true;
    for (const { lost } of this.#waiting) if (lost) this.#tell(lost);
    this.#waiting = [];
  }
}
