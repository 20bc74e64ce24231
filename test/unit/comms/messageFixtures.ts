import type { MessageFacts } from '../../../src/core/comms/message.ts';

/** An incident of which everything is known. */
export const checkout: MessageFacts = {
  title: 'Checkout is slow',
  severity: 'P1',
  status: 'acknowledged',
  start: '2026-11-28T21:57:30.000Z',
  impact: 'One of five payments fails',
  scope: 'checkout, EU',
  team: 'Payments',
  channel: '#incident-2026-11-28',
  bridge: 'https://meet.example.com/abc',
  durationMs: 62 * 60_000,
  progress: [
    { at: '2026-11-28T22:05:00.000Z', text: 'Release 42 found' },
    { at: '2026-11-29T00:10:00.000Z', text: 'Rolled back' },
  ],
  nextSteps: 'Watch the error rate',
  nextUpdate: '2026-11-28T23:30:00.000Z',
};

/** Of an incident of which nothing is known. */
export const noFacts: MessageFacts = {
  title: null,
  severity: null,
  status: null,
  start: null,
  impact: null,
  scope: null,
  team: null,
  channel: null,
  bridge: null,
  durationMs: null,
  progress: [],
  nextSteps: null,
  nextUpdate: null,
};

/** What a title may hold to become more than text. */
export const hostileValues: readonly string[] = [
  '@channel',
  '@here @everyone @all @ada',
  '＠all',
  '<!channel>',
  '<!here|here>',
  '<!subteam^S012AB3CD>',
  '<@U012AB3CD>',
  '<#C012AB3CD>',
  '<https://evil.example|click>',
  '&lt;!channel&gt;',
  '<at>Ada</at>',
  '[click](https://evil.example)',
  '\\[click\\](https://evil.example)',
  '![x](https://evil.example/x.png)',
  '<https://evil.example>',
  'https://evil.example www.evil.example evil.example a@evil.example mailto:a@evil.example',
  '**bold** *bold* __x__ _x_ ~x~ ~~x~~ `x` ```x```',
  '# heading',
  '> quote',
  '- item',
  '1. item',
  '| a | b |',
  '#hashtag ~town-square',
  ':fire: :+1:',
  '$x^2$',
  '{{TIME(2026-01-01T00:00:00Z)}}',
  '{{title}} {{> file}} {{{x}}}',
  'one\n**two**\n- three\u2028<!channel>',
  'a\u202eb\u0000c',
  '\\',
  '\\\\*',
];
