// The README as it stands in the package. Its pictures are larger than all the rest and stay in the repository, as do the
// pages for those who change On-Call: a link that leads to neither would be a promise that the package does not keep.

/**
 * @param {string} text of README.md
 * @param {readonly string[]} files in the package, as paths from its root
 */
export function packedReadme(text, files) {
  const isPacked = (/** @type {string} */ target) =>
    /^[a-z]+:|^#/.test(target) || files.includes(/** @type {string} */ (target.split('#')[0]));
  return text
    .replace(/^!\[[^\]]*\]\(([^()\s]+)\)\n\n?/gm, (line, target) => (isPacked(target) ? line : ''))
    .replace(/(?<!!)\[([^\]]*)\]\(([^()\s]+)\)/g, (link, words, target) => (isPacked(target) ? link : words));
}
