const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Ids as PagerDuty’s look: `P` and 6 letters for things, `Q` and 13 for incidents, `R` and 25 for log entries. */
export class Ids {
  /** @param random 0 ≤ x < 1; the same sequence makes the same ids */
  constructor(private readonly random: () => number) {}

  thing = (): string => this.#make('P', 6);
  incident = (): string => this.#make('Q', 13);
  logEntry = (): string => this.#make('R', 25);
  /** The key of an incident that was created without one. */
  key = (): string => this.#make('', 32).toLowerCase();

  #make(prefix: string, length: number): string {
    let id = prefix;
    for (let i = 0; i < length; i++) id += letters.charAt(Math.floor(this.random() * letters.length));
    return id;
  }
}
