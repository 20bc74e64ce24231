// The licences of what others wrote and the package holds, from what esbuild really put into dist/.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What may be shipped unchanged beside MIT code when its text comes along. */
const permissive = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'BlueOak-1.0.0',
  'MPL-2.0',
]);

/** `node_modules/a`, `node_modules/@a/b`, and the same inside another package. */
const packageFolder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

/** Where a package has the text of its licence in no file of its own. */
const licenceHeading = /^#{1,3}\s*licen[cs]e\s*$|^licen[cs]e\n-{3,}$/im;

/** For packages that name MIT and bring no text at all. */
const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/**
 * The folders of the packages that the inputs of a build are from, each once, in order.
 * @param {Iterable<string>} inputs paths relative to the repository
 */
export function packageFolders(inputs) {
  const folders = [...inputs].flatMap(input => packageFolder.exec(input.replaceAll('\\', '/')) ?? []);
  return [...new Set(folders)].sort();
}

/**
 * The notices as Markdown.
 * @param {string} root the repository
 * @param {readonly string[]} folders of packages, relative to it
 * Throws an Error that names every package whose licence is missing or not permissive.
 */
export function notices(root, folders) {
  const packages = folders.map(folder => readPackage(join(root, folder)));
  const wrong = packages.flatMap(({ name, version, licence, text }) => {
    if (!isPermissive(licence))
      return [`${name} ${version}: its licence is “${licence}”, not a permissive one.`];
    return text === null ? [`${name} ${version}: there is no text of its licence, ${licence}.`] : [];
  });
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  const sections = packages.map(
    ({ name, version, licence, text }) =>
      `## ${name} ${version}\n\n${licence}\n\n\`\`\`\`text\n${text}\n\`\`\`\`\n`,
  );
  return [
    '# Third-party notices',
    `On-Call holds code of these ${packages.length} packages, unchanged but for being bundled and minified.`,
    ...sections,
  ].join('\n\n');
}

/** @param {string} folder */
function readPackage(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const licence = typeof license === 'string' ? license : 'none';
  return { name, version, licence, text: licenceText(folder) ?? standardText(licence, name, author) };
}

/**
 * `(MPL-2.0 OR Apache-2.0)`: one of a choice is enough; of what holds together, each must be.
 * @param {string} licence
 */
function isPermissive(licence) {
  return licence
    .replace(/^\(|\)$/g, '')
    .split(/\s+OR\s+/)
    .some(choice => choice.split(/\s+AND\s+/).every(one => permissive.has(one)));
}

/**
 * The files called licence, copying or notice, else what the README says under such a heading.
 * @param {string} folder
 */
function licenceText(folder) {
  const names = readdirSync(folder).sort();
  const read = name => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim();
  const files = names.filter(name => /^(licen[cs]e|copying|notice)([-.]|$)/i.test(name));
  if (files.length > 0) return files.map(read).join('\n\n');
  const readme = names.find(name => /^readme(\.|$)/i.test(name));
  const [, below] = readme ? read(readme).split(licenceHeading, 2) : [];
  return below && /permission|redistribution/i.test(below) ? below.trim() : null;
}

/** @param {string} licence @param {string} name @param {unknown} author */
function standardText(licence, name, author) {
  if (licence !== 'MIT') return null;
  const who = typeof author === 'object' && author !== null ? author.name : author;
  return `Copyright (c) ${who ?? `the authors of ${name}`}\n\n${mit}`;
}
