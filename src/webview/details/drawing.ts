/** What the person opened: it outlives every drawing, and is kept while the panel is hidden. */
export interface Opened {
  /** Values that are shown in full, by their copy numbers. */
  readonly values: ReadonlySet<number>;
  /** Alerts that the person opened or closed against what they are by themselves. */
  readonly alerts: ReadonlyMap<string, boolean>;
  /** How many of a long list are shown. */
  readonly most: { readonly alerts: number; readonly log: number };
}
