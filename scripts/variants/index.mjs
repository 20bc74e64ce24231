// The broken variants of the product that its tests have to notice: see ../variants.mjs, which makes and tries them.
import { keeping } from './keeping.mjs';
import { leaving } from './leaving.mjs';
import { running } from './running.mjs';

export const variants = [...running, ...leaving, ...keeping];

/** @param {import('./index.mjs').Variant} variant @param {string} text */
export function brokenText({ file, from, to }, text) {
  const count = text.split(from).length - 1;
  if (count === 1) return { broken: text.replace(from, () => to), problem: null };
  return {
    broken: null,
    problem: `It applies no more: “${from}” stands ${count} times in ${file}. Say anew what is to be broken.`,
  };
}
