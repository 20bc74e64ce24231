import * as vscode from 'vscode';
import type { Disposable } from '../core/events.ts';
import { type Answer, type Hail, isHail, requestId } from '../protocol/messages.ts';
import type { ErrorBoundary } from './errorBoundary.ts';

interface Said {
  readonly type: string;
  readonly id?: number;
}

/** What a screen asks for, each with a number that its answer carries. */
export type RequestOf<In extends Said> = Extract<In, { readonly id: number }>;

type AnswerMessage = { readonly type: 'answer'; readonly id: number; readonly answer: Answer };

/**
 * Between a panel and its screen: what the screen says is looked at before anybody hears it, each request is answered
 * once, also one that is refused, and nothing is said to a screen that is not there yet, is hidden or was closed.
 */
export class ScreenChannel<In extends Said, Out extends { readonly type: string }> implements Disposable {
  #ready = false;
  /** The page is being loaded for the first time, and VS Code keeps for it what is said to it. */
  #ahead: boolean;
  #saidAhead = false;
  /** How many pages have begun: VS Code throws each away when it is hidden, and with it the questions that it asked. */
  #pages = 0;
  #closed = false;
  readonly #listening: vscode.Disposable;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    private readonly parts: {
      /** Whose screen it is, for the log: “the details of work:Q1”. */
      readonly name: () => string;
      readonly boundary: ErrorBoundary;
      /** The protocol’s guard. */
      readonly parse: (value: unknown) => In | null;
      /** The screen is there, or there again. */
      readonly begin: () => void;
      /** Rejects with an OnCallError that a person can act on. */
      readonly handle: (request: RequestOf<In>) => Promise<void> | void;
      /** The page that asked was thrown away before this answer came; where the panel was closed, none comes back. */
      readonly unheard?: (request: RequestOf<In>, answer: Answer) => void;
      /**
       * What is at hand is said to a page that is still being loaded, so that nobody waits for it to say that it is
       * ready. VS Code does not promise to keep it, so that a page which heard nothing says it once more.
       */
      readonly ahead?: boolean;
      /** What wants no answer, beside `ready`. */
      readonly hear?: (message: Exclude<In, { readonly id: number } | { readonly type: 'ready' }>) => void;
    },
  ) {
    this.#ahead = (parts.ahead ?? false) && panel.visible;
    this.#listening = panel.webview.onDidReceiveMessage((value: unknown) => this.#receive(value));
  }

  /** Whether what is said now is heard. */
  get ready(): boolean {
    return this.#ready || this.#ahead;
  }

  /** Work that is still under way is of no use to anybody any more, and neither are its errors. */
  get closed(): boolean {
    return this.#closed;
  }

  post(message: Out | AnswerMessage | Hail): void {
    void this.deliver(message);
  }

  /** Resolves to whether a page was there to take it. */
  async deliver(message: Out | AnswerMessage | Hail): Promise<boolean> {
    // A closed panel throws at whoever touches it.
    if (!this.ready) return false;
    this.#saidAhead ||= this.#ahead;
    // VS Code says false where the page went away meanwhile.
    return (await this.panel.webview.postMessage(message)) !== false;
  }

  /** The page is thrown away while it is hidden; it says that it is ready when it is back. */
  hidden(): void {
    this.#ready = false;
  }

  #receive(value: unknown): void {
    const { boundary, name, parse, begin, hear } = this.parts;
    if (isHail(value)) return this.post({ type: 'there' });
    const message = parse(value);
    if (!message) {
      const refused = new Error('It is not one of the protocol’s.');
      boundary.log(`A message of ${name()} was refused`, refused);
      const id = requestId(value);
      if (id !== null) this.post({ type: 'answer', id, answer: { ok: false, error: notTaken() } });
      return;
    }
    if (message.type === 'ready') {
      const said = this.#ahead && this.#saidAhead;
      this.#ahead = false;
      this.#ready = !this.#closed;
      this.#pages++;
      return said ? undefined : begin();
    }
    if (!isRequest(message)) return hear?.(message as Parameters<NonNullable<typeof hear>>[0]);
    const page = this.#pages;
    void this.#answer(message).then(answer => this.#reply(message, answer, page));
  }

  async #reply(request: RequestOf<In>, answer: Answer, page: number): Promise<void> {
    const heard = this.#ready && page === this.#pages;
    const delivered = await this.deliver({ type: 'answer', id: request.id, answer });
    if (!(heard && delivered)) this.parts.unheard?.(request, answer);
  }

  async #answer(request: RequestOf<In>): Promise<Answer> {
    const { boundary, name, handle } = this.parts;
    try {
      await handle(request);
      return { ok: true };
    } catch (error) {
      boundary.log(`${request.type} in ${name()}`, error);
      return { ok: false, error: boundary.sentence(error) };
    }
  }

  dispose(): void {
    this.#closed = true;
    this.#ready = false;
    this.#ahead = false;
    this.#listening.dispose();
  }
}

function notTaken(): string {
  return vscode.l10n.t(
    'On-Call did not take that: it is too long, or not what this page may ask for. Make it shorter, or close the page and open it again.',
  );
}

function isRequest<In extends Said>(message: In): message is RequestOf<In> {
  return message.id !== undefined;
}
