/**
 * Heading anchors as GitHub makes them: lower case, punctuation gone, spaces to hyphens, and `-1`, `-2`…
 * for those that come again (github.com/gjtorikian/html-pipeline, toc_filter.rb).
 */
export class Slugs {
  readonly #taken = new Map<string, number>();

  next(text: string): string {
    const plain = text
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
      .replaceAll(' ', '-');
    let slug = plain;
    while (this.#taken.has(slug)) {
      const turn = this.#taken.get(plain)! + 1;
      this.#taken.set(plain, turn);
      slug = `${plain}-${turn}`;
    }
    this.#taken.set(slug, 0);
    return slug;
  }
}
