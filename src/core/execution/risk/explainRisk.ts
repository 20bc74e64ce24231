import { riskClasses, type RiskReport } from './risk.ts';

const most = 20;
const words = {
  'read-only': 'only looks',
  changing: 'changes something',
  destructive: 'deletes or ends something, or may',
};

/** Markdown: what each command of a block does at most, and why, the worst first. */
export function explainRisk({ risk, findings, named }: RiskReport): string {
  const sorted = findings.toSorted((a, b) => riskClasses.indexOf(b.risk) - riskClasses.indexOf(a.risk));
  const lines = sorted
    .slice(0, most)
    .map(
      ({ line, command, risk: one, reason }) =>
        `- Line ${line}${command === '' ? '' : `, ${code(command)}`}: **${one}**. ${plain(reason)}`,
    );
  if (sorted.length > most) lines.push(`- And ${sorted.length - most} more.`);
  if (sorted.length === 0) lines.push('- It holds no command.');
  const targets = [
    ...new Set(named.map(({ name }) => (name === null ? 'one that is known only when it runs' : code(name)))),
  ];
  return [
    `This block is **${risk}**: it ${words[risk]}.`,
    '',
    ...lines,
    ...(targets.length > 0 ? ['', `It names its target itself: ${targets.join(', ')}.`] : []),
  ].join('\n');
}

/** A code span that its text cannot end. */
function code(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return line === '' ? '“”' : `${fence}${longest > 0 ? ` ${line} ` : line}${fence}`;
}

function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|!&]/g, '\\$&').replace(/\s+/g, ' ');
}
