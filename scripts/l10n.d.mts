/** Every sentence with the place of its first use, and the places whose sentence cannot be told. */
export declare function sentences(folders?: readonly string[]): {
  readonly texts: ReadonlyMap<string, string>;
  readonly untold: readonly string[];
};
