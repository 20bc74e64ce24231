import type { Clock } from '../../clock.ts';
import { type AttentionSource, type AttentionState, closestOf, SettableAttention } from '../cadence.ts';
import { attentionEveryMs, type SharedFolder } from './sharedFolder.ts';

/** How closely the windows of this machine are looked at, each telling the others. */
export class SharedAttention {
  readonly #closest: SettableAttention;
  #said: { readonly state: AttentionState; readonly at: number } | null = null;

  constructor(
    private readonly parts: {
      readonly folder: SharedFolder;
      readonly window: string;
      readonly own: AttentionSource;
      readonly clock: Clock;
    },
  ) {
    this.#closest = new SettableAttention(parts.own.state);
  }

  /** Of all windows, as `hear` or `hearNobody` found it last. */
  get closest(): AttentionSource {
    return this.#closest;
  }

  /** Tells the others, where they do not know or will soon think that this window is gone. */
  async say(): Promise<void> {
    const { folder, window, own, clock } = this.parts;
    const { state } = own;
    const now = clock.now();
    if (this.#said?.state === state && Math.abs(now - this.#said.at) < attentionEveryMs) return;
    await folder.attend(window, state, this.#said?.state ?? null, now);
    this.#said = { state, at: now };
  }

  async hear(): Promise<void> {
    const { folder, window, own, clock } = this.parts;
    const others = await folder.attentionOfOthers(window, clock.now());
    this.#closest.set(closestOf([own.state, ...others]));
  }

  hearNobody(): void {
    this.#closest.set(this.parts.own.state);
  }
}
