/** Drawn on 16 × 16 in the colour of the text; a word always stands beside them, or is the button’s label. */
const outlines = {
  run: 'M4.5 2.8v10.4l8-5.2z',
  stop: 'M4 4h8v8H4z',
  copy: 'M5.5 5.5h8v8h-8zM3.5 10.5h-1v-8h8v1',
  source: 'M6 4 2 8l4 4m4-8 4 4-4 4',
  ok: 'm2.8 8.6 3.4 3.4 7-7.6',
  failed: 'm3.8 3.8 8.4 8.4m0-8.4-8.4 8.4',
  cancelled: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM3.8 3.8l8.4 8.4',
  unknown: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM6.2 6.4a1.8 1.8 0 1 1 2.6 1.7c-.6.3-.8.6-.8 1.2m0 1.9v.2',
  running: 'M8 2a6 6 0 1 1-6 6',
  warning: 'M8 2.2 14.6 13.5H1.4zM8 6.5v3.2m0 1.7v.2',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM10 8a2 2 0 1 1-4 0 2 2 0 0 1 4 0z',
  note: 'M2.5 3h11v8h-6l-3 2.5V11h-2z',
  book: 'M8 4.2C6.5 3 4.5 2.8 2.2 3v9.2c2.3-.2 4.3 0 5.8 1.2 1.5-1.2 3.5-1.4 5.8-1.2V3C11.5 2.8 9.5 3 8 4.2zM8 4.2v9.2',
  call: 'M2 4.5h8v7H2zM10 7l4-2v6l-4-2',
  more: 'M3.5 8h.1m4.4 0h.1m4.4 0h.1',
  external: 'M9 2.5h4.5V7M13.5 2.5 7.5 8.5M11.5 9v4h-8.5v-8.5h4',
  refresh: 'M13.5 3v3.5H10M13.3 6.3A5.6 5.6 0 1 0 13.6 9',
  chevron: 'm6 3.5 4.5 4.5L6 12.5',
  person: 'M10.7 5.2a2.7 2.7 0 1 1-5.4 0 2.7 2.7 0 0 1 5.4 0zM2.8 13.5c.5-2.8 2.6-4 5.2-4s4.7 1.2 5.2 4',
  up: 'M8 13.5V3M4 7l4-4 4 4',
  clock: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM8 4.5V8l2.5 1.8',
  bell: 'M3 11.5h10c-1.2-1.2-1.5-2.5-1.5-5a3.5 3.5 0 0 0-7 0c0 2.5-.3 3.8-1.5 5zM6.8 13.8h2.400',
  edit: 'm3 13 .8-3 7-7 2.2 2.2-7 7z',
  dot: 'M10 8a2 2 0 1 1-4 0 2 2 0 0 1 4 0z',
  merge: 'M4 2.5v11M4 5c0 4 8 2 8 6.5m-2.5-2L12 12l2.5-2.5',
  critical: 'M8 1.8 14.2 8 8 14.2 1.8 8zM8 5v3.5m0 1.9v.2',
  info: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM8 7.4v3.8m0-6.2v-.2',
} as const;

export type IconName = keyof typeof outlines;

const filled: ReadonlySet<IconName> = new Set(['run', 'stop', 'dot']);

export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', outlines[name]);
  path.setAttribute('fill', filled.has(name) ? 'currentColor' : 'none');
  path.setAttribute('stroke', 'currentColor');
  path.setAttribute('stroke-width', '1.4');
  path.setAttribute('stroke-linecap', 'round');
  path.setAttribute('stroke-linejoin', 'round');
  svg.append(path);
  return svg;
}
