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
  down: 'M8 2.5V13M4 9l4 4 4-4',
  search: 'M11 6.8a4.2 4.2 0 1 1-8.4 0 4.2 4.2 0 0 1 8.4 0zM10 10l4 4',
  terminal: 'M1.8 3h12.4v10H1.8zM4.2 6l2 2-2 2m3.8 0h3.5',
  undo: 'M5.5 3 2.5 6l3 3M2.8 6h6.7a3.5 3.5 0 0 1 0 7H6',
  skip: 'M3.5 3.500v9l6-4.500zM12 3.500v9',
  all: 'M2.5 3.500v9l5-4.500zM8.5 3.500v9l5-4.500z',
  hand: 'M5 9V4.200a1 1 0 0 1 2 0V7 3a1 1 0 0 1 2 0v4-3.300a1 1 0 0 1 2 0V9c0 3-1.2 4.8-3.4 4.8-2 0-2.8-1-4.6-4.3-.5-1 .9-1.7 1.5-.9z',
  keyboard: 'M1.5 4h13v8h-13zM4 6.500h.1m2.5 0h.1m2.5 0h.1m2.5 0h.1M5 9.500h6',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  folder: 'M1.5 12.5v-9h4.5l1.5 2h7v7z',
  globe: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM2 8h12M8 2c-4 3.5-4 8.5 0 12 4-3.5 4-8.5 0-12z',
  clock: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM8 4.5V8l2.5 1.8',
  bell: 'M3 11.5h10c-1.2-1.2-1.5-2.5-1.5-5a3.5 3.5 0 0 0-7 0c0 2.5-.3 3.8-1.5 5zM6.8 13.8h2.4',
  edit: 'm3 13 .8-3 7-7 2.2 2.2-7 7z',
  dot: 'M10 8a2 2 0 1 1-4 0 2 2 0 0 1 4 0z',
  merge: 'M4 2.5v11M4 5c0 4 8 2 8 6.5m-2.5-2L12 12l2.5-2.5',
  critical: 'M8 1.8 14.2 8 8 14.2 1.8 8zM8 5v3.5m0 1.9v.2',
  star: 'm8 1.8 1.9 3.9 4.3.6-3.1 3 .7 4.300L8 11.600 4.200 13.600l.7-4.300-3.1-3 4.300-.6z',
  decision: 'M8 2v11M4.500 13.500h7M3 4.500h10M3 4.500 1.500 9h3zM13 4.500 11.500 9h3z',
  flame:
    'M8 1.800c.5 2.500 4 4 4 7.700a4 4 0 0 1-8 0c0-1.500.7-2.500 1.500-3.300.2 1 .7 1.500 1.300 1.800C6.500 5.500 7 3.300 8 1.800z',
  tool: 'M9.800 2.500a3.600 3.600 0 0 0-2 5L2.500 12.700l1 1 5.200-5.300a3.600 3.600 0 0 0 4.800-4.800L11.300 6 9.600 5.600 9.300 4z',
  check: 'M2.500 2.500h11v11h-11zM5 8.200l2.200 2.200L11.200 5.600',
  branch:
    'M5 4.500a1.500 1.500 0 1 1-3 0 1.500 1.500 0 0 1 3 0zM5 12a1.500 1.500 0 1 1-3 0 1.500 1.500 0 0 1 3 0zM14 5.500a1.500 1.500 0 1 1-3 0 1.500 1.500 0 0 1 3 0zM3.500 6v4.500M12.500 7c0 2.500-4 2-8 3.500',
  people:
    'M7.500 5.500a2.200 2.200 0 1 1-4.400 0 2.200 2.200 0 0 1 4.400 0zM1.200 13c.4-2.500 2-3.600 4.100-3.600s3.700 1.100 4.100 3.600M10 3.500a2.200 2.200 0 0 1 0 4M11.500 9.600c1.800.3 3 1.400 3.300 3.400',
  clip: 'M12.500 7.500 7.700 12.300a2.800 2.800 0 0 1-4-4l5.400-5.400a1.900 1.900 0 0 1 2.700 2.700L6.500 10.900a1 1 0 0 1-1.400-1.400l4.600-4.600',
  history: 'M2.500 3v3.500H6M2.700 6.300A5.600 5.600 0 1 1 2.400 9M8 5v3.300l2.200 1.300',
  send: 'M2 13.500 14.500 8 2 2.500v4.300L9 8l-7 1.200z',
  info: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM8 7.4v3.8m0-6.2v-.2',
} as const;

export type IconName = keyof typeof outlines;

const filled: ReadonlySet<IconName> = new Set(['run', 'stop', 'dot', 'all']);

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
