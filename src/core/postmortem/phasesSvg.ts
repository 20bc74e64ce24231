import { durationText } from '../timeline/durationText.ts';
import type { PostMortemFacts } from './facts.ts';
import type { PhaseName, Words } from './languages/language.ts';

interface Phase {
  readonly name: PhaseName;
  readonly ms: number;
}

const WIDTH = 720;
const MARGIN = 16;
const BAR = { y: 40, height: 28, least: 22 };
const ROW = 24;
/** Told apart by number too: the colours are only for who sees them. White on each is 4.5 : 1 or more. */
const COLOURS: Readonly<Record<PhaseName, string>> = {
  undetected: '#6e40c9',
  unacknowledged: '#b62324',
  unmitigated: '#9a5b00',
  unresolved: '#1f6feb',
};

/**
 * How long each phase took, as a drawing that stands for itself: no script, no font, no address. It has a ground of
 * its own, because a picture does not learn whether the page around it is dark.
 */
export function phasesSvg(facts: PostMortemFacts, words: Words): string {
  const phases = phasesOf(facts);
  const duration = (ms: number) => words.duration(durationText(ms));
  const said = phases.map(({ name, ms }) => `${words.phases[name]}${words.colon} ${duration(ms)}`);
  const height = BAR.y + BAR.height + 16 + Math.max(1, phases.length) * ROW;
  const widths = widthsOf(phases);
  const body: string[] = [];
  let x = MARGIN;
  phases.forEach(({ name }, index) => {
    const width = widths[index]!;
    const middle = x + width / 2;
    const y = BAR.y + BAR.height + 28 + index * ROW;
    body.push(
      `<rect x="${round(x)}" y="${BAR.y}" width="${round(width)}" height="${BAR.height}" fill="${COLOURS[name]}"/>`,
      text(middle, BAR.y + 19, `${index + 1}`, 'text-anchor="middle" fill="#ffffff" font-weight="bold"'),
      `<rect x="${MARGIN}" y="${y - 14}" width="20" height="18" rx="3" fill="${COLOURS[name]}"/>`,
      text(MARGIN + 10, y, `${index + 1}`, 'text-anchor="middle" fill="#ffffff" font-weight="bold"'),
      text(MARGIN + 30, y, said[index]!, 'fill="#1f2328"'),
    );
    x += width;
  });
  if (phases.length === 0) body.push(text(MARGIN, BAR.y + 19, words.noPhases, 'fill="#1f2328"'));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title desc" font-family="sans-serif" font-size="14">`,
    `<title id="title">${escaped(words.phasesTitle)}</title>`,
    `<desc id="desc">${escaped(said.join('; ') || words.noPhases)}</desc>`,
    `<rect x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="6" fill="#f6f8fa" stroke="#8c959f"/>`,
    text(MARGIN, 26, words.phasesTitle, 'fill="#1f2328" font-weight="bold"'),
    ...body,
    '</svg>',
    '',
  ].join('\n');
}

/** From each recorded moment to the next one; one that contradicts those before it is passed over. */
function phasesOf({ moments }: PostMortemFacts): Phase[] {
  const { impact, detected, acknowledged, mitigated, resolved } = moments;
  const ends = [
    ['undetected', detected],
    ['unacknowledged', acknowledged],
    ['unmitigated', mitigated],
    ['unresolved', resolved],
  ] as const;
  const phases: Phase[] = [];
  let from = impact ? Date.parse(impact.at) : null;
  for (const [name, end] of ends) {
    const to = end ? Date.parse(end.at) : NaN;
    if (from !== null && to >= from) phases.push({ name, ms: to - from });
    if (from === null || to >= from) from = to;
  }
  return phases;
}

/** In proportion, but none so narrow that its number has no room. */
function widthsOf(phases: readonly Phase[]): number[] {
  const total = phases.reduce((sum, { ms }) => sum + ms, 0);
  const room = WIDTH - 2 * MARGIN - phases.length * BAR.least;
  return phases.map(({ ms }) => BAR.least + (total === 0 ? room / phases.length : (room * ms) / total));
}

function text(x: number, y: number, said: string, attributes: string): string {
  return `<text x="${round(x)}" y="${y}" ${attributes}>${escaped(said)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(said: string): string {
  return said.replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`);
}
