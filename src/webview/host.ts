import { type Answer, type Hail, isHail } from '../protocol/messages.ts';
import { LifeSign } from './lifeSign.ts';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

interface Message {
  readonly type: string;
}
type AnswerMessage = { readonly type: 'answer'; readonly id: number; readonly answer: Answer };
export type WithoutId<T> = T extends { readonly id: number } ? Omit<T, 'id'> : never;
/** What is said and not answered. */
type Told<T> = T extends { readonly id: number } ? never : T;

/**
 * The other side: what may be said to it (`From`), what it says (`To`), its answers by the number of the question,
 * and what the page keeps while it is hidden (`Saved`). Everything else is the host’s.
 */
export class Host<To extends Message, From extends Message, Saved> {
  readonly #api = acquireVsCodeApi();
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  /** A page that comes back may still hear an answer that was meant for the one before: no number is theirs both. */
  #lastId = Math.floor(Math.random() * 2 ** 40);
  readonly #life = new LifeSign(() => this.#api.postMessage({ type: 'there' } satisfies Hail));

  /** Says that nobody hears the page, where nobody does: the screen puts it into its `notices`. */
  get unheard(): HTMLElement {
    return this.#life.body;
  }

  /** Tells the host that it may speak, and hands on what it says unasked. */
  listen(hear: (message: Exclude<To, { readonly type: 'answer' }>) => void): void {
    window.addEventListener('message', (event: MessageEvent<To | AnswerMessage | Hail>) => {
      const message = event.data;
      this.#life.heard();
      if (isAnswer(message)) this.#take(message);
      // A person may think long about what was asked, and the host end meanwhile: nothing else would tell.
      if (this.#waiting.size > 0) this.#life.expect();
      if (!isAnswer(message) && !isHail(message)) hear(message as Exclude<To, { readonly type: 'answer' }>);
    });
    this.#api.postMessage({ type: 'ready' });
    this.#life.expect();
  }

  ask(request: WithoutId<From>): Promise<Answer> {
    const id = ++this.#lastId;
    return new Promise(resolve => {
      this.#waiting.set(id, resolve);
      this.#api.postMessage({ ...request, id });
      this.#life.expect();
    });
  }

  #take({ id, answer }: AnswerMessage): void {
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }

  tell(message: Told<From>): void {
    this.#api.postMessage(message);
    this.#life.expect();
  }

  get saved(): Saved | null {
    return (this.#api.getState() as Saved | undefined) ?? null;
  }

  save(state: Saved): void {
    this.#api.setState(state);
  }
}

function isAnswer(message: Message): message is AnswerMessage {
  return message.type === 'answer';
}
