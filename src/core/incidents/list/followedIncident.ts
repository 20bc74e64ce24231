import type { Clock } from '../../clock.ts';
import type { Incident } from '../incident.ts';

/** What a key did shows at once; a move that comes later is somebody else’s, and takes no focus away. */
const followedMs = 5_000;

/**
 * The incident that a key pressed in the view does something to: its row may go to another group, and VS Code then
 * forgets what had the focus. The focus goes with the incident, so that the next key finds it.
 *
 * Between the key and the deed a person may be asked something and think for minutes. Meanwhile nothing is followed,
 * as the focus is theirs.
 */
export class FollowedIncident {
  /** The key of the incident that the last command means; null where no key in the view called it. */
  #meant: string | null = null;
  #followed: { readonly key: string; readonly rowId: string; readonly until: number } | null = null;

  constructor(private readonly clock: Clock) {}

  /**
   * A command was called: by a key in the view on this one, or otherwise (null). It may ask, with a box or a list that
   * has the focus: a row that took it would get what is typed there.
   */
  mean(key: string | null): void {
    this.#meant = key;
    this.giveUp();
  }

  /** It is done now, to these. @param rowIdOf where an incident stands before it is done */
  begin(incidents: readonly Incident[], rowIdOf: (key: string) => string | undefined): void {
    const key = incidents.find(one => one.key === this.#meant)?.key;
    const rowId = key === undefined ? undefined : rowIdOf(key);
    if (key === undefined || rowId === undefined) return;
    this.#followed = { key, rowId, until: this.clock.now() + followedMs };
  }

  /** The person went to another row. */
  selected(rowId: string): void {
    if (rowId !== this.#followed?.rowId) this.#followed = null;
  }

  /** The person went elsewhere: to an editor, a terminal, another view. */
  giveUp(): void {
    this.#followed = null;
  }

  /** Whose row has to be looked for, and where it was seen last. */
  get current(): { readonly key: string; readonly rowId: string } | null {
    if (this.#followed && this.clock.now() > this.#followed.until) this.#followed = null;
    return this.#followed;
  }

  /** It stands there now. It may come back: what the provider refuses is rolled back. */
  movedTo(rowId: string): void {
    if (this.#followed) this.#followed = { ...this.#followed, rowId };
  }
}
