/** Drawn on 16 × 16 in the colour of the text; a word always stands beside them. */
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
  info: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM8 7.4v3.8m0-6.2v-.2',
} as const;

export type IconName = keyof typeof outlines;

const filled: ReadonlySet<IconName> = new Set(['run', 'stop']);

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
