import type { Answer, ToHost, ToWebview } from '../protocol.ts';

interface VsCodeApi {
  postMessage(message: ToHost): void;
  getState(): unknown;
  setState(state: SavedState): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** What a webview keeps while it is hidden. Everything else is the host’s. */
export interface SavedState {
  readonly title: string;
  readonly scroll: number;
}

type Request = Extract<ToHost, { id: number }>;
type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

/** The other side: what may be said to it, and its answers by the number of the question. */
export class Host {
  readonly #api = acquireVsCodeApi();
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #lastId = 0;

  /** Tells the host that it may speak, and hands on what it says unasked. */
  listen(hear: (message: Exclude<ToWebview, { type: 'answer' }>) => void): void {
    window.addEventListener('message', (event: MessageEvent<ToWebview>) => {
      const message = event.data;
      if (message.type !== 'answer') return hear(message);
      this.#waiting.get(message.id)?.(message.answer);
      this.#waiting.delete(message.id);
    });
    this.#api.postMessage({ type: 'ready' });
  }

  ask(request: WithoutId<Request>): Promise<Answer> {
    const id = ++this.#lastId;
    return new Promise(resolve => {
      this.#waiting.set(id, resolve);
      this.#api.postMessage({ ...request, id } as Request);
    });
  }

  get saved(): SavedState | null {
    return (this.#api.getState() as SavedState | undefined) ?? null;
  }

  save(state: SavedState): void {
    this.#api.setState(state);
  }
}
